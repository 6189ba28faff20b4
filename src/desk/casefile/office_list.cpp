// The list: the agenda, what changed of it, and how unread texts begin.
#include "desk/casefile/office_core.h"
#include "desk/queue/first_words.h"

namespace waymark::desk {

Result<std::vector<AgendaRow>> OfficeCore::list(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  std::vector<AgendaRow> rows;
  if (!session->keys.holds(Compartment::kFirstLine)) return rows;
  rows.reserve(agenda_.items().size());
  for (const auto& [id, item] : agenda_.items())
    rows.push_back({id, item.code_name, item.situation, item.situation.owner == session->alias});
  return rows;
}

Result<AgendaChanges> OfficeCore::changes_since(const SessionToken& token, std::uint64_t counter) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  AgendaChanges changes{.counter = changes_};
  const auto row_of = [session](const CaseId& id, const AgendaItem& item) {
    return AgendaRow{id, item.code_name, item.situation, item.situation.owner == session->alias};
  };
  const auto changed = session->keys.holds(Compartment::kFirstLine) ? history_.since(counter) : std::nullopt;
  changes.whole = !changed.has_value();
  if (changed) {
    for (const CaseId& id : *changed) {
      const AgendaItem* item = agenda_.find(id);
      if (item == nullptr)
        changes.gone.push_back(id);
      else
        changes.rows.push_back(row_of(id, *item));
    }
  } else if (session->keys.holds(Compartment::kFirstLine)) {
    changes.rows.reserve(agenda_.items().size());
    for (const auto& [id, item] : agenda_.items()) changes.rows.push_back(row_of(id, item));
  }
  return changes;
}

Result<std::uint64_t> OfficeCore::change_counter(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  auto session = sessions_.peek(token.text, now());
  if (!session.has_value()) {
    close_if_empty();
    return std::unexpected(session.error());
  }
  return changes_;
}

Result<std::vector<std::string>> OfficeCore::first_words(const SessionToken& token, const std::vector<CaseId>& ids) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
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

UnreadWords OfficeCore::unread_of(const CaseId& id) const {
  const AgendaItem* item = agenda_.find(id);
  return item == nullptr ? UnreadWords{} : UnreadWords{item->situation.unread, item->situation.oldest_unread_at, {}};
}

Result<void> OfficeCore::open_unread(Session& session, const std::vector<CaseId>& ids) {
  LET(Unit unit, begin());
  for (const CaseId& id : ids) {
    const auto opened = open_for(session, id);
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

}  // namespace waymark::desk
