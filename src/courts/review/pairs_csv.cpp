#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "courts/review/pairs.h"
#include "linkage/csv.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "courts/review/pairs";

/// Two columns that belong together: left.X and right.X, or evidence.Y and bits.Y.
struct Twin {
  std::string name;
  std::size_t first = 0, second = 0;
};

/// The columns `before.NAME` that have a twin `after.NAME`, in the file's order.
std::vector<Twin> twins(const linkage::Table& table, std::string_view before, std::string_view after) {
  std::vector<Twin> found;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const std::string& title = table.columns()[i].name;
    if (!title.starts_with(before)) continue;
    const std::string name = title.substr(before.size());
    if (const auto other = table.column_named(std::string(after) + name)) found.push_back({name, i, *other});
  }
  return found;
}

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// The columns of one file of pairs.
class PairColumns {
 public:
  static Result<PairColumns> of(const linkage::Table& table) {
    PairColumns columns(table);
    for (const auto& [name, place] : {std::pair{"left", &columns.left_}, std::pair{"right", &columns.right_},
                                      std::pair{"probability", &columns.probability_}}) {
      const auto found = table.column_named(name);
      if (!found) return fail(Code::kNotFound, kWhere, fmt::format("The file of pairs has no column '{}'.", name));
      *place = *found;
    }
    columns.fields_ = twins(table, "left.", "right.");
    columns.evidence_ = twins(table, "evidence.", "bits.");
    if (columns.fields_.empty() || columns.fields_.size() > kPairFieldsMax || columns.evidence_.size() > kPairFieldsMax)
      return fail(Code::kMalformed, kWhere, "The file of pairs shows no fields of its records, or more than 64.");
    return columns;
  }

  [[nodiscard]] Result<ReviewPair> pair(linkage::Row row) const {
    ReviewPair pair{.left = cell(row, left_), .right = cell(row, right_), .why = named(row, "why")};
    const auto probability = number_in(table_.cell(row, probability_));
    if (pair.left.empty() || pair.right.empty() || pair.left == pair.right)
      return fail(Code::kMalformed, kWhere, fmt::format("Pair {} does not name two records.", row + 1));
    if (!probability || *probability < 0 || *probability > 1)
      return fail(Code::kMalformed, kWhere, fmt::format("The probability of pair {} is none.", row + 1));
    pair.probability = *probability;
    pair.bits = number_in(named(row, "bits")).value_or(0);
    pair.start = number_in(named(row, "start")).value_or(0);
    for (const Twin& twin : fields_) pair.fields.push_back({twin.name, cell(row, twin.first), cell(row, twin.second)});
    for (const Twin& twin : evidence_)
      if (const std::string level = cell(row, twin.first); !level.empty())
        pair.evidence.push_back({twin.name, level, number_in(table_.cell(row, twin.second)).value_or(0)});
    return pair;
  }

 private:
  explicit PairColumns(const linkage::Table& table) : table_(table) {}
  [[nodiscard]] std::string cell(linkage::Row row, std::size_t column) const {
    return std::string(table_.cell(row, column));
  }
  [[nodiscard]] std::string named(linkage::Row row, std::string_view name) const {
    const auto column = table_.column_named(name);
    return column ? cell(row, *column) : std::string();
  }

  const linkage::Table& table_;
  std::size_t left_ = 0, right_ = 0, probability_ = 0;
  std::vector<Twin> fields_, evidence_;
};

}  // namespace

Result<std::vector<ReviewPair>> pairs_of_csv(std::string_view text) {
  LET(const linkage::Table table, linkage::read_csv(text, {}, linkage::Workers{1}));
  if (table.rows() > kPairsMax)
    return fail(Code::kTooLarge, kWhere, "There are more than 200,000 pairs: raise the threshold of review.");
  LET(const PairColumns columns, PairColumns::of(table));
  std::vector<ReviewPair> pairs;
  pairs.reserve(table.rows());
  for (linkage::Row row = 0; row < table.rows(); ++row) {
    LET(ReviewPair pair, columns.pair(row));
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace waymark::courts
