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
  const std::string roles = key_of(me);
  LET(std::optional<AgendaChanges> changes, changes_for(token, roles));
  const std::lock_guard hold(lock_);
  drop_idle();
  Held& held = held_.try_emplace(roles, Held{queue::Board(pack_, zone_), 0, false, clock_.now()}).first->second;
  // The first look of the day is made once, by whoever comes first; the others wait for it here.
  if (!held.filled) {
    LET(changes, office_.list().changes_since(token, 0));
  }
  if (changes.has_value()) apply(*std::move(changes), held);
  held.used_at = clock_.now();
  use(held.board, held.counter);
  return {};
}

Result<std::optional<AgendaChanges>> Boards::changes_for(const SessionToken& token, const std::string& roles) {
  std::uint64_t since = 0;
  {
    const std::lock_guard hold(lock_);
    const auto held = held_.find(roles);
    if (held == held_.end() || !held->second.filled) return std::nullopt;
    since = held->second.counter;
  }
  LET(AgendaChanges changes, office_.list().changes_since(token, since));
  return changes;
}

/// Rows say what a case is at the counter of the changes, not what became of it on the way: they fit on any older
/// board.
void Boards::apply(AgendaChanges changes, Held& held) {
  if (held.filled && changes.counter < held.counter) return;  // somebody else was quicker and knows more
  if (changes.whole) held.board.begin(changes.rows.size());
  for (ChangedRow& row : changes.rows) held.board.set(row.case_id, row.code_name, std::move(row.situation));
  for (const CaseId& id : changes.gone) held.board.remove(id);
  if (changes.whole) held.board.sweep();
  held.counter = changes.counter;
  held.filled = true;
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
