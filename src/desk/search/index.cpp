#include "desk/search/index.h"

#include <bit>
#include <cstring>

namespace waymark::desk::search {
namespace {

constexpr std::size_t kBits = 64;
/// Numbers of removed cases are swept out when there are more of them than of others, and at least so many.
constexpr std::size_t kSweepMin = 1'024;

}  // namespace

void CaseWords::add(const text::Stemmer& stemmer, std::string_view text, Language language) {
  for (const text::FoundWord& word : text::words_of(text)) {
    if (words_.size() >= kWordsOfCaseMax) return;
    words_.insert(stemmer.stem(word, language));
  }
}

std::size_t Shelf::IdHash::operator()(const CaseId& id) const {
  std::size_t hash = 0;  // ids are random: any eight of their bytes are a hash
  std::memcpy(&hash, id.bytes.data(), sizeof hash);
  return hash;
}

void Shelf::put(const CaseId& id, const std::set<std::string>& words) {
  remove(id);
  const auto number = static_cast<std::uint32_t>(cases_.size());
  cases_.push_back(id);
  alive_.push_back(true);
  numbers_.emplace(id, number);
  for (const std::string& word : words) words_[word].push_back(number);
}

void Shelf::remove(const CaseId& id) {
  const auto known = numbers_.find(id);
  if (known == numbers_.end()) return;
  alive_[known->second] = false;
  numbers_.erase(known);
  if (const std::size_t dead = cases_.size() - numbers_.size(); dead > kSweepMin && dead > numbers_.size()) pack();
}

/// Gives new numbers to those that are left, in the same order.
void Shelf::pack() {
  std::vector<std::uint32_t> renamed(cases_.size());
  std::vector<CaseId> left;
  for (std::size_t number = 0; number < cases_.size(); ++number) {
    renamed[number] = static_cast<std::uint32_t>(left.size());
    if (alive_[number]) left.push_back(cases_[number]);
  }
  for (auto word = words_.begin(); word != words_.end();) {
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t number : word->second)
      if (alive_[number]) numbers.push_back(renamed[number]);
    word->second = std::move(numbers);
    word = word->second.empty() ? words_.erase(word) : std::next(word);
  }
  cases_ = std::move(left);
  alive_.assign(cases_.size(), true);
  for (auto& [id, number] : numbers_) number = renamed[number];
}

void Shelf::mark(const std::vector<std::uint32_t>& numbers, Bits& bits) const {
  for (const std::uint32_t number : numbers) bits[number / kBits] |= std::uint64_t{1} << (number % kBits);
}

void Shelf::mark(const Wanted& wanted, Bits& bits) const {
  for (const std::string& stem : wanted.stems)
    if (const auto known = words_.find(stem); known != words_.end()) mark(known->second, bits);
  if (wanted.begins.empty()) return;
  for (auto word = words_.lower_bound(wanted.begins); word != words_.end() && word->first.starts_with(wanted.begins);
       ++word)
    mark(word->second, bits);
}

std::vector<CaseId> Shelf::find(std::span<const Wanted> wanted) const {
  Bits found((cases_.size() + kBits - 1) / kBits, ~std::uint64_t{0});
  for (const Wanted& word : wanted) {
    Bits bits(found.size(), 0);
    mark(word, bits);
    std::ranges::transform(found, bits, found.begin(), std::bit_and{});
  }
  std::vector<CaseId> cases;
  for (std::size_t at = 0; at < found.size(); ++at) {
    for (std::uint64_t left = found[at]; left != 0; left &= left - 1) {
      const std::size_t number = at * kBits + static_cast<std::size_t>(std::countr_zero(left));
      if (number < cases_.size() && alive_[number]) cases.push_back(cases_[number]);
    }
  }
  return cases;
}

void Index::put(const CaseId& id, const std::string& owner, const std::set<std::string>& words) {
  remove(id);
  shelves_[owner].put(id, words);
  shelf_of_.emplace(id, owner);
}

void Index::remove(const CaseId& id) {
  const auto known = shelf_of_.find(id);
  if (known == shelf_of_.end()) return;
  const auto shelf = shelves_.find(known->second);
  shelf->second.remove(id);
  if (shelf->second.size() == 0) shelves_.erase(shelf);
  shelf_of_.erase(known);
}

void Index::keep_only(const Reach& reach) {
  std::erase_if(shelf_of_, [&](const auto& one) { return !reach.holds(one.second); });
  std::erase_if(shelves_, [&](const auto& one) { return !reach.holds(one.first); });
}

void Index::clear() {
  shelves_.clear();
  shelf_of_.clear();
}

std::vector<CaseId> Index::find(const Reach& reach, std::span<const Wanted> wanted) const {
  std::vector<CaseId> all;
  for (const auto& [owner, shelf] : shelves_) {
    if (!reach.holds(owner)) continue;
    const std::vector<CaseId> found = shelf.find(wanted);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

const std::string* Index::shelf_of(const CaseId& id) const {
  const auto known = shelf_of_.find(id);
  return known == shelf_of_.end() ? nullptr : &known->second;
}

}  // namespace waymark::desk::search
