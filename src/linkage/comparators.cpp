#include "linkage/comparators.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"
#include "base/utf8.h"

namespace waymark::linkage {
namespace {

std::uint8_t letter_byte(char32_t letter) {
  if (letter < 0x80) return static_cast<std::uint8_t>(letter);
  if (letter >= 0x430 && letter <= 0x45F) return static_cast<std::uint8_t>(128 + (letter - 0x430));
  if (letter == 0x491) return 176;  // ґ
  if (letter >= 0x400 && letter <= 0x52F) return static_cast<std::uint8_t>(177 + letter % 15);
  return static_cast<std::uint8_t>(192 + letter % 64);
}

/// The letters of a and b that Jaro calls common, in their order, and whether transposed.
struct Common {
  unsigned count = 0;
  unsigned out_of_order = 0;
};

Common common_letters(LetterView a, LetterView b) {
  const std::size_t half = std::max(a.size(), b.size()) / 2;
  const std::size_t window = half == 0 ? 0 : half - 1;
  std::array<bool, kLettersMax> taken{};
  std::array<std::uint8_t, kLettersMax> of_a;
  Common common;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t from = i > window ? i - window : 0;
    const std::size_t to = std::min(b.size(), i + window + 1);
    for (std::size_t j = from; j < to; ++j) {
      if (taken[j] || a[i] != b[j]) continue;
      taken[j] = true;
      of_a[common.count++] = a[i];
      break;
    }
  }
  unsigned at = 0;
  for (std::size_t j = 0; j < b.size(); ++j)
    if (taken[j]) common.out_of_order += of_a[at++] != b[j];
  return common;
}

double with_prefix(double jaro, LetterView a, LetterView b) {
  constexpr std::size_t kPrefixMax = 4;
  constexpr double kScale = 0.1;
  const std::size_t most = std::min({a.size(), b.size(), kPrefixMax});
  std::size_t prefix = 0;
  while (prefix < most && a[prefix] == b[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * kScale * (1 - jaro);
}

/// Takes away what both begin and end with; edits outside it are never needed.
void strip(LetterView& a, LetterView& b) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) a = a.subspan(1), b = b.subspan(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a = a.first(a.size() - 1), b = b.first(b.size() - 1);
}

}  // namespace

std::vector<std::uint8_t> letters_of(std::string_view text) {
  std::vector<std::uint8_t> letters;
  for (const char32_t letter : decode_utf8(text).value_or(std::u32string{})) {
    if (letters.size() == kLettersMax) break;
    letters.push_back(letter_byte(letter));
  }
  return letters;
}

std::uint64_t mask_of(LetterView letters) {
  std::uint64_t mask = 0;
  for (const std::uint8_t letter : letters) mask |= std::uint64_t{1} << (letter % 64);
  return mask;
}

double jaro_winkler(LetterView a, LetterView b) {
  CHECK(a.size() <= kLettersMax && b.size() <= kLettersMax);
  if (a.empty() || b.empty()) return a.size() == b.size() ? 1 : 0;
  const Common common = common_letters(a, b);
  if (common.count == 0) return 0;
  const double m = common.count;
  const double transpositions = common.out_of_order / 2;
  const double jaro =
      (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - transpositions) / m) / 3;
  return with_prefix(jaro, a, b);
}

double jaro_winkler_bound(LetterView a, std::uint64_t mask_a, LetterView b, std::uint64_t mask_b) {
  const auto rest = [](LetterView all, std::uint64_t mine, std::uint64_t other) {
    return all.size() - std::min(all.size(), static_cast<std::size_t>(std::popcount(mine & ~other)));
  };
  const auto common = static_cast<double>(std::min(rest(a, mask_a, mask_b), rest(b, mask_b, mask_a)));
  if (common == 0) return 0;
  return with_prefix((common / static_cast<double>(a.size()) + common / static_cast<double>(b.size()) + 1) / 3, a, b);
}

unsigned damerau_levenshtein(LetterView a, LetterView b) {
  CHECK(a.size() <= kLettersMax && b.size() <= kLettersMax);
  strip(a, b);
  if (a.empty() || b.empty()) return static_cast<unsigned>(a.size() + b.size());
  std::array<std::array<unsigned, kLettersMax + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = rows[i % 3];
    const auto& before = rows[(i + 2) % 3];
    const auto& twice_before = rows[(i + 1) % 3];
    now[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const unsigned replaced = before[j - 1] + (a[i - 1] != b[j - 1]);
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], twice_before[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

bool within_edits(LetterView a, LetterView b, unsigned edits) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > edits) return false;
  strip(a, b);
  if (std::max(a.size(), b.size()) <= edits) return true;
  if (edits == 0) return a.empty() && b.empty();
  if (edits == 1) return a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0];
  return damerau_levenshtein(a, b) <= edits;
}

double jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j];
    const bool move_a = a[i] <= b[j];
    const bool move_b = b[j] <= a[i];
    i += move_a, j += move_b;
  }
  const std::size_t all = a.size() + b.size() - common;
  return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

}  // namespace waymark::linkage
