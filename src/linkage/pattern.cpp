#include "linkage/pattern.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "linkage/hash.h"

namespace waymark::linkage {
namespace {

constexpr std::size_t kRememberedPairs = 1 << 12;  // 64 KiB a field: stays in a core's own cache

struct Pair {
  const PreparedField& field;
  ValueId a, b;
};

bool different_scripts(const Pair& pair) {
  return pair.field.has_two_scripts && pair.field.is_latin[pair.a] != pair.field.is_latin[pair.b];
}
/// The letters that are compared: Latin for both when their alphabets differ.
const LetterStore& letters_for(const Pair& pair) {
  return different_scripts(pair) ? pair.field.latin : pair.field.letters;
}

bool is_initial_of_other(const Pair& pair) {
  const LetterStore& store = letters_for(pair);
  const LetterView a = store.at(pair.a), b = store.at(pair.b);
  if (a.empty() || b.empty() || a[0] != b[0]) return false;
  const std::size_t shorter = std::min(pair.field.letters.at(pair.a).size(), pair.field.letters.at(pair.b).size());
  return shorter == 1;
}

bool are_within_edits(const Pair& pair, double limit) {
  const LetterStore& store = letters_for(pair);
  const auto edits = static_cast<unsigned>(limit);
  // Each edit changes at most two letters of the masks.
  if (static_cast<unsigned>(std::popcount(store.mask(pair.a) ^ store.mask(pair.b))) > 2 * edits) return false;
  const LetterView a = store.at(pair.a), b = store.at(pair.b);
  // One letter is no name: anything is one edit away from it.
  if (std::min(a.size(), b.size()) <= edits) return false;
  return within_edits(a, b, edits);
}

bool are_similar(const Pair& pair, double limit) {
  const LetterStore& store = letters_for(pair);
  const LetterView a = store.at(pair.a), b = store.at(pair.b);
  if (std::min(a.size(), b.size()) < 2) return false;
  if (jaro_winkler_bound(a, store.mask(pair.a), b, store.mask(pair.b)) < limit) return false;
  return jaro_winkler(a, b) >= limit;
}

bool are_near_days(const Pair& pair, double limit) {
  const int a = pair.field.day_numbers[pair.a], b = pair.field.day_numbers[pair.b];
  return a != kNoDay && b != kNoDay && std::abs(a - b) <= limit;
}

bool holds(const Level& level, const Pair& pair) {
  const PreparedField& field = pair.field;
  switch (level.likeness) {
    case Likeness::kSwapped: return false;  // needs the whole records; Comparer looks at it first
    case Likeness::kLatin:
      return different_scripts(pair) && std::ranges::equal(field.latin.at(pair.a), field.latin.at(pair.b));
    case Likeness::kInitial: return is_initial_of_other(pair);
    case Likeness::kEdits: return are_within_edits(pair, level.limit);
    case Likeness::kJaroWinkler: return are_similar(pair, level.limit);
    case Likeness::kWords:
      return !field.tokens.empty() && jaccard(field.tokens[pair.a], field.tokens[pair.b]) >= level.limit;
    case Likeness::kDaySwapped: {
      if (field.dates.empty()) return false;
      const DateParts &a = field.dates[pair.a], &b = field.dates[pair.b];
      return a.year == b.year && a.month == b.day && a.day == b.month;
    }
    case Likeness::kDays: return !field.dates.empty() && are_near_days(pair, level.limit);
    case Likeness::kYear:
      return !field.dates.empty() && field.dates[pair.a].year != 0 &&
             field.dates[pair.a].year == field.dates[pair.b].year;
    case Likeness::kWithin:
      return !field.numbers.empty() && std::abs(field.numbers[pair.a] - field.numbers[pair.b]) <= level.limit;
    case Likeness::kRatio: {
      if (field.numbers.empty()) return false;
      const double a = field.numbers[pair.a], b = field.numbers[pair.b];
      return std::abs(a - b) <= level.limit * std::max(std::abs(a), std::abs(b));
    }
    case Likeness::kOverlap: {
      if (field.tokens.empty()) return false;
      const double common = jaccard(field.tokens[pair.a], field.tokens[pair.b]);
      return common > 0 && common >= level.limit;
    }
    case Likeness::kUser: {
      const std::string_view a = field.texts.at(pair.a), b = field.texts.at(pair.b);
      const std::size_t at = a.find('@');
      return at != std::string_view::npos && at > 0 && at == b.find('@') && a.substr(0, at) == b.substr(0, at);
    }
  }
  return false;
}

}  // namespace

std::string level_name(const PreparedField& field, unsigned level) {
  if (level == kLevelMissing) return "missing";
  if (level == kLevelEqual) return "equal";
  if (level == level_different(field)) return "different";
  return text_of(field.config.levels[level - 2]);
}

Comparer::Comparer(const Prepared& prepared) : prepared_(prepared), remembered_(prepared.field_count()) {
  for (const PreparedField& field : prepared.fields()) has_swapped_.push_back(!field.partner.empty());
}

unsigned Comparer::compute(const PreparedField& field, ValueId a, ValueId b) const {
  const Pair pair{field, a, b};
  const auto& levels = field.config.levels;
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (holds(levels[i], pair)) return static_cast<unsigned>(i) + 2;
  return level_different(field);
}

unsigned Comparer::level_of_different(std::size_t index, ValueId a, ValueId b, const ValueId* row_a,
                                      const ValueId* row_b) {
  const PreparedField& field = prepared_.fields()[index];
  if (has_swapped_[index]) {
    const std::size_t other = field.swapped_with;
    const bool swapped = field.partner[a] != kMissing && field.partner[a] == row_b[other] &&
                         field.partner[b] != kMissing && field.partner[b] == row_a[other];
    const auto at = std::ranges::find(field.config.levels, Likeness::kSwapped, &Level::likeness);
    if (swapped) return static_cast<unsigned>(at - field.config.levels.begin()) + 2;
  }
  auto& remembered = remembered_[index];
  if (remembered.empty()) remembered.resize(kRememberedPairs);
  const std::uint64_t pair = a < b ? std::uint64_t{a} << 32 | b : std::uint64_t{b} << 32 | a;
  Remembered& slot = remembered[mixed(pair) & (kRememberedPairs - 1)];
  if (slot.pair != pair) slot = {pair, compute(field, a, b)};
  return slot.level;
}

Pattern Comparer::pattern(Row a, Row b) {
  const ValueId* row_a = prepared_.row(a);
  const ValueId* row_b = prepared_.row(b);
  Pattern pattern = 0;
  for (std::size_t i = 0; i < prepared_.field_count(); ++i) {
    if (row_a[i] == kMissing || row_b[i] == kMissing) continue;
    const unsigned level = row_a[i] == row_b[i] ? kLevelEqual : level_of_different(i, row_a[i], row_b[i], row_a, row_b);
    pattern |= with_level(i, level);
  }
  return pattern;
}

}  // namespace waymark::linkage
