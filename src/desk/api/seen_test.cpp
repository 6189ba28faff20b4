// Two people on one case: what one of them has not seen is not overwritten, and the answer says what it is. Stages, and
// where a case is raised to.
#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class SeenCalls : public ActsFixture {
 protected:
  void SetUp() override {
    sign_in();
    id_ = office_.add({"danger=none", "what_next=nothing_dated"}, "first").text();
  }
  [[nodiscard]] std::string path(const std::string& act) const { return "/api/case/" + id_ + "/" + act; }
  Json view() { return get("/api/case/" + id_); }
  int version() { return view()["version"].get<int>(); }
  http::Response fact(const char* key, const char* value, int seen) {
    return call("POST", path("fact"), {{"key", key}, {"value", value}, {"seen", seen}});
  }
  Json row() { return get("/api/queue?view=all")["rows"][0]; }
  std::string id_;
};

TEST_F(SeenCalls, AFactOfTheSameQuestionIsNotOverwrittenUnseen) {
  const int seen = version();
  EXPECT_EQ(fact("army", "russia", seen).status, 200);
  sign_in("ihor");
  const http::Response late = fact("army", "ukraine", seen);
  EXPECT_EQ(late.status, 409);
  const Json told = json_of(late);
  EXPECT_EQ(told["error"], "conflict");
  ASSERT_EQ(told["changed"].size(), 1U);
  EXPECT_EQ(told["changed"][0]["kind"], "event");
  EXPECT_NE(told["changed"][0]["text"].get<std::string>().find("vera"), std::string::npos) << told.dump();
  EXPECT_EQ(view()["facts"].back()["value"], "russia") << "nothing was written";
  EXPECT_EQ(fact("army", "ukraine", version()).status, 200) << "after they have seen it, it is their word";
}

TEST_F(SeenCalls, AnotherQuestionIsNoConflict) {
  const int seen = version();
  EXPECT_EQ(fact("army", "russia", seen).status, 200);
  EXPECT_EQ(fact("where", "home", seen).status, 200);
  EXPECT_EQ(call("POST", path("fact"), {{"key", "army"}, {"value", "other"}}).status, 200) << "who sends no version";
}

TEST_F(SeenCalls, NothingEndsOverWhatWasNotSeen) {
  const int seen = version();
  office_.write_again(*CaseId::from_text(id_), "one more thing");
  const Json close{{"outcomes", Json::array()}, {"operation_id", operation()}, {"seen", seen}};
  const http::Response refused = call("POST", path("close"), close);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(json_of(refused)["changed"][0]["text"], "one more thing");
  EXPECT_EQ(call("POST", path("aside"), {{"as", "test"}, {"operation_id", operation()}, {"seen", seen}}).status, 409);
  EXPECT_EQ(
      call("POST", path("wait"), {{"stage", "waiting_person"}, {"operation_id", operation()}, {"seen", seen}}).status,
      409);
  EXPECT_EQ(view()["stage"], "new");
  EXPECT_EQ(
      call("POST", path("close"), {{"outcomes", Json::array()}, {"operation_id", operation()}, {"seen", version()}})
          .status,
      200);
}

TEST_F(SeenCalls, TwoMoveACaseAtOnce) {
  const int seen = version();
  EXPECT_EQ(call("POST", path("raise"), {{"reason", "she phoned"}, {"seen", seen}}).status, 200);
  EXPECT_EQ(call("POST", path("lower"), {{"reason", "no need"}, {"seen", seen}}).status, 409);
  EXPECT_EQ(row()["override"], "raised");
  EXPECT_EQ(call("POST", path("lower"), {{"reason", "no need"}, {"seen", version()}}).status, 200);
  EXPECT_EQ(row()["override"], "lowered");
}

TEST_F(SeenCalls, AVersionIsANumber) {
  for (const Json& bad : {Json("3"), Json(-1), Json(1.5), Json(nullptr), Json(2'000'000'000)})
    EXPECT_EQ(call("POST", path("raise"), {{"reason", "why"}, {"seen", bad}}).status, 400) << bad;
}

TEST_F(SeenCalls, RaisedToATimeStandsByIt) {
  // It is the 22nd, 23:00 in Moscow.
  for (const char* bad : {"2026-11-22T22:00", "2026-12-20T10:00", "2026-11-24", "soon", "2026-11-31T10:00"})
    EXPECT_EQ(call("POST", path("raise"), {{"reason", "why"}, {"to", bad}}).status, 400) << bad;
  EXPECT_EQ(call("POST", path("lower"), {{"reason", "why"}, {"to", "2026-11-24T10:00"}}).status, 400);
  EXPECT_EQ(call("POST", path("raise"), {{"reason", "why"}, {"to", "2026-11-24T10:00"}}).status, 200);
  const Json raised = row();
  EXPECT_EQ(raised["override"], "raised");
  EXPECT_EQ(raised["section"], "under_48h");
  EXPECT_EQ(raised["clock"]["kind"], "raised");
  EXPECT_EQ(raised["clock"]["latest_safe"], "2026-11-24T07:00:00Z");
  EXPECT_EQ(call("POST", path("raise"), {{"reason", "now"}}).status, 200);
  EXPECT_EQ(row()["section"], "danger");
}

TEST_F(SeenCalls, StagesFollowFromWhatIsDoneAndFilterTheList) {
  const auto stages = [this] {
    std::vector<std::string> all;
    const Json list = get("/api/queue?view=all");
    for (const Json& one : list["facets"]["stages"]) all.push_back(one["stage"]);
    return all;
  };
  EXPECT_EQ(stages(), std::vector<std::string>{"new"});
  EXPECT_EQ(fact("army", "russia", version()).status, 200);
  EXPECT_EQ(view()["stage"], "triage");
  EXPECT_EQ(get("/api/queue?view=all&stage=new")["rows"].size(), 0U);
  EXPECT_EQ(get("/api/queue?view=all&stage=triage")["rows"].size(), 1U);
  EXPECT_EQ(call("GET", "/api/queue?stage=later").status, 400);
  post(path("take"));
  EXPECT_EQ(view()["stage"], "active");
  EXPECT_EQ(call("POST", path("wait"), {{"stage", "referred"}, {"operation_id", operation()}}).status, 400);
  EXPECT_EQ(call("POST", path("wait"), {{"stage", "referred"}, {"until", "2026-11-30"}, {"operation_id", operation()}})
                .status,
            200);
  EXPECT_EQ(view()["stage"], "referred");
}

TEST_F(SeenCalls, ThePackSaysWhatIsAskedAndHowOutcomesAreGrouped) {
  const Json pack = get("/api/pack?lang=uk");
  ASSERT_EQ(pack["triage"].size(), 9U);
  for (const Json& asked : pack["triage"]) EXPECT_LE(asked["codes"].size(), 9U) << asked;
  EXPECT_EQ(pack["outcomes"][0]["code"], "consulted");
  EXPECT_EQ(pack["outcomes"][0]["group"], "Допомога й папери");
}

}  // namespace
}  // namespace waymark::desk::api
