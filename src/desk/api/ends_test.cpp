// What a page may say about the end of a case: bad dates, foreign codes, and where a closed case is found.
#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class EndsCalls : public ActsFixture {
 protected:
  int close(const Json& outcomes) {
    return call("POST", path("close"), {{"outcomes", outcomes}, {"operation_id", operation()}}).status;
  }
  int wait(const char* stage, const Json& until) {
    Json body{{"stage", stage}, {"operation_id", operation()}};
    if (!until.is_null()) body["until"] = until;
    return call("POST", path("wait"), body).status;
  }
  [[nodiscard]] std::string path(const std::string& act) const { return "/api/case/" + plain_ + "/" + act; }
  Json counts() { return get("/api/queue")["counts"]; }

  std::string plain_ = office_.add({"danger=none", "what_next=nothing_dated"}, "third").text();
};

TEST_F(EndsCalls, AnOutcomeIsThePacksAndItsDayHasCome) {
  sign_in();
  for (const char* bad :
       {"flown 2026-11-20 self_reported", "consulted 2026-11-31 self_reported", "consulted 2026-13-01 self_reported",
        "consulted 2026-11-24 self_reported", "consulted 2026-11-20T10:00 self_reported", "consulted 2026-11-20 heard",
        "consulted 2026-11-20", "consulted", "consulted  2026-11-20 self_reported",
        "consulted 1800-01-01 self_reported"})
    EXPECT_EQ(close({bad}), 400) << bad;
  EXPECT_EQ(get("/api/case/" + plain_)["stage"], "new") << "nothing of a refused closing is done";
  EXPECT_EQ(close({"consulted 2026-11-22 self_reported"}), 200)
      << "it is still the 22nd in UTC, the 22nd at 23:00 here";
}

TEST_F(EndsCalls, WaitingTakesADayOrAnHourThatIsToCome) {
  sign_in();
  EXPECT_EQ(wait("waiting_date", nullptr), 400);
  EXPECT_EQ(wait("waiting_date", "2026-11-20"), 400);
  EXPECT_EQ(wait("waiting_date", "2026-02-30"), 400);
  EXPECT_EQ(wait("waiting_date", "2099-01-01"), 400);
  EXPECT_EQ(wait("closed", "2026-11-30"), 400);
  EXPECT_EQ(wait("waiting_third", "2026-11-30T14:30"), 200);
  EXPECT_EQ(get("/api/case/" + plain_)["wakes_at"], "2026-11-30T11:30:00Z") << "Moscow's half past two";
  EXPECT_EQ(wait("waiting_date", "2026-11-30"), 200);
  EXPECT_EQ(get("/api/case/" + plain_)["wakes_at"], "2026-11-30T06:00:00Z") << "in the morning";
  EXPECT_EQ(wait("waiting_person", nullptr), 200);
}

TEST_F(EndsCalls, AClosedCaseLeavesEveryListButItsOwn) {
  sign_in();
  post(path("take"));
  EXPECT_EQ(counts(), (Json{{"mine", 1}, {"owed", 1}, {"unowned", 0}, {"waiting", 0}, {"closed", 0}, {"all", 1}}));
  EXPECT_EQ(close(Json::array()), 200);
  EXPECT_EQ(counts(), (Json{{"mine", 0}, {"owed", 0}, {"unowned", 0}, {"waiting", 0}, {"closed", 1}, {"all", 0}}));
  for (const char* view : {"mine", "unowned", "waiting", "all"})
    EXPECT_EQ(get(std::string("/api/queue?view=") + view)["rows"].size(), 0U) << view;
  const Json closed = get("/api/queue?view=closed");
  ASSERT_EQ(closed["rows"].size(), 1U);
  EXPECT_EQ(closed["rows"][0]["stage"], "closed");
  EXPECT_EQ(closed["rows"][0]["clock"], nullptr);
  office_.write_again(*CaseId::from_text(plain_), "once more");
  EXPECT_EQ(counts()["all"], 1);
  EXPECT_EQ(counts()["owed"], 1) << "somebody waits for an answer";
  EXPECT_EQ(get("/api/queue")["rows"][0]["side"], "reopened");
}

TEST_F(EndsCalls, WaitingLeavesItsListWhenTheDateComes) {
  sign_in();
  post(path("take"));
  read(plain_);
  post(path("reply"), {{"text", "Until Monday"}, {"operation_id", operation()}});
  EXPECT_EQ(wait("waiting_date", "2026-11-23T02:00"), 200);
  EXPECT_EQ(counts()["waiting"], 1);
  clock_.advance(Seconds{3 * 3600 + 60});
  sign_in();
  EXPECT_EQ(counts()["waiting"], 0);
  EXPECT_EQ(counts()["all"], 1);
}

TEST_F(EndsCalls, ALastWordWaitsForTheTickOfSafeContact) {
  sign_in();
  const std::string id = office_.add({"safe=no"}, "not safe").text();
  post("/api/case/" + id + "/take");
  const Json body{{"text", "Goodbye"}, {"operation_id", operation()}};
  EXPECT_EQ(post("/api/case/" + id + "/close", body)["error"], "denied");
  EXPECT_EQ(get("/api/case/" + id)["stage"], "active");
  Json confirmed = body;
  confirmed["confirm_safe_contact"] = true;
  EXPECT_EQ(call("POST", "/api/case/" + id + "/close", confirmed).status, 200);
}

TEST_F(EndsCalls, WhatIsUndoneComesBackAsItWas) {
  sign_in();
  const Json before = get("/api/queue")["rows"][0];
  const std::string act = operation();
  EXPECT_EQ(call("POST", path("aside"), {{"as", "press"}, {"operation_id", act}}).status, 200);
  EXPECT_EQ(get("/api/case/" + plain_)["undo_act"], act);
  EXPECT_EQ(call("POST", path("end/undo"), {{"operation_id", act}}).status, 200);
  const Json after = get("/api/queue")["rows"][0];
  EXPECT_EQ(after["stage"], before["stage"]);
  EXPECT_EQ(after["section"], before["section"]);
  EXPECT_EQ(after["side"], nullptr);
  EXPECT_EQ(call("POST", path("aside"), {{"as", "boring"}, {"operation_id", operation()}}).status, 400);
  EXPECT_EQ(call("POST", path("aside"), {{"as", "press"}}).status, 400) << "an id is needed";
}

TEST_F(EndsCalls, AnAnswerAndTheWaitingAfterItAreOneAct) {
  sign_in();
  post(path("take"));
  const std::string act = operation();
  const Json asked{{"stage", "waiting_person"}, {"until", "2026-11-25"}, {"text", "Which day?"}, {"operation_id", act}};
  const Json made = post(path("wait"), asked);
  ASSERT_TRUE(made["message_id"].is_string()) << made;
  Json open = get("/api/case/" + plain_);
  EXPECT_EQ(open["stage"], "waiting_person");
  EXPECT_EQ(post(path("wait"), asked)["message_id"], made["message_id"]) << "twice is once";
  EXPECT_EQ(call("POST", path("end/undo"), {{"operation_id", act}}).status, 200);
  open = get("/api/case/" + plain_);
  EXPECT_EQ(open["stage"], "active") << "one undo for both";
  EXPECT_TRUE(std::ranges::none_of(open["messages"], [](const Json& one) { return one["kind"] == "reply"; }));
}

TEST_F(EndsCalls, TasksOfAReadyReplyAreSetInTheSameAct) {
  sign_in();
  post(path("take"));
  const auto asked = [&](const Json& tasks) {
    return Json{{"stage", "waiting_third"},
                {"until", "2026-11-25"},
                {"text", "We have asked."},
                {"tasks", tasks},
                {"operation_id", operation()}};
  };
  for (const Json& bad :
       {Json{"2026-11-25"}, Json{"2026-11-25 larch call"}, Json{"2026-11-25 mine"}, Json{"2026-11-25 mine "},
        Json{"2026-11-21 mine call"}, Json{"2026-02-30 mine call"}, Json{"x nobody call"}, Json{1}})
    EXPECT_EQ(call("POST", path("wait"), asked(bad)).status, 400) << bad;
  EXPECT_EQ(call("POST", path("wait"), asked({"a", "a", "a", "a", "a", "a"})).status, 413);
  EXPECT_TRUE(get("/api/case/" + plain_)["items"].empty());
  post(path("wait"), asked({"2026-11-22 mine call the hospital", "2026-11-24 nobody ask again"}));
  const Json items = get("/api/case/" + plain_)["items"];
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0]["text"], "call the hospital");
  EXPECT_EQ(items[0]["dates"]["due"]["precision"], "day");
  EXPECT_EQ(items[1]["owner"], nullptr);
}

TEST_F(EndsCalls, NothingIsSaidWhereNothingCanBeWaitedFor) {
  sign_in();
  const Json words{{"stage", "waiting_person"}, {"text", "Which day?"}, {"operation_id", operation()}};
  EXPECT_EQ(call("POST", path("wait"), words).status, 403) << "nobody has taken it";
  post(path("take"));
  const Json past{{"stage", "waiting_date"}, {"until", "2026-11-20"}, {"text", "So."}, {"operation_id", operation()}};
  EXPECT_EQ(call("POST", path("wait"), past).status, 400);
  const Json open = get("/api/case/" + plain_);
  EXPECT_TRUE(std::ranges::none_of(open["messages"], [](const Json& one) { return one["kind"] == "reply"; }));
}

}  // namespace
}  // namespace waymark::desk::api
