#include "desk/search/likeness.h"

#include <algorithm>
#include <limits>

#include "text/words.h"

namespace waymark::desk::search {
namespace {

/// Far more words than a text of the longest envelope has at any sense.
constexpr std::size_t kWordsMax = 4'000;

/// FNV-1a.
std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : word) hash = (hash ^ static_cast<std::uint8_t>(letter)) * 0x100000001B3ULL;
  return hash;
}

/// The finalizer of SplitMix64: every bit of the result depends on every bit given.
std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
  return bits ^ (bits >> 31U);
}

}  // namespace

std::optional<Print> print_of(std::string_view text) {
  const std::vector<text::FoundWord> words = text::words_of(text);
  if (words.size() < kAlikeWordsMin) return std::nullopt;
  std::array<std::uint64_t, kPrintSize> least;
  least.fill(std::numeric_limits<std::uint64_t>::max());
  std::uint64_t before = hash_of(words[0].word);
  for (std::size_t at = 1; at < std::min(words.size(), kWordsMax); ++at) {
    const std::uint64_t word = hash_of(words[at].word);
    const std::uint64_t pair = mix(before * 3 + word);
    for (std::size_t place = 0; place < kPrintSize; ++place)
      least[place] = std::min(least[place], mix(pair + (place + 1) * 0x9E3779B97F4A7C15ULL));
    before = word;
  }
  Print print;
  // The low bits of a smallest value are as good as random: two that differ agree by chance in one of 65,536.
  std::ranges::transform(least, print.begin(), [](std::uint64_t value) { return static_cast<std::uint16_t>(value); });
  return print;
}

double likeness(const Print& a, const Print& b) {
  std::size_t same = 0;
  for (std::size_t place = 0; place < kPrintSize; ++place) same += a[place] == b[place] ? 1U : 0U;
  return static_cast<double>(same) / kPrintSize;
}

void Prints::put(const CaseId& id, const std::string& owner, std::vector<Print> prints) {
  if (prints.empty())
    cases_.erase(id);
  else
    cases_.insert_or_assign(id, Case{owner, std::move(prints)});
}

void Prints::keep_only(const Reach& reach) {
  std::erase_if(cases_, [&](const auto& one) { return !reach.holds(one.second.owner); });
}

std::vector<Alike> Prints::alike(const CaseId& id, const Reach& reach, const std::set<CaseId>& without,
                                 std::size_t limit) const {
  const auto asked = cases_.find(id);
  if (asked == cases_.end()) return {};
  std::vector<Alike> all;
  for (const auto& [other, one] : cases_) {
    if (other == id || !reach.holds(one.owner)) continue;
    double share = 0;
    for (const Print& mine : asked->second.prints)
      for (const Print& theirs : one.prints) share = std::max(share, likeness(mine, theirs));
    if (share >= kAlikeFrom && !without.contains(other)) all.push_back({other, share});
  }
  std::ranges::sort(
      all, [](const Alike& a, const Alike& b) { return a.share != b.share ? a.share > b.share : a.id < b.id; });
  if (all.size() > limit) all.resize(limit);
  return all;
}

}  // namespace waymark::desk::search
