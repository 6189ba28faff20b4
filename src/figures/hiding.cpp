#include "figures/hiding.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "figures/exact_rows.h"

namespace waymark::figures {
namespace {

using Order = std::vector<std::size_t>;

template <class Number>
Row<Number> row_of(const Parts& parts) {
  Row<Number> row;
  row.reserve(parts.size());
  for (const Part part : parts) row.emplace_back(part, 1);
  return row;
}

/// One pass in one order. Nothing on overflow.
template <class Number>
class Pass {
 public:
  explicit Pass(const std::vector<Candidate>& candidates) : candidates_(candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (candidates[i].is_protected) left_.emplace_back(i, row_of<Number>(candidates[i].parts));
  }

  std::optional<Hidden> run(const Order& order) {
    Hidden result{.hidden = std::vector<bool>(candidates_.size(), false), .given_away = {}};
    for (const std::size_t at : order) {
      const Candidate& candidate = candidates_[at];
      if (candidate.is_protected) {
        result.hidden[at] = true;
        continue;
      }
      Row<Number> row = row_of<Number>(candidate.parts);
      if (!span_.reduce(row)) return std::nullopt;
      if (row.empty()) continue;  // the printed ones tell it anyway
      if (!candidate.is_printed && completes_a_protected(row)) {
        result.hidden[at] = true;
        continue;
      }
      if (!print(std::move(row))) return std::nullopt;
    }
    for (const auto& [at, rest] : left_)
      if (rest.empty()) result.given_away.push_back(at);
    return result;
  }

 private:
  /// What is left of a protected one is a multiple of this row: both are shortened, so they are equal.
  bool completes_a_protected(const Row<Number>& row) const {
    return std::ranges::any_of(left_, [&](const auto& left) { return left.second == row; });
  }

  bool print(Row<Number> row) {
    const std::uint32_t pivot = span_.add(std::move(row));
    const Row<Number>& added = span_.newest();
    for (auto& [at, rest] : left_) {
      const Number* mine = exact::number_at(rest, pivot);
      if (mine == nullptr) continue;
      const Number a = *mine;
      if (!exact::eliminate(rest, added, a, *exact::number_at(added, pivot))) return false;
    }
    return true;
  }

  const std::vector<Candidate>& candidates_;
  Span<Number> span_;
  std::vector<std::pair<std::size_t, Row<Number>>> left_;  // protected ones, less what the printed ones explain
};

Hidden in_order(const std::vector<Candidate>& candidates, const Order& order) {
  if (auto result = Pass<std::int64_t>(candidates).run(order)) return *std::move(result);
  return *Pass<exact::Big>(candidates).run(order);
}

/// How much is lost: first how many, then how great.
std::pair<std::size_t, std::int64_t> cost_of(const std::vector<Candidate>& candidates, const Hidden& hidden) {
  std::pair<std::size_t, std::int64_t> cost{0, 0};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!hidden.hidden[i]) continue;
    ++cost.first;
    cost.second += candidates[i].value;
  }
  return cost;
}

bool goes_first(const Candidate& candidate) { return candidate.is_printed || candidate.value == 0; }

Order first_order(const std::vector<Candidate>& candidates) {
  Order order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const Candidate& x = candidates[a];
    const Candidate& y = candidates[b];
    if (goes_first(x) != goes_first(y)) return goes_first(x);
    if (x.value != y.value) return x.value > y.value;
    return x.parts.size() > y.parts.size();
  });
  return order;
}

}  // namespace

Hidden hide(const std::vector<Candidate>& given, unsigned tries) {
  std::vector<Candidate> candidates = given;
  for (Candidate& candidate : candidates)
    if (candidate.value == 0 && !candidate.is_protected) candidate.is_printed = true;
  Order order = first_order(candidates);
  Hidden best = in_order(candidates, order);
  auto cost = cost_of(candidates, best);
  // Whoever was hidden beside the protected goes to the front once: perhaps others, and fewer, go then.
  for (bool better = true; better && tries > 0;) {
    better = false;
    for (const std::size_t at : Order(order)) {
      if (!best.hidden[at] || candidates[at].is_protected) continue;
      if (tries == 0) break;
      --tries;
      Order other = order;
      std::erase(other, at);
      const auto behind = std::ranges::find_if(other, [&](std::size_t i) { return !goes_first(candidates[i]); });
      other.insert(behind, at);
      Hidden found = in_order(candidates, other);
      const auto its_cost = cost_of(candidates, found);
      if (its_cost >= cost) continue;
      best = std::move(found);
      cost = its_cost;
      order = std::move(other);
      better = true;
      break;
    }
  }
  return best;
}

bool is_given_away(const Parts& figure, const std::vector<Parts>& printed) {
  std::vector<Candidate> candidates{{.parts = figure, .is_protected = true}};
  for (const Parts& parts : printed) candidates.push_back({.parts = parts, .is_printed = true});
  Order order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  return !in_order(candidates, order).given_away.empty();
}

}  // namespace waymark::figures
