#include "linkage/blocking.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/utf8.h"
#include "linkage/hash.h"
#include "text/utf8.h"

namespace waymark::linkage {
namespace {

constexpr std::uint64_t kTaskPairs =
    100'000;  // small enough to share between threads, large enough to be worth a start

std::uint64_t key_of_date(const DateParts& date, Transform transform) {
  if (transform == Transform::kYear) return date.year == 0 ? 0 : mixed(static_cast<std::uint64_t>(date.year));
  if (date.day == 0 || date.month == 0) return 0;
  const auto [low, high] = std::minmax(date.day, date.month);
  return mixed(static_cast<std::uint64_t>(low * 100 + high));
}

std::uint64_t key_of_text(std::string_view text, const KeyPart& part) {
  if (part.transform == Transform::kWhole) return hash_of(text);
  if (part.transform == Transform::kSound) {
    const std::string sound = sound_of(text);
    return sound.size() < 2 ? 0 : hash_of(sound);  // an initial has no sound
  }
  const auto first = text::first_code_points(text, part.length);
  const bool whole = first && count_code_points(*first).value_or(0) == part.length;
  return whole ? hash_of(*first) : 0;
}

/// Keys by value of each part, made once however many rules use it.
struct PartKeys {
  std::vector<KeyPart> parts;
  std::vector<std::vector<std::uint64_t>> keys;

  PartKeys(const Prepared& prepared, const std::vector<Rule>& rules, const Workers& workers) {
    for (const Rule& rule : rules)
      for (const KeyPart& part : rule)
        if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    keys.resize(parts.size());
    workers.run(parts.size(),
                [&](std::size_t i, unsigned) { keys[i] = part_keys(prepared.fields()[parts[i].field], parts[i]); });
  }
  [[nodiscard]] const std::vector<std::uint64_t>& of(const KeyPart& part) const {
    return keys[static_cast<std::size_t>(std::ranges::find(parts, part) - parts.begin())];
  }
};

/// The 32-bit key of each record; kNoKey if a part is missing.
std::vector<Key> keys_of_rule(const Prepared& prepared, const Rule& rule, const PartKeys& part_keys) {
  std::vector<const std::vector<std::uint64_t>*> parts;
  for (const KeyPart& part : rule) parts.push_back(&part_keys.of(part));
  std::vector<Key> keys(prepared.rows());
  for (Row row = 0; row < keys.size(); ++row) {
    const ValueId* values = prepared.row(row);
    std::uint64_t key = 1;
    for (std::size_t i = 0; i < rule.size() && key != 0; ++i) {
      const std::uint64_t part = (*parts[i])[values[rule[i].field]];
      key = part == 0 ? 0 : mixed(key, part);
    }
    keys[row] = key == 0 ? kNoKey : std::max<Key>(static_cast<Key>(key >> 32), 1);
  }
  return keys;
}

}  // namespace

std::vector<std::uint64_t> part_keys(const PreparedField& field, const KeyPart& part) {
  std::vector<std::uint64_t> keys(field.texts.size(), 0);
  for (ValueId id = 1; id < keys.size(); ++id) {
    const bool date = part.transform == Transform::kYear || part.transform == Transform::kDayMonth;
    keys[id] = date ? key_of_date(field.dates[id], part.transform) : key_of_text(field.texts.at(id), part);
  }
  return keys;
}

void sort_by_upper_half(std::vector<std::uint64_t>& numbers) {
  constexpr unsigned kBits = 11;
  std::vector<std::uint64_t> other(numbers.size());
  for (unsigned shift = 32; shift < 64; shift += kBits) {
    std::array<std::size_t, (1u << kBits) + 1> begins{};
    const auto digit = [&](std::uint64_t number) { return (number >> shift) & ((1u << kBits) - 1); };
    for (const std::uint64_t number : numbers) ++begins[digit(number) + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    for (const std::uint64_t number : numbers) other[begins[digit(number)]++] = number;
    numbers.swap(other);
  }
}

RuleBlocks Blocking::blocks_of(const Prepared& prepared, std::size_t rule) const {
  RuleBlocks result;
  std::vector<std::uint64_t> sorted;
  sorted.reserve(prepared.rows());
  for (Row row = 0; row < prepared.rows(); ++row)
    if (const Key key = keys_[std::size_t{row} * rules_.size() + rule]; key != kNoKey)
      sorted.push_back(std::uint64_t{key} << 32 | row);
  sort_by_upper_half(sorted);
  for (std::size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
    while (end < sorted.size() && sorted[end] >> 32 == sorted[begin] >> 32) ++end;
    if (end - begin < 2) continue;
    const auto place = static_cast<std::uint32_t>(result.order.size());
    for (std::size_t i = begin; i < end; ++i) result.order.push_back(static_cast<Row>(sorted[i]));
    result.blocks.push_back({place, static_cast<std::uint32_t>(result.order.size())});
    result.largest_block = std::max(result.largest_block, end - begin);
    if (!is_capped(result.blocks.back())) continue;
    ++result.capped_blocks;
    // Neighbours in the window should be alike: sort by the whole record, the field with most values first.
    std::vector<std::size_t> fields(prepared.field_count());
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = i;
    std::ranges::stable_sort(fields, std::greater{}, [&](std::size_t i) { return prepared.fields()[i].texts.size(); });
    std::stable_sort(result.order.begin() + place, result.order.end(), [&](Row a, Row b) {
      for (const std::size_t i : fields)
        if (prepared.row(a)[i] != prepared.row(b)[i]) return prepared.row(a)[i] < prepared.row(b)[i];
      return false;
    });
  }
  return result;
}

void Blocking::count_pairs(RuleBlocks& blocks) const {
  for (const Block block : blocks.blocks) {
    const std::uint64_t rows = block.end - block.begin;
    const std::uint64_t beside = is_capped(block) ? window_ : rows - 1;
    // Each record meets `beside` later ones, but for the last ones, which have fewer left.
    blocks.pairs += rows * beside - beside * (beside + 1) / 2;
  }
}

void Blocking::make_tasks() {
  for (std::uint32_t rule = 0; rule < blocks_.size(); ++rule) {
    const RuleBlocks& of_rule = blocks_[rule];
    WalkTask task{rule, 0, 0, 0};
    bool open = false;
    for (std::uint32_t block = 0; block < of_rule.blocks.size(); ++block) {
      const Block range = of_rule.blocks[block];
      for (std::uint32_t place = range.begin; place + 1 < range.end; ++place) {
        if (!open) task = {rule, block, place, 0};
        open = true;
        task.pairs += last_partner(range, place) - place - 1;
        if (task.pairs < kTaskPairs) continue;
        tasks_.push_back(task);
        open = false;
      }
    }
    if (open) tasks_.push_back(task);
  }
}

Blocking Blocking::make(const Prepared& prepared, const LinkConfig& config, std::vector<Rule> rules,
                        const Workers& workers) {
  Blocking blocking;
  blocking.rules_ = std::move(rules);
  const std::size_t count = blocking.rules_.size();
  const bool all_pairs = count == 1 && blocking.rules_[0].empty();
  blocking.rows_max_ = all_pairs ? prepared.rows() : config.blocking.block_rows_max;
  blocking.window_ = static_cast<std::uint32_t>(config.blocking.window);
  blocking.keys_.resize(prepared.rows() * count);
  blocking.blocks_.resize(count);
  const PartKeys part_keys{prepared, blocking.rules_, workers};
  workers.run(count, [&](std::size_t rule, unsigned) {
    const std::vector<Key> keys = keys_of_rule(prepared, blocking.rules_[rule], part_keys);
    for (std::size_t row = 0; row < keys.size(); ++row) blocking.keys_[row * count + rule] = keys[row];
  });
  workers.run(count, [&](std::size_t rule, unsigned) {
    blocking.blocks_[rule] = blocking.blocks_of(prepared, rule);
    blocking.count_pairs(blocking.blocks_[rule]);
  });
  for (std::size_t rule = 0; rule < count; ++rule)
    for (const Block block : blocking.blocks_[rule].blocks) {
      if (!blocking.is_capped(block)) continue;
      for (std::uint32_t i = block.begin; i < block.end; ++i)
        blocking.keys_[std::size_t{blocking.blocks_[rule].order[i]} * count + rule] = kNoKey;
    }
  blocking.make_tasks();
  return blocking;
}

std::uint64_t Blocking::pairs() const {
  std::uint64_t pairs = 0;
  for (const RuleBlocks& blocks : blocks_) pairs += blocks.pairs;
  return pairs;
}

}  // namespace waymark::linkage
