// Unsent texts and facts: what staff write into a case before, and besides, what is sent.
#include <algorithm>

#include "base/utf8.h"
#include "desk/casefile/draft_store.h"
#include "desk/casefile/fact_ref.h"
#include "desk/casefile/office_core.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/office";

/// Whatever the caller put in is only kept if it can be read back.
bool is_readable(const Fact& fact) {
  Situation alone;
  alone.facts.push_back(fact);
  return !fact.key.empty() && !fact.value.empty() && situation_from_json(to_json(alone)).has_value();
}

/// The old code, written down as contradicted by whoever corrects it.
Fact ended(const Fact& old, const Fact& by) {
  Fact fact = old;
  fact.said_by = by.said_by;
  fact.author = by.author;
  fact.said_at = by.said_at;
  fact.verification = Verification::kContradicted;
  return fact;
}

}  // namespace

// ---- unsent texts ----------------------------------------------------------------------------------------------

Result<std::vector<DraftView>> OfficeCore::drafts(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(const std::vector<CaseId> cases, cases_with_drafts(*parts_.store));
  std::vector<DraftView> mine;
  for (const CaseId& id : cases) {
    const auto key = key_for(*session, id);
    if (!key.has_value()) continue;  // not mine to open, or no more
    LET(const std::vector<Draft> drafts, read_drafts(*parts_.store, **key));
    for (const Draft& draft : drafts)
      if (draft.by == session->alias) mine.push_back({id, draft.kind, draft.text, draft.version});
  }
  return mine;
}

Result<std::uint32_t> OfficeCore::put_draft(const SessionToken& token, const CaseId& id, DraftKind kind,
                                            std::string_view text, std::uint32_t version) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kNoteCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  if (agenda_.find(id) == nullptr) return fail(Code::kNotFound, kWhere);
  LET(const CaseKey* key, key_for(*session, id));
  LET(const std::vector<Draft> drafts, read_drafts(*parts_.store, *key));
  const auto found = std::ranges::find_if(
      drafts, [&](const Draft& draft) { return draft.by == session->alias && draft.kind == kind; });
  const bool fresh = found == drafts.end();
  if (version != (fresh ? 0 : found->version)) return fail(Code::kConflict, kWhere);
  if (fresh && drafts.size() >= kDraftsPerCaseMax) return fail(Code::kFull, kWhere);
  const RecordId record = fresh ? RecordId{parts_.random.array<RecordId::kSize>()} : found->id;
  const Draft draft{record, session->alias, kind, std::string{text}, version + 1};
  TRY(write_draft(*parts_.store, *key, draft, parts_.random));
  TRY(unit.commit_unseen());
  return version + 1;
}

Result<void> OfficeCore::drop_draft(const SessionToken& token, const CaseId& id, DraftKind kind) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(const CaseKey* key, key_for(*session, id));
  LET(const bool dropped, drop_draft_of(*parts_.store, *key, session->alias, kind));
  TRY(unit.commit_unseen());
  if (dropped) (void)parts_.store->scrub_log();
  return {};
}

// ---- facts -----------------------------------------------------------------------------------------------------

Result<void> OfficeCore::set_fact(const SessionToken& token, const CaseId& id, const Fact& fact) {
  if (!is_readable(fact)) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  Event event = deed_of(*session, EventKind::kFact);
  event.fact = fact;
  TRY(add_event(*session, opened, event));
  TRY(log_deed(*session, "case.fact", &id));
  return unit.commit();
}

Result<void> OfficeCore::correct_fact(const SessionToken& token, const CaseId& id, const Fact& fact,
                                      std::string_view replaces) {
  if (!is_readable(fact)) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  const Fact* old = find_fact(opened.state.situation().facts, replaces);
  if (old == nullptr || old->key != fact.key) return fail(Code::kInvalid, kWhere);
  Event event = deed_of(*session, EventKind::kFact);
  if (old->value != fact.value) {
    event.fact = ended(*old, fact);
    TRY(add_event(*session, opened, event));
    event = deed_of(*session, EventKind::kFact);
  }
  event.fact = fact;
  TRY(add_event(*session, opened, event));
  TRY(log_deed(*session, "case.fact", &id));
  return unit.commit();
}

Result<void> OfficeCore::check_fact(const SessionToken& token, const CaseId& id, std::string_view fact,
                                    Verification verification, std::string_view note) {
  const auto length = count_code_points(note);
  if (!length) return fail(Code::kInvalid, kWhere);
  if (*length > kReasonCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  const Fact* found = find_fact(opened.state.situation().facts, fact);
  if (found == nullptr) return fail(Code::kInvalid, kWhere);
  Event event = deed_of(*session, EventKind::kChecked);
  event.fact = *found;
  event.fact->verification = verification;
  event.text = note;
  TRY(add_event(*session, opened, event));
  TRY(log_deed(*session, "case.fact-checked", &id));
  return unit.commit();
}

}  // namespace waymark::desk
