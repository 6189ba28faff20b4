// A whole year, published month by month: late rows that were announced, a mistake that is corrected, a definition that
// changes. Then everything that was printed is attacked, and every page is looked at once more.
#include <gtest/gtest.h>

#include <random>

#include "figures/audit.h"
#include "figures/compose.h"
#include "figures/report.h"
#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kPlan = R"(
id = "year"
series_months = 12
title = { ru = "Отчёт", uk = "Звіт", en = "Report" }
[[section]]
metric = "requests"
by = ["language"]
[[section]]
metric = "written"
by = ["language"]
)";

class Year : public testing::Test {
 protected:
  static constexpr int kFirst = 2025 * 12;

  static Registry metrics() {
    const std::string by = "by = [\"language\"]";
    // From July on, what turned out to be a test does not count any more.
    const std::string stricter = by + "\n[where]\naside = [\"none\"]";
    auto registry = Registry::parse({{"a", sample::metric("requests", by, 1, "2025-01")},
                                     {"b", sample::metric("requests", stricter, 2, "2025-07")},
                                     {"c", sample::metric("written", by, 1, "2025-01")}});
    EXPECT_TRUE(registry.has_value());
    return registry.value_or(Registry{});
  }

  void come(Month month, const std::string& language, int count) {
    for (int i = 0; i < count; ++i) {
      CountedRow row{.kind = "request",
                     .day = *day_of_text(month.text() + "-0" + std::to_string(1 + i % 9)),
                     .subject = "s" + std::to_string(next_++),
                     .language = language};
      row.received_day = row.day;
      rows_.push_back(row);
      if (i % 11 != 10) continue;
      row.kind = "aside";
      row.code = "test";
      rows_.push_back(row);
    }
  }

  /// The month's report, as compose() lets it pass.
  std::expected<Release, Refusal> publish(Month month, std::map<std::string, DeclaredChange> changes = {},
                                          std::vector<Period> announced = {}) {
    const EffectiveRows counted(rows_);
    sections_ = lay_out(plan_, registry_,
                        {.period = {month, month}, .against = Period{{month.number - 1}, {month.number - 1}}}, counted);
    const Order order{.figures = figures_of(sections_),
                      .period = {month, month},
                      .day = *day_of_text(Month{month.number + 1}.text() + "-05"),
                      .zone = "Europe/Moscow",
                      .changes = std::move(changes),
                      .announced = std::move(announced)};
    auto release = compose(order, registry_, counted, ledger_, random_);
    if (release.has_value()) {
      EXPECT_TRUE(ledger_.add(*release).has_value());
    }
    return release;
  }

  std::map<std::string, std::string> files() {
    auto made = report_files({plan_, registry_, catalogue_, ledger_, sections_, "Example line"});
    EXPECT_TRUE(made.has_value());
    return made.value_or(std::map<std::string, std::string>{});
  }

  /// Declares every figure that a refusal names, until there is a release or another refusal.
  std::expected<Release, Refusal> publish_with(Month month, Erratum kind, const std::string& reason) {
    std::map<std::string, DeclaredChange> changes;
    for (int tries = 0; tries < 50; ++tries) {
      auto release = publish(month, changes);
      if (release.has_value() || release.error().code != "changed" || changes.contains(release.error().figure))
        return release;
      changes[release.error().figure] = {kind, reason};
    }
    return std::unexpected(Refusal{.code = "endless", .figure = ""});
  }

  Registry registry_ = metrics();
  ReportPlan plan_ = *parse_plan(kPlan, registry_);
  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  std::vector<CountedRow> rows_;
  std::vector<SectionFigures> sections_;
  Ledger ledger_;
  crypto::SeededRandom random_{1};
  int next_ = 0;
};

TEST_F(Year, MonthByMonthWithTwoCorrectionsAndANewDefinition) {
  std::mt19937 draw(4);
  for (int i = 0; i < 12; ++i) {
    const Month month{kFirst + i};
    come(month, "ru", 40 + static_cast<int>(draw() % 60));
    come(month, "uk", 12 + static_cast<int>(draw() % 30));
    come(month, "en", static_cast<int>(draw() % 9));
    std::expected<Release, Refusal> made = std::unexpected(Refusal{});
    if (i == 3) {  // March was announced to be revised, and its late rows have come
      come(Month{kFirst + 2}, "ru", 20);
      made = publish_with(month, Erratum::kRevision, "Letters came late.");
    } else if (i == 8) {  // a mailbox of August was forgotten
      come(Month{kFirst + 7}, "uk", 25);
      made = publish_with(month, Erratum::kCorrection, "A mailbox was left out.");
    } else {
      made = publish(month, {}, i == 2 ? std::vector{Period{month, month}} : std::vector<Period>{});
    }
    ASSERT_TRUE(made.has_value()) << month.text() << ": " << made.error().code << " " << made.error().figure;
    if (i == 3 || i == 8) {
      EXPECT_TRUE(audit_files(files(), ledger_).empty()) << month.text();
    }
  }

  const auto audited = audit(ledger_, registry_, EffectiveRows(rows_));
  ASSERT_TRUE(audited.has_value()) << audited.error().detail;
  for (const Finding& one : audited->findings) ADD_FAILURE() << one.figure;
  EXPECT_GT(audited->protected_, 0U) << "there was something to protect";

  std::size_t corrections = 0, revisions = 0;
  for (const Release& release : ledger_.releases())
    for (const Change& change : release.changes) ++(change.kind == Erratum::kCorrection ? corrections : revisions);
  EXPECT_GT(corrections, 0U);
  EXPECT_GT(revisions, 0U);

  const std::string page = files().at("report.en.html");
  EXPECT_NE(page.find("A mailbox was left out."), std::string::npos) << "errata stay";
  EXPECT_NE(page.find("Letters came late."), std::string::npos);
  const auto read = Ledger::parse(ledger_.text());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->head(), ledger_.head());
}

// A series of two definitions has a break, and no number is made of both.
TEST_F(Year, NothingIsCountedAcrossTheNewDefinition) {
  for (int i = 4; i < 9; ++i) come({kFirst + i}, "ru", 50);
  ASSERT_TRUE(publish({kFirst + 7}).has_value());
  const Release& release = ledger_.releases().back();
  int versions = 0;
  for (const PrintedFigure& figure : release.figures) {
    if (figure.id.metric != "requests" || !figure.id.condition.empty()) continue;
    const int wanted = figure.id.period.last.number < kFirst + 6 ? 1 : 2;
    EXPECT_EQ(figure.id.version, wanted) << figure.id.text();
    versions |= figure.id.version;
  }
  EXPECT_EQ(versions, 3);
}

}  // namespace
}  // namespace waymark::figures
