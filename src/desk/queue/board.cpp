#include "desk/queue/board.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

#include "base/check.h"
#include "base/parallel.h"
#include "desk/queue/alike_print.h"
#include "desk/queue/board_order.h"
#include "desk/queue/steady.h"

namespace waymark::desk::queue {
namespace {

constexpr TimePoint kNever = TimePoint::max();
/// Fewer cases are placed sooner than a thread is made.
constexpr std::size_t kCasesOfRange = 1'024;

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

std::optional<Turn> turn_of(const Placement& placement, bool we_wait_now) {
  if (placement.overdue_since.has_value() || placement.court_since.has_value()) return Turn::kUs;
  if (placement.waiting_since.has_value()) return Turn::kUs;
  if (we_wait_now) return Turn::kThem;
  // The next step is ours: to write once more, or to close.
  return placement.silent_since.has_value() ? std::optional(Turn::kUs) : std::nullopt;
}

}  // namespace

/// The facets while they are counted: a page looks at every case, and one string or node of a map for each would be
/// most of its time.
class Board::Tally {
 public:
  explicit Tally(std::size_t kinds) : clocks_(kinds) {}

  void count(const Look& look, Seconds waited, bool yesterday) {
    languages_.at(look.language) += 1;
    stages_.at(look.stage) += 1;
    (look.third_person ? rest_.other : rest_.self) += 1;
    if (look.turn == Turn::kUs) rest_.us += 1;
    if (look.turn == Turn::kThem) rest_.them += 1;
    // A kind that was met only now has a number past those of the start.
    if (look.clock != kNoClock) {
      if (look.clock >= clocks_.size()) clocks_.resize(look.clock + std::size_t{1});
      clocks_[look.clock] += 1;
    }
    rest_.yesterday += yesterday ? 1U : 0U;
    rest_.late_lead += waited >= kToLead ? 1U : 0U;
    rest_.late_coordinator += waited >= kToCoordinator ? 1U : 0U;
    rest_.broken += waited >= kPromiseBroken ? 1U : 0U;
  }
  [[nodiscard]] Facets facets(const std::vector<std::string>& kinds) && {
    for (std::size_t code = 0; code < languages_.size(); ++code)
      if (languages_[code] > 0) rest_.languages[static_cast<Language>(code)] = languages_[code];
    for (std::size_t code = 0; code < stages_.size(); ++code)
      if (stages_[code] > 0) rest_.stages[static_cast<Stage>(code)] = stages_[code];
    for (std::size_t kind = 0; kind < clocks_.size(); ++kind)
      if (clocks_[kind] > 0) rest_.clocks.emplace(kinds[kind], clocks_[kind]);
    return std::move(rest_);
  }

 private:
  std::array<std::size_t, 16> languages_{};
  std::array<std::size_t, 16> stages_{};
  std::vector<std::size_t> clocks_;
  Facets rest_;
};

std::size_t IdHash::operator()(const CaseId& id) const {
  std::size_t hash = 0;
  std::memcpy(&hash, id.bytes.data(), sizeof hash);
  return hash;
}

Board::Board(const pack::Pack& pack, const text::Zone& zone) : pack_(pack), zone_(zone), kinds_{std::string{kAskKind}} {
  for (const pack::Clock& clock : pack.clocks) kinds_.push_back(clock.id);
  for (const DueRule& rule : kDueRules) kinds_.emplace_back(rule.kind);
  CHECK(kinds_.size() < kNoClock);
}

void Board::begin(std::size_t cases) {
  ++round_;
  slots_.reserve(cases);
  looks_.reserve(cases);
  spread_.reserve(cases);
  index_.reserve(cases);
}

void Board::set(const CaseId& id, std::uint32_t code_name, PackedSituation given) {
  const auto [found, fresh] = index_.try_emplace(id, slots_.size());
  if (fresh) {
    slots_.push_back({});
    looks_.push_back({});
    spread_.push_back({});
  }
  Slot& slot = slots_[found->second];
  slot.round = round_;
  if (!fresh && slot.code_name == code_name && slot.situation == given) return;
  gather(static_cast<std::uint32_t>(found->second));
  slot.id = id;
  slot.code_name = code_name;
  slot.situation = std::move(given);
  const Situation head = slot.situation.unpack_head();
  Look look;  // is out of date
  look.owner = head.owner.has_value() ? owner_number(*head.owner) : kNobody;
  look.language = static_cast<std::uint8_t>(head.language);
  look.stage = static_cast<std::uint8_t>(head.stage);
  look.closed = is_closed(head);
  look.received_at = head.received_at;
  look.replied_at = head.last_reply_at.value_or(kNever);
  looks_[found->second] = look;
}

std::shared_ptr<const BoardCase> Board::spread(std::uint32_t index) const {
  std::shared_ptr<const BoardCase>& kept = spread_[index];
  if (kept != nullptr) return kept;
  const Slot& slot = slots_[index];
  if (spread_count_ >= kSpreadMax) {
    while (spread_[hand_ % spread_.size()] == nullptr) ++hand_;
    gather(static_cast<std::uint32_t>(hand_++ % spread_.size()));
  }
  kept = std::make_shared<const BoardCase>(
      BoardCase{slot.id, slot.code_name, derive(pack_, slot.situation.unpack(), zone_)});
  ++spread_count_;
  return kept;
}

void Board::gather(std::uint32_t index) const {
  if (spread_[index] == nullptr) return;
  spread_[index].reset();
  --spread_count_;
}

std::uint32_t Board::owner_number(const std::string& owner) {
  return owners_.try_emplace(owner, static_cast<std::uint32_t>(owners_.size())).first->second;
}

std::uint32_t Board::reader_number(std::string_view reader) const {
  const auto known = owners_.find(reader);
  return known == owners_.end() ? kUnknownReader : known->second;
}

std::uint16_t Board::kind_number(const std::string& kind) const {
  const auto known = std::ranges::find(kinds_, kind);
  CHECK(known != kinds_.end());
  return static_cast<std::uint16_t>(known - kinds_.begin());
}

void Board::place_again(std::uint32_t index, const Present& present) const {
  const auto& kept = spread_[index];
  const Derived fresh = kept != nullptr ? Derived{} : derive(pack_, slots_[index].situation.unpack(), zone_);
  const Derived& derived = kept != nullptr ? kept->derived : fresh;
  Look& look = looks_[index];
  const Placement placement = place(derived, present);
  look.from = present.now;
  look.until = steady_until(derived, present);
  look.rank = static_cast<std::uint8_t>(rank_of(placement.section));
  look.due = placement.due;
  look.received_at = placement.received_at;
  look.waits = placement.waiting_since.has_value();
  look.waiting_since = placement.waiting_since.value_or(kNever);
  look.we_wait = we_wait(derived.situation, placement, present.now);
  look.turn = turn_of(placement, look.we_wait);
  look.late_since = std::min(
      {look.waiting_since, placement.overdue_since.value_or(kNever), placement.court_late_since.value_or(kNever)});
  look.third_person = derived.third_person;
  const RunningClock* clock = placement.clock.has_value() ? &derived.clocks[*placement.clock] : nullptr;
  look.clock = clock == nullptr ? kNoClock : kind_number(clock->kind);
  look.nearest = clock == nullptr ? kNever : latest_safe(derived, *clock);
  if (look.owner == kNobody) look.alike = alike_print(pack_, derived, placement);
  if (look.owner == kNobody) return;  // everybody can open it
  const Placement untold = place_untold(derived, present);
  look.untold_rank = static_cast<std::uint8_t>(rank_of(untold.section));
  look.untold_due = untold.due;
}

const Board::Look& Board::look_at(std::uint32_t index, const Present& present) const {
  if (!looks_[index].holds_at(present.now)) place_again(index, present);
  return looks_[index];
}

/// All at once, after a sign-in and after midnight, the processor's cores share it.
void Board::look_again(const Present& present, bool closed_too) const {
  std::vector<std::uint32_t> old;
  for (std::uint32_t index = 0; index < looks_.size(); ++index)
    if (!looks_[index].holds_at(present.now) && (closed_too || !looks_[index].closed)) old.push_back(index);
  in_parallel(old.size(), kCasesOfRange, [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) place_again(old[at], present);
  });
}

/// Whether somebody of us answered on the local day before.
bool Board::is_of_yesterday(const Look& look, const Present& present) const {
  if (look.replied_at == kNever) return false;
  return std::chrono::sys_days{zone_.to_local(present.now).day} -
             std::chrono::sys_days{zone_.to_local(look.replied_at).day} ==
         std::chrono::days{1};
}

void Board::take_out(std::size_t index) {
  index_.erase(slots_[index].id);
  gather(static_cast<std::uint32_t>(index));
  if (index + 1 != slots_.size()) {
    slots_[index] = std::move(slots_.back());
    looks_[index] = looks_.back();
    spread_[index] = std::move(spread_.back());
    index_[slots_[index].id] = index;
  }
  slots_.pop_back();
  looks_.pop_back();
  spread_.pop_back();
}

void Board::remove(const CaseId& id) {
  const auto found = index_.find(id);
  if (found != index_.end()) take_out(found->second);
}

void Board::sweep() {
  for (std::size_t index = slots_.size(); index-- > 0;)
    if (slots_[index].round != round_) take_out(index);
}

std::shared_ptr<const BoardCase> Board::find(const CaseId& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : spread(static_cast<std::uint32_t>(found->second));
}

Watch Board::watch(TimePoint now) const {
  constexpr Seconds kHour{3600};
  constexpr Seconds kDay{24 * 3600};
  look_again(Present::at(now, zone_), false);
  Watch watch;
  std::vector<Load> loads(owners_.size());
  for (const Look& look : looks_) {
    watch.came_hour += look.received_at > now - kHour ? 1U : 0U;
    watch.came_day += look.received_at > now - kDay ? 1U : 0U;
    const bool answered = look.replied_at != kNever;
    watch.answered_hour += answered && look.replied_at > now - kHour ? 1U : 0U;
    watch.answered_day += answered && look.replied_at > now - kDay ? 1U : 0U;
    if (look.closed) continue;
    const Seconds late = look.late_since == kNever ? Seconds{0} : now - look.late_since;
    const bool dated = look.nearest != kNever;
    watch.broken += late >= kPromiseBroken ? 1U : 0U;
    if (look.owner == kNobody) {
      watch.unowned_late += late >= kToLead ? 1U : 0U;
      watch.unowned_soon += dated && look.nearest < now + kSoonForNobody ? 1U : 0U;
      continue;
    }
    Load& load = loads[look.owner];
    load.open += 1;
    load.owed += look.waits ? 1U : 0U;
    load.soon += dated && look.nearest < now + kSoonForOwner ? 1U : 0U;
    if (dated) load.nearest = std::min(look.nearest, load.nearest.value_or(kNever));
    if (answered) load.answered_at = std::max(look.replied_at, load.answered_at.value_or(look.replied_at));
  }
  for (const auto& [owner, number] : owners_)
    if (loads[number].open > 0) watch.owners.emplace(owner, loads[number]);
  return watch;
}

bool Board::can_open(const Look& look, std::uint32_t reader, Sight sight) {
  return sight == Sight::kEverybodys || look.owner == kNobody || look.owner == reader;
}

BoardRow Board::row_of(std::uint32_t index, const Asked& asked) const {
  std::shared_ptr<const BoardCase> entry = spread(index);
  const bool open = can_open(looks_[index], reader_number(asked.reader), asked.sight);
  const Placement placement = open ? place(entry->derived, asked.present) : place_untold(entry->derived, asked.present);
  return {std::move(entry), placement, open};
}

Page Board::page(View view, std::string_view reader, TimePoint now, std::size_t offset, std::size_t limit, Sight sight,
                 const Filter& filter, Waves waves) const {
  const Asked asked{reader, Present::at(now, zone_), sight};
  const std::uint32_t who = reader_number(reader);
  Page page;
  Tally tally(kinds_.size());
  First first(*this, std::max(offset + limit, kInSight));
  Folding folding(*this);
  look_again(asked.present, view == View::kClosed);
  for (std::uint32_t index = 0; index < slots_.size(); ++index) {
    const bool closed = looks_[index].closed;
    page.closed += closed ? 1U : 0U;
    if (closed && view != View::kClosed) continue;
    const Look& look = looks_[index];
    const bool mine = look.owner == who;
    const bool unowned = look.owner == kNobody;
    const bool open = can_open(look, who, sight);
    const bool waiting = open && look.we_wait;
    page.mine += mine && !closed ? 1U : 0U;
    page.owed += mine && !closed && look.waits ? 1U : 0U;
    page.unowned += unowned && !closed ? 1U : 0U;
    page.waiting += waiting ? 1U : 0U;
    const bool of_view = view == View::kAll || (view == View::kMine && mine) || (view == View::kUnowned && unowned) ||
                         (view == View::kWaiting && waiting) || (view == View::kClosed && closed);
    if (!of_view) continue;
    if (!open) {
      if (filter.empty()) first.add({look.untold_due, {}, kNever, index, look.untold_rank});
      continue;
    }
    const Seconds waited = look.late_since == kNever ? Seconds{0} : now - look.late_since;
    const bool yesterday = mine && is_of_yesterday(look, asked.present);
    tally.count(look, waited, yesterday);
    if (!filter.empty() && !passes(look, waited, yesterday, filter)) continue;
    const Key key{look.due, look.received_at, look.waiting_since, index, look.rank};
    if (waves == Waves::kOpen || look.alike == 0) {
      first.add(key);
      continue;
    }
    first.wait(key);
    folding.add(look.alike, key);
  }
  folding.end(first);
  page.facets = std::move(tally).facets(kinds_);
  page.all = slots_.size() - page.closed;
  page.total = first.total();
  const std::vector<Key>& keys = first.sort();
  for (std::size_t at = std::min(offset, keys.size()); at < std::min(offset + limit, keys.size()); ++at)
    page.rows.push_back(row_of(keys[at].slot, asked));
  for (BoardRow& row : page.rows) row.wave = folding.of(static_cast<std::uint32_t>(index_.at(row.entry->id)));
  if (const auto oldest = first.longest_waiting()) {
    const auto in_sight = std::span(keys).first(std::min(kInSight, keys.size()));
    if (std::ranges::find(in_sight, *oldest, &Key::slot) == in_sight.end()) page.oldest = row_of(*oldest, asked);
  }
  return page;
}

bool Board::passes(const Look& look, Seconds waited, bool yesterday, const Filter& filter) const {
  return (!filter.language || static_cast<std::uint8_t>(*filter.language) == look.language) &&
         (!filter.third_person || *filter.third_person == look.third_person) &&
         (!filter.turn || filter.turn == look.turn) &&
         (!filter.stage || static_cast<std::uint8_t>(*filter.stage) == look.stage) &&
         (filter.clock.empty() || (look.clock != kNoClock && kinds_[look.clock] == filter.clock)) &&
         (!filter.yesterday || yesterday) && (!filter.late || waited >= *filter.late) &&
         (filter.alike == 0 || filter.alike == look.alike);
}

bool Board::is_before(const Key& a, const Key& b) const {
  if (a.rank != b.rank) return a.rank < b.rank;
  if (a.due != b.due) return a.due < b.due;
  if (a.received_at != b.received_at) return a.received_at < b.received_at;
  return slots_[a.slot].id < slots_[b.slot].id;
}

Page Board::among(std::span<const CaseId> ids, const std::function<bool(const Glance&)>& wanted,
                  std::string_view reader, TimePoint now, std::size_t limit, Sight sight) const {
  const Asked asked{reader, Present::at(now, zone_), sight};
  const std::uint32_t who = reader_number(reader);
  if (ids.size() > kCasesOfRange) look_again(asked.present, true);
  First first(*this, limit);
  for (const CaseId& id : ids) {
    const auto known = index_.find(id);
    if (known == index_.end()) continue;
    const auto index = static_cast<std::uint32_t>(known->second);
    if (!can_open(looks_[index], who, sight)) continue;
    const Look& look = look_at(index, asked.present);
    const auto nearest = look.nearest == kNever ? std::nullopt : std::optional(look.nearest);
    if (wanted && !wanted({slots_[index].situation, nearest})) continue;
    first.add({look.due, look.received_at, kNever, index, look.rank});
  }
  Page page;
  page.total = first.total();
  for (const Key& key : first.sort()) page.rows.push_back(row_of(key.slot, asked));
  return page;
}

void Board::each_open(std::string_view reader, Sight sight,
                      const std::function<void(const std::shared_ptr<const BoardCase>&)>& visit) const {
  const std::uint32_t who = reader_number(reader);
  for (std::uint32_t index = 0; index < slots_.size(); ++index)
    if (can_open(looks_[index], who, sight) && !looks_[index].closed) visit(spread(index));
}

}  // namespace waymark::desk::queue
