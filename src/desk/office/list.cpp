// The agenda, what changed of it, and how unread texts begin.
#include "desk/office/list.h"

#include "desk/office/core.h"
#include "desk/queue/first_words.h"

namespace waymark::desk::office {

Result<std::vector<AgendaRow>> List::rows(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  std::vector<AgendaRow> rows;
  if (!session->keys.holds(Compartment::kFirstLine)) return rows;
  rows.reserve(core_.agenda.entries().size());
  for (const auto& [id, entry] : core_.agenda.entries())
    rows.push_back({id, entry.code_name, entry.situation.unpack(), entry.owner == session->alias});
  return rows;
}

Result<AgendaChanges> List::changes_since(const SessionToken& token, std::uint64_t counter) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  AgendaChanges changes{.counter = core_.changes};
  const auto changed = session->keys.holds(Compartment::kFirstLine) ? core_.history.since(counter) : std::nullopt;
  changes.whole = !changed.has_value();
  if (changed) {
    for (const CaseId& id : *changed) {
      const AgendaEntry* entry = core_.agenda.find(id);
      if (entry == nullptr)
        changes.gone.push_back(id);
      else
        changes.rows.push_back({id, entry->code_name, entry->situation});
    }
  } else if (session->keys.holds(Compartment::kFirstLine)) {
    changes.rows.reserve(core_.agenda.entries().size());
    for (const auto& [id, entry] : core_.agenda.entries())
      changes.rows.push_back({id, entry.code_name, entry.situation});
  }
  return changes;
}

Result<std::uint64_t> List::change_counter(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  auto session = core_.sessions.peek(token.text, core_.now());
  if (!session.has_value()) {
    core_.close_if_empty();
    return std::unexpected(session.error());
  }
  return core_.changes;
}

Result<List::Pulse> List::pulse(const SessionToken& token, const std::optional<CaseId>& here,
                                const std::vector<CaseId>& others) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter({.text = token.text, .by_hand = false}));
  Pulse pulse{.alias = session->alias, .counter = core_.changes};
  if (here.has_value()) pulse.here = core_.case_standing(*session, *here);
  const bool first_line = session->keys.holds(Compartment::kFirstLine);
  for (const CaseId& id : others) pulse.listed.push_back(first_line && core_.agenda.find(id) != nullptr);
  return pulse;
}

Result<std::vector<std::string>> List::first_words(const SessionToken& token, const std::vector<CaseId>& ids) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  // What was opened for an earlier look is not opened again, also not for another page of the list: a screen looks
  // every few seconds.
  auto& known = session->unread_words;
  std::erase_if(known, [this](const auto& one) { return !one.second.stands_for(unread_of(one.first)); });
  std::vector<CaseId> unknown;
  for (const CaseId& id : ids)
    if (unread_of(id).unread > 0 && !known.contains(id)) unknown.push_back(id);
  if (!unknown.empty()) TRY(open_unread(*session, unknown));
  std::vector<std::string> all;
  all.reserve(ids.size());
  for (const CaseId& id : ids) {
    const auto words = known.find(id);
    all.push_back(words == known.end() ? std::string{} : words->second.words);
  }
  return all;
}

UnreadWords List::unread_of(const CaseId& id) const {
  const AgendaEntry* entry = core_.agenda.find(id);
  if (entry == nullptr) return {};
  const Situation head = entry->situation.unpack_head();
  return {head.unread, head.oldest_unread_at, {}};
}

Result<void> List::open_unread(Session& session, const std::vector<CaseId>& ids) {
  LET(Unit unit, core_.begin());
  for (const CaseId& id : ids) {
    const auto opened = core_.open_for(session, id);
    if (!opened.has_value()) {
      // Somebody else's, or gone in this moment: the row stands without words.
      if (opened.error().code == Code::kDenied || opened.error().code == Code::kNotFound) continue;
      return std::unexpected(opened.error());
    }
    UnreadWords words = unread_of(id);
    if (const Entry* oldest = opened->state.oldest_unread()) words.words = queue::first_words(oldest->text);
    session.unread_words.insert_or_assign(id, std::move(words));
  }
  return unit.commit_unseen();
}

}  // namespace waymark::desk::office
