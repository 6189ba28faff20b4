#include "figures/attacker.h"

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/check.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kWhere = "figures/attacker";
constexpr int kNodesMax = 400;   ///< of branch and bound, for one end of one range
constexpr double kSlack = 1e-6;  // of a double that stands for a whole number

struct FreeProblem {
  void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
};
using Problem = std::unique_ptr<glp_prob, FreeProblem>;

enum class End { kLow, kHigh };
enum class Found { kWhole, kImpossible, kUnbounded, kGaveUp };

/// Parts that are linked by what is known, as one linear program.
class Component {
 public:
  Component(Parts parts, std::vector<std::size_t> rows, const std::vector<Known>& known)
      : parts_(std::move(parts)), rows_(std::move(rows)), known_(known), problem_(glp_create_prob()) {
    for (std::size_t i = 0; i < parts_.size(); ++i) column_of_[parts_[i]] = static_cast<int>(i) + 1;
    glp_add_cols(problem_.get(), static_cast<int>(parts_.size()));
    for (int column = 1; column <= static_cast<int>(parts_.size()); ++column)
      glp_set_col_bnds(problem_.get(), column, GLP_LO, 0, 0);
    if (rows_.empty()) return;
    glp_add_rows(problem_.get(), static_cast<int>(rows_.size()));
    for (std::size_t i = 0; i < rows_.size(); ++i) set_row(static_cast<int>(i) + 1, known[rows_[i]]);
  }

  struct Answer {
    Found found = Found::kImpossible;
    std::int64_t value = 0;
    std::vector<std::size_t> by = {};
  };
  Answer end_of(const Parts& figure, End end) {
    for (const Part part : parts_) glp_set_obj_coef(problem_.get(), column_of_[part], 0);
    for (const Part part : figure) glp_set_obj_coef(problem_.get(), column_of_[part], 1);
    glp_set_obj_dir(problem_.get(), end == End::kLow ? GLP_MIN : GLP_MAX);
    figure_ = &figure;
    end_ = end;
    best_.reset();
    by_.clear();
    nodes_ = 0;
    const Found root = branch(0);
    if (best_.has_value()) return {Found::kWhole, *best_, by_};
    return {root, 0, by_};
  }

 private:
  void set_row(int row, const Known& known) {
    const auto low = static_cast<double>(known.low);
    const bool equal = known.high.has_value() && *known.high == known.low;
    const int kind = equal ? GLP_FX : known.high.has_value() ? GLP_DB : GLP_LO;
    glp_set_row_bnds(problem_.get(), row, kind, low, static_cast<double>(known.high.value_or(0)));
    std::map<int, double> numbers;
    for (const Part part : known.parts) numbers[column_of_[part]] += 1;
    for (const Part part : known.minus) numbers[column_of_[part]] -= 1;
    std::vector<int> columns{0};
    std::vector<double> values{0};
    for (const auto& [column, value] : numbers) {
      columns.push_back(column);
      values.push_back(value);
    }
    glp_set_mat_row(problem_.get(), row, static_cast<int>(numbers.size()), columns.data(), values.data());
  }

  /// The floating simplex to come near, the exact one to be sure.
  Found solve() {
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    glp_term_out(GLP_OFF);
    if (glp_simplex(problem_.get(), &settings) != 0) {
      glp_std_basis(problem_.get());
      (void)glp_simplex(problem_.get(), &settings);
    }
    if (glp_exact(problem_.get(), &settings) != 0) return Found::kGaveUp;
    switch (glp_get_status(problem_.get())) {
      case GLP_OPT: return Found::kWhole;
      case GLP_UNBND: return Found::kUnbounded;
      default: return Found::kImpossible;
    }
  }

  /// Depth first; the end that was found so far cuts off what cannot be better.
  Found branch(int depth) {
    if (++nodes_ > kNodesMax) return Found::kGaveUp;
    const Found found = solve();
    if (found != Found::kWhole) return found;
    if (depth == 0) note_reasons();
    const double end = glp_get_obj_val(problem_.get());
    if (best_.has_value() && (end_ == End::kLow ? std::ceil(end - kSlack) >= static_cast<double>(*best_)
                                                : std::floor(end + kSlack) <= static_cast<double>(*best_)))
      return Found::kWhole;
    const int column = first_broken();
    if (column == 0) {
      keep_if_true();
      return Found::kWhole;
    }
    const double at = glp_get_col_prim(problem_.get(), column);
    const auto [low, high] = bounds_of(column);
    const Found below = with_bounds(column, low, std::floor(at), depth);
    const Found above = with_bounds(column, std::ceil(at), high, depth);
    bound(column, low, high);
    return below == Found::kGaveUp || above == Found::kGaveUp ? Found::kGaveUp : Found::kWhole;
  }

  Found with_bounds(int column, double low, std::optional<double> high, int depth) {
    bound(column, low, high);
    return branch(depth + 1);
  }
  [[nodiscard]] std::pair<double, std::optional<double>> bounds_of(int column) const {
    const int kind = glp_get_col_type(problem_.get(), column);
    const double low = glp_get_col_lb(problem_.get(), column);
    if (kind == GLP_LO) return {low, std::nullopt};
    return {low, glp_get_col_ub(problem_.get(), column)};
  }
  void bound(int column, double low, std::optional<double> high) {
    const int kind = !high.has_value() ? GLP_LO : *high == low ? GLP_FX : GLP_DB;
    glp_set_col_bnds(problem_.get(), column, kind, low, high.value_or(0));
  }

  [[nodiscard]] int first_broken() const {
    for (int column = 1; column <= static_cast<int>(parts_.size()); ++column) {
      const double at = glp_get_col_prim(problem_.get(), column);
      if (std::abs(at - std::round(at)) > kSlack) return column;
    }
    return 0;
  }

  /// The table in whole numbers, tried on everything that is known.
  void keep_if_true() {
    std::map<Part, std::int64_t> table;
    for (const Part part : parts_)
      table[part] = static_cast<std::int64_t>(std::llround(glp_get_col_prim(problem_.get(), column_of_[part])));
    const auto sum = [&](const Parts& parts) {
      return std::accumulate(parts.begin(), parts.end(), std::int64_t{0},
                             [&](std::int64_t so_far, Part part) { return so_far + table[part]; });
    };
    for (const auto& [part, count] : table)
      if (count < 0) return;
    for (const std::size_t row : rows_) {
      const std::int64_t value = sum(known_[row].parts) - sum(known_[row].minus);
      if (value < known_[row].low || (known_[row].high.has_value() && value > *known_[row].high)) return;
    }
    const std::int64_t value = sum(*figure_);
    if (!best_.has_value() || (end_ == End::kLow ? value < *best_ : value > *best_)) best_ = value;
  }

  /// What holds the end where it is: the rows with a price.
  void note_reasons() {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (std::abs(glp_get_row_dual(problem_.get(), static_cast<int>(i) + 1)) > kSlack) by_.push_back(rows_[i]);
  }

  Parts parts_;
  std::vector<std::size_t> rows_;
  const std::vector<Known>& known_;
  std::map<Part, int> column_of_;
  Problem problem_;
  const Parts* figure_ = nullptr;
  End end_ = End::kLow;
  std::optional<std::int64_t> best_;
  std::vector<std::size_t> by_;
  int nodes_ = 0;
};

}  // namespace

class Attacker::Program {
 public:
  Program(std::size_t parts, std::vector<Known> known) : known_(std::move(known)), parent_(parts) {
    std::iota(parent_.begin(), parent_.end(), Part{0});
    for (const Known& one : known_) {
      Parts all = one.parts;
      all.insert(all.end(), one.minus.begin(), one.minus.end());
      for (const Part part : all) {
        CHECK(part < parts);
        join(all.front(), part);
      }
    }
    std::map<Part, std::pair<Parts, std::vector<std::size_t>>> members;
    for (Part part = 0; part < parts; ++part) members[root(part)].first.push_back(part);
    for (std::size_t i = 0; i < known_.size(); ++i) {
      const Parts& any = known_[i].parts.empty() ? known_[i].minus : known_[i].parts;
      if (!any.empty()) members[root(any.front())].second.push_back(i);
    }
    for (auto& [at, both] : members)
      if (!both.second.empty())
        components_[at] = std::make_unique<Component>(std::move(both.first), std::move(both.second), known_);
  }

  Result<Range> range_of(const Parts& figure) {
    std::map<Part, Parts> by_component;
    for (const Part part : figure) by_component[root(part)].push_back(part);
    Range range{.low = 0, .high = 0, .low_by = {}, .high_by = {}};
    for (const auto& [at, parts] : by_component) {
      const auto component = components_.find(at);
      if (component == components_.end()) {
        range.high.reset();
        continue;
      }
      TRY(add_end(*component->second, parts, End::kLow, range));
      TRY(add_end(*component->second, parts, End::kHigh, range));
    }
    if (!range.high.has_value()) range.high_by.clear();
    return range;
  }
  [[nodiscard]] const std::vector<Known>& known() const { return known_; }

 private:
  static Result<void> add_end(Component& component, const Parts& parts, End end, Range& range) {
    const Component::Answer answer = component.end_of(parts, end);
    if (answer.found == Found::kImpossible) return fail(Code::kMalformed, kWhere, "contradiction");
    if (answer.found == Found::kGaveUp) return fail(Code::kTooLarge, kWhere, "no whole table");
    auto& by = end == End::kLow ? range.low_by : range.high_by;
    by.insert(by.end(), answer.by.begin(), answer.by.end());
    if (end == End::kLow) {
      range.low += answer.value;
    } else if (answer.found == Found::kUnbounded) {
      range.high.reset();
    } else if (range.high.has_value()) {
      *range.high += answer.value;
    }
    return {};
  }

  Part root(Part part) {
    while (parent_[part] != part) part = parent_[part] = parent_[parent_[part]];
    return part;
  }
  void join(Part a, Part b) { parent_[root(b)] = root(a); }

  std::vector<Known> known_;
  std::vector<Part> parent_;
  std::map<Part, std::unique_ptr<Component>> components_;
};

Attacker::Attacker(std::size_t parts, std::vector<Known> known)
    : program_(std::make_unique<Program>(parts, std::move(known))) {}
Attacker::~Attacker() = default;
const std::vector<Known>& Attacker::known() const { return program_->known(); }
Result<Range> Attacker::range_of(const Parts& figure) { return program_->range_of(figure); }

}  // namespace waymark::figures
