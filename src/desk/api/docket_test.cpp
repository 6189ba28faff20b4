// The docket by HTTP, what leaves the office on paper or as a file, and cases that are alike.
#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class Docket : public ActsFixture {
 protected:
  std::string leave_ = office_.add({"what_next=leave_ends;date=2026-11-26;precision=day", "danger=none"}, "x").text();
  std::string court_ = office_.add({"what_next=court_date;date=2026-12-03;precision=day", "danger=none"}, "y").text();
  Json docket(const std::string& query = "") { return get("/api/docket?lang=en&from=2026-11-16" + query); }
  static std::size_t count(const Json& docket, const std::string& id) {
    return static_cast<std::size_t>(
        std::ranges::count_if(docket["entries"], [&id](const Json& one) { return one["case_id"] == id; }));
  }
};

TEST_F(Docket, AllClocksByDay) {
  sign_in();
  const Json all = docket();
  EXPECT_GE(count(all, leave_), 2U) << "the leave, and the answer that we owe";
  EXPECT_EQ(all["total"], all["entries"].size());
  std::size_t days = 0;
  for (const Json& day : all["days"]) days += day["count"].get<std::size_t>();
  EXPECT_EQ(days, all["total"]);
  EXPECT_EQ(all["calendar"], false);
  const Json dated = docket("&by=date&kind=court");
  EXPECT_EQ(
      std::ranges::count_if(dated["entries"], [](const Json& one) { return one["date"] == "2026-12-02T21:00:00Z"; }), 1)
      << "one date, and the moment to ask how it went";
  EXPECT_TRUE(std::ranges::any_of(dated["days"], [](const Json& day) { return day["day"] == "2026-12-03"; }));
  EXPECT_FALSE(dated["entries"][0]["zone"].is_null());
  EXPECT_EQ(docket("&by=date&kind=court&days=5")["total"], 0) << "past the window";
}

TEST_F(Docket, OfWhatTheReaderMayOpen) {
  sign_in();
  post("/api/case/" + leave_ + "/take");
  EXPECT_GT(count(docket("&mine=yes"), leave_), 0U);
  EXPECT_EQ(count(docket("&mine=yes"), court_), 0U);
  sign_in("anton");
  EXPECT_EQ(count(docket(), leave_), 0U);
  EXPECT_GT(count(docket(), court_), 0U);
  sign_in("ihor");
  EXPECT_GT(count(docket(), leave_), 0U);
  EXPECT_EQ(office_.logged("case.open"), 0U) << "a docket opens nothing";
}

TEST_F(Docket, WhatMeansNothingIsRefused) {
  EXPECT_EQ(call("GET", "/api/docket").status, 401);
  sign_in();
  for (const char* wrong : {"?from=2026-13-01", "?days=0", "?days=63", "?by=moon", "?mine=1"})
    EXPECT_EQ(call("GET", std::string("/api/docket") + wrong).status, 400) << wrong;
  EXPECT_EQ(docket("&kind=nothing")["total"], 0);
}

TEST_F(Docket, AFileForACalendarIsOffUnlessTheOfficeWantsIt) {
  sign_in();
  EXPECT_EQ(call("POST", "/api/docket/calendar").status, 403);
  EXPECT_EQ(office_.logged("docket.calendar"), 0U);
}

TEST_F(Docket, APrintIsALineOfTheLog) {
  sign_in();
  post("/api/case/" + leave_ + "/print");
  EXPECT_EQ(office_.logged("case.print"), 1U);
  post("/api/case/" + leave_ + "/take");
  sign_in("anton");
  EXPECT_EQ(call("POST", "/api/case/" + leave_ + "/print").status, 403) << "not of a case that one cannot open";
  EXPECT_EQ(office_.logged("case.print"), 1U);
}

class Alike : public ActsFixture {
 protected:
  static constexpr const char* kText =
      "Здравствуйте, я в отпуске до вторника и не хочу возвращаться в часть, что делать";
  std::string first_ = office_.add({}, kText).text();
  std::string again_ = office_.add({}, std::string(kText) + " дальше").text();
  std::string other_ =
      office_.add({}, "Брат ушёл из части две недели назад, к родителям приходила полиция, чем это грозит").text();
  std::vector<std::string> alike(const std::string& id) {
    std::vector<std::string> all;
    const Json answer = get("/api/case/" + id + "/alike?lang=ru");
    for (const Json& one : answer["alike"]) all.push_back(one["case_id"]);
    return all;
  }
  using Ids = std::vector<std::string>;
};

TEST_F(Alike, SuggestedInBothAndRememberedWhenTheyAreNot) {
  sign_in();
  EXPECT_EQ(alike(first_), Ids{again_});
  EXPECT_EQ(alike(again_), Ids{first_});
  EXPECT_EQ(alike(other_), Ids{});
  post("/api/case/" + first_ + "/apart", {{"other", again_}});
  EXPECT_EQ(alike(first_), Ids{});
  EXPECT_EQ(alike(again_), Ids{}) << "in the other one too";
  post("/api/case/" + again_ + "/apart", {{"other", first_}});
  const Json events = get("/api/case/" + first_)["messages"];
  EXPECT_EQ(std::ranges::count_if(events, [](const Json& one) { return one["kind"] == "event"; }), 1) << "once";
  office_.write_again(*CaseId::from_text(other_), kText);
  EXPECT_EQ(alike(other_).size(), 2U) << "a further text counts too";
}

TEST_F(Alike, NobodyIsToldOfWhatTheyCannotOpen) {
  sign_in();
  post("/api/case/" + again_ + "/take");
  EXPECT_EQ(alike(first_), Ids{again_});
  sign_in("anton");
  EXPECT_EQ(alike(first_), Ids{});
  EXPECT_EQ(call("GET", "/api/case/" + again_ + "/alike").status, 403);
  EXPECT_EQ(call("POST", "/api/case/" + first_ + "/apart", {{"other", again_}}).status, 403);
  sign_in();
  EXPECT_EQ(alike(first_), Ids{again_}) << "a refused word is not remembered in either";
}

TEST_F(Alike, NotMergedOnesAndNotTheErased) {
  sign_in();
  EXPECT_EQ(call("POST", "/api/case/" + first_ + "/apart", {{"other", first_}}).status, 400);
  post("/api/case/" + again_ + "/merge", {{"into", first_}, {"operation_id", operation()}});
  EXPECT_EQ(alike(first_), Ids{});
  EXPECT_EQ(call("POST", "/api/case/" + first_ + "/apart", {{"other", again_}}).status, 409);
  office_.erase(*CaseId::from_text(first_));
  EXPECT_EQ(alike(again_), Ids{});
}

}  // namespace
}  // namespace waymark::desk::api
