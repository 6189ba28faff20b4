#include "desk/office/search.h"

#include <algorithm>
#include <utility>

#include "desk/office/core.h"

namespace waymark::desk::office {
namespace {

constexpr std::size_t kSnippetLetters = 120;
/// So many cases are read while the office's lock is held once: with fifty people waiting for it, one at a time is
/// twenty waits for one answer, and all at once is a long wait for everybody else.
constexpr std::size_t kReadTogether = 10;

bool is_text(const Entry& entry) { return entry.kind != EntryKind::kEvent || !entry.text.empty(); }

}  // namespace

search::Reach Search::reach_of(const Session& session) {
  if (!session.keys.holds(Compartment::kFirstLine)) return {};
  return {.everybodys = session.keys.holds(Compartment::kFirstLineLead), .owners = {"", session.alias}};
}

Search::Search(Core& core) : core_(core) {
  // Whoever goes takes with them what only they could open, at once.
  core_.sessions_changed = [this] {
    const std::lock_guard hold(mutex_);
    if (filled_) follow();
  };
}

void Search::follow() {
  search::Reach reach;
  core_.sessions.each([&](const Session& session) {
    search::Reach one = reach_of(session);
    reach.everybodys = reach.everybodys || one.everybodys;
    reach.owners.merge(one.owners);
  });
  const search::Reach before = std::exchange(reach_, std::move(reach));
  if (!reach_.covers(before)) {
    ++wiped_;
    index_.keep_only(reach_);
    prints_.keep_only(reach_);
  }
  if (!core_.agenda.is_loaded() || reach_ == search::Reach{}) {
    index_.clear();
    prints_.clear();
    waiting_.clear();
    filled_ = false;
    ++wiped_;
    return;
  }
  const auto changed = filled_ ? core_.history.since(counter_) : std::nullopt;
  if (changed) waiting_.insert(changed->begin(), changed->end());
  // Further behind than the history goes: everything. Somebody came: what nobody could open before. Whoever went took
  // theirs along.
  if (!changed || !before.covers(reach_)) {
    for (const auto& [id, entry] : core_.agenda.entries())
      if (!changed || !before.holds(entry.owner)) waiting_.insert(id);
  }
  filled_ = true;
  counter_ = core_.changes;
}

Result<std::optional<Search::Texts>> Search::next() {
  const std::lock_guard hold(mutex_);
  if (counter_ != core_.changes || !filled_) follow();
  while (!waiting_.empty()) {
    const CaseId id = *waiting_.begin();
    waiting_.erase(waiting_.begin());
    const AgendaEntry* entry = core_.agenda.find(id);
    if (entry == nullptr || !reach_.holds(entry->owner)) {
      forget(id);
      continue;
    }
    const std::string owner = entry->owner;
    std::vector<Session*> sessions;
    core_.sessions.each([&](Session& session) {
      if (reach_of(session).holds(owner)) sessions.push_back(&session);
    });
    for (Session* session : sessions) {
      LET(std::optional<Texts> texts, read(*session, id, owner));
      if (texts) return texts;
    }
    forget(id);
  }
  return std::nullopt;
}

void Search::forget(const CaseId& id) {
  index_.remove(id);
  prints_.remove(id);
}

Result<std::optional<Search::Texts>> Search::read(Session& session, const CaseId& id, const std::string& owner) {
  const bool was_open = session.case_keys.contains(id);
  LET(Unit unit, core_.begin());
  const auto opened = core_.open_for(session, id);
  if (!opened.has_value()) {
    if (opened.error().code == Code::kDenied || opened.error().code == Code::kNotFound) return std::nullopt;
    return std::unexpected(opened.error());
  }
  Texts texts{.id = id, .owner = owner};
  for (const Entry& entry : opened->state.entries()) {
    if (!is_text(entry)) continue;
    texts.all.push_back({entry.text, entry.language, entry.kind == EntryKind::kMessage});
    if (!entry.contact_words.empty()) texts.all.push_back({entry.contact_words, entry.language});
  }
  TRY(unit.commit_unseen());
  // A key of every case in locked memory would fill it.
  if (!was_open) session.case_keys.erase(id);
  return texts;
}

Result<bool> Search::work(std::size_t cases) {
  if (knows_all()) return false;
  const text::Stemmer stemmer;
  while (cases > 0) {
    const std::size_t some = std::min(cases, kReadTogether);
    LET(const bool more, work_on_some(some, stemmer));
    if (!more) return false;
    cases -= some;
  }
  return true;
}

bool Search::knows_all() {
  const std::lock_guard hold(mutex_);
  return filled_ && waiting_.empty() && counter_ == core_.changes;
}

Result<bool> Search::work_on_some(std::size_t cases, const text::Stemmer& stemmer) {
  const std::lock_guard alone(working_);
  std::vector<Texts> all;
  std::optional<Error> failed;
  std::uint64_t wiped = 0;
  {
    const std::lock_guard lock(core_.mutex);
    TRY(core_.follow_access());
    while (all.size() < cases) {
      auto texts = next();
      if (!texts.has_value()) failed = texts.error();
      if (!texts.has_value() || !*texts) break;
      all.push_back(**std::move(texts));
    }
    const std::lock_guard hold(mutex_);
    wiped = wiped_;
  }
  for (const Texts& texts : all) {
    search::CaseWords words;
    for (const Text& one : texts.all) words.add(stemmer, one.text, one.language);
    std::vector<search::Print> prints = prints_of(texts);
    const std::lock_guard hold(mutex_);
    // Somebody went meanwhile: it may have been theirs. Whoever is left finds it in the next round.
    if (wiped == wiped_) {
      index_.put(texts.id, texts.owner, words.all());
      prints_.put(texts.id, texts.owner, std::move(prints));
    } else if (filled_) {
      waiting_.insert(texts.id);
    }
  }
  if (failed) return std::unexpected(*std::move(failed));
  return !all.empty();
}

bool Search::is_empty() {
  const std::lock_guard hold(mutex_);
  return index_.size() == 0 && prints_.size() == 0;
}

Result<Search::Found> Search::find(const SessionToken& token, const std::vector<search::Wanted>& wanted) {
  search::Reach reach;
  bool behind = false;
  {
    const std::lock_guard lock(core_.mutex);
    LET(const Session* session, core_.enter(token));
    reach = reach_of(*session);
    const std::lock_guard hold(mutex_);
    behind = counter_ != core_.changes;
  }
  const std::lock_guard hold(mutex_);
  return Found{.cases = index_.find(reach, wanted), .filling = behind || !filled_ || !waiting_.empty()};
}

Result<std::vector<search::Snippet>> Search::snippets(const SessionToken& token, const std::vector<CaseId>& ids,
                                                      const std::vector<search::Wanted>& wanted) {
  std::vector<search::Snippet> all(ids.size());
  if (wanted.empty()) return all;
  const text::Stemmer stemmer;
  for (std::size_t begin = 0; begin < ids.size(); begin += kReadTogether) {
    const std::size_t end = std::min(begin + kReadTogether, ids.size());
    LET(const std::vector<std::optional<Texts>> texts, read_some(token, std::span(ids).subspan(begin, end - begin)));
    for (std::size_t at = begin; at < end; ++at) {
      const auto& one = texts[at - begin];
      if (!one) continue;
      for (auto text = one->all.rbegin(); text != one->all.rend() && all[at].empty(); ++text)
        all[at] = search::snippet(text->text, text->language, wanted, stemmer, kSnippetLetters);
    }
  }
  return all;
}

Result<std::vector<std::optional<Search::Texts>>> Search::read_some(const SessionToken& token,
                                                                    std::span<const CaseId> ids) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  std::vector<std::optional<Texts>> all(ids.size());
  for (std::size_t at = 0; at < ids.size(); ++at) {
    const AgendaEntry* entry = core_.agenda.find(ids[at]);
    if (entry == nullptr || !reach_of(*session).holds(entry->owner)) continue;
    LET(all[at], read(*session, ids[at], entry->owner));
  }
  return all;
}

}  // namespace waymark::desk::office
