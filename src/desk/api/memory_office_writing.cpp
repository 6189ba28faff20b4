// The rules of facts, drafts and hand-over that the API relies on.
#include "desk/api/memory_office.h"
#include "desk/casefile/fact_ref.h"

namespace waymark::desk::api {

Result<void> MemoryOffice::undo_give_back(const SessionToken& token, const CaseId& id) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  if (view->row.situation.owner.has_value() || view->entries.back().what != "given-back")
    return fail(Code::kConflict, "test");
  view->row.situation.owner = alias;
  append(
      *view,
      {.id = {}, .kind = EntryKind::kEvent, .at = clock_.now(), .author = alias, .what = "returned", .owner = alias});
  deeds.push_back("give-back-undone");
  changed(alias, "case.give-back-undone", id);
  return {};
}

Result<CaseStanding> MemoryOffice::standing(const SessionToken& token, const CaseId& id) {
  LET(const std::string alias, alias_of(token));
  CaseStanding standing;
  if (since_.contains(id)) standing.since = since_.at(id);
  const auto found = cases_.find(id);
  if (found == cases_.end()) {
    standing.kind = CaseStanding::Kind::kGone;
    return standing;
  }
  const auto& owner = found->second.row.situation.owner;
  if (!owner.has_value() || *owner == alias) return CaseStanding{};
  standing.kind = CaseStanding::Kind::kTaken;
  standing.owner = owner;
  return standing;
}

Result<std::vector<LostCase>> MemoryOffice::lost_cases(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  std::vector<LostCase> lost;
  for (const LogLine& line : log_)
    if (line.from == alias && line.case_id.has_value())
      lost.push_back({*line.case_id, line.code_name.value_or(0), line.who, line.at, line.what == "case.give-back"});
  return lost;
}

void MemoryOffice::erase(const CaseId& id) {
  cases_.erase(id);
  since_[id] = clock_.now();
  ++counter_;
}

Result<std::vector<DraftView>> MemoryOffice::drafts(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  std::vector<DraftView> mine;
  for (const OwnDraft& one : drafts_)
    if (one.by == alias) mine.push_back(one.draft);
  return mine;
}

Result<std::uint32_t> MemoryOffice::put_draft(const SessionToken& token, const CaseId& id, DraftKind kind,
                                              std::string_view text, std::uint32_t version) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  for (OwnDraft& one : drafts_) {
    if (one.by != alias || one.draft.case_id != view->row.case_id || one.draft.kind != kind) continue;
    if (one.draft.version != version) return fail(Code::kConflict, "test");
    one.draft.text = text;
    return ++one.draft.version;
  }
  if (version != 0) return fail(Code::kConflict, "test");
  drafts_.push_back({alias, {id, kind, std::string(text), 1}});
  return 1;
}

Result<void> MemoryOffice::drop_draft(const SessionToken& token, const CaseId& id, DraftKind kind) {
  LET(const std::string alias, alias_of(token));
  std::erase_if(drafts_, [&](const OwnDraft& one) {
    return one.by == alias && one.draft.case_id == id && one.draft.kind == kind;
  });
  return {};
}

Result<void> MemoryOffice::leave_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                      const RecordId&) {
  LET(const std::string alias, alias_of(token));
  if (!cases_.contains(id)) return fail(Code::kNotFound, "test");
  deeds.push_back("left:" + std::string(text));
  append(cases_.at(id),
         {.id = {}, .kind = EntryKind::kNote, .at = clock_.now(), .author = alias, .text = std::string(text)});
  ++counter_;
  return {};
}

Result<void> MemoryOffice::set_fact(const SessionToken& token, const CaseId& id, const Fact& fact) {
  LET(CaseView * view, find(token, id));
  view->facts.push_back(fact);
  view->row.situation.facts.push_back(fact);
  deeds.push_back("fact:" + to_json(fact));
  ++counter_;
  return {};
}

Result<void> MemoryOffice::correct_fact(const SessionToken& token, const CaseId& id, const Fact& fact,
                                        std::string_view replaces) {
  LET(CaseView * view, find(token, id));
  const Fact* old = find_fact(view->facts, replaces);
  if (old == nullptr || old->key != fact.key) return fail(Code::kInvalid, "test");
  if (old->value != fact.value) {
    Fact ended = *old;
    ended.said_at = fact.said_at;
    ended.said_by = fact.said_by;
    ended.author = fact.author;
    ended.verification = Verification::kContradicted;
    TRY(set_fact(token, id, ended));
  }
  return set_fact(token, id, fact);
}

Result<void> MemoryOffice::check_fact(const SessionToken& token, const CaseId& id, std::string_view fact,
                                      Verification verification, std::string_view note) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  const Fact* found = find_fact(view->facts, fact);
  if (found == nullptr) return fail(Code::kInvalid, "test");
  const auto place = static_cast<std::size_t>(found - view->facts.data());
  view->facts[place].verification = verification;
  view->row.situation.facts[place].verification = verification;
  append(*view, {.id = {},
                 .kind = EntryKind::kEvent,
                 .at = clock_.now(),
                 .author = alias,
                 .text = std::string(note),
                 .what = "checked-" + std::string(name_of(verification)),
                 .fact = view->facts[place]});
  deeds.push_back("check");
  ++counter_;
  return {};
}

}  // namespace waymark::desk::api
