// lattice: sums over subsets and supersets of patterns, in place of a design matrix. One pass a list.
#pragma once

#include <cstddef>
#include <vector>

namespace waymark::estimate {

/// In place: every cell becomes the sum over its supersets. @param cells  2^lists numbers
template <class Number>
void sum_supersets(std::vector<Number>& cells) {
  for (std::size_t bit = 1; bit < cells.size(); bit *= 2)
    for (std::size_t block = 0; block < cells.size(); block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) cells[i] += cells[i + bit];
}

/// In place: every cell becomes the sum over its subsets. @param cells  2^lists numbers
template <class Number>
void sum_subsets(std::vector<Number>& cells) {
  for (std::size_t bit = 1; bit < cells.size(); bit *= 2)
    for (std::size_t block = 0; block < cells.size(); block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) cells[i + bit] += cells[i];
}

}  // namespace waymark::estimate
