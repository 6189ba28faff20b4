// The contract: every call of web/desk/openapi.json is made, and every answer fits its schema. So do the requests.
#include <algorithm>
#include <set>

#include "desk/api/answer.h"
#include "desk/api/api_fixture.h"
#include "desk/api/schema_check.h"
#include "http/limits_page.h"

namespace waymark::desk::api {
namespace {

class ContractTest : public ApiFixture {
 protected:
  static Json read_document() {
    std::ifstream file(std::filesystem::path(WAYMARK_SOURCE_DIR) / "web" / "desk" / "openapi.json");
    return Json::parse(file);
  }
  /// Makes one call; `path` is as in the document, `target` what is really asked for.
  Json expect_fit(const std::string& method, const std::string& path, const std::string& target,
                  const Json& body = nullptr) {
    SCOPED_TRACE(method + " " + path);
    const Json& operation = document_["paths"][path][method == "GET" ? "get" : "post"];
    EXPECT_TRUE(operation.is_object());
    made_.insert(operation["operationId"].get<std::string>());
    if (operation.contains("requestBody")) {
      EXPECT_EQ(check_.misfit(body, operation["requestBody"]["content"]["application/json"]["schema"]), "")
          << "request";
    }
    const http::Response response = call(method, "/api" + target, body);
    EXPECT_EQ(response.status, 200) << text_of(response.content());
    const Json answer = json_of(response);
    EXPECT_EQ(check_.misfit(answer, operation["responses"]["200"]["content"]["application/json"]["schema"]), "")
        << answer.dump(1);
    return answer;
  }
  std::set<std::string> all_operations() const {
    std::set<std::string> all;
    for (const auto& [path, methods] : document_["paths"].items())
      for (const auto& [method, operation] : methods.items()) all.insert(operation["operationId"].get<std::string>());
    return all;
  }

  void leave_words(const std::string& id) {
    const std::string one = "/case/" + id;
    expect_fit("POST", "/case/{case_id}/note", one + "/note",
               {{"text", "for us"}, {"operation_id", std::string(32, 'a')}});
    expect_fit("POST", "/case/{case_id}/leave-note", one + "/leave-note", {{"text", "for you"}});
    expect_fit("POST", "/case/{case_id}/draft", one + "/draft",
               {{"kind", "note"}, {"text", "half a sen"}, {"version", 0}});
    expect_fit("GET", "/drafts", "/drafts");
    expect_fit("POST", "/case/{case_id}/draft/drop", one + "/draft/drop", {{"kind", "note"}});
    expect_fit("GET", "/pulse", "/pulse?case=" + id);
  }
  void end_cases(const std::string& id, const std::string& other) {
    const std::string one = "/case/" + id;
    const auto act = [this](char digit) { return std::string(32, digit); };
    expect_fit("POST", "/case/{case_id}/wait", one + "/wait",
               {{"stage", "waiting_date"}, {"until", "2026-11-30"}, {"operation_id", act('1')}});
    expect_fit("GET", "/case/{case_id}", one + "?lang=uk");
    expect_fit("POST", "/case/{case_id}/end/undo", one + "/end/undo", {{"operation_id", act('1')}});
    const Json outcome = expect_fit(
        "POST", "/case/{case_id}/outcome", one + "/outcome",
        {{"code", "consulted"}, {"date", "2026-11-20"}, {"evidence", "third_party"}, {"operation_id", act('2')}});
    expect_fit("GET", "/case/{case_id}", one + "?lang=en");
    expect_fit("POST", "/case/{case_id}/outcome/{outcome_id}/drop",
               one + "/outcome/" + outcome["message_id"].get<std::string>() + "/drop");
    expect_fit("POST", "/case/{case_id}/close", one + "/close",
               {{"outcomes", {"consulted 2026-11-22 self_reported"}},
                {"text", "All the best."},
                {"confirm_safe_contact", true},
                {"operation_id", act('3')}});
    expect_fit("GET", "/case/{case_id}", one + "?lang=ru");
    expect_fit("GET", "/queue", "/queue?lang=ru&view=closed");
    expect_fit("POST", "/case/{case_id}/reopen", one + "/reopen");
    const std::string two = "/case/" + other;
    expect_fit("POST", "/case/{case_id}/aside", two + "/aside", {{"as", "test"}, {"operation_id", act('4')}});
    expect_fit("POST", "/case/{case_id}/end/undo", two + "/end/undo", {{"operation_id", act('4')}});
    expect_fit("POST", "/case/{case_id}/link", two + "/link",
               {{"other", id}, {"here", "parent"}, {"there", "self"}, {"operation_id", act('8')}});
    expect_fit("POST", "/case/{case_id}/merge", two + "/merge", {{"into", id}, {"operation_id", act('5')}});
    expect_fit("GET", "/case/{case_id}", two);
    expect_fit("POST", "/case/{case_id}/unmerge", two + "/unmerge");
  }
  void write_incidents() {
    const std::string raid(32, '9');
    expect_fit("POST", "/incidents", "/incidents",
               {{"kind", "raid"}, {"date", "2026-11-20"}, {"text", "at the station"}, {"operation_id", raid}});
    expect_fit("GET", "/incidents", "/incidents");
    expect_fit("POST", "/incidents/{incident_id}/drop", "/incidents/" + raid + "/drop");
  }
  void make_series() {
    EXPECT_EQ(expect_fit("POST", "/numbers/series", "/numbers/series?lang=ru", {{"text", "# id: Ab"}})["refused"],
              "Строка 1, знак 3: в id только малые латинские буквы, цифры и дефис, не больше 40: «Ab».");
    const std::string text =
        "# id: calls\n# beside: requests\n# organisation: Example\n# source: example.org\n# name.ru: Звонки\n"
        "# name.uk: Дзвінки\n# name.en: Calls\n# definition.ru: Д\n# definition.uk: В\n# definition.en: D\n"
        "month,value\n2026-10,70\n2026-11,80\n";
    EXPECT_EQ(expect_fit("POST", "/numbers/series", "/numbers/series", {{"text", text}})["id"], "calls");
    const Json counted =
        expect_fit("POST", "/numbers/count", "/numbers/count",
                   {{"plan", "monthly"}, {"period", "2026-11"}, {"how", "rounded"}, {"beside", {"calls"}}});
    const Json shown = expect_fit("GET", "/numbers/drafts/{draft_id}",
                                  "/numbers/drafts/" + counted["draft"].get<std::string>() + "?lang=en");
    EXPECT_EQ(shown["sections"][0]["others"][0]["points"].size(), 2U);
    expect_fit("POST", "/numbers/series/{series_id}/drop", "/numbers/series/calls/drop");
  }
  void make_figures() {
    auto registry = figures::Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics").value();
    auto plan = figures::read_plan(WAYMARK_SOURCE_DIR "/figures/reports/monthly.toml", registry).value();
    office_->numbers().know({.registry = std::move(registry),
                             .plans = {plan},
                             .catalogue = text::Catalogue::embedded().value(),
                             .zone = text::Zone::named("Europe/Moscow").value(),
                             .organisation = "Example"});
    const auto counted = [&](const Json& body) {
      return expect_fit("POST", "/numbers/count", "/numbers/count", body)["draft"].get<std::string>();
    };
    EXPECT_FALSE(expect_fit("POST", "/numbers/count", "/numbers/count?lang=uk",
                            {{"plan", "monthly"}, {"period", "2027-01"}, {"how", "rounded"}})["refused"]
                     .is_null());
    (void)counted({{"metrics", {"requests", "requests:language"}}, {"period", "2026-11"}, {"how", "private"}});
    make_series();
    const std::string draft = counted(
        {{"plan", "monthly"}, {"period", "2026-11"}, {"against", "2026-10"}, {"since", "2026-04"}, {"how", "rounded"}});
    const std::string one = "/numbers/drafts/" + draft;
    expect_fit("GET", "/numbers", "/numbers?lang=uk");
    expect_fit("GET", "/numbers/drafts/{draft_id}", one + "?lang=uk");
    EXPECT_FALSE(
        expect_fit("GET", "/numbers/drafts/{draft_id}/page", one + "/page?lang=en")["html"].get<std::string>().empty());
    expect_fit("GET", "/numbers/drafts/{draft_id}/figures/{number}", one + "/figures/0?lang=en");
    expect_fit("POST", "/numbers/drafts/{draft_id}/propose", one + "/propose");
    EXPECT_EQ(expect_fit("POST", "/numbers/drafts/{draft_id}/approve", one + "/approve")["refused"]["code"], "role");
    sign_in("ihor");
    EXPECT_EQ(expect_fit("POST", "/numbers/drafts/{draft_id}/approve", one + "/approve?lang=uk")["serial"], 1);
    expect_fit("GET", "/numbers/releases/{serial}/page", "/numbers/releases/1/page?lang=ru");
    EXPECT_TRUE(office_->upkeep().figures_for("north", {}).has_value());
    EXPECT_EQ(expect_fit("GET", "/numbers", "/numbers?lang=ru")["relays"],
              (Json{{{"relay", "north"}, {"serial", 0}, {"place", "waits"}}}));
    const std::string other = counted({{"plan", "monthly"}, {"period", "2026-10"}, {"how", "rounded"}});
    expect_fit("POST", "/numbers/drafts/{draft_id}/drop", "/numbers/drafts/" + other + "/drop");
    sign_in();
  }
  void write_items(const std::string& id) {
    const std::string one = "/case/" + id;
    const Json task = expect_fit("POST", "/case/{case_id}/item", one + "/item",
                                 {{"kind", "task"},
                                  {"text", "call the hospital"},
                                  {"owner", "vera"},
                                  {"dates", {{"due", "2026-11-24T18:00"}}},
                                  {"operation_id", std::string(32, '7')}});
    for (const Json& more :
         {Json{{"kind", "window"}, {"dates", {{"closes", "2026-11-23T21:00"}}}},
          Json{{"kind", "matter"},
               {"codes", {{"article", "337 (5)"}, {"stage", "court"}}},
               {"dates", {{"hearing", "2026-11-27T10:00"}}}},
          Json{{"kind", "consent"}, {"codes", {{"purpose", "lawyer"}}}, {"dates", {{"given", "2026-11-20"}}}},
          Json{{"kind", "person"}, {"codes", {{"relation", "parent"}}}}})
      expect_fit("POST", "/case/{case_id}/item", one + "/item", more);
    expect_fit("GET", "/case/{case_id}", one + "?lang=uk");
    expect_fit("POST", "/case/{case_id}/court", one + "/court", {{"at", "2026-11-27T07:00:00Z"}, {"seen", true}});
    const std::string item = "/item/" + task["message_id"].get<std::string>();
    expect_fit("POST", "/case/{case_id}/item/{item_id}/end", one + item + "/end", {{"dropped", false}});
    expect_fit("GET", "/case/{case_id}", one + "?lang=ru");
    expect_fit("POST", "/case/{case_id}/item/{item_id}/open", one + item + "/open");
    expect_fit("GET", "/queue", "/queue?lang=ru&view=all");
  }
  void look_around(const std::string& one, const std::string& other) {
    for (const char* typed : {"messenger", "lang:ru", "unit:1"})
      expect_fit("POST", "/search", "/search", {{"text", typed}});
    expect_fit("GET", "/docket", "/docket?lang=uk&from=2026-11-16&by=date");
    expect_fit("GET", "/case/{case_id}/alike", one + "/alike");
    expect_fit("POST", "/case/{case_id}/apart", one + "/apart", {{"other", other}});
    expect_fit("POST", "/case/{case_id}/print", one + "/print");
  }
  void change_account() {
    sign_in("anton");
    const std::string next = "seventeen lighthouses and a kettle";
    expect_fit("POST", "/account/passphrase", "/account/passphrase",
               {{"current", TestOffice::kPassphrase}, {"next", next}});
    const Json factor = expect_fit("POST", "/account/second-factor", "/account/second-factor", {{"passphrase", next}});
    expect_fit("POST", "/account/second-factor/confirm", "/account/second-factor/confirm",
               {{"code", office_.code_for(factor["totp_secret"])}});
    expect_fit("POST", "/account/sign-out-everywhere", "/account/sign-out-everywhere");
  }
  void write_library(const std::string& id) {
    const std::string card = "/library/item/card/complaint";
    expect_fit("GET", "/library/items", "/library/items?lang=uk");
    const Json item = expect_fit("GET", "/library/item/{kind}/{item_id}", card + "?lang=en");
    expect_fit("POST", "/library/item/{kind}/{item_id}/save", card + "/save",
               {{"content", item["current"]["content"]}, {"edition", 0}});
    expect_fit("GET", "/library/item/{kind}/{item_id}", card);
    expect_fit("POST", "/library/item/{kind}/{item_id}/step", card + "/step", {{"step", "drop"}, {"edition", 1}});
    expect_fit("GET", "/library/item/{kind}/{item_id}", "/library/item/ready/received");
    expect_fit("GET", "/library/told/{card_id}", "/library/told/complaint?lang=ru");
    expect_fit("POST", "/library/told/{card_id}/case/{case_id}", "/library/told/complaint/case/" + id);
    post("/api/case/" + id + "/draft/drop", {{"kind", "reply"}});
    const std::string before = token_;
    ASSERT_TRUE(office_->upkeep().public_cards_after(unix_day(clock_.now()) * 1'000 + 7).has_value());
    EXPECT_EQ(get("/api/library/items")["held"], true) << "the relay has newer ones";
    sign_in("lada");
    expect_fit("POST", "/library/publish", "/library/publish");
    EXPECT_EQ(get("/api/library/items")["held"], false);
    token_ = before;
  }
  void write_facts(const std::string& id) {
    const std::string one = "/case/" + id;
    expect_fit("POST", "/case/{case_id}/fact", one + "/fact",
               {{"key", "what_next"},
                {"value", "leave_ends"},
                {"attributes", {{"date", "2026-11-26"}}},
                {"precision", "day"},
                {"said_by", "requester"}});
    const Json facts = get("/api/case/" + id)["facts"];
    expect_fit("POST", "/case/{case_id}/fact/{fact_id}/check",
               one + "/fact/" + facts[0]["id"].get<std::string>() + "/check",
               {{"verification", "verified"}, {"note", "saw it"}});
  }

  Json document_ = read_document();
  SchemaCheck check_{document_};
  std::set<std::string> made_;
};

/// More alike requests than a page holds are one row with their number; ten others stand beside it on the first page.
TEST_F(ContractTest, AFloodIsOneRow) {
  constexpr std::size_t kFlood = 60;
  for (std::size_t i = 0; i < kFlood; ++i) office_.add({}, "flood " + std::to_string(i));
  for (int i = 0; i < 10; ++i)
    office_.add({"what_next=leave_ends;date=2026-11-" + std::to_string(23 + i % 7) + ";precision=day",
                 i % 3 == 0 ? "danger=untreated_wound" : "danger=none"},
                "honest");
  sign_in();
  const Json page = expect_fit("GET", "/queue", "/queue?view=unowned&waves=folded&limit=50");
  EXPECT_EQ(page["total"], page["rows"].size());
  EXPECT_EQ(page["counts"]["unowned"], kFlood + 10);
  std::string key;
  for (const Json& row : page["rows"]) {
    if (row["wave"].is_null()) continue;
    EXPECT_EQ(row["wave"]["count"], kFlood);
    EXPECT_EQ(key, "") << "one row";
    key = row["wave"]["key"];
  }
  ASSERT_NE(key, "");
  const Json inside = expect_fit("GET", "/queue", "/queue?view=unowned&limit=50&wave=" + key);
  EXPECT_EQ(inside["total"], kFlood);
  EXPECT_EQ(inside["rows"].size(), 50U);
  const std::string first = inside["rows"][0]["case_id"];
  expect_fit("POST", "/case/{case_id}/aside", "/case/" + first + "/aside",
             {{"as", "provocation"}, {"operation_id", std::string(32, 'c')}});
  EXPECT_EQ(get("/api/queue?view=unowned&wave=" + key)["total"], kFlood - 1);
  expect_fit("POST", "/case/{case_id}/end/undo", "/case/" + first + "/end/undo",
             {{"operation_id", std::string(32, 'c')}});
  EXPECT_EQ(get("/api/queue?view=unowned&wave=" + key)["total"], kFlood);
  for (const char* query :
       {"waves=shut", "wave=", "wave=12", "wave=0000000000000000", "wave=zz00000000000000", "wave=00000000000000001"})
    EXPECT_EQ(call("GET", std::string("/api/queue?") + query).status, 400) << query;
}

TEST_F(ContractTest, EveryCallFits) {
  const std::string id = office_
                             .add({"what_next=leave_ends;date=2026-11-25;precision=day", "danger=untreated_wound",
                                   "safe=unsure", "documents=internal_passport;state=taken_by_command", "who=relative"},
                                  "Text <b>as text</b>")
                             .text();
  const std::string other = office_.add({"what_next=court_date"}, "second").text();
  office_.add({}, "third");
  const std::string one = "/case/" + id;
  expect_fit("GET", "/meta", "/meta");
  const std::string invitation = office_.invitation();
  const Json enrolment = expect_fit("POST", "/accept-invitation", "/accept-invitation",
                                    {{"invitation", invitation}, {"passphrase", "harbour wicker nine planets"}});
  expect_fit("POST", "/confirm-invitation", "/confirm-invitation",
             {{"invitation", invitation}, {"code", office_.code_for(enrolment["totp_secret"])}});
  token_ = expect_fit(
      "POST", "/sign-in", "/sign-in",
      {{"alias", "vera"}, {"passphrase", TestOffice::kPassphrase}, {"code", office_.code_of("vera")}})["token"];
  expect_fit("GET", "/new-passphrase", "/new-passphrase?lang=uk");
  expect_fit("GET", "/me", "/me");
  expect_fit("GET", "/pulse", "/pulse");
  for (const char* view : {"mine", "unowned", "waiting", "all"})
    expect_fit("GET", "/queue", std::string("/queue?lang=ru&view=") + view);
  for (const char* language : {"ru", "uk", "en"}) expect_fit("GET", "/pack", std::string("/pack?lang=") + language);
  expect_fit("GET", "/library", "/library?lang=ru&to=uk");
  expect_fit("GET", "/case/{case_id}", one + "?lang=uk");
  expect_fit("POST", "/case/{case_id}/take", one + "/take");
  expect_fit("POST", "/case/{case_id}/read", one + "/read", {{"newest", get("/api/case/" + id)["messages"][0]["id"]}});
  leave_words(id);
  expect_fit("POST", "/paste", "/paste", {{"text", office_.pasted("by a messenger")}});
  look_around(one, other);
  const Json reply = expect_fit("POST", "/case/{case_id}/reply", one + "/reply",
                                {{"text", "Good evening."}, {"operation_id", std::string(32, 'b')}});
  expect_fit("GET", "/case/{case_id}", one + "?lang=ru");
  expect_fit("POST", "/case/{case_id}/reply/{message_id}/undo",
             one + "/reply/" + reply["message_id"].get<std::string>() + "/undo");
  expect_fit("POST", "/case/{case_id}/raise", one + "/raise",
             {{"reason", "phoned"}, {"to", "2026-11-24T10:00"}, {"seen", 1}});
  expect_fit("GET", "/queue", "/queue?lang=en");
  expect_fit("POST", "/case/{case_id}/lower", one + "/lower", {{"reason", "answered by phone"}});
  expect_fit("GET", "/queue", "/queue?lang=en");
  write_facts(id);
  write_items(id);
  write_library(id);
  expect_fit("GET", "/case/{case_id}", one);
  end_cases(id, other);
  expect_fit("POST", "/case/{case_id}/give-back", one + "/give-back", {{"reason", "my shift ends"}});
  expect_fit("GET", "/case/{case_id}", one + "?lang=ru");
  expect_fit("POST", "/case/{case_id}/give-back/undo", one + "/give-back/undo");
  expect_fit("GET", "/lost", "/lost?lang=uk");
  write_incidents();
  make_figures();
  expect_fit("GET", "/log", "/log?limit=2");
  expect_fit("GET", "/log", "/log?before=2&lang=uk");
  expect_fit("GET", "/health", "/health");
  expect_fit("GET", "/staff", "/staff");
  change_account();
  sign_in();
  expect_fit("POST", "/sign-out", "/sign-out");
  post("/api" + one + "/take");
  sign_in("olha");
  const Json untold = expect_fit("GET", "/queue", "/queue?lang=uk");
  EXPECT_TRUE(std::ranges::any_of(untold["rows"], [](const Json& row) { return row["may_open"] == false; }));
  expect_fit("POST", "/staff/door-code", "/staff/door-code", {{"alias", "vera"}});
  expect_fit("POST", "/staff/remove", "/staff/remove", {{"alias", "vera"}, {"reason", "left"}});
  expect_fit("POST", "/staff/invite", "/staff/invite", {{"alias", "newcomer"}, {"roles", {"first_line"}}});
  expect_fit("POST", "/lock", "/lock");
  made_.insert("takeCalendar");  // off in this office: see docket_test.cpp
  EXPECT_EQ(made_, all_operations());
}

TEST_F(ContractTest, EveryRefusalFitsToo) {
  const Json& schema = document_["components"]["schemas"]["Error"];
  for (int code = 0; code <= static_cast<int>(Code::kInvalid); ++code) {
    const http::Response response = refuse(static_cast<Code>(code));
    EXPECT_GE(response.status, 400);
    const Json body = json_of(response);
    EXPECT_EQ(check_.misfit(body, schema), "") << body;
    EXPECT_EQ(body["error"], name_of(static_cast<Code>(code)));
  }
}

TEST_F(ContractTest, TheCheckItselfNoticesThings) {
  const Json& done = document_["components"]["schemas"]["Done"];
  EXPECT_EQ(check_.misfit({{"counter", 1}}, done), "");
  EXPECT_NE(check_.misfit({{"counter", -1}}, done), "");
  EXPECT_NE(check_.misfit({{"counter", "1"}}, done), "");
  EXPECT_NE(check_.misfit(Json::object(), done), "");
  EXPECT_NE(check_.misfit({{"counter", 1}, {"more", 1}}, done), "");
  EXPECT_NE(check_.misfit({{"counter", 1}}, {{"anyOf", Json::array()}}), "");
}

TEST_F(ContractTest, ThePageOfLimitsNamesEachPathAndNoOther) {
  EXPECT_EQ(http::testing::lines_of(routes_),
            http::testing::lines_of_page(WAYMARK_SOURCE_DIR "/docs/spec/limits.md", "desk"));
}

}  // namespace
}  // namespace waymark::desk::api
