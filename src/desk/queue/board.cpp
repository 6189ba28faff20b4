#include "desk/queue/board.h"

#include <algorithm>
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
  return situation.stage == Stage::kClosed || situation.stage == Stage::kAnonymised;
}

/// Whether we wait: we have answered, and nothing that came since is without an answer.
bool we_wait(const Situation& situation, const Placement& placement) {
  return situation.last_reply_at.has_value() && !placement.waiting_since.has_value() && !is_closed(situation);
}

/// What the order needs of one case.
struct Key {
  int rank;
  TimePoint due;
  TimePoint received_at;
  std::uint32_t slot;
};

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

Page Board::page(View view, std::string_view reader, TimePoint now, std::size_t offset, std::size_t limit,
                 Sight sight) const {
  const Present present = Present::at(now, zone_);
  Page page;
  std::vector<Key> keys;
  keys.reserve(slots_.size());
  for (std::uint32_t index = 0; index < slots_.size(); ++index) {
    const BoardCase& entry = slots_[index].entry;
    const bool open = can_open(entry.derived.situation, reader, sight);
    const Placement placement = open ? place(entry.derived, present) : place_untold(entry.derived, present);
    const bool mine = is_mine(entry.derived.situation, reader);
    const bool unowned = !entry.derived.situation.owner.has_value();
    const bool waiting = open && we_wait(entry.derived.situation, placement);
    page.mine += mine ? 1U : 0U;
    page.owed += mine && placement.waiting_since.has_value() ? 1U : 0U;
    page.unowned += unowned ? 1U : 0U;
    page.waiting += waiting ? 1U : 0U;
    const bool shown = view == View::kAll || (view == View::kMine && mine) || (view == View::kUnowned && unowned) ||
                       (view == View::kWaiting && waiting);
    if (shown) keys.push_back({rank_of(placement.section), placement.due, placement.received_at, index});
  }
  page.all = slots_.size();
  page.total = keys.size();
  const auto first = static_cast<std::ptrdiff_t>(std::min(offset, keys.size()));
  const auto last = static_cast<std::ptrdiff_t>(std::min(offset + limit, keys.size()));
  std::partial_sort(keys.begin(), keys.begin() + last, keys.end(), [this](const Key& a, const Key& b) {
    if (std::tie(a.rank, a.due, a.received_at) != std::tie(b.rank, b.due, b.received_at))
      return std::tie(a.rank, a.due, a.received_at) < std::tie(b.rank, b.due, b.received_at);
    return slots_[a.slot].entry.id < slots_[b.slot].entry.id;
  });
  for (auto key = keys.begin() + first; key != keys.begin() + last; ++key) {
    const BoardCase& entry = slots_[key->slot].entry;
    const bool open = can_open(entry.derived.situation, reader, sight);
    page.rows.push_back({&entry, open ? place(entry.derived, present) : place_untold(entry.derived, present), open});
  }
  return page;
}

}  // namespace waymark::desk::queue
