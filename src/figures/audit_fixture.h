// Auditing: releases that nobody protected, planted into a ledger, and the rows that they are of.
#pragma once

#include <gtest/gtest.h>

#include "figures/audit.h"
#include "figures/test_metrics.h"
#include "figures/told.h"

namespace waymark::figures {

inline std::int64_t day(std::string_view text) { return *day_of_text(text); }

/// Each release prints what a test says, whatever it tells.
class Auditing : public testing::Test {
 protected:
  void come(int count, std::string_view month, const std::string& language = "ru",
            std::vector<std::string> answers = {}) {
    for (int i = 0; i < count; ++i) {
      CountedRow row{.kind = "request",
                     .day = day(std::string(month) + "-15"),
                     .subject = "s" + std::to_string(next_++),
                     .language = language};
      row.received_day = row.day;
      row.answers = answers;
      rows_.push_back(row);
    }
  }
  static FigureId figure(std::string_view period, Condition condition = {}, std::string metric = "requests") {
    return {
        .metric = std::move(metric), .version = 1, .period = *Period::parse(period), .condition = std::move(condition)};
  }
  static Condition in(const std::string& language) { return {{"language", {language}}}; }
  static PrintedFigure exact(FigureId id, std::int64_t shown) { return {std::move(id), "exact", shown}; }
  static PrintedFigure rounded(FigureId id, std::int64_t shown) { return {std::move(id), "rounded", shown}; }
  static PrintedFigure hidden(FigureId id) { return {std::move(id), std::string(kHiddenRule), std::nullopt}; }
  /// A release that nobody protected.
  void plant(std::vector<PrintedFigure> figures, std::vector<Change> changes = {}) {
    Release release{.serial = ledger_.releases().size() + 1,
                    .day = day("2026-12-05"),
                    .zone = "Europe/Moscow",
                    .period = *Period::parse("2026-10"),
                    .figures = std::move(figures),
                    .changes = std::move(changes),
                    .announced = {},
                    .previous = ledger_.head()};
    ASSERT_TRUE(ledger_.add(std::move(release)).has_value());
  }
  Audit look() {
    const auto found = audit(ledger_, registry_, EffectiveRows(rows_));
    EXPECT_TRUE(found.has_value()) << describe(found.error());
    return found.value_or(Audit{});
  }
  /// The only finding of its kind that is told by name.
  Finding only() {
    const Audit found = look();
    EXPECT_EQ(found.findings.size(), 1U);
    return found.findings.empty() ? Finding{} : found.findings.front();
  }
  static std::vector<std::string> names(const std::vector<FigureId>& ids) {
    std::vector<std::string> all;
    for (const FigureId& id : ids) all.push_back(id.text());
    return all;
  }

  Registry registry_ = sample::shipped();
  std::vector<CountedRow> rows_;
  Ledger ledger_;
  crypto::SeededRandom random_{1};
  int next_ = 0;
};

}  // namespace waymark::figures
