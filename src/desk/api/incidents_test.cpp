// What happened to many at once: written, shown to the first line, taken back by its author or a lead, counted.
#include <algorithm>
#include <array>
#include <thread>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class IncidentCalls : public ActsFixture {
 protected:
  Json raid(const std::string& id) {
    return {
        {"kind", "raid"}, {"date", "2026-11-21"}, {"place", "Омск"}, {"text", "Облава у метро"}, {"operation_id", id}};
  }
  Json all() { return get("/api/incidents")["incidents"]; }
  /// Lines of the log that say this, as whoever is signed in sees them.
  std::size_t lines_of(const std::string& what) {
    std::size_t lines = 0;
    const Json log = get("/api/log");
    for (const Json& line : log["lines"]) lines += line["what"] == what ? 1U : 0U;
    return lines;
  }
};

TEST_F(IncidentCalls, IsShownToTheFirstLineAndToNobodyElse) {
  sign_in();
  EXPECT_TRUE(all().empty());
  const std::string one = operation();
  for (int again = 0; again < 2; ++again) EXPECT_EQ(call("POST", "/api/incidents", raid(one)).status, 200);
  ASSERT_EQ(all().size(), 1U) << "the same twice is once";
  EXPECT_EQ(lines_of("incident"), 1U) << "and one line of the log";
  EXPECT_EQ(all()[0]["by"], "vera");
  EXPECT_EQ(all()[0]["place"], "Омск");
  sign_in("anton");
  ASSERT_EQ(all().size(), 1U);
  EXPECT_EQ(all()[0]["may_drop"], false);
  EXPECT_EQ(call("POST", "/api/incidents/" + one + "/drop").status, 403);
  sign_in("lada");
  EXPECT_EQ(call("GET", "/api/incidents").status, 403);
  EXPECT_EQ(call("POST", "/api/incidents", raid(operation())).status, 403);
  sign_in();
  EXPECT_EQ(call("POST", "/api/incidents/" + one + "/drop").status, 200);
  EXPECT_EQ(call("POST", "/api/incidents/" + one + "/drop").status, 404);
  EXPECT_TRUE(all().empty());
  EXPECT_EQ(call("POST", "/api/incidents", raid(one)).status, 200);
  EXPECT_TRUE(all().empty()) << "what was taken back does not stand again, uncounted, because a call was tried again";
  EXPECT_EQ(lines_of("incident"), 1U);
}

TEST_F(IncidentCalls, TwoAtOnceWriteOnceAndTakeBackOnce) {
  sign_in();
  const auto both = [this](const std::string& path, const Json& body) {
    std::array<int, 2> status{};
    std::vector<std::jthread> threads;
    for (int& one : status)
      threads.emplace_back([this, &one, made = request("POST", path, body)] { one = send(made).status; });
    threads.clear();
    std::ranges::sort(status);
    return status;
  };
  for (std::size_t round = 1; round <= 12; ++round) {
    const std::string id = operation();
    EXPECT_EQ(both("/api/incidents", raid(id)), (std::array{200, 200}));
    EXPECT_EQ(all().size(), 1U);
    EXPECT_EQ(lines_of("incident"), round);
    EXPECT_EQ(both("/api/incidents/" + id + "/drop", nullptr), (std::array{200, 404}));
    EXPECT_TRUE(all().empty());
    EXPECT_EQ(lines_of("incident.dropped"), round);
  }
}

TEST_F(IncidentCalls, WhatSaysNothingOrLiesAheadIsRefused) {
  sign_in();
  const auto with = [this](const char* key, const Json& value) {
    Json one = raid(operation());
    one[key] = value;
    return call("POST", "/api/incidents", one).status;
  };
  EXPECT_EQ(with("kind", "flood"), 400);
  EXPECT_EQ(with("date", "2026-11-24"), 400);
  EXPECT_EQ(with("date", "2026-02-30"), 400);
  EXPECT_EQ(with("date", "2026-11-21T10:00"), 400);
  EXPECT_EQ(with("text", ""), 400);
  EXPECT_EQ(with("text", std::string(1'001, 'a')), 413);
  EXPECT_EQ(with("place", std::string(121, 'a')), 413);
  EXPECT_EQ(with("more", 1), 400);
  EXPECT_EQ(with("operation_id", "x"), 400);
  EXPECT_TRUE(all().empty());
}

TEST_F(IncidentCalls, NewestStandFirst) {
  sign_in();
  for (const char* date : {"2026-11-20", "2026-11-22", "2026-11-21"}) {
    Json one = raid(operation());
    one["date"] = date;
    post("/api/incidents", one);
  }
  EXPECT_EQ(all()[0]["date"], "2026-11-22");
  EXPECT_EQ(all()[2]["date"], "2026-11-20");
}

}  // namespace
}  // namespace waymark::desk::api
