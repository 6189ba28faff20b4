// Units: from the facts of an archive to what is counted: cases, each once, or the accused.
//
// Two records of one stage at different courts that carry the same valid УИД are one case that was transferred: it is
// counted where it went, with the day when the first court received it. Everything here is pure but for the readers.
#pragma once

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "courts/tally/query.h"

namespace waymark::courts {

/// Which case files may be one case: those with the same number. Filled from valid УИД (shared_by_uid) or from
/// instance graphs (shared_by_links).
class SharedCases {
 public:
  static constexpr std::int64_t kAlone = -1;  ///< the number of a case that shares nothing
  /// @param at_one_court  also records of one stage at one court are one case (renumbered, returned, received again)
  explicit SharedCases(bool at_one_court) : at_one_court_(at_one_court) {}
  SharedCases() = default;
  /// @param number  0 or more
  void put(std::int64_t case_id, std::int64_t number);
  [[nodiscard]] std::int64_t number_of(std::int64_t case_id) const {
    const auto at = static_cast<std::size_t>(case_id);
    return at < numbers_.size() ? numbers_[at] : kAlone;
  }
  [[nodiscard]] bool at_one_court() const { return at_one_court_; }
  /// The largest number that was put; 0 if there is none.
  [[nodiscard]] std::int64_t numbers_put() const { return largest_; }

 private:
  bool at_one_court_ = false;
  std::int64_t largest_ = 0;
  std::vector<std::int64_t> numbers_;  ///< by case id: an archive counts its cases from 1
};

/// One case or one accused, ready to be counted.
struct Counted {
  Fact fact = {};             ///< of a case: of the first accused that passes the filters
  std::uint32_t differs = 0;  ///< of a case: bits of the dimensions in which its accused differ
  bool sentence = false;      ///< of a case: any of its accused
  [[nodiscard]] Value value(Dimension dimension, const Terms& terms) const {
    if ((differs & (1U << static_cast<unsigned>(dimension))) != 0) return kDiffersValue;
    return value_of(dimension, fact, terms);
  }
  [[nodiscard]] bool decided() const {
    return fact.decided != kNoDay || fact.outcome != Outcome::kUnknown || differs_in(Dimension::kOutcome);
  }
  [[nodiscard]] bool known() const;
  [[nodiscard]] bool suspended() const {
    return !differs_in(Dimension::kOutcome) && fact.outcome == Outcome::kSuspended;
  }
  [[nodiscard]] bool differs_in(Dimension dimension) const {
    return (differs & (1U << static_cast<unsigned>(dimension))) != 0;
  }
  [[nodiscard]] bool has(Measure measure) const;
};

/// Whether someone stands sentenced: also when an appeal changed the sentence or a suspension was cancelled later,
/// which only a final outcome says of a first instance.
bool stands_sentenced(const Fact& fact);

/// Filters made ready for one archive.
class Conditions {
 public:
  /// @param terms  borrowed for the object's life
  Conditions(const std::vector<Filter>& filters, const Terms& terms);
  /// Index of the condition that a fact fails for want of knowledge alone, kPasses or kFails.
  [[nodiscard]] int judge(const Fact& fact) const;
  [[nodiscard]] const Terms& terms() const { return terms_; }
  [[nodiscard]] std::size_t size() const { return conditions_.size(); }
  static constexpr int kPasses = -1;
  static constexpr int kFails = -2;

 private:
  struct Condition {
    Dimension dimension;
    std::int32_t from;
    std::int32_t to;
    std::vector<bool> wanted;  ///< by term, or by value; the last element stands for unknown
  };
  enum class Answer { kYes, kNo, kUnknown };
  [[nodiscard]] Answer ask(const Condition& condition, const Fact& fact) const;
  const Terms& terms_;
  std::vector<Condition> conditions_;
};

/// Takes facts in the order of the archive (those of one case follow each other) and gives out units. One thread.
class UnitMaker {
 public:
  using Take = std::function<void(const Counted&)>;
  UnitMaker(Unit unit, const Conditions& conditions, Take take);
  void add(const Fact& fact);
  /// Gives out the last case.
  void finish();
  /// Facts left out because a filter's value is unknown, by index of the filter.
  [[nodiscard]] const std::vector<std::int64_t>& left_out() const { return left_out_; }
  /// Cases without a named accused that a tally of persons leaves out.
  [[nodiscard]] std::int64_t unnamed() const { return unnamed_; }

 private:
  void merge(const Fact& fact);
  Unit unit_;
  const Conditions& conditions_;
  Take take_;
  Counted case_;
  bool any_ = false;
  std::vector<std::int64_t> left_out_;
  std::int64_t unnamed_ = 0;
};

/// Facts of cases that share a УИД, by what they are one case with.
struct Joined {
  std::vector<Fact> facts = {};  ///< what remains to be counted, case after case
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> others =
      {};  ///< counted case → the records it stands for
};
/// @param facts  of all cases in `shared`, in any order
Joined join_transferred(std::vector<Fact> facts, const SharedCases& shared);

}  // namespace waymark::courts
