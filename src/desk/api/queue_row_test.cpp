// A row of the queue as its reader gets it: hours, and how the unread text begins.
#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class QueueRow : public ActsFixture {
 protected:
  std::string leave_ = office_.add({"what_next=leave_ends;date=2026-11-25;precision=day"}, "second").text();
};

TEST_F(QueueRow, HoursAreToldInTheReadersZoneAsWell) {
  sign_in();
  const auto sentence = [this](const std::string& zone) {
    http::Request made = request("GET", "/api/queue?lang=ru");
    made.headers.push_back({"waymark-zone", zone});
    return json_of(send(std::move(made)))["rows"][0]["sentence"].get<std::string>();
  };
  const std::string plain = get("/api/queue?lang=ru")["rows"][0]["sentence"];
  EXPECT_EQ(plain.find("у вас"), std::string::npos);
  EXPECT_NE(sentence("Europe/Berlin").find("04:00 у вас"), std::string::npos) << sentence("Europe/Berlin");
  EXPECT_EQ(sentence("Europe/Moscow"), plain) << "the same clock is not told twice";
  for (const std::string& strange : {std::string("Mars/Olympus"), std::string("\xC3("), std::string(5'000, 'E')})
    EXPECT_EQ(sentence(strange), plain);
}

TEST_F(QueueRow, ARowBeginsWithTheWordsThatNobodyHasRead) {
  sign_in();
  const std::string fresh = office_.add({"danger=armed_search"}, "Держат\nв подвале").text();
  const auto words_of = [&]() -> Json {
    const Json page = get("/api/queue");
    for (const Json& row : page["rows"])
      if (row["case_id"] == fresh) return row["first_words"];
    return "no such row";
  };
  EXPECT_EQ(words_of(), "Держат в подвале");
  post("/api/case/" + fresh + "/take");
  EXPECT_EQ(get("/api/queue?view=mine")["counts"]["owed"], 1);
  token_.clear();
  sign_in("anton");
  EXPECT_EQ(words_of(), Json(nullptr)) << "it is somebody else's now";
}

}  // namespace
}  // namespace waymark::desk::api
