// What nobody should send and somebody will: dates that cannot be, a reply to a case that was erased a second ago, text
// in every script. Each is a clear answer, and nothing that stood there before is lost.
#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

/// As messengers carry them; each is a text that nothing may change but its normal form, which all of them are in.
constexpr std::array kScripts{
    "Мене тримають у частині, ґанок і їжа",
    "هل يمكنني المغادرة قبل يوم الثلاثاء؟",                                // right to left
    "האם אפשר לעזוב 12:30 מחר?",                                           // right to left with numbers between
    "মা জানেন না",                                                         // combining vowels
    "မနက်ဖြန် ပြန်သွားရမယ်",                                                    // no spaces between words
    "明日戻らなければなりません。",                                        // no spaces at all
    "Q̃ a̤ combining marks without a letter of their own",                   // cannot be composed
    "family 👩‍👩‍👧‍👦 flag 🏳️‍🌈 skin 👍🏿",  // emoji joined by U+200D
    "zero\u200Bwidth\u200Cand\u2060joiners",
    "\u202Eturned round\u202C and back",
};

class BadInput : public ActsFixture {
 protected:
  void SetUp() override { sign_in(); }
  int fact(const std::string& id, const char* key, const char* value, const char* date, const char* precision) {
    return call("POST", "/api/case/" + id + "/fact",
                {{"key", key}, {"value", value}, {"attributes", {{"date", date}}}, {"precision", precision}})
        .status;
  }
};

TEST_F(BadInput, ADateThatCannotBeIsRefusedAndChangesNothing) {
  const std::string id = office_.add({"danger=none", "what_next=nothing_dated"}, "first").text();
  const Json before = get("/api/case/" + id);
  for (const char* date : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "26-11-22", "2026-11-22T24:01",
                           "2026-11-22T10:60", "2026-11-22T10:00Z", "tomorrow", " 2026-11-22", ""})
    EXPECT_EQ(fact(id, "what_next", "court_date", date, "day"), 400) << date;
  const Json after = get("/api/case/" + id);
  EXPECT_EQ(after["facts"], before["facts"]);
  EXPECT_EQ(after["version"], before["version"]);
}

TEST_F(BadInput, ADateBeforeTheLawIsKeptAsItWasSaidAndAskedAbout) {
  const std::string id =
      office_.add({"danger=none", "left=yes;date=2019-05-01;precision=day"}, "left years ago").text();
  const Json shown = get("/api/case/" + id);
  EXPECT_EQ(shown["facts"].back()["attributes"]["date"], "2019-05-01");
  const Json row = get("/api/queue")["rows"][0];
  EXPECT_EQ(row["case_id"], id);
  EXPECT_EQ(row["band"], "ask") << "no clock runs from it: it is asked about";
}

TEST_F(BadInput, AReplyToACaseThatWasErasedASecondAgo) {
  const CaseId id = office_.add({"danger=none"}, "erase me");
  const std::string path = "/api/case/" + id.text();
  post(path + "/take");
  office_.erase(id);
  for (const auto& [act, body] : std::initializer_list<std::pair<const char*, Json>>{
           {"/reply", {{"text", "too late"}, {"operation_id", operation()}}},
           {"/note", {{"text", "too late"}, {"operation_id", operation()}}},
           {"/close", {{"outcomes", Json::array()}, {"operation_id", operation()}}},
           {"/draft", {{"kind", "reply"}, {"text", "too late"}, {"version", 0}}}}) {
    const http::Response refused = call("POST", path + act, body);
    EXPECT_EQ(refused.status, 404) << act;
    EXPECT_EQ(json_of(refused)["error"], "not-found") << act;
  }
  EXPECT_EQ(get("/api/pulse?case=" + id.text())["case"]["standing"], "gone") << "and the page says what became of it";
  EXPECT_EQ(get("/api/queue")["total"], 0);
}

TEST_F(BadInput, TextInEveryScriptComesBackAsItWasWritten) {
  for (const char* text : kScripts) {
    const std::string id = office_.add({"danger=none"}, text).text();
    const std::string path = "/api/case/" + id;
    EXPECT_EQ(get(path)["messages"][0]["text"], text);
    post(path + "/take");
    EXPECT_EQ(call("POST", path + "/note", {{"text", text}, {"operation_id", operation()}}).status, 200) << text;
    EXPECT_EQ(call("POST", path + "/reply", {{"text", text}, {"operation_id", operation()}}).status, 200) << text;
    EXPECT_EQ(call("POST", path + "/draft", {{"kind", "note"}, {"text", text}, {"version", 0}}).status, 200) << text;
    const Json messages = get(path)["messages"];
    std::size_t same = 0;
    for (const Json& message : messages) same += message["text"] == text ? 1U : 0U;
    EXPECT_EQ(same, 3U) << "message, note and reply: " << text;
    EXPECT_EQ(get("/api/drafts")["drafts"][0]["text"], text);
    post(path + "/draft/drop", {{"kind", "note"}});
    EXPECT_EQ(call("POST", "/api/search", {{"text", text}}).status, 200) << text;
  }
  // Nothing that turns or hides text reaches a list, where it would turn its neighbours.
  const Json rows = get("/api/queue?limit=50")["rows"];
  for (const Json& row : rows) {
    const std::string words = row["first_words"].is_string() ? row["first_words"] : Json("");
    for (const char* turns : {"\u202E", "\u202C", "\u200B", "\u2060"})
      EXPECT_EQ(words.find(turns), std::string::npos) << words;
  }
}

}  // namespace
}  // namespace waymark::desk::api
