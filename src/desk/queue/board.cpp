#include "desk/queue/board.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

namespace waymark::desk::queue {
namespace {

bool is_mine(const Situation& situation, std::string_view reader) {
  return situation.owner.has_value() && *situation.owner == reader;
}

bool can_open(const Situation& situation, std::string_view reader, Sight sight) {
  return sight == Sight::kEverybodys || !situation.owner.has_value() || *situation.owner == reader;
}

bool is_closed(const Situation& situation) {
  return (situation.stage == Stage::kClosed || situation.stage == Stage::kAnonymised) && situation.unread == 0;
}

/// Whether we wait: nothing of ours is late, we have answered or set a date, nothing that came since is without an
/// answer, and the date has not come. A case leaves the waiting list by itself when the answer or the date comes, and
/// when it has been silent too long.
bool we_wait(const Situation& situation, const Placement& placement, TimePoint now) {
  const bool ours = placement.overdue_since.has_value() || placement.court_since.has_value();
  if (placement.waiting_since.has_value() || ours || is_closed(situation)) return false;
  if (situation.wakes_at.has_value()) return now < *situation.wakes_at;
  if (placement.silent_since.has_value()) return false;
  return situation.last_reply_at.has_value() || is_waiting(situation.stage);
}

}  // namespace

/// What the order needs of one case.
struct Board::Key {
  int rank;
  TimePoint due;
  TimePoint received_at;
  TimePoint waiting_since;  ///< the last of all for those who do not wait
  std::uint32_t slot;
};

namespace {

/// What the filters ask of a case that the reader can open.
struct Traits {
  Language language;
  bool third_person;
  std::optional<Turn> turn;
  Stage stage;
  std::string_view clock;  ///< borrowed from the case
  bool yesterday;
  Seconds waited;  ///< for an answer of ours, or for what else of ours is late; 0 for nothing
};

Traits traits_of(const BoardRow& row, std::string_view reader, const Present& present, const text::Zone& zone) {
  const Derived& derived = row.entry->derived;
  const Situation& situation = derived.situation;
  Traits traits{situation.language, derived.third_person, {}, situation.stage, {}, false, Seconds{0}};
  if (row.placement.waiting_since.has_value()) {
    traits.turn = Turn::kUs;
    traits.waited = present.now - *row.placement.waiting_since;
  } else if (we_wait(situation, row.placement, present.now)) {
    traits.turn = Turn::kThem;
  } else if (row.placement.silent_since.has_value()) {
    traits.turn = Turn::kUs;  // the next step is ours: to write once more, or to close
  }
  if (row.placement.overdue_since.has_value() || row.placement.court_since.has_value()) traits.turn = Turn::kUs;
  for (const auto& since : {row.placement.overdue_since, row.placement.court_late_since})
    if (since.has_value()) traits.waited = std::max(traits.waited, present.now - *since);
  if (row.placement.clock.has_value()) traits.clock = derived.clocks[*row.placement.clock].kind;
  if (is_mine(situation, reader) && situation.last_reply_at.has_value())
    traits.yesterday = std::chrono::sys_days{zone.to_local(present.now).day} -
                           std::chrono::sys_days{zone.to_local(*situation.last_reply_at).day} ==
                       std::chrono::days{1};
  return traits;
}

/// The facets while they are counted: a page looks at every case, and one string or node of a map for each would be
/// most of its time.
struct Tally {
  std::array<std::size_t, 16> languages{};
  std::array<std::size_t, 16> stages{};
  std::vector<std::pair<std::string_view, std::size_t>> clocks;  ///< some ten kinds
  Facets rest;

  void count(const Traits& traits) {
    languages.at(static_cast<std::size_t>(traits.language)) += 1;
    stages.at(static_cast<std::size_t>(traits.stage)) += 1;
    (traits.third_person ? rest.other : rest.self) += 1;
    if (traits.turn == Turn::kUs) rest.us += 1;
    if (traits.turn == Turn::kThem) rest.them += 1;
    if (!traits.clock.empty()) count_clock(traits.clock);
    rest.yesterday += traits.yesterday ? 1U : 0U;
    rest.late_lead += traits.waited >= kToLead ? 1U : 0U;
    rest.late_coordinator += traits.waited >= kToCoordinator ? 1U : 0U;
    rest.broken += traits.waited >= kPromiseBroken ? 1U : 0U;
  }
  void count_clock(std::string_view kind) {
    const auto known = std::ranges::find(clocks, kind, &std::pair<std::string_view, std::size_t>::first);
    if (known != clocks.end())
      known->second += 1;
    else
      clocks.emplace_back(kind, 1);
  }
  [[nodiscard]] Facets facets() && {
    for (std::size_t code = 0; code < languages.size(); ++code)
      if (languages[code] > 0) rest.languages[static_cast<Language>(code)] = languages[code];
    for (std::size_t code = 0; code < stages.size(); ++code)
      if (stages[code] > 0) rest.stages[static_cast<Stage>(code)] = stages[code];
    for (const auto& [kind, count] : clocks) rest.clocks.emplace(kind, count);
    return std::move(rest);
  }
};

bool passes(const Traits& traits, const Filter& filter) {
  return (!filter.language || *filter.language == traits.language) &&
         (!filter.third_person || *filter.third_person == traits.third_person) &&
         (!filter.turn || filter.turn == traits.turn) && (!filter.stage || *filter.stage == traits.stage) &&
         (filter.clock.empty() || filter.clock == traits.clock) && (!filter.yesterday || traits.yesterday) &&
         (!filter.late || traits.waited >= *filter.late);
}

}  // namespace

std::size_t IdHash::operator()(const CaseId& id) const {
  std::size_t hash = 0;
  std::memcpy(&hash, id.bytes.data(), sizeof hash);
  return hash;
}

void Board::set(const CaseId& id, std::uint32_t code_name, const Situation& situation) {
  const auto [found, fresh] = index_.try_emplace(id, slots_.size());
  if (fresh) slots_.push_back({});
  Slot& slot = slots_[found->second];
  slot.round = round_;
  slot.entry.id = id;
  slot.entry.code_name = code_name;
  if (fresh || slot.entry.derived.situation != situation) slot.entry.derived = derive(pack_, situation, zone_);
}

void Board::take_out(std::size_t index) {
  index_.erase(slots_[index].entry.id);
  if (index + 1 != slots_.size()) {
    slots_[index] = std::move(slots_.back());
    index_[slots_[index].entry.id] = index;
  }
  slots_.pop_back();
}

void Board::remove(const CaseId& id) {
  const auto found = index_.find(id);
  if (found != index_.end()) take_out(found->second);
}

void Board::sweep() {
  for (std::size_t index = slots_.size(); index-- > 0;)
    if (slots_[index].round != round_) take_out(index);
}

const BoardCase* Board::find(const CaseId& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &slots_[found->second].entry;
}

std::map<std::string, std::size_t> Board::load() const {
  std::map<std::string, std::size_t> owned;
  for (const Slot& slot : slots_) {
    const Situation& situation = slot.entry.derived.situation;
    if (situation.owner.has_value() && !is_closed(situation)) owned[*situation.owner] += 1;
  }
  return owned;
}

BoardRow Board::row_of(std::uint32_t index, const Asked& asked) const {
  const BoardCase& entry = slots_[index].entry;
  const bool open = can_open(entry.derived.situation, asked.reader, asked.sight);
  return {&entry, open ? place(entry.derived, asked.present) : place_untold(entry.derived, asked.present), open};
}

Page Board::page(View view, std::string_view reader, TimePoint now, std::size_t offset, std::size_t limit, Sight sight,
                 const Filter& filter) const {
  const Asked asked{reader, Present::at(now, zone_), sight};
  Page page;
  Tally tally;
  std::vector<Key> keys;
  keys.reserve(slots_.size());
  for (std::uint32_t index = 0; index < slots_.size(); ++index) {
    const bool closed = is_closed(slots_[index].entry.derived.situation);
    page.closed += closed ? 1U : 0U;
    if (closed && view != View::kClosed) continue;
    const BoardRow row = row_of(index, asked);
    const Situation& situation = row.entry->derived.situation;
    const bool mine = is_mine(situation, reader);
    const bool unowned = !situation.owner.has_value();
    const bool waiting = row.open && we_wait(situation, row.placement, now);
    page.mine += mine && !closed ? 1U : 0U;
    page.owed += mine && !closed && row.placement.waiting_since.has_value() ? 1U : 0U;
    page.unowned += unowned && !closed ? 1U : 0U;
    page.waiting += waiting ? 1U : 0U;
    const bool of_view = view == View::kAll || (view == View::kMine && mine) || (view == View::kUnowned && unowned) ||
                         (view == View::kWaiting && waiting) || (view == View::kClosed && closed);
    if (!of_view) continue;
    const Traits traits = traits_of(row, reader, asked.present, zone_);
    if (row.open) tally.count(traits);
    if (filter.empty() || (row.open && passes(traits, filter)))
      keys.push_back({rank_of(row.placement.section), row.placement.due, row.placement.received_at,
                      row.placement.waiting_since.value_or(TimePoint::max()), index});
  }
  page.facets = std::move(tally).facets();
  page.all = slots_.size() - page.closed;
  page.total = keys.size();
  const std::size_t last = std::min(std::max(offset + limit, kInSight), keys.size());
  sort_first(keys, last);
  for (std::size_t at = std::min(offset, keys.size()); at < std::min(offset + limit, keys.size()); ++at)
    page.rows.push_back(row_of(keys[at].slot, asked));
  const auto oldest = std::ranges::min_element(keys, {}, &Key::waiting_since);
  const bool hidden = oldest != keys.end() && oldest - keys.begin() >= static_cast<std::ptrdiff_t>(kInSight);
  if (hidden && oldest->waiting_since != TimePoint::max()) page.oldest = row_of(oldest->slot, asked);
  return page;
}

void Board::sort_first(std::vector<Key>& keys, std::size_t count) const {
  const auto last = keys.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(keys.begin(), last, keys.end(), [this](const Key& a, const Key& b) {
    if (std::tie(a.rank, a.due, a.received_at) != std::tie(b.rank, b.due, b.received_at))
      return std::tie(a.rank, a.due, a.received_at) < std::tie(b.rank, b.due, b.received_at);
    return slots_[a.slot].entry.id < slots_[b.slot].entry.id;
  });
}

Page Board::among(std::span<const CaseId> ids, const std::function<bool(const Derived&)>& wanted,
                  std::string_view reader, TimePoint now, std::size_t limit, Sight sight) const {
  const Present present = Present::at(now, zone_);
  std::vector<Key> keys;
  for (const CaseId& id : ids) {
    const auto known = index_.find(id);
    if (known == index_.end()) continue;
    const Derived& derived = slots_[known->second].entry.derived;
    if (!can_open(derived.situation, reader, sight) || !wanted(derived)) continue;
    const Placement placement = place(derived, present);
    keys.push_back({rank_of(placement.section), placement.due, placement.received_at, TimePoint::max(),
                    static_cast<std::uint32_t>(known->second)});
  }
  Page page;
  page.total = keys.size();
  const std::size_t shown = std::min(limit, keys.size());
  sort_first(keys, shown);
  for (std::size_t at = 0; at < shown; ++at) {
    const BoardCase& entry = slots_[keys[at].slot].entry;
    page.rows.push_back({&entry, place(entry.derived, present), true});
  }
  return page;
}

void Board::each_open(std::string_view reader, Sight sight, const std::function<void(const BoardCase&)>& visit) const {
  for (const Slot& slot : slots_) {
    const Situation& situation = slot.entry.derived.situation;
    if (can_open(situation, reader, sight) && !is_closed(situation)) visit(slot.entry);
  }
}

}  // namespace waymark::desk::queue
