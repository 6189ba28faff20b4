// How the office stands: told in numbers to whoever has oversight, and to nobody else.
#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class PeopleCalls : public ActsFixture {
 protected:
  std::string first_ = office_.add({"danger=none", "what_next=nothing_dated"}, "first").text();
  std::string second_ = office_.add({"danger=none", "what_next=nothing_dated"}, "second").text();

  Json member(const Json& staff, const std::string& alias) {
    for (const Json& one : staff.at("staff"))
      if (one.at("alias") == alias) return one;
    return nullptr;
  }
};

TEST_F(PeopleCalls, HowTheOfficeStandsIsToldToOversightAlone) {
  sign_in("anton");
  EXPECT_EQ(call("POST", "/api/case/" + first_ + "/take").status, 200);
  const Json untold = get("/api/staff");
  EXPECT_EQ(untold.at("watch"), nullptr);
  for (const Json& one : untold.at("staff"))
    for (const char* number : {"signed_in", "cases", "owed", "soon", "nearest_at", "answered_at"})
      EXPECT_EQ(one.at(number), nullptr) << number;
  clock_.advance(queue::kToLead);
  sign_in("olha");
  const Json told = get("/api/staff");
  EXPECT_EQ(told.at("watch").at("unowned_late"), get("/api/queue?view=unowned&late=lead").at("total"));
  EXPECT_EQ(told.at("watch").at("unowned_late"), 1);
  EXPECT_EQ(told.at("watch").at("broken"), 0);
  EXPECT_EQ(told.at("watch").at("came_day"), 2);
  EXPECT_EQ(told.at("watch").at("came_hour"), 0) << "an hour ago is not within the hour";
  EXPECT_EQ(member(told, "anton").at("cases"), 1);
  EXPECT_EQ(member(told, "anton").at("owed"), 1);
  EXPECT_EQ(member(told, "olha").at("cases"), 0);
  clock_.advance(queue::kPromiseBroken - queue::kToLead);
  sign_in("olha");
  EXPECT_EQ(get("/api/staff").at("watch").at("broken"), 2);
}

}  // namespace
}  // namespace waymark::desk::api
