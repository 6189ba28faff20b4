// Tasks, dates and records of a case: what the page may say, what becomes a clock, and what a timeline tells.
#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class ItemCalls : public ActsFixture {
 protected:
  int put(const Json& item) { return call("POST", path("item"), item).status; }
  [[nodiscard]] std::string path(const std::string& act) const { return "/api/case/" + plain_ + "/" + act; }
  Json file() { return get("/api/case/" + plain_ + "?lang=en"); }
  std::string id_of(std::size_t at) { return file()["items"][at]["id"]; }
  Json row() { return get("/api/queue?lang=en&view=all")["rows"][0]; }

  std::string plain_ = office_.add({"danger=none", "what_next=nothing_dated"}, "third").text();
};

const nlohmann::json kTask{{"kind", "task"}, {"text", "call the hospital"}, {"dates", {{"due", "2026-11-23T18:00"}}}};

TEST_F(ItemCalls, WhatSaysNothingIsRefusedAndNothingOfItStays) {
  sign_in();
  for (const Json& bad :
       {Json{{"kind", "wish"}, {"text", "a"}}, Json{{"kind", "task"}}, Json{{"kind", "call"}},
        Json{{"kind", "task"}, {"text", "a"}, {"dates", {{"due", "2026-02-30"}}}},
        Json{{"kind", "task"}, {"text", "a"}, {"dates", {{"due", "2026-11-20"}}}},
        Json{{"kind", "task"}, {"text", "a"}, {"dates", {{"due", "2099-01-01"}}}},
        Json{{"kind", "task"}, {"text", "a"}, {"owner", "nobody-here"}},
        Json{{"kind", "window"}, {"dates", {{"closes", "2026-11-24"}}}},
        Json{{"kind", "window"}, {"dates", {{"opens", "2026-11-24T20:00"}, {"closes", "2026-11-24T19:00"}}}},
        Json{{"kind", "matter"}, {"codes", {{"court", "somewhere"}}}},
        Json{{"kind", "consent"}, {"codes", {{"purpose", "all"}}}, {"dates", {{"given", "2026-11-20"}}}}})
    EXPECT_EQ(put(bad), 400) << bad;
  EXPECT_EQ(put({{"kind", "task"}, {"text", std::string(501, 'a')}}), 413);
  EXPECT_EQ(put({{"kind", "task"}, {"text", "a"}, {"item_id", std::string(32, 'a')}}), 404);
  EXPECT_TRUE(file()["items"].empty());
}

TEST_F(ItemCalls, ATaskWithAnHourIsAClockUntilItIsDoneAndAgainWhenThatIsTakenBack) {
  sign_in();
  post(path("take"));
  post(path("reply"), {{"text", "Hello"}, {"operation_id", operation()}, {"confirm_safe_contact", true}});
  EXPECT_EQ(put(kTask), 200);
  Json shown = file();
  ASSERT_EQ(shown["clocks"].size(), 1U);
  EXPECT_EQ(shown["clocks"][0]["kind"], "task");
  EXPECT_EQ(shown["clocks"][0]["moment"], "2026-11-23T15:00:00Z") << "Moscow's six";
  EXPECT_EQ(shown["placement"]["clock"]["kind"], "task");
  EXPECT_EQ(row()["clock"]["kind"], "task") << "it stands in the queue";
  EXPECT_NE(row()["sentence"].get<std::string>().find("Task"), std::string::npos) << row()["sentence"];
  const std::string one = path("item/" + id_of(0));
  EXPECT_EQ(call("POST", one + "/end", {{"dropped", false}}).status, 200);
  EXPECT_EQ(call("POST", one + "/end", {{"dropped", false}}).status, 409);
  EXPECT_TRUE(file()["clocks"].empty());
  EXPECT_EQ(call("POST", one + "/open").status, 200);
  EXPECT_EQ(call("POST", one + "/open").status, 409);
  EXPECT_EQ(file()["clocks"].size(), 1U);
  EXPECT_EQ(call("POST", one + "/end", {{"dropped", true}}).status, 200);
  EXPECT_TRUE(file()["items"].empty()) << "a mistake is not shown";
}

TEST_F(ItemCalls, TheSameOperationAgainIsTheSameTask) {
  sign_in();
  Json task = kTask;
  task["operation_id"] = std::string(32, 'c');
  EXPECT_EQ(put(task), 200);
  EXPECT_EQ(put(task), 200);
  EXPECT_EQ(file()["items"].size(), 1U);
  Json change = kTask;
  change["item_id"] = id_of(0);
  change["text"] = "call the doctor";
  EXPECT_EQ(put(change), 200);
  ASSERT_EQ(file()["items"].size(), 1U);
  EXPECT_EQ(file()["items"][0]["text"], "call the doctor");
  change["kind"] = "call";
  EXPECT_EQ(put(change), 404) << "a task does not become a call";
}

TEST_F(ItemCalls, AnOverdueTaskNeverVanishesAndAClosedWindowDoes) {
  sign_in();
  post(path("take"));
  post(path("reply"), {{"text", "Hello"}, {"operation_id", operation()}, {"confirm_safe_contact", true}});
  EXPECT_EQ(put(kTask), 200);
  EXPECT_EQ(put({{"kind", "window"}, {"dates", {{"closes", "2026-11-23T12:00"}}}}), 200);
  EXPECT_EQ(file()["clocks"][0]["kind"], "window") << "the nearest";
  EXPECT_EQ(file()["clocks"][0]["latest_safe"], "2026-11-23T08:30:00Z") << "half an hour before it closes";
  clock_.advance(Seconds{20 * 86'400});
  sign_in();
  const Json clocks = file()["clocks"];
  ASSERT_EQ(clocks.size(), 1U) << clocks;
  EXPECT_EQ(clocks[0]["kind"], "task");
}

TEST_F(ItemCalls, ATimelineTellsWhatWasAndWhatWillBeInOrder) {
  sign_in();
  post(path("take"));
  EXPECT_EQ(put(kTask), 200);
  EXPECT_EQ(put({{"kind", "matter"},
                 {"codes", {{"article", "337 (5)"}, {"stage", "court"}}},
                 {"dates", {{"hearing", "2026-12-02T10:00"}, {"opened", "2026-10-01"}}}}),
            200);
  EXPECT_EQ(put({{"kind", "consent"}, {"codes", {{"purpose", "lawyer"}}}, {"dates", {{"given", "2026-11-20"}}}}), 200);
  EXPECT_EQ(call("POST", path("item/" + id_of(0)) + "/end", {{"dropped", false}}).status, 200);
  const Json lines = file()["timeline"];
  std::vector<std::string> kinds;
  for (const Json& line : lines) kinds.push_back(line["kind"]);
  EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end(), [](const Json& a, const Json& b) {
    return a["at"] < b["at"];
  })) << lines;
  for (const char* kind : {"received", "done", "hearing", "promise"})
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), kind), 1) << kind << lines;
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "task"), 0) << "done is done";
}

/// A day in court: seen by one a week before, by two the day before, each day and each step anew.
TEST_F(ItemCalls, ADayInCourtIsAcknowledgedByOneAndTheDayBeforeByTwo) {
  sign_in();
  post(path("take"));
  EXPECT_EQ(put({{"kind", "matter"}, {"codes", {{"article", "337"}}}, {"dates", {{"hearing", "2026-12-08T10:00"}}}}),
            200);
  const std::string day = "2026-12-08T07:00:00Z";
  const auto see = [&](bool seen) { return call("POST", path("court"), {{"at", day}, {"seen", seen}}).status; };
  const auto court = [&] { return file()["placement"]["court"]; };
  EXPECT_TRUE(court().is_null());
  EXPECT_EQ(see(true), 409) << "its first step has not come";
  clock_.advance(Seconds{11 * 86'400});
  sign_in();
  ASSERT_FALSE(court().is_null());
  EXPECT_EQ(court()["wanted"], 1);
  EXPECT_FALSE(court()["done"]);
  EXPECT_EQ(see(true), 200);
  EXPECT_EQ(see(true), 200) << "twice is once";
  EXPECT_TRUE(court()["done"]);
  EXPECT_EQ(court()["seen"], Json::array({"vera"}));
  EXPECT_EQ(see(false), 200);
  EXPECT_FALSE(court()["done"]) << "taken back";
  EXPECT_EQ(call("POST", path("court"), {{"at", "2026-12-09T07:00:00Z"}, {"seen", true}}).status, 409)
      << "another day than the one on the screen";
  clock_.advance(Seconds{3 * 86'400 + 12 * 3'600});
  sign_in();
  EXPECT_EQ(court()["wanted"], 2) << court();
  EXPECT_EQ(see(true), 200);
  EXPECT_FALSE(court()["done"]);
  EXPECT_EQ(get("/api/docket?lang=en&by=date&kind=hearing")["entries"][0]["court"]["seen"], Json::array({"vera"}));
  sign_in("anton");
  EXPECT_EQ(see(true), 403) << "whoever cannot open the case cannot have seen it";
  EXPECT_TRUE(get("/api/queue?lang=en&view=all")["rows"][0]["court"].is_null());
  sign_in("ihor");
  EXPECT_EQ(see(true), 200);
  EXPECT_TRUE(court()["done"]);
  EXPECT_EQ(call("POST", "/api/case/" + std::string(32, 'a') + "/court", {{"at", day}, {"seen", true}}).status, 404);
}

/// The agenda is open to the whole first line: no word of an item may stand in it.
TEST_F(ItemCalls, WhatCannotOpenTheCaseSeesOnlyAnHour) {
  sign_in();
  post(path("take"));
  EXPECT_EQ(put(kTask), 200);
  sign_in("anton");
  const std::string rows = get("/api/queue?lang=en&view=all").dump();
  EXPECT_EQ(rows.find("hospital"), std::string::npos);
  EXPECT_EQ(rows.find("\"task\""), std::string::npos) << rows;
  EXPECT_EQ(call("POST", path("item"), kTask).status, 403);
}

}  // namespace
}  // namespace waymark::desk::api
