// How long a report of a million rows takes, the audit of years of releases, and the exact bounds of a large table;
// each beside the same work done plainly in the same run. Limits: 2 s, 30 s, 10 s.
#include <benchmark/benchmark.h>
#include <glpk.h>

#include <chrono>
#include <memory>

#include "figures/attacker.h"
#include "figures/audit.h"
#include "figures/bench_rows.h"
#include "figures/compose.h"
#include "figures/protect.h"
#include "figures/report.h"
#include "store/connection.h"

namespace waymark::figures {
namespace {

constexpr double kReportLimit_s = 2, kAuditLimit_s = 30, kBoundsLimit_s = 10;
constexpr std::size_t kRows = 1'000'000;

std::int64_t day(std::string_view text) { return *day_of_text(text); }

Registry registry() { return *Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics"); }

/// The same cells that a report prints of requests, by a database that has the rows in columns.
class PlainTable {
 public:
  explicit PlainTable(const std::vector<CountedRow>& rows) {
    (void)store_->run_script(
        "CREATE TABLE row (kind TEXT, month INTEGER, language TEXT, code TEXT, subject TEXT) STRICT;"
        "BEGIN");
    for (const CountedRow& row : rows)
      (void)store_->execute("INSERT INTO row VALUES (?, ?, ?, ?, ?)", row.kind,
                            std::int64_t{Month::of_day(row.day).number}, row.language, row.code, row.subject);
    (void)store_->run_script("COMMIT");
  }
  std::int64_t group_by() {
    std::int64_t groups = 0;
    auto rows = store_->query("SELECT kind, month, language, code, count(*) FROM row GROUP BY 1, 2, 3, 4");
    while (rows.has_value() && rows->next().value_or(false)) ++groups;
    return groups;
  }

 private:
  std::unique_ptr<store::Connection> store_ = store::Connection::open_in_memory().value();
};

const std::vector<CountedRow>& rows_of_years() {
  static const auto rows = sample::many_rows(kRows, day("2022-01-01"), 5 * 365);
  return rows;
}

void plain_group_by(benchmark::State& state) {
  static PlainTable table(rows_of_years());
  for (auto _ : state) benchmark::DoNotOptimize(table.group_by());
}
BENCHMARK(plain_group_by)->Unit(benchmark::kMillisecond);

/// From rows as they lie in memory to all files of the month's report: counted, protected, audited, drawn.
void full_report(benchmark::State& state) {
  const Registry metrics = registry();
  const ReportPlan plan = *read_plan(WAYMARK_SOURCE_DIR "/figures/reports/monthly.toml", metrics);
  const auto catalogue = *text::Catalogue::embedded();
  crypto::SystemRandom random;
  double rows_s = 0, counted_s = 0, released_s = 0, written_s = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<CountedRow> copy = rows_of_years();
    state.ResumeTiming();
    const auto now = [] { return std::chrono::steady_clock::now(); };
    const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
    const auto begun = now();
    const EffectiveRows rows(std::move(copy));
    const auto joined = now();
    const auto sections = lay_out(
        plan, metrics,
        {.period = *Period::parse("2026-10"), .against = *Period::parse("2026-09"), .since = *Month::parse("2022-01")},
        rows);
    const auto laid_out = now();
    Ledger ledger;
    auto release = compose({.figures = figures_of(sections),
                            .period = *Period::parse("2026-10"),
                            .day = day("2026-11-05"),
                            .zone = "Europe/Moscow",
                            .how = How::kRounded},
                           metrics, rows, ledger, random);
    const auto composed = now();
    if (!release.has_value()) return state.SkipWithError(release.error().code.c_str());
    state.counters["figures"] = static_cast<double>(release->figures.size());
    (void)ledger.add(*std::move(release));
    const auto files = report_files({plan, metrics, catalogue, ledger, sections, "Example"});
    benchmark::DoNotOptimize(files);
    rows_s += seconds(begun, joined), counted_s += seconds(joined, laid_out);
    released_s += seconds(laid_out, composed), written_s += seconds(composed, now());
  }
  const auto each = [&](double sum) { return sum / static_cast<double>(state.iterations()); };
  state.counters["join_s"] = each(rows_s);
  state.counters["values_s"] = each(counted_s);
  state.counters["count_protect_audit_s"] = each(released_s);
  state.counters["pages_s"] = each(written_s);
  state.counters["limit_s"] = kReportLimit_s;
}
BENCHMARK(full_report)->Unit(benchmark::kMillisecond);

// ---- audit -----------------------------------------------------------------------------------------------------
constexpr int kMonths = 60, kCells = 40, kReleases = 12;

Registry cells_metric() {
  std::string text =
      "id = \"cells\"\nversion = 1\nsince = \"2020-01\"\nunit = \"request\"\nkinds = [\"request\"]\n"
      "by = [\"code\"]\n";
  for (const char* language : {"ru", "uk", "en"})
    text += std::string("[") + language +
            "]\nname = \"N\"\ndefinition = \"D.\"\nis_not = \"I.\"\ncounted = \"{count} of them\"\n";
  return *Registry::parse({{"cells", text}});
}

std::vector<CountedRow> rows_of_cells() {
  std::mt19937 draw(3);
  std::vector<CountedRow> rows;
  for (int month = 0; month < kMonths; ++month)
    for (int cell = 0; cell < kCells; ++cell) {
      const int count = static_cast<int>(draw() % 4 == 0 ? draw() % 6 : draw() % 60);
      for (int i = 0; i < count; ++i) {
        CountedRow row{
            .kind = "request", .day = day(Month{2020 * 12 + month}.text() + "-10"), .code = "c" + std::to_string(cell)};
        row.received_day = row.day;
        row.subject = std::to_string(rows.size());
        rows.push_back(std::move(row));
      }
    }
  return rows;
}

/// Twelve releases: each prints five more months by all cells, their totals and the total so far.
std::vector<FigureId> wanted_by(int release) {
  std::vector<FigureId> wanted;
  const int per = kMonths / kReleases;
  const auto period = [](int first, int last) { return Period{{2020 * 12 + first}, {2020 * 12 + last}}; };
  const auto add = [&](const Period& when, Condition condition = {}) {
    wanted.push_back({"cells", 1, when, std::move(condition)});
  };
  for (int month = release * per; month < (release + 1) * per; ++month) {
    add(period(month, month));
    for (int cell = 0; cell < kCells; ++cell) add(period(month, month), {{"code", {"c" + std::to_string(cell)}}});
  }
  add(period(0, (release + 1) * per - 1));
  return wanted;
}

struct Years {
  Registry metrics = cells_metric();
  EffectiveRows rows{rows_of_cells()};
  Ledger ledger;
  std::string refused;
  double last_s = 0;
  explicit Years(How how) {
    crypto::SystemRandom random;
    for (int release = 0; release < kReleases && refused.empty(); ++release) {
      const auto begun = std::chrono::steady_clock::now();
      auto made = compose({.figures = wanted_by(release),
                           .period = *Period::parse("2025-01"),
                           .day = day("2025-02-01"),
                           .zone = "UTC",
                           .how = how},
                          metrics, rows, ledger, random);
      last_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
      if (made.has_value()) {
        (void)ledger.add(*std::move(made));
      } else {
        refused = made.error().code + " " + made.error().figure;
      }
    }
  }
};

void audit_of_years(benchmark::State& state) {
  const Years years(state.range(0) == 0 ? How::kPlain : How::kRounded);
  if (!years.refused.empty()) return state.SkipWithError(years.refused.c_str());
  for (auto _ : state) {
    const auto done = audit(years.ledger, years.metrics, years.rows);
    if (!done.has_value()) return state.SkipWithError(done.error().detail.c_str());
    state.counters["figures"] = static_cast<double>(done->figures);
    state.counters["protected"] = static_cast<double>(done->protected_);
    state.counters["findings"] = static_cast<double>(done->findings.size());
  }
  state.counters["last_release_s"] = years.last_s;
  state.counters["limit_s"] = kAuditLimit_s;
}
BENCHMARK(audit_of_years)->ArgName("rounded")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->Iterations(1);

// ---- bounds ----------------------------------------------------------------------------------------------------
constexpr int kSide = 100;

/// A table of 100 times 100 with its margins; small cells are hidden, and in each line with one hidden cell one more.
struct Table {
  std::vector<std::int64_t> value;
  std::vector<Known> known;
  std::vector<Part> small;

  explicit Table(bool rounded) {
    std::mt19937 draw(19);
    for (int i = 0; i < kSide * kSide; ++i)
      value.push_back(static_cast<std::int64_t>(draw() % 8 == 0 ? 1 + draw() % 4 : 5 + draw() % 60));
    const Mode mode = rounded ? Mode::kRounded : Mode::kPlain;
    std::vector<bool> hidden(value.size(), false);
    for (std::size_t i = 0; i < value.size(); ++i) {
      hidden[i] = is_small(mode, value[i]);
      if (value[i] <= small_max(Mode::kPlain)) small.push_back(static_cast<Part>(i));
    }
    for (std::size_t i = 0; i < value.size(); ++i)
      known.push_back(hidden[i] ? known_hidden({static_cast<Part>(i)}, "")
                                : known_from(mode, {static_cast<Part>(i)}, shown_as(mode, value[i]), ""));
    for (int line = 0; line < kSide; ++line)
      for (const bool across : {true, false}) {
        Parts parts;
        for (int i = 0; i < kSide; ++i)
          parts.push_back(static_cast<Part>(across ? line * kSide + i : i * kSide + line));
        const std::int64_t sum = sum_of(value, parts);
        known.push_back(known_from(mode, parts, shown_as(mode, sum), ""));
      }
  }
};

/// The same ends by GLPK's floating simplex alone, without any proof.
double plain_ends(const Table& table) {
  const std::unique_ptr<glp_prob, void (*)(glp_prob*)> problem(glp_create_prob(), glp_delete_prob);
  glp_term_out(GLP_OFF);
  glp_add_cols(problem.get(), kSide * kSide);
  const auto kind = [](const Known& known) {
    return !known.high ? GLP_LO : known.low == *known.high ? GLP_FX : GLP_DB;
  };
  for (const Known& known : table.known) {
    const auto low = static_cast<double>(known.low), high = static_cast<double>(known.high.value_or(0));
    if (known.parts.size() == 1) {
      glp_set_col_bnds(problem.get(), static_cast<int>(known.parts[0]) + 1, kind(known), low, high);
      continue;
    }
    const int row = glp_add_rows(problem.get(), 1);
    glp_set_row_bnds(problem.get(), row, kind(known), low, high);
    std::vector<int> columns{0};
    std::vector<double> ones(known.parts.size() + 1, 1.0);
    for (const Part part : known.parts) columns.push_back(static_cast<int>(part) + 1);
    glp_set_mat_row(problem.get(), row, static_cast<int>(known.parts.size()), columns.data(), ones.data());
  }
  glp_smcp settings;
  glp_init_smcp(&settings);
  settings.msg_lev = GLP_MSG_OFF;
  double sum = 0;
  for (const Part part : table.small)
    for (const int direction : {GLP_MIN, GLP_MAX}) {
      glp_set_obj_coef(problem.get(), static_cast<int>(part) + 1, 1);
      glp_set_obj_dir(problem.get(), direction);
      (void)glp_simplex(problem.get(), &settings);
      sum += glp_get_obj_val(problem.get());
      glp_set_obj_coef(problem.get(), static_cast<int>(part) + 1, 0);
    }
  return sum;
}

void floating_bounds(benchmark::State& state) {
  const Table table(state.range(0) == 1);
  for (auto _ : state) benchmark::DoNotOptimize(plain_ends(table));
  state.counters["cells"] = static_cast<double>(table.small.size());
}
BENCHMARK(floating_bounds)->ArgName("rounded")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->Iterations(1);

void exact_bounds(benchmark::State& state) {
  const Table table(state.range(0) == 1);
  double width = 0;
  for (auto _ : state) {
    Attacker attacker(table.value.size(), table.known);
    for (const Part part : table.small) {
      const auto range = attacker.range_of({part});
      if (!range.has_value()) return state.SkipWithError(range.error().detail.c_str());
      width += static_cast<double>(range->high.value_or(0) - range->low);
    }
  }
  state.counters["cells"] = static_cast<double>(table.small.size());
  state.counters["width"] = width / static_cast<double>(table.small.size());
  state.counters["limit_s"] = kBoundsLimit_s;
}
BENCHMARK(exact_bounds)->ArgName("rounded")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace waymark::figures

BENCHMARK_MAIN();
