// Index: which cases hold a word. In memory only, one shelf for each group of people who can open the same cases.
//
// A shelf is named after whoever leads its cases, "" for those that nobody leads. A search reads only the shelves that
// its reader may open: neither what it finds nor how long it takes depends on any other. Texts themselves are not kept:
// words without order, as stems. Not thread-safe; whoever owns it locks. No I/O, no clock.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/language.h"
#include "desk/keyring/ids.h"
#include "text/words.h"

namespace waymark::desk::search {

/// Of a case this many different words are kept; nobody's letters have more, a flood of them must not fill the memory.
inline constexpr std::size_t kWordsOfCaseMax = 20'000;

/// The different stems of one case's texts.
class CaseWords {
 public:
  void add(const text::Stemmer& stemmer, std::string_view text, Language language);
  [[nodiscard]] const std::set<std::string>& all() const { return words_; }

 private:
  std::set<std::string> words_;
};

/// One word that is looked for.
struct Wanted {
  std::vector<std::string> stems;  ///< any of them
  std::string begins = {};         ///< or any word that begins so; empty: none
};

class Shelf {
 public:
  /// Replaces what was kept of the case.
  void put(const CaseId& id, const std::set<std::string>& words);
  void remove(const CaseId& id);
  /// The cases in which every wanted word stands, in no order. No words: all cases.
  [[nodiscard]] std::vector<CaseId> find(std::span<const Wanted> wanted) const;
  [[nodiscard]] bool has(const CaseId& id) const { return numbers_.contains(id); }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  using Bits = std::vector<std::uint64_t>;
  struct IdHash {
    std::size_t operator()(const CaseId& id) const;
  };
  void mark(const std::vector<std::uint32_t>& numbers, Bits& bits) const;
  void mark(const Wanted& wanted, Bits& bits) const;
  void pack();

  std::map<std::string, std::vector<std::uint32_t>, std::less<>> words_;  ///< numbers of cases, rising
  std::vector<CaseId> cases_;                                             ///< by number; numbers are not used again
  std::vector<bool> alive_;
  std::unordered_map<CaseId, std::uint32_t, IdHash> numbers_;
};

/// Whose shelves somebody may open.
struct Reach {
  bool everybodys = false;
  std::set<std::string> owners = {};  ///< "" for the cases that nobody leads
  [[nodiscard]] bool holds(const std::string& owner) const { return everybodys || owners.contains(owner); }
  /// Whether everything that `other` may open may be opened here too.
  [[nodiscard]] bool covers(const Reach& other) const {
    return everybodys || (!other.everybodys && std::ranges::includes(owners, other.owners));
  }
  bool operator==(const Reach&) const = default;
};

class Index {
 public:
  /// @param owner  who leads the case; empty for nobody
  void put(const CaseId& id, const std::string& owner, const std::set<std::string>& words);
  void remove(const CaseId& id);
  /// Forgets all shelves but these.
  void keep_only(const Reach& reach);
  void clear();
  [[nodiscard]] std::vector<CaseId> find(const Reach& reach, std::span<const Wanted> wanted) const;
  /// Whose shelf a case is on; nullptr when it is on none.
  [[nodiscard]] const std::string* shelf_of(const CaseId& id) const;
  [[nodiscard]] std::size_t size() const { return shelf_of_.size(); }

 private:
  std::map<std::string, Shelf> shelves_;
  std::map<CaseId, std::string> shelf_of_;
};

}  // namespace waymark::desk::search
