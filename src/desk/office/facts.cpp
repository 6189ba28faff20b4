// What is known of a case.
#include "desk/office/facts.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/casefile/fact_ref.h"
#include "desk/office/cases.h"
#include "desk/office/core.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/facts";

/// Whatever the caller put in is only kept if it can be read back.
bool is_readable(const Fact& fact) {
  Situation alone;
  alone.facts.push_back(fact);
  return !fact.key.empty() && !fact.value.empty() && situation_from_json(to_json(alone)).has_value();
}

/// Nobody's word about the same question is overwritten unseen.
Result<void> check_seen(const CaseState& state, const std::string& key, Seen seen) {
  const auto matters = [&key](const Entry& entry) { return entry.fact.has_value() && entry.fact->key == key; };
  if (seen && state.changed_since(*seen, matters)) return fail(Code::kConflict, kWhere, std::string(kChangedSince));
  return {};
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

Result<void> Facts::set(const SessionToken& token, const CaseId& id, const Fact& fact, Seen seen) {
  if (!is_readable(fact)) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  TRY(check_seen(opened.state, fact.key, seen));
  Event event = core_.deed_of(*session, EventKind::kFact);
  event.fact = fact;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, "case.fact", &id));
  return unit.commit();
}

Result<void> Facts::correct(const SessionToken& token, const CaseId& id, const Fact& fact, std::string_view replaces,
                            Seen seen) {
  if (!is_readable(fact)) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  TRY(check_seen(opened.state, fact.key, seen));
  const Fact* old = find_fact(opened.state.situation().facts, replaces);
  if (old == nullptr || old->key != fact.key) return fail(Code::kInvalid, kWhere);
  Event event = core_.deed_of(*session, EventKind::kFact);
  if (old->value != fact.value) {
    event.fact = ended(*old, fact);
    TRY(core_.add_event(*session, opened, event));
    event = core_.deed_of(*session, EventKind::kFact);
  }
  event.fact = fact;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, "case.fact", &id));
  return unit.commit();
}

Result<void> Facts::check(const SessionToken& token, const CaseId& id, std::string_view fact, Verification verification,
                          std::string_view note, Seen seen) {
  const auto length = count_code_points(note);
  if (!length) return fail(Code::kInvalid, kWhere);
  if (*length > kReasonCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const Fact* found = find_fact(opened.state.situation().facts, fact);
  if (found == nullptr) return fail(Code::kInvalid, kWhere);
  TRY(check_seen(opened.state, found->key, seen));
  Event event = core_.deed_of(*session, EventKind::kChecked);
  event.fact = *found;
  event.fact->verification = verification;
  event.text = note;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, "case.fact-checked", &id));
  return unit.commit();
}

}  // namespace waymark::desk::office
