#include "courts/tally/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

using Key = std::array<Value, kByMax>;

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    std::uint64_t hash = 0;
    for (const Value value : key) hash = (hash ^ static_cast<std::uint32_t>(value)) * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
  }
};

using Groups = std::unordered_map<Key, Counts, KeyHash>;

/// A month a tally is broken down by, whose records have a day of being first seen. A day of force has none.
std::optional<std::size_t> lagging_place(const Query& query) {
  for (std::size_t i = 0; i < query.by.size(); ++i)
    if (query.by[i] == Dimension::kReceived || query.by[i] == Dimension::kDecided) return i;
  return std::nullopt;
}

class Counter final : public Consumer {
 public:
  Counter(const Query& query, const Terms& terms) : query_(query), terms_(terms), lagging_(lagging_place(query)) {}

  void take(const Counted& one) override {
    Key key{};
    for (std::size_t i = 0; i < query_.by.size(); ++i) key[i] = one.value(query_.by[i], terms_);
    Counts& counts = groups_[key];
    ++counts.count;
    counts.decided += one.decided() ? 1 : 0;
    counts.in_force += one.fact.in_force != kNoDay ? 1 : 0;
    counts.sentences += one.sentence ? 1 : 0;
    counts.known += one.known() ? 1 : 0;
    counts.suspended += one.suspended() ? 1 : 0;
    if (lagging_) add_lag(one, key[*lagging_]);
  }

  void add_to(Groups& groups, LagCounter& lag) const {
    for (const auto& [key, counts] : groups_) groups[key] += counts;
    lag.add(lag_);
  }

 private:
  void add_lag(const Counted& one, Value month) {
    const std::int32_t seen =
        query_.by[*lagging_] == Dimension::kReceived ? one.fact.first_seen : one.fact.decided_seen;
    if (month >= 0 && seen != kNoDay) lag_.add(month, seen);
  }

  const Query& query_;
  const Terms& terms_;
  std::optional<std::size_t> lagging_;
  Groups groups_;
  LagCounter lag_;
};

/// Numbers inside words count as numbers: 337-2.1 before 337-10.
bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::size_t end_a = std::min(a.find_first_not_of("0123456789", i), a.size());
      const std::size_t end_b = std::min(b.find_first_not_of("0123456789", j), b.size());
      const auto digits_a = a.substr(i, end_a - i);
      const auto digits_b = b.substr(j, end_b - j);
      if (digits_a.size() != digits_b.size()) return digits_a.size() < digits_b.size();
      if (digits_a != digits_b) return digits_a < digits_b;
      i = end_a;
      j = end_b;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  return a.size() - i < b.size() - j;
}

/// Values in their own order, the unknown last.
bool value_less(Dimension dimension, Value a, Value b, const Terms& terms) {
  if (a < 0 || b < 0) return (a < 0) == (b < 0) ? a > b : b < 0;
  const bool of_words =
      dimension == Dimension::kArticle || dimension == Dimension::kPart || dimension == Dimension::kCourt;
  return of_words ? natural_less(word_of(dimension, a, terms), word_of(dimension, b, terms)) : a < b;
}

/// Months without anything between the others are rows too, unless a wrong date makes the gap absurd.
void fill_gaps(const Query& query, Groups& groups) {
  constexpr int kGapMax = 36;
  if (query.by.size() != 1 || !is_month(query.by.front())) return;
  std::set<Value> months;
  for (const auto& [key, counts] : groups)
    if (key[0] >= 0) months.insert(key[0]);
  Value before = -1;
  for (const Value month : months) {
    if (before >= 0 && month - before <= kGapMax)
      for (Value gap = before + 1; gap < month; ++gap) groups[Key{gap}];
    before = month;
  }
}

class Builder {
 public:
  Builder(const Query& query, const Terms& terms, Groups groups)
      : query_(query), terms_(terms), groups_(std::move(groups)) {
    for (std::size_t i = 0; i < query.by.size(); ++i)
      if (query.by[i] == Dimension::kOutcome) outcome_ = i;
  }

  std::vector<TallyRow> rows() {
    fill_gaps(query_, groups_);
    std::vector<Key> keys;
    for (const auto& [key, counts] : groups_) {
      keys.push_back(key);
      if (outcome_) without_outcome_[without(key)] += counts;
    }
    std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) { return less(a, b); });
    std::vector<TallyRow> rows;
    for (const Key& key : keys) rows.push_back(row_of(key));
    return rows;
  }

  [[nodiscard]] TallyRow total() const {
    TallyRow total;
    for (const auto& [key, counts] : groups_) total.counts += counts;
    total.cell = row_name({.unit = query_.unit, .as_of = query_.as_of, .by = {}, .filters = query_.filters}, {});
    total.share = suspended_share(total.counts);
    return total;
  }

 private:
  static Share suspended_share(const Counts& counts) {
    return {.hits = counts.suspended, .known = counts.known, .total = counts.sentences};
  }
  [[nodiscard]] Key without(Key key) const {
    key[*outcome_] = 0;
    return key;
  }
  [[nodiscard]] bool less(const Key& a, const Key& b) const {
    for (std::size_t i = 0; i < query_.by.size(); ++i) {
      if (value_less(query_.by[i], a[i], b[i], terms_)) return true;
      if (value_less(query_.by[i], b[i], a[i], terms_)) return false;
    }
    return false;
  }
  [[nodiscard]] TallyRow row_of(const Key& key) const {
    TallyRow row;
    row.counts = groups_.at(key);
    for (std::size_t i = 0; i < query_.by.size(); ++i) row.words.push_back(word_of(query_.by[i], key[i], terms_));
    row.cell = row_name(query_, row.words);
    if (!outcome_) {
      row.share = suspended_share(row.counts);
    } else if (key[*outcome_] >= 0 && is_known_punishment(static_cast<Outcome>(key[*outcome_]))) {
      const Counts& group = without_outcome_.at(without(key));
      row.share = Share{.hits = row.counts.count, .known = group.known, .total = group.sentences};
    }
    return row;
  }

  const Query& query_;
  const Terms& terms_;
  Groups groups_;
  std::optional<std::size_t> outcome_;
  Groups without_outcome_;
};

void mark_filling(Tally& tally, const LagCounter& lag) {
  const auto place = lagging_place(tally.query);
  if (!place || tally.first_seen == kNoDay) return;
  std::unordered_map<std::string, NowCast> casts;
  for (const auto& month : lag.months(tally.first_seen, tally.last_seen))
    casts.emplace(iso_month(month.month), month.cast);
  for (TallyRow& row : tally.rows) {
    const auto found = casts.find(row.words[*place]);
    if (found == casts.end() || !found->second.filling) continue;
    row.filling = true;
    if (tally.query.by.size() == 1) row.cast = found->second;
  }
}

/// A word of a filter that nothing in the archive has would silently count nothing.
Result<void> check_words(const Query& query, const Terms& terms) {
  for (const Filter& filter : query.filters) {
    for (const std::string& word : filter.words) {
      if (!value_of_word(filter.dimension, word, terms))
        return fail(Code::kInvalid, "courts/tally",
                    fmt::format("Nothing in the archive has {} \"{}\".", name_of(filter.dimension), word));
    }
  }
  return {};
}

/// The same of regions, which are known only when all facts have passed. An archive of nothing has no word wrong.
Result<void> check_regions(const Query& query, const Pass& pass) {
  if (pass.facts == 0 || query.as_of != kNoDay) return {};
  for (const Filter& filter : query.filters) {
    if (filter.dimension != Dimension::kRegion) continue;
    for (const std::string& word : filter.words) {
      const auto region = value_of_word(Dimension::kRegion, word, *pass.terms);
      if (region && *region > 0 && static_cast<std::size_t>(*region) < kRegions &&
          !pass.regions.test(static_cast<std::size_t>(*region)))
        return fail(Code::kInvalid, "courts/tally", fmt::format("Nothing in the archive has region \"{}\".", word));
    }
  }
  return {};
}

class Collector final : public Consumer {
 public:
  Collector(const Cell& cell, const Terms& terms) : cell_(cell), terms_(terms) {
    for (std::size_t i = 0; i < cell.words.size(); ++i)
      wanted_.push_back(value_of_word(cell.query.by[i], cell.words[i], terms).value_or(kNowhere));
  }
  void take(const Counted& one) override {
    for (std::size_t i = 0; i < wanted_.size(); ++i)
      if (one.value(cell_.query.by[i], terms_) != wanted_[i]) return;
    if (one.has(cell_.measure)) found_.push_back(one);
  }
  [[nodiscard]] const std::vector<Counted>& found() const { return found_; }

 private:
  static constexpr Value kNowhere = -3;  // a word that nothing in this archive has
  const Cell& cell_;
  const Terms& terms_;
  std::vector<Value> wanted_;
  std::vector<Counted> found_;
};

struct Collected {
  std::vector<Reason> reasons;
  Pass pass;
};

/// A cell without words holds everything that its query counts.
Result<Collected> collect(const TallySource& source, const Cell& cell) {
  std::unique_ptr<Collector> collector;
  LET(Pass pass,
      stream_units(source, cell.query, 1, [&](const Terms& terms, unsigned) -> Result<std::vector<Consumer*>> {
        TRY(check_words(cell.query, terms));
        collector = std::make_unique<Collector>(cell, terms);
        return std::vector<Consumer*>{collector.get()};
      }));
  TRY(check_regions(cell.query, pass));
  std::vector<Reason> reasons;
  for (const Counted& one : collector->found()) {
    const auto others = pass.others.find(one.fact.case_id);
    reasons.push_back({one, others == pass.others.end() ? std::vector<std::int64_t>{} : others->second});
  }
  std::sort(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) {
    return std::pair{a.counted.fact.case_id, a.counted.fact.person} <
           std::pair{b.counted.fact.case_id, b.counted.fact.person};
  });
  return Collected{std::move(reasons), std::move(pass)};
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  count += other.count;
  decided += other.decided;
  in_force += other.in_force;
  sentences += other.sentences;
  known += other.known;
  suspended += other.suspended;
  return *this;
}

std::int64_t Counts::of(Measure measure) const {
  switch (measure) {
    case Measure::kCount: return count;
    case Measure::kDecided: return decided;
    case Measure::kInForce: return in_force;
    case Measure::kSentences: return sentences;
    case Measure::kKnown: return known;
    case Measure::kSuspended: return suspended;
  }
  return 0;
}

Result<Tally> tally(const TallySource& source, const Query& query, unsigned threads) {
  std::vector<std::unique_ptr<Counter>> counters;
  LET(Pass pass,
      stream_units(source, query, threads, [&](const Terms& terms, unsigned many) -> Result<std::vector<Consumer*>> {
        TRY(check_words(query, terms));
        std::vector<Consumer*> consumers;
        for (unsigned i = 0; i < many; ++i) {
          counters.push_back(std::make_unique<Counter>(query, terms));
          consumers.push_back(counters.back().get());
        }
        return consumers;
      }));
  TRY(check_regions(query, pass));
  Groups groups;
  LagCounter lag;
  for (const auto& counter : counters) counter->add_to(groups, lag);
  Tally tally{.query = query,
              .left_out = std::move(pass.left_out),
              .unnamed = pass.unnamed,
              .facts = pass.facts,
              .first_seen = pass.first_seen,
              .last_seen = pass.last_seen};
  for (const auto& [counted, others] : pass.others) tally.joined += static_cast<std::int64_t>(others.size());
  Builder builder(query, *pass.terms, std::move(groups));
  tally.rows = builder.rows();
  tally.total = builder.total();
  mark_filling(tally, lag);
  return tally;
}

Result<std::vector<Reason>> reasons_for(const TallySource& source, const Cell& cell) {
  LET(const Collected all, collect(source, cell));
  return all.reasons;
}

Result<std::vector<RowReason>> all_reasons(const TallySource& source, const Query& query) {
  LET(Collected all, collect(source, {.query = query}));
  std::vector<RowReason> reasons;
  for (Reason& reason : all.reasons) {
    std::vector<std::string> words;
    for (const Dimension dimension : query.by)
      words.push_back(word_of(dimension, reason.counted.value(dimension, *all.pass.terms), *all.pass.terms));
    reasons.push_back({row_name(query, words), std::move(reason)});
  }
  return reasons;
}

std::optional<double> imputed(const Share& share) {
  const auto part = share_of(share);
  if (!part) return std::nullopt;
  return *part * static_cast<double>(share.total);
}

}  // namespace waymark::courts
