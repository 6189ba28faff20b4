#include "figures/attacker.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/check.h"
#include "figures/bounds.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kWhere = "figures/attacker";

/// What is known of one part alone, and which figures say so.
struct Alone {
  std::int64_t low = 0;
  std::optional<std::int64_t> high = {};
  std::optional<std::size_t> low_by = {};
  std::optional<std::size_t> high_by = {};
  [[nodiscard]] bool is_fixed() const { return high.has_value() && *high == low; }
  void take(const Known& known, std::size_t at) {
    if (known.low > low) low = known.low, low_by = at;
    if (known.high && (!high || *known.high < *high)) high = known.high, high_by = at;
  }
  void tell(std::vector<std::size_t>& by) const {
    if (low_by) by.push_back(*low_by);
    if (high_by) by.push_back(*high_by);
  }
};

/// A row of what is known, less the parts that are fixed.
struct Rest {
  std::size_t known = 0;
  std::vector<std::pair<Part, int>> entries;  // ascending by part
  std::int64_t low = 0;
  std::optional<std::int64_t> high = {};
  std::vector<std::size_t> fixed_by;
};

/// Parts that are linked by what is known, as one program of bounds.
class Component {
 public:
  Component(const Parts& parts, std::vector<Rest> rows, const std::vector<Alone>& alone)
      : parts_(parts), rows_(std::move(rows)), alone_(alone) {
    std::vector<Column> columns;
    for (const Part part : parts_) columns.push_back({alone[part].low, alone[part].high});
    std::vector<BoundRow> bounds;
    for (const Rest& row : rows_) {
      BoundRow bound{.entries = {}, .low = row.low, .high = row.high};
      for (const auto& [part, sign] : row.entries) bound.entries.emplace_back(column_of(part), sign);
      bounds.push_back(std::move(bound));
    }
    bounds_ = std::make_unique<Bounds>(std::move(columns), std::move(bounds));
  }

  Bounds::Answer end_of(const Parts& figure, End end, std::vector<std::size_t>& by) {
    std::vector<int> sum;
    for (const Part part : figure) sum.push_back(column_of(part));
    Bounds::Answer answer = bounds_->end_of(sum, end);
    for (const int row : answer.rows) {
      const Rest& rest = rows_[static_cast<std::size_t>(row)];
      by.push_back(rest.known);
      by.insert(by.end(), rest.fixed_by.begin(), rest.fixed_by.end());
    }
    for (const int column : answer.columns_low)
      if (const auto& at = alone_[parts_[static_cast<std::size_t>(column)]].low_by) by.push_back(*at);
    for (const int column : answer.columns_high)
      if (const auto& at = alone_[parts_[static_cast<std::size_t>(column)]].high_by) by.push_back(*at);
    return answer;
  }

 private:
  [[nodiscard]] int column_of(Part part) const {
    return static_cast<int>(std::ranges::lower_bound(parts_, part) - parts_.begin());
  }

  Parts parts_;
  std::vector<Rest> rows_;
  const std::vector<Alone>& alone_;
  std::unique_ptr<Bounds> bounds_;
};

}  // namespace

class Attacker::Program {
 public:
  Program(std::size_t parts, std::vector<Known> known) : known_(std::move(known)), alone_(parts), parent_(parts) {
    std::iota(parent_.begin(), parent_.end(), Part{0});
    for (std::size_t i = 0; i < known_.size(); ++i) {
      CHECK(std::ranges::all_of(known_[i].parts, [&](Part part) { return part < parts; }));
      CHECK(std::ranges::all_of(known_[i].minus, [&](Part part) { return part < parts; }));
      if (is_of_one(known_[i])) alone_[known_[i].parts.front()].take(known_[i], i);
    }
    for (const Alone& one : alone_) contradicts_ = contradicts_ || (one.high && *one.high < one.low);
    std::vector<Rest> rows;
    for (std::size_t i = 0; i < known_.size(); ++i)
      if (!is_of_one(known_[i])) take(rest_of(i), rows);
    make_components(std::move(rows));
  }

  Result<Range> range_of(const Parts& figure, Ends ends) {
    if (contradicts_) return fail(Code::kMalformed, kWhere, "contradiction");
    std::map<Part, Parts> by_component;
    Range range{.low = 0, .high = 0, .low_by = {}, .high_by = {}};
    for (const Part part : figure) {
      if (!alone_[part].is_fixed() && components_.contains(root(part)))
        by_component[root(part)].push_back(part);
      else
        add_alone(alone_[part], range);
    }
    for (const auto& [at, parts] : by_component) {
      if (ends != Ends::kHigh) TRY(add_end(*components_.at(at), parts, End::kLow, range));
      if (ends != Ends::kLow) TRY(add_end(*components_.at(at), parts, End::kHigh, range));
    }
    if (ends == Ends::kHigh) range.low = 0, range.low_by.clear();
    if (ends == Ends::kLow) range.high.reset();
    if (!range.high.has_value()) range.high_by.clear();
    for (auto* by : {&range.low_by, &range.high_by}) {
      std::ranges::sort(*by);
      by->erase(std::unique(by->begin(), by->end()), by->end());
    }
    return range;
  }
  [[nodiscard]] const std::vector<Known>& known() const { return known_; }

 private:
  static bool is_of_one(const Known& known) { return known.parts.size() == 1 && known.minus.empty(); }

  [[nodiscard]] Rest rest_of(std::size_t at) const {
    const Known& known = known_[at];
    Rest rest{.known = at, .entries = {}, .low = known.low, .high = known.high, .fixed_by = {}};
    std::map<Part, int> signs;
    for (const Part part : known.parts) ++signs[part];
    for (const Part part : known.minus) --signs[part];
    for (const auto& [part, sign] : signs) {
      if (sign == 0) continue;
      if (!alone_[part].is_fixed()) {
        rest.entries.emplace_back(part, sign);
        continue;
      }
      rest.low -= sign * alone_[part].low;
      if (rest.high) *rest.high -= sign * alone_[part].low;
      alone_[part].tell(rest.fixed_by);
    }
    return rest;
  }

  void take(Rest rest, std::vector<Rest>& rows) {
    if (rest.entries.empty()) {
      contradicts_ = contradicts_ || rest.low > 0 || (rest.high && *rest.high < 0);
      return;
    }
    for (const auto& [part, sign] : rest.entries) join(rest.entries.front().first, part);
    rows.push_back(std::move(rest));
  }

  void make_components(std::vector<Rest> rows) {
    std::map<Part, std::pair<Parts, std::vector<Rest>>> members;
    for (Rest& row : rows) members[root(row.entries.front().first)].second.push_back(std::move(row));
    for (Part part = 0; part < parent_.size(); ++part)
      if (const auto at = members.find(root(part)); at != members.end()) at->second.first.push_back(part);
    for (auto& [at, both] : members)
      components_[at] = std::make_unique<Component>(both.first, std::move(both.second), alone_);
  }

  static void add_alone(const Alone& alone, Range& range) {
    range.low += alone.low;
    if (alone.low_by) range.low_by.push_back(*alone.low_by);
    if (alone.is_fixed() && alone.high_by) range.low_by.push_back(*alone.high_by);
    if (!alone.high.has_value()) range.high.reset();
    if (!range.high.has_value()) return;
    *range.high += *alone.high;
    alone.tell(range.high_by);
  }

  static Result<void> add_end(Component& component, const Parts& parts, End end, Range& range) {
    if (end == End::kHigh && !range.high.has_value()) return {};
    const Bounds::Answer answer = component.end_of(parts, end, end == End::kLow ? range.low_by : range.high_by);
    if (answer.found == Bounds::Found::kImpossible) return fail(Code::kMalformed, kWhere, "contradiction");
    if (answer.found == Bounds::Found::kGaveUp) return fail(Code::kTooLarge, kWhere, "no whole table");
    if (end == End::kLow) {
      range.low += answer.value;
    } else if (answer.found == Bounds::Found::kUnbounded) {
      range.high.reset();
    } else {
      *range.high += answer.value;
    }
    return {};
  }

  Part root(Part part) {
    while (parent_[part] != part) part = parent_[part] = parent_[parent_[part]];
    return part;
  }
  void join(Part a, Part b) { parent_[root(b)] = root(a); }

  std::vector<Known> known_;
  std::vector<Alone> alone_;
  std::vector<Part> parent_;
  std::map<Part, std::unique_ptr<Component>> components_;
  bool contradicts_ = false;
};

Attacker::Attacker(std::size_t parts, std::vector<Known> known)
    : program_(std::make_unique<Program>(parts, std::move(known))) {}
Attacker::~Attacker() = default;
const std::vector<Known>& Attacker::known() const { return program_->known(); }
Result<Range> Attacker::range_of(const Parts& figure, Ends ends) { return program_->range_of(figure, ends); }

}  // namespace waymark::figures
