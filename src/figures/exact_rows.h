// Exact rows: Gaussian elimination over the rationals on sparse rows of whole numbers. Inside of the disclosure
// control.
//
// A row stands for any multiple of itself, so fractions are never needed: rows are combined crosswise and divided by
// their greatest common divisor. With 64-bit numbers a row that would overflow is reported, and the caller begins anew
// with numbers of any size; nothing is ever rounded.
#pragma once

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <limits>
#include <numeric>
#include <set>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace waymark::figures {

template <class Number>
using Row = std::vector<std::pair<std::uint32_t, Number>>;  // ascending by column; no zeros

namespace exact {

__extension__ using Int128 = __int128;

inline Int128 gcd_of(Int128 a, Int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a < 0 ? -a : a;
}

/// Divides by what all have in common and makes the first positive. False if a number does not fit 64 bits.
inline bool shorten(std::vector<std::pair<std::uint32_t, Int128>>& wide, Row<std::int64_t>& row) {
  Int128 common = 0;
  for (const auto& [column, number] : wide) {
    common = gcd_of(common, number);
    if (common == 1) break;
  }
  row.clear();
  if (wide.empty()) return true;
  if (wide.front().second < 0) common = -common;
  for (const auto& [column, number] : wide) {
    const Int128 short_one = number / common;
    if (short_one > std::numeric_limits<std::int64_t>::max() || short_one < -std::numeric_limits<std::int64_t>::max())
      return false;
    row.emplace_back(column, static_cast<std::int64_t>(short_one));
  }
  return true;
}

using Big = boost::multiprecision::cpp_int;

inline bool shorten(Row<Big>& wide, Row<Big>& row) {
  Big common = 0;
  for (const auto& [column, number] : wide) {
    common = boost::multiprecision::gcd(common, number);
    if (common == 1) break;
  }
  if (!wide.empty() && wide.front().second < 0) common = -common;
  for (auto& [column, number] : wide) number /= common;
  row = std::move(wide);
  return true;
}

template <class Number>
using Wider = std::conditional_t<std::is_same_v<Number, std::int64_t>, Int128, Number>;

/// row := row * b - pivot_row * a, so that the column of the pivot goes. False on overflow.
template <class Number>
bool eliminate(Row<Number>& row, const Row<Number>& pivot_row, const Number& a, const Number& b) {
  std::vector<std::pair<std::uint32_t, Wider<Number>>> wide;
  wide.reserve(row.size() + pivot_row.size());
  auto mine = row.begin();
  auto other = pivot_row.begin();
  while (mine != row.end() || other != pivot_row.end()) {
    if (other == pivot_row.end() || (mine != row.end() && mine->first < other->first)) {
      wide.emplace_back(mine->first, Wider<Number>(mine->second) * b);
      ++mine;
    } else if (mine == row.end() || other->first < mine->first) {
      wide.emplace_back(other->first, -(Wider<Number>(other->second) * a));
      ++other;
    } else {
      Wider<Number> sum = Wider<Number>(mine->second) * b - Wider<Number>(other->second) * a;
      if (sum != 0) wide.emplace_back(mine->first, std::move(sum));
      ++mine;
      ++other;
    }
  }
  return shorten(wide, row);
}

template <class Number>
const Number* number_at(const Row<Number>& row, std::uint32_t column) {
  const auto found = std::lower_bound(row.begin(), row.end(), column,
                                      [](const auto& entry, std::uint32_t wanted) { return entry.first < wanted; });
  return found != row.end() && found->first == column ? &found->second : nullptr;
}

}  // namespace exact

/// The rational combinations of the rows that were added.
template <class Number>
class Span {
 public:
  /// Takes away what the rows explain; an empty row is a combination of them. False on overflow.
  bool reduce(Row<Number>& row) const {
    // A row of the span has no pivot of an earlier one, so going through them in order comes to an end.
    std::set<std::size_t> todo;
    const auto note = [&](const Row<Number>& of) {
      for (const auto& [column, number] : of)
        if (const auto at = row_with_.find(column); at != row_with_.end()) todo.insert(at->second);
    };
    note(row);
    while (!todo.empty()) {
      const std::size_t at = *todo.begin();
      todo.erase(todo.begin());
      const Number* mine = exact::number_at(row, pivots_[at]);
      if (mine == nullptr) continue;
      const Number a = *mine;
      if (!exact::eliminate(row, rows_[at], a, *exact::number_at(rows_[at], pivots_[at]))) return false;
      note(rows_[at]);
      todo.erase(at);
    }
    return true;
  }

  /// @param row  reduced, not empty. @return the column that is its own from now on
  std::uint32_t add(Row<Number> row) {
    const std::uint32_t pivot = row.front().first;
    row_with_[pivot] = rows_.size();
    pivots_.push_back(pivot);
    rows_.push_back(std::move(row));
    return pivot;
  }
  [[nodiscard]] const Row<Number>& newest() const { return rows_.back(); }
  [[nodiscard]] std::size_t rank() const { return rows_.size(); }

 private:
  std::vector<Row<Number>> rows_;
  std::vector<std::uint32_t> pivots_;
  std::unordered_map<std::uint32_t, std::size_t> row_with_;
};

}  // namespace waymark::figures
