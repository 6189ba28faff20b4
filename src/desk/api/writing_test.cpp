// What staff write is what is stored, once, and what is not theirs to see any more is said.
#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class WritingTest : public ActsFixture {
 protected:
  std::string plain_ = office_.add({"danger=none", "what_next=nothing_dated"}, "third").text();
};

// ---- a volunteer's change is what is stored ------------------------------------------------------------------------

TEST_F(WritingTest, ADateIsKeptAsSharplyAsItIsWritten) {
  sign_in();
  const auto write = [&](const char* date) {
    Json fact{{"key", "what_next"}, {"value", "leave_ends"}, {"attributes", Json::object()}};
    fact["attributes"]["date"] = date;
    EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/fact", fact).status, 200) << date;
    return get("/api/case/" + plain_)["facts"].back();
  };
  EXPECT_EQ(write("2026-12-02")["precision"], "day");
  const Json sharp = write("2026-12-07T10:00");
  EXPECT_EQ(sharp["precision"], "hour");
  EXPECT_EQ(sharp["attributes"]["date"], "2026-12-07T10:00");
}

TEST_F(WritingTest, ADateThatWouldBeThrownAwayOrCutIsRefused) {
  sign_in();
  const auto status = [&](const char* date, const char* precision) {
    Json fact{{"key", "what_next"}, {"value", "leave_ends"}, {"attributes", Json::object()}, {"precision", precision}};
    fact["attributes"]["date"] = date;
    return call("POST", "/api/case/" + plain_ + "/fact", fact).status;
  };
  for (const char* precision : {"day", "about", "month"}) {
    EXPECT_EQ(status("2026-12-02", precision), 200) << precision;
    EXPECT_EQ(status("2026-12-02T10:00", precision), 400) << "the hour would be cut off: " << precision;
  }
  for (const char* precision : {"hour", "exact"}) {
    EXPECT_EQ(status("2026-12-02T10:00", precision), 200) << precision;
    EXPECT_EQ(status("2026-12-02", precision), 400) << "an hour nobody named: " << precision;
  }
  EXPECT_EQ(status("2026-12-02", "unknown"), 400) << "the date would be thrown away";
}

TEST_F(WritingTest, TheSpeakerIsWhoSaidItAndTheAuthorWhoWroteIt) {
  sign_in();
  post("/api/case/" + plain_ + "/fact", {{"key", "where"}, {"value", "home"}, {"said_by", "requester"}});
  const Json fact = get("/api/case/" + plain_)["facts"].back();
  EXPECT_EQ(fact["said_by"], "requester");
  EXPECT_EQ(fact["author"], "vera");
  EXPECT_EQ(
      call("POST", "/api/case/" + plain_ + "/fact", {{"key", "where"}, {"value", "home"}, {"said_by", "god"}}).status,
      400);
}

TEST_F(WritingTest, ACheckTouchesNothingElseOfTheFact) {
  sign_in();
  const std::string id =
      office_.add({"what_next=court_date;date=2026-12-07T10:00;precision=hour"}, "court at ten").text();
  Json before = get("/api/case/" + id);
  const std::string fact = before["facts"][0]["id"];
  const std::string path = "/api/case/" + id + "/fact/" + fact + "/check";
  EXPECT_EQ(call("POST", path, {{"verification", "verified"}, {"note", "saw the summons"}}).status, 200);
  Json after = get("/api/case/" + id);
  EXPECT_EQ(after["clocks"], before["clocks"]) << "no hour was lost";
  EXPECT_EQ(after["facts"].size(), before["facts"].size());
  EXPECT_EQ(after["facts"][0]["check"]["by"], "vera");
  EXPECT_EQ(after["facts"][0]["check"]["note"], "saw the summons");
  EXPECT_EQ(after["messages"].back()["reason"], "saw the summons");
  for (Json* one : {&before, &after})
    for (const char* own : {"verification", "check"}) (*one)["facts"][0].erase(own);
  EXPECT_EQ(after["facts"], before["facts"]) << "value, date, precision, speaker";
  EXPECT_EQ(call("POST", path, {{"verification", "sure"}}).status, 400);
  EXPECT_EQ(call("POST", "/api/case/" + id + "/fact/7-7/check", {{"verification", "verified"}}).status, 400);
  EXPECT_EQ(
      call("POST", "/api/case/" + id + "/fact", {{"key", "where"}, {"value", "home"}, {"verification", "verified"}})
          .status,
      400)
      << "a mark is not a part of the fact";
}

// ---- one act, one effect -------------------------------------------------------------------------------------------

TEST_F(WritingTest, TheSameReplyTwiceIsOneReply) {
  sign_in();
  post("/api/case/" + plain_ + "/take");
  const Json body{{"text", "Hello"}, {"operation_id", operation()}};
  const Json first = post("/api/case/" + plain_ + "/reply", body);
  const Json again = post("/api/case/" + plain_ + "/reply", body);
  EXPECT_EQ(first["message_id"], again["message_id"]);
  EXPECT_EQ(office_.logged("case.reply"), 1U);
  EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/reply", {{"text", "Hello"}}).status, 400) << "an id is needed";
}

TEST_F(WritingTest, OnlyWhatWasSeenIsMarkedRead) {
  sign_in();
  const std::string unseen(32, 'f');
  EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/read", {{"newest", unseen}}).status, 409);
  EXPECT_EQ(get("/api/case/" + plain_)["messages"][0]["unread"], true);
  EXPECT_EQ(read(plain_).status, 200);
  EXPECT_EQ(get("/api/case/" + plain_)["messages"][0]["unread"], false);
}

// ---- what a screen must stop showing -------------------------------------------------------------------------------

TEST_F(WritingTest, ThePulseSaysWhatBecameOfTheOpenCase) {
  sign_in();
  const auto standing = [&](const std::string& id) { return get("/api/pulse?case=" + id)["case"]; };
  EXPECT_EQ(get("/api/pulse")["case"], nullptr);
  EXPECT_EQ(standing(plain_)["standing"], "open");
  post("/api/case/" + plain_ + "/take");
  EXPECT_EQ(standing(plain_)["standing"], "open");
  const std::string mine = token_;
  token_.clear();
  sign_in("anton");
  EXPECT_EQ(standing(plain_),
            (Json{{"standing", "taken"}, {"owner", "vera"}, {"since", "2026-11-22T20:00:00Z"}, {"changed", 0}}));
  token_ = mine;
  office_.erase(*CaseId::from_text(plain_));
  EXPECT_EQ(standing(plain_),
            (Json{{"standing", "gone"}, {"owner", nullptr}, {"since", "2026-11-22T20:00:00Z"}, {"changed", 0}}));
  EXPECT_EQ(call("GET", "/api/pulse?case=x").status, 400);
}

TEST_F(WritingTest, ThePulseMovesWithEverythingThatIsWrittenInTheOpenCase) {
  sign_in();
  const auto beat = [&] { return get("/api/pulse?case=" + plain_)["case"]["changed"].get<std::uint64_t>(); };
  const auto shown = [&] { return get("/api/case/" + plain_)["changed"].get<std::uint64_t>(); };
  EXPECT_EQ(beat(), shown());
  for (const char* place : {"hospital", "at_home"}) {
    const std::uint64_t before = beat();
    post("/api/case/" + plain_ + "/note", {{"text", place}, {"operation_id", operation()}});
    EXPECT_GT(beat(), before);
    EXPECT_EQ(beat(), shown());
  }
}

TEST_F(WritingTest, DraftsComeBackToTheirAuthorAlone) {
  sign_in();
  const std::string path = "/api/case/" + plain_ + "/draft";
  const Json body{{"kind", "reply"}, {"text", "half a sen"}, {"version", 0}};
  EXPECT_EQ(post(path, body)["version"], 1);
  EXPECT_EQ(call("POST", path, body).status, 409) << "another version lies there";
  EXPECT_EQ(get("/api/drafts")["drafts"][0]["text"], "half a sen");
  const std::string mine = token_;
  token_.clear();
  sign_in("anton");
  EXPECT_TRUE(get("/api/drafts")["drafts"].empty());
  token_ = mine;
  EXPECT_EQ(call("POST", path + "/drop", {{"kind", "reply"}}).status, 200);
  EXPECT_TRUE(get("/api/drafts")["drafts"].empty());
  EXPECT_EQ(call("POST", path, {{"kind", "diary"}, {"text", "x"}, {"version", 0}}).status, 400);
}

}  // namespace
}  // namespace waymark::desk::api
