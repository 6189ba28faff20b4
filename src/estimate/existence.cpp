#include "estimate/existence.h"

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <set>

#include "base/check.h"

namespace waymark::estimate {
namespace {

constexpr std::uint64_t kPrime = 2'147'483'647;  // 2^31 - 1: products fit into 64 bits

std::uint64_t power_mod(std::uint64_t base, std::uint64_t exponent) {
  std::uint64_t result = 1;
  for (; exponent > 0; exponent >>= 1U, base = base * base % kPrime)
    if ((exponent & 1U) != 0) result = result * base % kPrime;
  return result;
}

std::size_t columns_of(const Design& design) { return design.parameters.size() + (design.effects.empty() ? 0 : 1); }

/// The row of a cell: 1 for each parameter that is a subset of it, and what heterogeneity has there.
std::vector<double> row_of(const Design& design, Pattern cell) {
  std::vector<double> row;
  row.reserve(columns_of(design));
  for (const Pattern parameter : design.parameters) row.push_back((cell & parameter) == parameter ? 1 : 0);
  if (!design.effects.empty()) row.push_back(design.effects[cell]);
  return row;
}

// Rank over the integers modulo a large prime: exact arithmetic, no tolerance to choose. The rank modulo a prime never
// exceeds the true one, so a full rank here is a proof. The column of heterogeneity is taken in millionths: it lies in
// the span of the others if a polynomial in the number of lists runs through its values, and rounding makes none.
class Rank {
 public:
  explicit Rank(const Design& design) : design_(design), basis_(columns_of(design)) {}

  void add(Pattern cell) {
    const std::size_t sets = design_.parameters.size();
    std::vector<std::uint64_t> row(basis_.size());
    for (std::size_t c = 0; c < sets; ++c) row[c] = (cell & design_.parameters[c]) == design_.parameters[c] ? 1 : 0;
    if (row.size() > sets) row[sets] = static_cast<std::uint64_t>(std::llround(1e6 * design_.effects[cell])) % kPrime;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c] == 0) continue;
      if (basis_[c].empty()) {
        const std::uint64_t inverse = power_mod(row[c], kPrime - 2);
        for (auto& entry : row) entry = entry * inverse % kPrime;
        basis_[c] = std::move(row);
        ++rank_;
        return;
      }
      const std::uint64_t factor = kPrime - row[c];
      for (std::size_t d = c; d < row.size(); ++d) row[d] = (row[d] + factor * basis_[c][d]) % kPrime;
    }
  }
  [[nodiscard]] std::size_t missing() const { return basis_.size() - rank_; }

 private:
  const Design& design_;
  std::vector<std::vector<std::uint64_t>> basis_;  // [c] has its leading entry in column c
  std::size_t rank_ = 0;
};

using Rows = std::vector<std::vector<double>>;

/// Reduced echelon form in place. @return the column of each row's pivot; the rows without one are gone
std::vector<std::size_t> eliminate(Rows& rows, std::size_t columns) {
  constexpr double kZero = 1e-9;  // entries are 0, 1 and a column of at most 2^16, scaled to 1
  std::vector<std::size_t> pivots;
  for (std::size_t c = 0; c < columns && pivots.size() < rows.size(); ++c) {
    const std::size_t r = pivots.size();
    const auto best = std::ranges::max_element(rows.begin() + static_cast<std::ptrdiff_t>(r), rows.end(), {},
                                               [&](const auto& row) { return std::abs(row[c]); });
    if (std::abs((*best)[c]) < kZero) continue;
    std::swap(rows[r], *best);
    const double pivot = rows[r][c];
    for (double& entry : rows[r]) entry /= pivot;
    for (std::size_t other = 0; other < rows.size(); ++other) {
      const double factor = other == r ? 0 : rows[other][c];
      if (factor == 0) continue;
      for (std::size_t d = c; d < columns; ++d) rows[other][d] -= factor * rows[r][d];
    }
    pivots.push_back(c);
  }
  rows.resize(pivots.size());
  return pivots;
}

/// Vectors that are orthogonal to the rows of all cells with people.
Rows null_space(const OverlapTable& table, const Design& design, double effect_scale) {
  Rows rows;
  for (Pattern cell = 1; cell < design.included.size(); ++cell) {
    if (design.included[cell] == 0 || table.count(cell) == 0) continue;
    rows.push_back(row_of(design, cell));
    if (!design.effects.empty()) rows.back().back() /= effect_scale;
  }
  const std::size_t columns = columns_of(design);
  const auto pivots = eliminate(rows, columns);
  Rows space;
  for (std::size_t free = 0; free < columns; ++free) {
    if (std::ranges::find(pivots, free) != pivots.end()) continue;
    std::vector<double> vector(columns, 0);
    vector[free] = 1;
    for (std::size_t r = 0; r < pivots.size(); ++r) vector[pivots[r]] = -rows[r][free];
    space.push_back(std::move(vector));
  }
  return space;
}

/// The rows of the empty cells in the coordinates of the null space, each direction once, the largest entry 1.
std::set<std::vector<double>> directions_of(const OverlapTable& table, const Design& design, const Rows& space,
                                            double effect_scale) {
  std::set<std::vector<double>> directions;
  for (Pattern cell = 1; cell < design.included.size(); ++cell) {
    if (design.included[cell] == 0 || table.count(cell) > 0) continue;
    auto row = row_of(design, cell);
    if (!design.effects.empty()) row.back() /= effect_scale;
    std::vector<double> direction;
    double largest = 0;
    for (const auto& vector : space) {
      direction.push_back(std::inner_product(row.begin(), row.end(), vector.begin(), 0.0));
      largest = std::max(largest, std::abs(direction.back()));
    }
    if (largest < 1e-9) continue;  // z may be anything there
    for (double& entry : direction) entry = std::round(1e9 * entry / largest) / 1e9 + 0.0;
    directions.insert(std::move(direction));
  }
  return directions;
}

struct ProblemDeleter {
  void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
};
using Problem = std::unique_ptr<glp_prob, ProblemDeleter>;

/// GLPK keeps memory of its own in each thread that calls it, and frees it only when it is told to.
struct ThreadMemory {
  ~ThreadMemory() { glp_free_env(); }
};

/// The columns of the programme: one a direction, and s, which stands for the same amount on every one.
Problem build(const std::set<std::vector<double>>& directions) {
  thread_local const ThreadMemory freed_with_the_thread;
  Problem problem(glp_create_prob());
  const std::size_t rows = directions.begin()->size();
  glp_set_obj_dir(problem.get(), GLP_MAX);
  glp_add_rows(problem.get(), static_cast<int>(rows));
  std::vector<int> index{0};
  for (std::size_t r = 1; r <= rows; ++r) {
    glp_set_row_bnds(problem.get(), static_cast<int>(r), GLP_FX, 0, 0);
    index.push_back(static_cast<int>(r));
  }
  std::vector<double> value(rows + 1, 0);
  std::vector<double> shift(rows + 1, 0);
  glp_add_cols(problem.get(), static_cast<int>(directions.size()) + 1);
  int column = 0;
  for (const auto& direction : directions) {
    std::ranges::copy(direction, value.begin() + 1);
    for (std::size_t r = 1; r <= rows; ++r) shift[r] += value[r];
    glp_set_col_bnds(problem.get(), ++column, GLP_LO, 0, 0);
    glp_set_mat_col(problem.get(), column, static_cast<int>(rows), index.data(), value.data());
  }
  glp_set_col_bnds(problem.get(), ++column, GLP_DB, 0, 1);
  glp_set_mat_col(problem.get(), column, static_cast<int>(rows), index.data(), shift.data());
  glp_set_obj_coef(problem.get(), column, 1);
  return problem;
}

/// Is there a z, positive on every direction, whose sum over them is zero?
bool balanced(const std::set<std::vector<double>>& directions) {
  if (directions.begin()->size() == 1) return directions.size() == 2;  // one of each sign
  const Problem problem = build(directions);
  glp_smcp parameters;
  glp_init_smcp(&parameters);
  parameters.msg_lev = GLP_MSG_OFF;
  const int failed = glp_simplex(problem.get(), &parameters);
  CHECK(failed == 0 && glp_get_status(problem.get()) == GLP_OPT);
  return glp_get_obj_val(problem.get()) > 0.5;
}

PairSet bits_of_empty(const OverlapTable& table) {
  PairSet empty = 0;
  const auto pairs = pairs_of(table.lists());
  const auto margins = table.margins();
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (margins[pairs[i]] == 0) empty |= PairSet{1} << i;
  return empty;
}

}  // namespace

Standing standing_of(const OverlapTable& table, const Model& model) {
  const Design design = design_of(table, model);
  Rank rank(design);
  for (Pattern cell = 1; cell < design.included.size() && rank.missing() > 0; ++cell)
    if (design.included[cell] != 0 && table.count(cell) > 0) rank.add(cell);
  if (rank.missing() == 0) return Standing::kGood;  // z = 0 on all cells with people leaves no other condition
  for (Pattern cell = 1; cell < design.included.size() && rank.missing() > 0; ++cell)
    if (design.included[cell] != 0 && table.count(cell) == 0) rank.add(cell);
  if (rank.missing() > 0) return Standing::kNotIdentifiable;
  const double scale = design.effects.empty() ? 1 : *std::ranges::max_element(design.effects);
  const auto directions = directions_of(table, design, null_space(table, design, scale), scale);
  return balanced(directions) ? Standing::kGood : Standing::kInfinite;
}

StandingCache::StandingCache(const OverlapTable& table, Heterogeneity heterogeneity)
    : table_(table),
      heterogeneity_(heterogeneity),
      empty_(bits_of_empty(table)),
      all_((PairSet{1} << (table.lists() * (table.lists() - 1) / 2)) - 1) {}

Standing StandingCache::settle(Known& known, PairSet pairs) {
  const Standing standing = standing_of(table_, Model::of_pairs(table_.lists(), pairs, heterogeneity_));
  if (standing == Standing::kGood)
    known.good.push_back(pairs);
  else
    known.bad.emplace_back(pairs, standing);
  return standing;
}

Standing StandingCache::of_pairs(PairSet pairs) {
  auto [entry, fresh] = by_empty_.try_emplace(pairs & empty_);
  Known& known = entry->second;
  if (fresh) {
    const PairSet overlapping = all_ & ~empty_;
    // Darroch's column is the sum of all pairs: the largest models that can be good lack one of them.
    if (settle(known, overlapping | (pairs & empty_)) != Standing::kGood && heterogeneity_ != Heterogeneity::kNone)
      for (PairSet rest = overlapping; rest != 0; rest &= rest - 1)
        settle(known, (overlapping & ~(rest & (~rest + 1))) | (pairs & empty_));
  }
  for (const PairSet good : known.good)
    if ((pairs & ~good) == 0) return Standing::kGood;
  for (const auto& [bad, standing] : known.bad)
    if (bad == pairs) return standing;
  // A model that holds a bad one is bad as well; which way it is bad may differ, so only the fact is taken.
  for (const auto& [bad, standing] : known.bad)
    if ((bad & ~pairs) == 0) return standing;
  return settle(known, pairs);
}

std::size_t StandingCache::solved() const {
  std::size_t count = 0;
  for (const auto& [empty, known] : by_empty_) count += known.good.size() + known.bad.size();
  return count;
}

}  // namespace waymark::estimate
