// review.csv: pairs that people should look at, with both sides' fields and the evidence of each field.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "courts/instances/files.h"
#include "linkage/pattern.h"
#include "report/table.h"

namespace waymark::courts {
namespace {

constexpr std::array<std::string_view, 15> kSideFields = {
    "case",     "court",    "court_code", "region",  "number", "uid",         "stage",       "name",
    "articles", "received", "decided",    "outcome", "judge",  "lower_court", "lower_number"};

struct Candidate {
  std::uint32_t left = 0, right = 0;  ///< accused
  double bits = 0;
  std::string_view why;
};

std::string day_text(std::int32_t day) { return day == kNoDay ? std::string{} : iso_day(day); }

/// Two digits; as a number, because a text that begins with a minus is guarded against spreadsheets.
report::Number two_digits(double value) { return {.value = std::round(value * 100) / 100, .decimals = 2}; }

class ReviewTable {
 public:
  explicit ReviewTable(const Found& found) : found_(found) {
    for (const char* const key : {"left", "right", "probability", "bits", "why", "start"}) add_column(key);
    for (const char* const side : {"left.", "right."}) {
      for (const std::string_view field : kSideFields) add_column(side + std::string{field});
      add_column(side + std::string{"sentence"});
    }
    for (const auto& field : found.people.linkage.prepared->fields()) {
      add_column("evidence." + field.config.name);
      add_column("bits." + field.config.name);
    }
  }

  void add(const Candidate& one) {
    const Accused &left = found_.dossier.accused[one.left], &right = found_.dossier.accused[one.right];
    const linkage::Linkage& linkage = found_.people.linkage;
    std::vector<report::Cell> row{found_.dossier.record_id(left),
                                  found_.dossier.record_id(right),
                                  fmt::format("{:.4f}", linkage::probability_of(one.bits)),
                                  two_digits(one.bits),
                                  std::string{one.why},
                                  two_digits(linkage.start())};
    add_side(row, left);
    add_side(row, right);
    const std::uint32_t a = found_.people.row_of[one.left], b = found_.people.row_of[one.right];
    for (const linkage::Step& step : linkage.explain(a, b)) {
      row.emplace_back(linkage::level_name(linkage.prepared->fields()[step.field], step.level));
      row.emplace_back(two_digits(step.bits + step.rare_bits));
    }
    table_.rows.push_back(std::move(row));
  }
  [[nodiscard]] std::string csv() const { return report::to_csv(table_); }

 private:
  void add_column(std::string key) { table_.columns.push_back({key, key}); }
  void add_side(std::vector<report::Cell>& row, const Accused& one) const {
    const CaseRecord& of = found_.dossier.cases[one.of_case];
    for (const std::string& value :
         {of.key, of.court_name.empty() ? of.court : of.court_name, of.court, std::to_string(of.region),
          of.number.written, of.uid, std::string{name_of(of.stage)}, one.name, one.articles, day_text(of.received),
          day_text(one.decided), std::string{name_of(one.outcome)}, of.judge, of.lower_written, of.lower_number,
          one.sentence})
      row.emplace_back(value);
  }

  const Found& found_;
  report::Table table_;
};

class Candidates {
 public:
  explicit Candidates(const Found& found) : found_(found) {}

  void add_by_likeness() {
    const linkage::Linkage& linkage = found_.people.linkage;
    for (const linkage::ScoredPair& pair : linkage.pairs) {
      if (pair.rule == linkage::kByReview || pair.rule == linkage::kByKey) continue;
      if (linkage.clusters.of_row[pair.a] == linkage.clusters.of_row[pair.b]) continue;
      const double probability = linkage::probability_of(pair.bits);
      if (probability < found_.options.review) continue;
      add(found_.people.accused[pair.a], found_.people.accused[pair.b], double{pair.bits},
          probability < found_.options.link ? "likeness" : "contradiction");
    }
  }
  /// One line for a УИД (or a reference) that the names contradict: of the accused that are likest.
  std::size_t add_contradicted() {
    std::size_t conflicts = 0;
    for (const Tie& tie : found_.ties) {
      if (!tie.contradicted) continue;
      ++conflicts;
      std::optional<Candidate> best;
      const CaseRecord &a = found_.dossier.cases[tie.a], &b = found_.dossier.cases[tie.b];
      for (std::uint32_t i = a.first_accused; i < a.first_accused + a.accused_count; ++i) {
        for (std::uint32_t j = b.first_accused; j < b.first_accused + b.accused_count; ++j) {
          const std::uint32_t row_a = found_.people.row_of[i], row_b = found_.people.row_of[j];
          if (row_a == People::kNoRow || row_b == People::kNoRow) continue;
          const double bits = bits_of(row_a, row_b);
          if (!best || bits > best->bits) best = Candidate{.left = i, .right = j, .bits = bits, .why = "uid"};
        }
      }
      if (best) add(best->left, best->right, best->bits, "uid");
    }
    return conflicts;
  }
  /// Nearest to an even chance first; conflicts of УИД before all.
  [[nodiscard]] std::vector<Candidate> sorted() const {
    std::vector<Candidate> all;
    for (const auto& [pair, one] : by_pair_) all.push_back(one);
    std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
      if ((a.why == "uid") != (b.why == "uid")) return a.why == "uid";
      return std::abs(a.bits) < std::abs(b.bits);
    });
    return all;
  }

 private:
  [[nodiscard]] double bits_of(std::uint32_t row_a, std::uint32_t row_b) const {
    double bits = found_.people.linkage.start();
    for (const linkage::Step& step : found_.people.linkage.explain(row_a, row_b)) bits += step.bits + step.rare_bits;
    return bits;
  }
  void add(std::uint32_t one, std::uint32_t other, double bits, std::string_view why) {
    const auto pair = std::minmax(one, other);
    if (found_.decisions.of_accused.same.contains(pair) || found_.decisions.of_accused.different.contains(pair)) return;
    const auto received = [&](std::uint32_t accused) {
      return found_.dossier.cases[found_.dossier.accused[accused].of_case].received;
    };
    const bool turn = received(pair.second) < received(pair.first);
    by_pair_[pair] = {
        .left = turn ? pair.second : pair.first, .right = turn ? pair.first : pair.second, .bits = bits, .why = why};
  }

  const Found& found_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Candidate> by_pair_;
};

}  // namespace

std::string review_csv(const Found& found, LinkReport& report) {
  Candidates candidates{found};
  candidates.add_by_likeness();
  report.uid_conflicts = candidates.add_contradicted();
  std::vector<Candidate> all = candidates.sorted();
  report.review_pairs = all.size();
  if (all.size() > kReviewPairsMax) {
    report.notes.push_back(
        fmt::format("{} pairs are to be reviewed; the first {} are written.", all.size(), kReviewPairsMax));
    all.resize(kReviewPairsMax);
  }
  ReviewTable table{found};
  for (const Candidate& one : all) table.add(one);
  return table.csv();
}

}  // namespace waymark::courts
