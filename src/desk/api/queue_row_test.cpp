// A row of the queue as its reader gets it: hours, and how the unread text begins.
#include "desk/api/acts_fixture.h"
#include "desk/api/presence.h"
#include "desk/api/write.h"
#include "desk/queue/board.h"

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

TEST_F(QueueRow, DangerIsSaidOnceAndTheReasonIsOneLine) {
  sign_in();
  office_.add({"danger=armed_search", "where=hospital", "what_next=leave_ends;date=2026-11-25;precision=day"}, "hurry");
  const Json row = get("/api/queue?lang=ru")["rows"][0];
  ASSERT_EQ(row["dangers"].size(), 1U);
  for (const Json& label : row["situation"]) EXPECT_NE(label, row["dangers"][0]);
  const std::string reason = row["reason"];
  EXPECT_TRUE(reason.starts_with("Начать до ")) << reason;
  EXPECT_NE(reason.find("МСК"), std::string::npos) << "an hour has its zone: " << reason;
  EXPECT_EQ(reason.find("Опасность"), std::string::npos) << reason;
  EXPECT_EQ(reason.find("Никто не взял"), std::string::npos) << reason;
}

TEST_F(QueueRow, WhoseTurnItIsAndWhatWePromised) {
  sign_in();
  const auto row = [this] { return get("/api/queue")["rows"][0]; };
  EXPECT_EQ(row()["answered_at"], nullptr);
  EXPECT_EQ(row()["reply_due"], utc(clock_.now() + queue::kReplyPromise));
  post("/api/case/" + leave_ + "/take");
  read(leave_);
  const std::string answered = utc(clock_.now());
  post("/api/case/" + leave_ + "/reply", {{"text", "Hello"}, {"operation_id", operation()}});
  EXPECT_EQ(row()["answered_at"], answered);
  EXPECT_EQ(row()["reply_due"], nullptr);
  EXPECT_EQ(row()["waiting_since"], nullptr);
}

TEST_F(QueueRow, TheReadyQuestionIsInThePersonsLanguageWhoeverReads) {
  sign_in();
  office_.add({"danger=none", "what_next=court_date"}, "first");
  const auto question = [this](const std::string& language) -> Json {
    const Json page = get("/api/queue?lang=" + language);
    for (const Json& row : page["rows"])
      if (!row["question"].is_null()) return row["question"];
    return nullptr;
  };
  ASSERT_TRUE(question("en").is_string());
  EXPECT_EQ(question("en"), question("ru")) << "the reader's language changes nothing";
}

TEST_F(QueueRow, FiltersLeaveWhatTheirCountSays) {
  sign_in();
  office_.add({"danger=none", "what_next=court_date;date=2026-12-01;precision=day"}, "court");
  const Json all = get("/api/queue");
  for (const Json& clock : all["facets"]["clocks"])
    EXPECT_EQ(get("/api/queue?clock=" + clock["kind"].get<std::string>())["total"], clock["count"]);
  for (const Json& one : all["facets"]["languages"])
    EXPECT_EQ(get("/api/queue?writes=" + one["language"].get<std::string>())["total"], one["count"]);
  EXPECT_EQ(get("/api/queue?turn=us")["total"], all["facets"]["us"]);
  EXPECT_EQ(get("/api/queue?who=self")["total"], all["facets"]["self"]);
  EXPECT_EQ(get("/api/queue?clock=no_such_clock")["total"], 0);
  EXPECT_EQ(get("/api/queue?clock=no_such_clock")["counts"], all["counts"]) << "a filter hides, it does not uncount";
  for (const char* wrong : {"writes=de", "turn=me", "who=", "late=1", "yesterday=maybe"})
    EXPECT_EQ(call("GET", std::string("/api/queue?") + wrong).status, 400) << wrong;
}

TEST_F(QueueRow, APromiseThatIsNotKeptClimbs) {
  const auto late = [this] {
    sign_in();  // nobody sits here for two hours without a key
    return get("/api/queue")["facets"]["late"];
  };
  EXPECT_EQ(late()["lead"], 0);
  clock_.advance(queue::kToLead);
  EXPECT_EQ(late(), (Json{{"lead", 1}, {"coordinator", 0}, {"broken", 0}}));
  clock_.advance(queue::kToCoordinator - queue::kToLead);
  EXPECT_EQ(late(), (Json{{"lead", 1}, {"coordinator", 1}, {"broken", 0}}));
  clock_.advance(queue::kPromiseBroken - queue::kToCoordinator);
  EXPECT_EQ(late(), (Json{{"lead", 1}, {"coordinator", 1}, {"broken", 1}}));
  EXPECT_EQ(get("/api/queue?late=broken")["total"], 1);
}

TEST_F(QueueRow, WhoIsWhereIsSeenByOthersForAFewSeconds) {
  sign_in();
  const std::string vera = token_;
  const auto pulse = [this](const std::string& token, const std::string& query) {
    token_ = token;
    return get("/api/pulse" + query)["present"];
  };
  sign_in("anton");
  const std::string anton = token_;
  EXPECT_EQ(pulse(vera, "?case=" + leave_), Json::array()) << "a page that nobody looks at says nothing";
  EXPECT_EQ(pulse(anton, ""), Json::array());
  pulse(vera, "?case=" + leave_ + "&doing=writing");
  EXPECT_EQ(pulse(anton, ""), (Json::array({{{"case_id", leave_}, {"alias", "vera"}, {"writing", true}}})));
  EXPECT_EQ(pulse(vera, "?case=" + leave_ + "&doing=reading"), Json::array()) << "nobody sees oneself";
  clock_.advance(kPresenceLasts + Seconds{1});
  EXPECT_EQ(pulse(anton, ""), Json::array());
  pulse(vera, "?case=" + leave_ + "&doing=reading");
  pulse(vera, "");
  EXPECT_EQ(pulse(anton, ""), Json::array()) << "gone at once from a case that was left";
  pulse(vera, "?case=" + leave_ + "&doing=reading");
  clock_.advance(-3 * kPresenceLasts);
  EXPECT_EQ(pulse(anton, ""), Json::array()) << "also of a clock that was set back";
}

}  // namespace
}  // namespace waymark::desk::api
