#include "desk/api/boards.h"

#include <algorithm>

namespace waymark::desk::api {
namespace {

std::string key_of(const Me& me) {
  std::vector<std::string> roles = me.roles;
  std::sort(roles.begin(), roles.end());
  std::string key;
  for (const std::string& role : roles) key += role + ",";
  return key;
}

}  // namespace

queue::Sight sight_of(const Me& me) {
  return std::ranges::find(me.roles, "lead") != me.roles.end() ? queue::Sight::kEverybodys : queue::Sight::kOwn;
}

Result<void> Boards::with(const SessionToken& token, const Me& me,
                          const std::function<void(const queue::Board&, std::uint64_t)>& use) {
  const std::lock_guard hold(lock_);
  drop_idle();
  Held& held = held_.try_emplace(key_of(me), Held{queue::Board(pack_, zone_), 0, false, clock_.now()}).first->second;
  TRY(refresh(token, held));
  held.used_at = clock_.now();
  use(held.board, held.counter);
  return {};
}

Result<void> Boards::refresh(const SessionToken& token, Held& held) {
  LET(AgendaChanges changes, office_.list().changes_since(token, held.filled ? held.counter : 0));
  if (changes.whole) held.board.begin(changes.rows.size());
  for (ChangedRow& row : changes.rows) held.board.set(row.case_id, row.code_name, std::move(row.situation));
  for (const CaseId& id : changes.gone) held.board.remove(id);
  if (changes.whole) held.board.sweep();
  held.counter = changes.counter;
  held.filled = true;
  return {};
}

void Boards::drop_idle() {
  const TimePoint now = clock_.now();
  std::erase_if(held_, [now](const auto& pair) { return pair.second.used_at + kBoardIdle < now; });
}

void Boards::tidy() {
  const bool empty = !office_.doors().anybody_here();
  const std::lock_guard hold(lock_);
  if (empty)
    held_.clear();
  else
    drop_idle();
}

void Boards::drop_all() {
  const std::lock_guard hold(lock_);
  held_.clear();
}

}  // namespace waymark::desk::api
