#include "figures/count.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

std::int64_t day(std::string_view text) { return *day_of_text(text); }

CountedRow row(std::string kind, std::string_view at, std::string subject, std::string code = "") {
  CountedRow made{.kind = std::move(kind),
                  .day = day(at),
                  .received_day = day(at),
                  .subject = std::move(subject),
                  .language = "ru"};
  made.code = std::move(code);
  return made;
}

std::optional<std::int64_t> number(std::string_view id, std::vector<CountedRow> rows, std::string_view period,
                                   const Condition& condition = {}) {
  static const Registry kRegistry = sample::shipped();
  const EffectiveRows counted(std::move(rows));
  const auto found = Counter(*kRegistry.newest(id), counted).in(*Period::parse(period), condition);
  return found ? std::optional{found->value} : std::nullopt;
}

TEST(Count, ARequestIsNotAPersonAndAPersonIsNotACase) {
  std::vector<CountedRow> rows{row("request", "2026-10-01", "a"),
                               row("request", "2026-10-02", "b"),
                               row("request", "2026-11-05", "c"),
                               row("first_reply", "2026-10-01", "a"),
                               row("first_reply", "2026-10-02", "b"),
                               row("stage", "2026-10-01", "a", "active"),
                               row("stage", "2026-10-09", "a", "waiting_person"),
                               row("stage", "2026-10-12", "a", "active")};
  EXPECT_EQ(number("requests", rows, "2026-10"), 2);
  EXPECT_EQ(number("requests", rows, "2026-10..2026-11"), 3);
  EXPECT_EQ(number("persons", rows, "2026-10"), 2);
  EXPECT_EQ(number("cases_opened", rows, "2026-10"), 1) << "once, however often it came back to us";
  // b was a's second message: joined, they are one person and still two requests.
  rows.push_back(row("closed", "2026-10-03", "b", "duplicate"));
  EXPECT_EQ(number("persons", rows, "2026-10"), 1);
  EXPECT_EQ(number("requests", rows, "2026-10"), 2);
  rows.push_back(row("unmerged", "2026-10-04", "b"));
  EXPECT_EQ(number("persons", rows, "2026-10"), 2);
}

TEST(Count, WhatWasUndoneDoesNotCount) {
  CountedRow closed = row("closed", "2026-10-03", "a", "");
  closed.act = "act-1";
  CountedRow undone = row("undone", "2026-10-03", "a");
  undone.act = "act-1";
  EXPECT_EQ(number("cases_closed", {closed}, "2026-10"), 1);
  EXPECT_EQ(number("cases_closed", {closed, undone}, "2026-10"), 0);
}

TEST(Count, ADroppedOutcomeDoesNotCountAndItsTwinDoes) {
  CountedRow outcome = row("outcome", "2026-10-03", "a", "discharged");
  outcome.date = day("2026-09-30");
  outcome.evidence = "document_seen";
  CountedRow dropped = outcome;
  dropped.kind = "outcome_dropped";
  EXPECT_EQ(number("outcomes", {outcome}, "2026-09"), 1) << "by the date of the outcome";
  EXPECT_EQ(number("outcomes", {outcome, dropped}, "2026-09"), 0);
  EXPECT_EQ(number("outcomes", {outcome, dropped, outcome}, "2026-09"), 1);
  EXPECT_EQ(number("outcomes", {outcome}, "2026-09", {{"evidence", {"document_seen"}}}), 1);
  EXPECT_EQ(number("outcomes", {outcome}, "2026-09", {{"evidence", {"court_record"}}}), 0);
}

TEST(Count, JunkIsCountedApartAndComesBackWhenItIsTakenBack) {
  CountedRow aside = row("aside", "2026-10-02", "a", "test");
  aside.act = "act-7";
  CountedRow undone = row("undone", "2026-10-02", "a");
  undone.act = "act-7";
  const CountedRow request = row("request", "2026-10-01", "a");
  EXPECT_EQ(number("requests", {request, aside}, "2026-10"), 0);
  EXPECT_EQ(number("aside", {request, aside}, "2026-10"), 1);
  EXPECT_EQ(number("requests", {request, aside, undone}, "2026-10"), 1);
  EXPECT_EQ(number("requests", {request, row("aside", "2026-10-02", "a", "wrong_service")}, "2026-10"), 1);
}

TEST(Count, MediansAndSharesAreOfThoseAnswered) {
  std::vector<CountedRow> rows;
  for (int i = 1; i <= 10; ++i) {
    CountedRow reply = row("first_reply", "2026-10-02", "s" + std::to_string(i));
    reply.seconds = i * 600;
    rows.push_back(reply);
  }
  EXPECT_EQ(number("first_reply_median", rows, "2026-10"), 3'000);
  EXPECT_EQ(number("first_reply_ninetieth", rows, "2026-10"), 5'400);
  EXPECT_EQ(number("answered_in_an_hour", rows, "2026-10"), 60);
  EXPECT_EQ(number("first_reply_median", {}, "2026-10"), std::nullopt);
  EXPECT_EQ(number("requests", {}, "2026-10"), 0);
}

TEST(Count, AnswersBelongToTheCase) {
  CountedRow request = row("request", "2026-10-01", "a");
  request.answers = {"status=mobilised", "need=legal_question", "need=money"};
  const CountedRow reply = row("first_reply", "2026-10-01", "a");
  EXPECT_EQ(number("requests_serving", {request}, "2026-10"), 1);
  EXPECT_EQ(number("requests", {request}, "2026-10", {{"answer.need", {"money"}}}), 1);
  EXPECT_EQ(number("requests", {request}, "2026-10", {{"answer.need", {"psychologist"}}}), 0);
  EXPECT_EQ(number("persons", {request, reply}, "2026-10", {{"answer.status", {"mobilised"}}}), 1);
  EXPECT_EQ(number("requests", {row("request", "2026-10-01", "b")}, "2026-10", {{"answer.status", {"none"}}}), 1);
}

TEST(Count, ARecountOfTheSameRowsInAnyOrderIsTheSame) {
  std::mt19937 draw(3);
  std::vector<CountedRow> rows;
  for (int i = 0; i < 400; ++i) {
    const std::string subject = "s" + std::to_string(draw() % 80);
    const std::string at = "2026-" + std::string(draw() % 2 == 0 ? "09" : "10") + "-1" + std::to_string(i % 10);
    const char* kinds[]{"request", "first_reply", "stage", "closed", "outcome"};
    CountedRow one = row(kinds[draw() % 5], at, subject, "active");
    one.date = one.day;
    one.act = draw() % 4 == 0 ? "act" + std::to_string(draw() % 30) : "";
    rows.push_back(one);
    if (draw() % 9 == 0) {
      one.kind = "undone";
      rows.push_back(one);
    }
  }
  const auto all = [&](const std::vector<CountedRow>& of) {
    std::vector<std::optional<std::int64_t>> numbers;
    for (const char* id : {"requests", "persons", "cases_opened", "cases_closed", "outcomes"})
      for (const char* period : {"2026-09", "2026-10", "2026-09..2026-10"}) numbers.push_back(number(id, of, period));
    return numbers;
  };
  const auto first = all(rows);
  std::ranges::shuffle(rows, draw);
  EXPECT_EQ(all(rows), first);
  EXPECT_EQ(all(*parse_rows(write_rows(rows))), first) << "and after being written and read";
}

TEST(Rows, WhatIsWrongIsNamedByItsLine) {
  const auto detail = [](std::string_view text) { return parse_rows(text).error().detail; };
  EXPECT_EQ(detail("{\"kind\":\"request\",\"day\":\"2026-10-01\"}\nnonsense\n"), "line 2: not an object");
  EXPECT_EQ(detail("{\"kind\":\"request\",\"day\":\"2026-02-30\"}"), "line 1: day");
  EXPECT_EQ(detail("{\"kind\":\"request\"}"), "line 1: day");
  EXPECT_EQ(detail("{\"day\":\"2026-10-01\"}"), "line 1: kind");
  EXPECT_EQ(detail("{\"kind\":\"request\",\"day\":\"2026-10-01\",\"name\":\"x\"}"), "line 1: name");
  EXPECT_EQ(detail("{\"kind\":7,\"day\":\"2026-10-01\"}"), "line 1: kind");
}

}  // namespace
}  // namespace waymark::figures
