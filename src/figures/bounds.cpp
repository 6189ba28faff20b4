#include "figures/bounds.h"

#include <glpk.h>

#include <array>
#include <cmath>

#include "base/check.h"

namespace waymark::figures {
namespace {

constexpr int kNodesMax = 400;   ///< of branch and bound, for one end
constexpr double kSlack = 1e-6;  ///< of a double that stands for a whole number
/// Prices of sums of few figures are such fractions; others are proved by the exact simplex.
constexpr std::array<std::int64_t, 7> kDenominators{1, 2, 3, 4, 5, 6, 12};
constexpr double kPriceMax = 1e9;

struct FreeProblem {
  void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
};
using Problem = std::unique_ptr<glp_prob, FreeProblem>;
__extension__ using Wide = __int128;

Wide floor_of(Wide number, Wide by) { return number >= 0 ? number / by : -((-number + by - 1) / by); }

int kind_of(std::int64_t low, const std::optional<std::int64_t>& high) {
  return !high.has_value() ? GLP_LO : *high == low ? GLP_FX : GLP_DB;
}

}  // namespace

class Bounds::Program {
 public:
  Program(std::vector<Column> columns, std::vector<BoundRow> rows)
      : columns_(std::move(columns)), rows_(std::move(rows)), problem_(glp_create_prob()) {
    glp_term_out(GLP_OFF);
    glp_add_cols(problem_.get(), static_cast<int>(columns_.size()));
    for (std::size_t i = 0; i < columns_.size(); ++i)
      bound(static_cast<int>(i), static_cast<double>(columns_[i].low), as_double(columns_[i].high));
    if (!rows_.empty()) glp_add_rows(problem_.get(), static_cast<int>(rows_.size()));
    for (std::size_t i = 0; i < rows_.size(); ++i) set_row(static_cast<int>(i) + 1, rows_[i]);
    glp_scale_prob(problem_.get(), GLP_SF_SKIP);
  }

  Answer end_of(const std::vector<int>& sum, End end) {
    ++asked_;
    sum_.assign(columns_.size(), 0);
    for (const int column : sum) sum_[static_cast<std::size_t>(column)] = 1;
    end_ = end;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      glp_set_obj_coef(problem_.get(), static_cast<int>(i) + 1, static_cast<double>(sum_[i]));
    glp_set_obj_dir(problem_.get(), end == End::kLow ? GLP_MIN : GLP_MAX);
    best_.reset();
    answer_ = {};
    if (is_proved()) {
      ++proved_;
      return answer_;
    }
    return search();
  }
  [[nodiscard]] std::pair<std::size_t, std::size_t> proved() const { return {proved_, asked_}; }

 private:
  static std::optional<double> as_double(const std::optional<std::int64_t>& number) {
    return number ? std::optional{static_cast<double>(*number)} : std::nullopt;
  }

  void set_row(int at, const BoundRow& row) {
    glp_set_row_bnds(problem_.get(), at, kind_of(row.low, row.high), static_cast<double>(row.low),
                     static_cast<double>(row.high.value_or(0)));
    std::vector<int> columns{0};
    std::vector<double> signs{0};
    for (const auto& [column, sign] : row.entries) {
      columns.push_back(column + 1);
      signs.push_back(sign);
    }
    glp_set_mat_row(problem_.get(), at, static_cast<int>(row.entries.size()), columns.data(), signs.data());
  }

  void bound(int column, double low, std::optional<double> high) {
    const int kind = !high.has_value() ? GLP_LO : *high == low ? GLP_FX : GLP_DB;
    glp_set_col_bnds(problem_.get(), column + 1, kind, low, high.value_or(0));
  }

  bool solve_in_floats() {
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    if (glp_simplex(problem_.get(), &settings) != 0) {
      glp_std_basis(problem_.get());
      if (glp_simplex(problem_.get(), &settings) != 0) return false;
    }
    return glp_get_status(problem_.get()) == GLP_OPT;
  }

  // ---- proof -------------------------------------------------------------------------------------------------
  bool is_proved() {
    if (!solve_in_floats() || !keep_if_true()) return false;
    std::vector<double> prices(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      prices[i] = glp_get_row_dual(problem_.get(), static_cast<int>(i) + 1) * sign();
      if (!(std::abs(prices[i]) < kPriceMax)) return false;
    }
    for (const std::int64_t denominator : kDenominators)
      if (proves(prices, denominator)) {
        answer_.found = Found::kEnd;
        answer_.value = *best_;
        return true;
      }
    return false;
  }
  [[nodiscard]] int sign() const { return end_ == End::kHigh ? 1 : -1; }

  /// Adds bound * number; false if that bound is not there.
  static bool add(Wide& most, Wide number, std::int64_t low, const std::optional<std::int64_t>& high) {
    if (number > 0 && !high.has_value()) return false;
    if (number != 0) most += number * (number > 0 ? *high : low);
    return true;
  }

  /// sign * sum <= most / denominator for every table that there may be, all in whole numbers.
  bool proves(const std::vector<double>& prices, std::int64_t denominator) {
    std::vector<Wide> rest(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) rest[i] = Wide{sum_[i]} * sign() * denominator;
    Wide most = 0;
    Answer by;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto price = static_cast<std::int64_t>(std::llround(prices[i] * static_cast<double>(denominator)));
      if (price == 0) continue;
      by.rows.push_back(static_cast<int>(i));
      if (!add(most, price, rows_[i].low, rows_[i].high)) return false;
      for (const auto& [column, in_row] : rows_[i].entries)
        rest[static_cast<std::size_t>(column)] -= Wide{price} * in_row;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!add(most, rest[i], columns_[i].low, columns_[i].high)) return false;
      if (rest[i] != 0) (rest[i] > 0 ? by.columns_high : by.columns_low).push_back(static_cast<int>(i));
    }
    if (floor_of(most, denominator) != Wide{*best_} * sign()) return false;
    answer_ = std::move(by);
    return true;
  }

  // ---- search ------------------------------------------------------------------------------------------------
  Answer search() {
    nodes_ = 0;
    answer_ = {};
    const Found root = branch(0);
    // Bounds of branches that were cut short stay nowhere.
    answer_.found = root == Found::kImpossible || root == Found::kUnbounded ? root : Found::kGaveUp;
    if (best_.has_value() && root != Found::kUnbounded) {
      answer_.found = Found::kEnd;
      answer_.value = *best_;
    }
    return answer_;
  }

  /// The floating simplex to come near, the exact one to be sure.
  Found solve_exactly() {
    (void)solve_in_floats();
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    if (glp_exact(problem_.get(), &settings) != 0) {
      glp_std_basis(problem_.get());
      if (glp_exact(problem_.get(), &settings) != 0) return Found::kGaveUp;
    }
    switch (glp_get_status(problem_.get())) {
      case GLP_OPT: return Found::kEnd;
      case GLP_UNBND: return Found::kUnbounded;
      default: return Found::kImpossible;
    }
  }

  /// Depth first; the end that was found so far cuts off what cannot be better.
  Found branch(int depth) {
    if (++nodes_ > kNodesMax) return Found::kGaveUp;
    const Found found = solve_exactly();
    if (found != Found::kEnd) return found;
    if (depth == 0) note_reasons();
    const double end = glp_get_obj_val(problem_.get());
    if (best_.has_value() && (end_ == End::kLow ? std::ceil(end - kSlack) >= static_cast<double>(*best_)
                                                : std::floor(end + kSlack) <= static_cast<double>(*best_)))
      return Found::kEnd;
    const int column = first_broken();
    if (column < 0) {
      (void)keep_if_true();
      return Found::kEnd;
    }
    const double at = glp_get_col_prim(problem_.get(), column + 1);
    const auto [low, high] = bounds_of(column);
    const Found below = with_bounds(column, low, std::floor(at), depth);
    const Found above = with_bounds(column, std::ceil(at), high, depth);
    bound(column, low, high);
    return below == Found::kGaveUp || above == Found::kGaveUp ? Found::kGaveUp : Found::kEnd;
  }

  Found with_bounds(int column, double low, std::optional<double> high, int depth) {
    bound(column, low, high);
    return branch(depth + 1);
  }
  [[nodiscard]] std::pair<double, std::optional<double>> bounds_of(int column) const {
    const double low = glp_get_col_lb(problem_.get(), column + 1);
    if (glp_get_col_type(problem_.get(), column + 1) == GLP_LO) return {low, std::nullopt};
    return {low, glp_get_col_ub(problem_.get(), column + 1)};
  }

  [[nodiscard]] int first_broken() const {
    for (int column = 0; column < static_cast<int>(columns_.size()); ++column) {
      const double at = glp_get_col_prim(problem_.get(), column + 1);
      if (std::abs(at - std::round(at)) > kSlack) return column;
    }
    return -1;
  }

  /// The table in whole numbers, tried on everything that is known. @return whether it is one
  bool keep_if_true() {
    std::vector<std::int64_t> table(columns_.size());
    std::int64_t value = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      table[i] = static_cast<std::int64_t>(std::llround(glp_get_col_prim(problem_.get(), static_cast<int>(i) + 1)));
      if (table[i] < columns_[i].low || (columns_[i].high && table[i] > *columns_[i].high)) return false;
      value += table[i] * sum_[i];
    }
    for (const BoundRow& row : rows_) {
      std::int64_t sum = 0;
      for (const auto& [column, in_row] : row.entries) sum += table[static_cast<std::size_t>(column)] * in_row;
      if (sum < row.low || (row.high && sum > *row.high)) return false;
    }
    if (!best_.has_value() || (end_ == End::kLow ? value < *best_ : value > *best_)) best_ = value;
    return true;
  }

  /// What holds the end where it is: rows and bounds with a price.
  void note_reasons() {
    for (int i = 0; i < static_cast<int>(rows_.size()); ++i)
      if (std::abs(glp_get_row_dual(problem_.get(), i + 1)) > kSlack) answer_.rows.push_back(i);
    for (int i = 0; i < static_cast<int>(columns_.size()); ++i) {
      const double price = glp_get_col_dual(problem_.get(), i + 1) * sign();
      if (std::abs(price) > kSlack) (price > 0 ? answer_.columns_high : answer_.columns_low).push_back(i);
    }
  }

  std::vector<Column> columns_;
  std::vector<BoundRow> rows_;
  Problem problem_;
  std::vector<std::int64_t> sum_;
  End end_ = End::kLow;
  std::optional<std::int64_t> best_;
  Answer answer_;
  int nodes_ = 0;
  std::size_t asked_ = 0, proved_ = 0;
};

Bounds::Bounds(std::vector<Column> columns, std::vector<BoundRow> rows)
    : program_(std::make_unique<Program>(std::move(columns), std::move(rows))) {}
Bounds::~Bounds() = default;
Bounds::Answer Bounds::end_of(const std::vector<int>& sum, End end) { return program_->end_of(sum, end); }
std::pair<std::size_t, std::size_t> Bounds::proved() const { return program_->proved(); }

}  // namespace waymark::figures
