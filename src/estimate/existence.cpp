#include "estimate/existence.h"

#include <glpk.h>

#include <cmath>
#include <memory>

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

// Rank of the design over the integers modulo a large prime: exact arithmetic, no tolerance to choose. The rank modulo
// a prime never exceeds the true one, so a full rank here is a proof. The column of heterogeneity is taken in
// millionths: it lies in the span of the others if a polynomial in the number of lists runs through its values, and
// rounding makes none.
bool full_rank(const Design& design) {
  const std::size_t sets = design.parameters.size();
  const std::size_t columns = sets + (design.effects.empty() ? 0 : 1);
  std::vector<std::vector<std::uint64_t>> basis(columns);  // basis[c] has its leading entry in column c
  std::size_t rank = 0;
  for (Pattern cell = 1; cell < design.included.size() && rank < columns; ++cell) {
    if (design.included[cell] == 0) continue;
    std::vector<std::uint64_t> row(columns);
    for (std::size_t c = 0; c < sets; ++c) row[c] = (cell & design.parameters[c]) == design.parameters[c] ? 1 : 0;
    if (columns > sets) row[sets] = static_cast<std::uint64_t>(std::llround(1e6 * design.effects[cell])) % kPrime;
    for (std::size_t c = 0; c < columns; ++c) {
      if (row[c] == 0) continue;
      if (basis[c].empty()) {
        const std::uint64_t inverse = power_mod(row[c], kPrime - 2);
        for (auto& entry : row) entry = entry * inverse % kPrime;
        basis[c] = std::move(row);
        ++rank;
        break;
      }
      const std::uint64_t factor = kPrime - row[c];
      for (std::size_t d = c; d < columns; ++d) row[d] = (row[d] + factor * basis[c][d]) % kPrime;
    }
  }
  return rank == columns;
}

struct ProblemDeleter {
  void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
};
using Problem = std::unique_ptr<glp_prob, ProblemDeleter>;

/// GLPK keeps memory of its own in each thread that calls it, and frees it only when it is told to.
struct ThreadMemory {
  ~ThreadMemory() { glp_free_env(); }
};

/// The columns of the programme: one a fitted cell, and s, which stands for the same amount on every empty cell.
Problem build(const OverlapTable& table, const Design& design) {
  thread_local const ThreadMemory freed_with_the_thread;
  Problem problem(glp_create_prob());
  const std::size_t sets = design.parameters.size();
  const int rows = static_cast<int>(sets + (design.effects.empty() ? 0 : 1));
  glp_set_obj_dir(problem.get(), GLP_MAX);
  glp_add_rows(problem.get(), rows);
  for (int r = 1; r <= rows; ++r) glp_set_row_bnds(problem.get(), r, GLP_FX, 0, 0);
  std::vector<double> shift(static_cast<std::size_t>(rows), 0);
  std::vector<int> index{0};
  std::vector<double> value{0};
  const auto add_column = [&](int kind, double high) {
    const int column = glp_add_cols(problem.get(), 1);
    glp_set_col_bnds(problem.get(), column, kind, 0, high);
    glp_set_mat_col(problem.get(), column, static_cast<int>(index.size()) - 1, index.data(), value.data());
    return column;
  };
  for (Pattern cell = 1; cell < design.included.size(); ++cell) {
    if (design.included[cell] == 0) continue;
    index.resize(1);
    value.resize(1);
    for (std::size_t r = 0; r < shift.size(); ++r) {
      const double entry = r == sets ? design.effects[cell] : (cell & design.parameters[r]) == design.parameters[r];
      if (entry == 0) continue;
      index.push_back(static_cast<int>(r) + 1);
      value.push_back(entry);
      if (table.count(cell) == 0) shift[r] += entry;
    }
    add_column(table.count(cell) > 0 ? GLP_FR : GLP_LO, 0);
  }
  index.resize(1);
  value.resize(1);
  for (std::size_t r = 0; r < shift.size(); ++r) {
    index.push_back(static_cast<int>(r) + 1);
    value.push_back(shift[r]);
  }
  glp_set_obj_coef(problem.get(), add_column(GLP_DB, 1), 1);
  return problem;
}

bool has_empty_cell(const OverlapTable& table, const Design& design) {
  for (Pattern cell = 1; cell < design.included.size(); ++cell)
    if (design.included[cell] != 0 && table.count(cell) == 0) return true;
  return false;
}

bool estimate_exists(const OverlapTable& table, const Design& design) {
  if (!has_empty_cell(table, design)) return true;
  const Problem problem = build(table, design);
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
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (table.on_all(pairs[i]) == 0) empty |= PairSet{1} << i;
  return empty;
}

}  // namespace

Standing standing_of(const OverlapTable& table, const Model& model) {
  const Design design = design_of(table, model);
  if (!full_rank(design)) return Standing::kNotIdentifiable;
  return estimate_exists(table, design) ? Standing::kGood : Standing::kInfinite;
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
