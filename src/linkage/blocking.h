// Blocking: which pairs of records are compared at all. A rule gives each record a key; records with equal keys form a
// block. Keys are sorted, blocks are runs, and pairs are walked, never stored.
//
// A block over the limit is not compared all with all: its records are sorted by their other fields and each meets
// only its next neighbours (the sorted neighbourhood of Hernandez and Stolfo 1995, SIGMOD, section 2.2), and the
// report says so. Thread rule: read-only once made; walk() may be called from several threads for different tasks.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "linkage/prepared.h"

namespace waymark::linkage {

using Key = std::uint32_t;  ///< a hash; 0 means that a part is missing. A collision only adds a pair to compare
inline constexpr Key kNoKey = 0;

/// The keys of each distinct value under one part of a rule.
std::vector<std::uint64_t> part_keys(const PreparedField& field, const KeyPart& part);

struct Block {
  std::uint32_t begin, end;  ///< places in RuleBlocks::order
};

/// The blocks of one rule.
struct RuleBlocks {
  std::vector<Row> order;  ///< the records that share a key with another one, block after block
  std::vector<Block> blocks;
  std::uint64_t pairs = 0;  ///< that walk() visits, those that other rules visit too included
  std::size_t capped_blocks = 0;
  std::size_t largest_block = 0;  ///< records
};

/// A part of the walk: about the same number of pairs in each, whatever the number of threads.
struct WalkTask {
  std::uint32_t rule, block, from;  ///< starts at place `from` of `block`
  std::uint64_t pairs;              ///< and visits this many
};

class Blocking {
 public:
  /// @param rules  an empty rule compares all pairs (then it must be the only one)
  static Blocking make(const Prepared& prepared, const LinkConfig& config, std::vector<Rule> rules,
                       const Workers& workers);

  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  [[nodiscard]] const std::vector<RuleBlocks>& blocks() const { return blocks_; }
  [[nodiscard]] std::uint64_t pairs() const;
  [[nodiscard]] const std::vector<WalkTask>& tasks() const { return tasks_; }

  /// Whether an earlier rule brings these two together, so that they have been met already.
  [[nodiscard]] bool met_before(std::size_t rule, Row a, Row b) const {
    const Key* keys_a = keys_.data() + std::size_t{a} * rules_.size();
    const Key* keys_b = keys_.data() + std::size_t{b} * rules_.size();
    for (std::size_t i = 0; i < rule; ++i)
      if (keys_a[i] == keys_b[i] && keys_a[i] != kNoKey) return true;
    return false;
  }

  /// Calls `meet(a, b)` for each pair of the task, met before or not.
  template <class Meet>
  void walk(const WalkTask& task, const Meet& meet) const {
    const RuleBlocks& of_rule = blocks_[task.rule];
    std::uint64_t left = task.pairs;
    std::uint32_t from = task.from;
    for (std::uint32_t block = task.block; left > 0; ++block) {
      const Block range = of_rule.blocks[block];
      for (std::uint32_t i = std::max(from, range.begin); i < range.end && left > 0; ++i) {
        const std::uint32_t to = last_partner(range, i);
        for (std::uint32_t j = i + 1; j < to; ++j) meet(of_rule.order[i], of_rule.order[j]);
        left -= to - i - 1;
      }
      from = 0;
    }
  }

 private:
  [[nodiscard]] bool is_capped(Block block) const { return block.end - block.begin > rows_max_; }
  [[nodiscard]] std::uint32_t last_partner(Block block, std::uint32_t place) const {
    return is_capped(block) ? std::min<std::uint32_t>(block.end, place + 1 + window_) : block.end;
  }
  [[nodiscard]] RuleBlocks blocks_of(const Prepared& prepared, std::size_t rule) const;
  void count_pairs(RuleBlocks& blocks) const;
  void make_tasks();

  std::vector<Rule> rules_;
  std::size_t rows_max_ = 0;
  std::uint32_t window_ = 0;
  std::vector<Key>
      keys_;  ///< rows x rules; kNoKey where the record's block was capped, so that other rules may meet it
  std::vector<RuleBlocks> blocks_;
  std::vector<WalkTask> tasks_;
};

/// Sorts numbers by their upper 32 bits, equal ones in the order they came (radix, 11 bits a pass).
void sort_by_upper_half(std::vector<std::uint64_t>& numbers);

}  // namespace waymark::linkage
