#include <algorithm>

#include "desk/api/acts_fixture.h"
#include "desk/api/write.h"

namespace waymark::desk::api {
namespace {

class ApiTest : public ActsFixture {
 protected:
  std::string danger_ = office_.add({"danger=untreated_wound"}, "first").text();
  std::string leave_ = office_.add({"what_next=leave_ends;date=2026-11-25;precision=day"}, "second").text();
  std::string plain_ = office_.add({"danger=none", "what_next=nothing_dated"}, "third").text();
};

TEST_F(ApiTest, NothingWithoutASession) {
  for (const char* path :
       {"/api/me", "/api/pulse", "/api/queue", "/api/pack", "/api/log", "/api/health", "/api/staff"}) {
    EXPECT_EQ(call("GET", path).status, 401) << path;
    EXPECT_EQ(get(path)["error"], "expired") << path;
  }
  EXPECT_EQ(call("GET", "/api/case/" + danger_).status, 401);
  for (const char* deed : {"take", "give-back"})
    EXPECT_EQ(call("POST", "/api/case/" + danger_ + "/" + deed).status, 401) << deed;
  EXPECT_EQ(call("POST", "/api/case/" + danger_ + "/note", {{"text", "x"}}).status, 401);
  EXPECT_EQ(call("POST", "/api/case/" + danger_ + "/read", {{"newest", std::string(32, '0')}}).status, 401);
  EXPECT_EQ(call("GET", "/api/drafts").status, 401);
  EXPECT_EQ(call("GET", "/api/lost").status, 401);
  EXPECT_EQ(call("GET", "/api/pulse?case=" + danger_).status, 401);
  EXPECT_EQ(office_.logged("case.take") + office_.logged("case.note") + office_.logged("case.give-back"), 0U);
}

TEST_F(ApiTest, SignInNeverSaysWhichPartIsWrong) {
  const Json wrong_code =
      post("/api/sign-in", {{"alias", "vera"}, {"passphrase", TestOffice::kPassphrase}, {"code", "000000"}});
  const Json wrong_passphrase = post("/api/sign-in", {{"alias", "nobody"}, {"passphrase", "x"}, {"code", "123456"}});
  EXPECT_EQ(wrong_code, wrong_passphrase);
  EXPECT_EQ(wrong_code["error"], "bad-passphrase");
}

TEST_F(ApiTest, SignInSaysHowLongToWait) {
  http::Response response;
  for (int tries = 0; tries < 20 && response.status != 429; ++tries)
    response = call("POST", "/api/sign-in", {{"alias", "vera"}, {"passphrase", "x"}, {"code", "123456"}});
  ASSERT_EQ(response.status, 429);
  EXPECT_EQ(json_of(response)["retry_after_s"], office_->doors().sign_in_wait("vera").count());
  EXPECT_GT(json_of(response)["retry_after_s"], 0);
}

TEST_F(ApiTest, SignOutAndLockEndTheSession) {
  for (const char* end : {"/api/sign-out", "/api/lock"}) {
    sign_in();
    EXPECT_EQ(call("GET", "/api/queue").status, 200);
    EXPECT_EQ(call("POST", end).status, 200);
    EXPECT_EQ(call("GET", "/api/queue").status, 401);
  }
}

TEST_F(ApiTest, TheQueueIsInOrderAndSaysWhy) {
  sign_in();
  const Json queue = get("/api/queue?lang=ru");
  ASSERT_EQ(queue["rows"].size(), 3u);
  EXPECT_EQ(queue["rows"][0]["case_id"], danger_);
  EXPECT_EQ(queue["rows"][0]["section"], "danger");
  EXPECT_EQ(queue["rows"][1]["case_id"], leave_);
  EXPECT_EQ(queue["rows"][1]["clock"]["latest_safe"], "2026-11-24T03:00:00Z");
  EXPECT_EQ(queue["rows"][1]["clock"]["remaining_s"], 31 * 3600);
  EXPECT_NE(queue["rows"][1]["sentence"].get<std::string>().find("ср 25 ноября"), std::string::npos);
  EXPECT_EQ(queue["rows"][2]["clock"]["kind"], "promise");
  EXPECT_EQ(queue["counts"],
            (Json{{"mine", 0}, {"owed", 0}, {"unowned", 3}, {"waiting", 0}, {"closed", 0}, {"all", 3}}));
}

TEST_F(ApiTest, ANewRequestShowsAtTheNextPulse) {
  sign_in();
  const Json before = get("/api/queue");
  EXPECT_EQ(get("/api/pulse")["counter"], before["counter"]);
  const std::string fresh = office_.add({"danger=armed_search"}, "new").text();
  EXPECT_GT(get("/api/pulse")["counter"], before["counter"]);
  EXPECT_EQ(get("/api/queue")["total"], 4);
}

TEST_F(ApiTest, TakingMakesItMine) {
  sign_in();
  post("/api/case/" + leave_ + "/take");
  const Json mine = get("/api/queue?view=mine");
  ASSERT_EQ(mine["rows"].size(), 1u);
  EXPECT_EQ(mine["rows"][0]["owner"], "vera");
  EXPECT_EQ(mine["rows"][0]["mine"], true);
  EXPECT_EQ(call("POST", "/api/case/" + leave_ + "/take").status, 409);
  token_.clear();
  sign_in("anton");
  EXPECT_EQ(call("GET", "/api/case/" + leave_).status, 403);
  EXPECT_EQ(get("/api/queue?view=mine")["rows"].size(), 0u);
}

TEST_F(ApiTest, OfACaseThatSomebodyElseLeadsOthersSeeClockAndOwnerOnly) {
  sign_in();
  for (const std::string& id : {danger_, leave_}) post("/api/case/" + id + "/take");
  const Json told = get("/api/queue?view=mine");
  ASSERT_EQ(told["rows"].size(), 2u);
  for (const char* other : {"anton", "olha"}) {
    sign_in(other);
    const Json queue = get("/api/queue");
    const auto row_of = [&queue](const std::string& id) {
      return *std::ranges::find_if(queue["rows"], [&id](const Json& row) { return row["case_id"] == id; });
    };
    for (const Json& mine : told["rows"]) {
      const Json row = row_of(mine["case_id"]);
      EXPECT_EQ(row["owner"], "vera");
      EXPECT_EQ(row["code_name"], mine["code_name"]);
      EXPECT_EQ(row["may_open"], false);
      EXPECT_NE(row["section"], "danger");
      EXPECT_NE(row["band"], "ask");
      EXPECT_EQ(row["danger"], false);
      EXPECT_EQ(row["clock"]["kind"], "term");
      EXPECT_EQ(row["clock"]["moment"], nullptr);
      for (const char* empty : {"override", "second", "stage", "unread", "waiting_since", "received_at", "language"})
        EXPECT_EQ(row[empty], nullptr) << empty;
      for (const Json& word : mine["situation"])
        EXPECT_EQ(row.dump().find(word.get<std::string>()), std::string::npos) << word;
    }
    EXPECT_EQ(row_of(leave_)["clock"]["latest_safe"], "2026-11-24T03:00:00Z");
    EXPECT_EQ(row_of(plain_)["may_open"], true) << "nobody has taken it";
  }
}

TEST_F(ApiTest, ALeadSeesWhatStandsInEveryCase) {
  sign_in();
  post("/api/case/" + danger_ + "/take");
  sign_in("ihor");
  const Json row = get("/api/queue")["rows"][0];
  EXPECT_EQ(row["case_id"], danger_);
  EXPECT_EQ(row["section"], "danger");
  EXPECT_EQ(row["may_open"], true);
  EXPECT_FALSE(row["dangers"].empty());
}

TEST_F(ApiTest, WhatWeHaveAnsweredInSomebodyElsesCaseIsNotTold) {
  sign_in();
  post("/api/case/" + plain_ + "/take");
  read(plain_);
  post("/api/case/" + plain_ + "/reply", {{"text", "Hello"}, {"operation_id", operation()}});
  sign_in("anton");
  const Json waiting = get("/api/queue?view=waiting");
  EXPECT_EQ(waiting["rows"].size(), 0U);
  EXPECT_EQ(waiting["counts"]["waiting"], 0);
}

TEST_F(ApiTest, TheNumberInARowIsTheOneThatTheOrderGoesBy) {
  sign_in();
  unsigned made = 0;
  for (const char* danger : {"danger=none", "danger=armed_search", "danger=unknown", "safe=no"})
    for (const char* dated :
         {"what_next=nothing_dated", "what_next=leave_ends;date=2026-11-23;precision=day",
          "what_next=leave_ends;date=2026-11-14;precision=day", "what_next=leave_ends;date=2026-11-27;precision=about",
          "what_next=court_date;date=2026-12-01;precision=month", "what_next=court_date", "left=yes;date=2026-11-22"}) {
      const std::string id = office_.add({danger, dated}, "text").text();
      if (++made % 3 == 0) post("/api/case/" + id + "/take");
      if (made % 5 == 0) post("/api/case/" + id + "/lower", {{"reason", "phoned"}});
      if (made % 7 == 0) post("/api/case/" + id + "/raise", {{"reason", "phoned"}});
    }
  for (const char* reader : {"vera", "anton"}) {
    for (const int hours : {0, 2, 30, 200}) {
      clock_.advance(Seconds{hours * 3600});
      sign_in(reader);
      const Json rows = get("/api/queue?limit=500")["rows"];
      ASSERT_GT(rows.size(), made);
      for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i]["section"] != rows[i - 1]["section"]) continue;
        EXPECT_LE(rows[i - 1]["clock"]["latest_safe"], rows[i]["clock"]["latest_safe"])
            << reader << "\n"
            << rows[i - 1].dump(1) << rows[i].dump(1);
      }
    }
  }
}

TEST_F(ApiTest, PagesAndLimits) {
  sign_in();
  EXPECT_EQ(get("/api/queue?limit=2")["rows"].size(), 2u);
  EXPECT_EQ(get("/api/queue?limit=2&offset=2")["rows"].size(), 1u);
  for (const char* query : {"limit=0", "limit=501", "limit=x", "limit=5x", "offset=-1", "view=theirs", "limit=%zz"})
    EXPECT_EQ(call("GET", std::string("/api/queue?") + query).status, 400) << query;
}

TEST_F(ApiTest, TextsComeBackAsTheyWereWritten) {
  sign_in();
  const std::string nasty = "<script>alert(1)</script> {{x}} ${y} \u202Eright \u0000null 👩‍👩‍👧";
  const std::string id = office_.add({}, nasty).text();
  const Json shown = get("/api/case/" + id);
  EXPECT_EQ(shown["messages"][0]["text"], nasty);
  EXPECT_EQ(shown["messages"][0]["unread"], true);
  EXPECT_EQ(shown["messages"][0]["assurance"], "browser");
  EXPECT_EQ(shown["safe_contact"]["words"], "after 22:00");
}

TEST_F(ApiTest, NotesAndRepliesHaveLimits) {
  sign_in();
  post("/api/case/" + plain_ + "/take");
  const auto status = [&](const std::string& what, const std::string& text) {
    return call("POST", "/api/case/" + plain_ + "/" + what, {{"text", text}, {"operation_id", operation()}}).status;
  };
  std::string letters;
  for (int i = 0; i < 3'172; ++i) letters += "ї";
  EXPECT_EQ(status("reply", letters), 200);
  EXPECT_EQ(status("reply", letters + "ї"), 413);
  EXPECT_EQ(status("reply", " \n "), 400);
  EXPECT_EQ(status("reply", ""), 400);
  std::string note;
  for (int i = 0; i < 10'000; ++i) note += "ї";
  EXPECT_EQ(status("note", note), 200);
  EXPECT_EQ(status("note", note + "."), 413);
}

TEST_F(ApiTest, LineEndsAndNormalFormAreOne) {
  sign_in();
  post("/api/case/" + plain_ + "/note", {{"text", "a\r\nи\u0306"}});
  EXPECT_EQ(get("/api/case/" + plain_)["messages"].back()["text"], "a\nй");
}

TEST_F(ApiTest, AReplyIsHeldAndCanBeUndoneOnce) {
  sign_in();
  post("/api/case/" + plain_ + "/take");
  const Json reply = post("/api/case/" + plain_ + "/reply", {{"text", "Hello"}, {"operation_id", operation()}});
  EXPECT_EQ(reply["hold_until"], "2026-11-22T20:00:10Z");
  const Json shown = get("/api/case/" + plain_);
  EXPECT_EQ(shown["messages"].back()["state"], "held");
  EXPECT_EQ(shown["messages"].back()["hold_until"], "2026-11-22T20:00:10Z");
  const std::string undo = "/api/case/" + plain_ + "/reply/" + reply["message_id"].get<std::string>() + "/undo";
  EXPECT_EQ(call("POST", undo).status, 200);
  EXPECT_EQ(call("POST", undo).status, 404) << "it is gone";
}

TEST_F(ApiTest, TheWaitingViewHoldsWhatWeHaveAnswered) {
  sign_in();
  EXPECT_EQ(get("/api/queue?view=waiting")["rows"].size(), 0U) << "three people wait for us, and we for nobody";
  post("/api/case/" + plain_ + "/take");
  read(plain_);
  post("/api/case/" + plain_ + "/reply", {{"text", "Hello"}, {"operation_id", operation()}});
  const Json waiting = get("/api/queue?view=waiting");
  ASSERT_EQ(waiting["rows"].size(), 1U);
  EXPECT_EQ(waiting["rows"][0]["case_id"], plain_);
  EXPECT_EQ(waiting["counts"]["waiting"], 1);
}

TEST_F(ApiTest, DayKeysWarnFromFourteenDays) {
  const auto state = [this](std::uint32_t days) {
    const Health health{.lists_until_day = unix_day(clock_.now()) + days};
    return write_health(health, {}, clock_.now())["day_keys"]["state"].get<std::string>();
  };
  EXPECT_EQ(state(15), "ok");
  EXPECT_EQ(state(14), "warn");
  EXPECT_EQ(state(0), "warn");
}

TEST_F(ApiTest, SafeContactBlocksUntilSomebodyConfirms) {
  sign_in();
  const std::string id = office_.add({"safe=no"}, "not safe").text();
  post("/api/case/" + id + "/take");
  const Json contact = get("/api/case/" + id)["safe_contact"];
  EXPECT_EQ(contact["rule"], "block");
  EXPECT_EQ(contact["blocks"], true);
  EXPECT_FALSE(contact["text"].get<std::string>().empty());
  EXPECT_EQ(post("/api/case/" + id + "/reply", {{"text", "Hello"}, {"operation_id", operation()}})["error"], "denied");
  EXPECT_EQ(office_.logged("case.reply"), 0U);
  EXPECT_EQ(call("POST", "/api/case/" + id + "/reply",
                 {{"text", "Hello"}, {"confirm_safe_contact", true}, {"operation_id", operation()}})
                .status,
            200);
}

TEST_F(ApiTest, FactsMustBeThePacks) {
  sign_in();
  const auto status = [&](Json fact) { return call("POST", "/api/case/" + plain_ + "/fact", fact).status; };
  EXPECT_EQ(status({{"key", "where"}, {"value", "home"}}), 200);
  EXPECT_EQ(status({{"key", "danger"}, {"value", "unknown"}}), 200);
  EXPECT_EQ(status({{"key", "colour"}, {"value", "green"}}), 400);
  EXPECT_EQ(status({{"key", "where"}, {"value", "moon"}}), 400);
  EXPECT_EQ(status({{"key", "text"}, {"value", "unknown"}}), 400);
  EXPECT_EQ(status({{"key", "left"}, {"value", "yes"}, {"attributes", {{"date", "yesterday"}}}}), 400);
  EXPECT_EQ(status({{"key", "left"}, {"value", "yes"}, {"attributes", {{"Date", "2026-11-20"}}}}), 400);
  EXPECT_EQ(status({{"key", "left"}, {"value", "yes"}, {"precision", "sharp"}}), 400);
  EXPECT_EQ(status({{"key", "left"}, {"value", "yes"}, {"author", "olha"}}), 400)
      << "who wrote it is not for the page to say";
}

TEST_F(ApiTest, AFactMovesTheCaseAndNamesItsAuthor) {
  sign_in();
  post("/api/case/" + plain_ + "/fact", {{"key", "danger"}, {"value", "armed_search"}});
  EXPECT_EQ(get("/api/queue?view=all")["rows"][1]["section"], "danger");
  const Json fact = get("/api/case/" + plain_)["facts"].back();
  EXPECT_EQ(fact["author"], "vera");
  EXPECT_EQ(fact["said_by"], "staff");
  EXPECT_EQ(fact["danger"], true);
}

TEST_F(ApiTest, AFactCanTakeThePlaceOfAnotherCode) {
  sign_in();
  const Json before = get("/api/case/" + leave_)["facts"][0];
  post("/api/case/" + leave_ + "/fact", {{"key", "what_next"},
                                         {"value", "court_date"},
                                         {"attributes", {{"date", "2027-02-01"}}},
                                         {"supersedes", before["id"]}});
  const Json after = get("/api/case/" + leave_);
  ASSERT_EQ(after["clocks"].size(), 2u) << "a date far off does not end the question about danger";
  EXPECT_EQ(after["clocks"][0]["kind"], "ask");
  EXPECT_EQ(after["clocks"][1]["kind"], "court");
  EXPECT_EQ(after["facts"][0]["superseded"], true);
  EXPECT_EQ(
      call("POST", "/api/case/" + leave_ + "/fact", {{"key", "where"}, {"value", "home"}, {"supersedes", before["id"]}})
          .status,
      400)
      << "another question";
  EXPECT_EQ(
      call("POST", "/api/case/" + leave_ + "/fact", {{"key", "where"}, {"value", "home"}, {"supersedes", "99"}}).status,
      400);
}

TEST_F(ApiTest, RaisingAndLoweringNeedAReason) {
  sign_in();
  EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/raise", {{"reason", ""}}).status, 400);
  EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/raise", Json::object()).status, 400);
  EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/raise", {{"reason", "she phoned"}}).status, 200);
  const Json page = get("/api/queue");
  const auto raised = std::ranges::find(page["rows"], Json(plain_), [](const Json& row) { return row["case_id"]; });
  ASSERT_NE(raised, page["rows"].end());
  EXPECT_EQ((*raised)["override"], "raised");
  EXPECT_EQ(get("/api/case/" + plain_)["messages"].back()["reason"], "she phoned");
}

TEST_F(ApiTest, StrangeIdsAndPathsAreNotFoundOrMalformed) {
  sign_in();
  EXPECT_EQ(call("GET", "/api/case/00000000000000000000000000000000").status, 404);
  EXPECT_EQ(call("GET", "/api/case/" + danger_ + "00").status, 400);
  EXPECT_EQ(call("GET", "/api/case/..%2f..%2fetc").status, 400);
  EXPECT_EQ(call("GET", "/api/nothing").status, 404);
}

TEST_F(ApiTest, BodiesAreStrict) {
  sign_in();
  const std::string path = "/api/case/" + plain_ + "/note";
  const auto raw = [&](const std::string& body) {
    http::Request made = request("POST", path);
    made.body.assign(body.begin(), body.end());
    return send(std::move(made)).status;
  };
  for (const char* body : {"", "[]", "{", "{\"text\":1}", "{\"text\":\"a\",\"text\":\"b\"}",
                           "{\"text\":\"a\",\"more\":1}", "{\"text\":\"\xFF\"}", "null"})
    EXPECT_EQ(raw(body), 400) << body;
  EXPECT_EQ(raw("{\"text\":" + std::string(30, '[') + std::string(30, ']') + "}"), 413);
  EXPECT_EQ(office_.logged("case.note"), 0U);
}

TEST_F(ApiTest, StrangersAreRefused) {
  sign_in();
  const auto with = [&](const char* name, const char* value) {
    http::Request made = request("POST", "/api/case/" + plain_ + "/take");
    std::erase_if(made.headers, [name](const http::Header& header) { return header.name == name; });
    if (value != nullptr) made.headers.push_back({name, value});
    return send(std::move(made)).status;
  };
  EXPECT_EQ(with("host", "evil.example"), 403);
  EXPECT_EQ(with("host", "127.0.0.1"), 403);
  EXPECT_EQ(with("host", "127.0.0.1:8091"), 403);
  EXPECT_EQ(with("host", nullptr), 403);
  EXPECT_EQ(with("origin", "http://evil.example"), 403);
  EXPECT_EQ(with("origin", "http://localhost:8090"), 403) << "ours, but not the host that was asked";
  EXPECT_EQ(with("origin", "null"), 403);
  EXPECT_EQ(with("content-type", "text/plain"), 400);
  EXPECT_EQ(with("content-type", "application/x-www-form-urlencoded"), 400);
  EXPECT_EQ(with("content-type", nullptr), 400);
  EXPECT_EQ(office_.logged("case.take"), 0U);
  EXPECT_EQ(with("content-type", "application/json; charset=utf-8"), 200);
}

TEST_F(ApiTest, EveryAnswerForbidsStoringAndFraming) {
  sign_in();
  for (const char* path : {"/api/queue", "/api/nothing", "/api/case/x", "/"}) {
    const http::Response response = call("GET", path);
    EXPECT_EQ(header(response, "Cache-Control"), "no-store") << path;
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer") << path;
    EXPECT_NE(header(response, "Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos) << path;
    EXPECT_TRUE(header(response, "Set-Cookie").empty()) << path;
    EXPECT_TRUE(header(response, "Access-Control-Allow-Origin").empty()) << path;
  }
}

TEST_F(ApiTest, TheLogNamesNobodyAndNothing) {
  sign_in("anton");
  post("/api/case/" + danger_ + "/take");
  sign_in();
  EXPECT_EQ(call("GET", "/api/case/" + danger_).status, 403);
  office_.break_records();
  EXPECT_EQ(call("POST", "/api/case/" + plain_ + "/note", {{"text", "secret words"}}).status, 503);
  ASSERT_EQ(log_lines_.size(), 1u) << "only failures of ours are the operator's business";
  for (const std::string& forbidden : {std::string("vera"), std::string("secret"), plain_, token_})
    EXPECT_EQ(log_lines_[0].find(forbidden), std::string::npos);
}

TEST_F(ApiTest, LanguageByQueryThenHeaderThenEnglish) {
  sign_in();
  const auto label = [&](const std::string& query, const std::string& header_value) {
    http::Request made = request("GET", "/api/queue" + query);
    if (!header_value.empty()) made.headers.push_back({"accept-language", header_value});
    return json_of(send(std::move(made)))["rows"][2]["clock"]["label"].get<std::string>();
  };
  EXPECT_EQ(label("?lang=uk", "ru"), "відповідь");
  EXPECT_EQ(label("", "ru-RU,ru;q=0.9"), "ответ");
  EXPECT_EQ(label("?lang=de", ""), "reply");
}

TEST_F(ApiTest, StaffAndLoad) {
  sign_in();
  post("/api/case/" + plain_ + "/take");
  const auto of = [this](const char* alias) {
    const Json staff = get("/api/staff")["staff"];
    return *std::ranges::find_if(staff, [alias](const Json& row) { return row["alias"] == alias; });
  };
  EXPECT_EQ(of("vera")["cases"], nullptr) << "who has how much is for oversight";
  EXPECT_EQ(of("ihor")["state"], "active");
  EXPECT_EQ(call("POST", "/api/staff/invite", {{"alias", "x"}, {"roles", {"lead"}}}).status, 403)
      << "not a coordinator";
  sign_in("olha");
  EXPECT_EQ(of("vera")["cases"], 1);
  EXPECT_EQ(of("anton")["cases"], 0);
}

TEST_F(ApiTest, TheLogComesInPages) {
  sign_in();
  for (int i = 0; i < 5; ++i) post("/api/case/" + plain_ + "/note", {{"text", "x"}});
  const Json first = get("/api/log?limit=4");
  ASSERT_EQ(first["lines"].size(), 4u);
  const Json second = get("/api/log?limit=4&before=" + first["next_before"].dump());
  ASSERT_EQ(second["lines"].size(), 3u) << "a note, signing in, joining";
  EXPECT_TRUE(second["next_before"].is_null());
  EXPECT_LT(second["lines"][0]["sequence"], first["lines"][3]["sequence"]);
}

}  // namespace
}  // namespace waymark::desk::api
