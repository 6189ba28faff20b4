// What a case holds beside its conversation and its facts.
#include "desk/office/items.h"

#include <algorithm>

#include "desk/office/core.h"
#include "desk/staff/people.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/items";

const NotedItem* find_item(const CaseState& state, const RecordId& id) {
  const auto found = std::ranges::find(state.items(), id, [](const NotedItem& one) { return one.item.id; });
  return found == state.items().end() ? nullptr : &*found;
}

/// The other case that an item names; empty: none.
std::string link_of(const Item& item) {
  const auto found = item.codes.find("case");
  return found == item.codes.end() ? "" : found->second;
}

bool is_linked(const CaseState& state, const CaseId& other) {
  return std::ranges::any_of(state.items(),
                             [&](const NotedItem& one) { return !one.ended_at && link_of(one.item) == other.text(); });
}

Item person_in(const CaseId& other, std::string_view relation) {
  Item item{.kind = ItemKind::kPerson};
  item.codes = {
      {"relation", std::string(relation)}, {"about", relation == "self" ? "yes" : "no"}, {"case", other.text()}};
  return item;
}

/// A task for somebody who does not exist would be nobody's.
Result<void> check_owner(Core& core, const Item& item) {
  if (item.owner.empty()) return {};
  LET(const auto key, staff_public_key(core.store(), staff_id_of(core.parts.pepper, item.owner)));
  return key ? Result<void>{} : fail(Code::kInvalid, kWhere, "owner");
}

}  // namespace

Result<RecordId> Items::put(const SessionToken& token, const CaseId& id, const Item& item, const RecordId& operation) {
  TRY(check_item(item));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const bool fresh = item.id == RecordId{};
  if (const auto known = opened.state.record_of(operation)) return fresh ? *known : item.id;
  TRY(check_owner(core_, item));
  const NotedItem* old = fresh ? nullptr : find_item(opened.state, item.id);
  if (!fresh && (old == nullptr || old->dropped || old->item.kind != item.kind)) return fail(Code::kNotFound, kWhere);
  if (link_of(item) != (old == nullptr ? "" : link_of(old->item))) return fail(Code::kInvalid, kWhere, "case");
  if (fresh && opened.state.items().size() >= kItemsPerCaseMax) return fail(Code::kFull, kWhere);
  Event event = core_.deed_of(*session, EventKind::kItem, operation);
  event.item = item;
  LET(const RecordId record, core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, fresh ? "case.item" : "case.item-changed", &id));
  TRY(unit.commit());
  return fresh ? record : item.id;
}

Result<void> Items::link(const SessionToken& token, const CaseId& id, const CaseId& other, std::string_view here,
                         std::string_view there, const RecordId& operation) {
  if (id == other) return fail(Code::kInvalid, kWhere, "the same case");
  const Item writes_there = person_in(other, there);
  const Item writes_here = person_in(id, here);
  TRY(check_item(writes_there));
  TRY(check_item(writes_here));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase second, core_.open_for(*session, other));
  LET(OpenedCase first, core_.open_for(*session, id));
  if (first.state.record_of(operation)) return {};
  if (is_linked(first.state, other) || is_linked(second.state, id)) return fail(Code::kConflict, kWhere);
  for (const OpenedCase* one : {&first, &second})
    if (one->state.items().size() >= kItemsPerCaseMax) return fail(Code::kFull, kWhere);
  Event event = core_.deed_of(*session, EventKind::kItem, operation);
  event.item = writes_there;
  TRY(core_.add_event(*session, first, event));
  Event back = core_.deed_of(*session, EventKind::kItem);
  back.item = writes_here;
  TRY(core_.add_event(*session, second, back));
  TRY(core_.log_deed(*session, "case.linked", &id));
  TRY(core_.log_deed(*session, "case.linked", &other));
  return unit.commit();
}

Result<void> Items::end(const SessionToken& token, const CaseId& id, const RecordId& item, bool dropped) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const NotedItem* found = find_item(opened.state, item);
  if (found == nullptr) return fail(Code::kNotFound, kWhere);
  if (found->ended_at) return fail(Code::kConflict, kWhere);
  Event event = core_.deed_of(*session, EventKind::kItemEnded);
  event.undone = item;
  event.dropped = dropped;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, dropped ? "case.item-dropped" : "case.item-ended", &id));
  return unit.commit();
}

Result<void> Items::open_again(const SessionToken& token, const CaseId& id, const RecordId& item) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const NotedItem* found = find_item(opened.state, item);
  if (found == nullptr) return fail(Code::kNotFound, kWhere);
  if (!found->ended_at) return fail(Code::kConflict, kWhere);
  Event event = core_.deed_of(*session, EventKind::kItemOpened);
  event.undone = item;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, "case.item-opened", &id));
  return unit.commit();
}

Result<void> Items::see_court(const SessionToken& token, const CaseId& id, TimePoint day, int step, bool seen,
                              const RecordId& operation) {
  if (step < 1 || step > kCourtStepMax) return fail(Code::kInvalid, kWhere, "step");
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (opened.state.record_of(operation)) return {};
  const Situation& situation = opened.state.situation();
  if (situation.stage == Stage::kClosed) return fail(Code::kConflict, kWhere, "closed");
  const bool known =
      std::ranges::find(situation.court_seen, CourtSeen{day, step, session->alias}) != situation.court_seen.end();
  if (known == seen) return {};
  Event event = core_.deed_of(*session, EventKind::kCourtSeen, operation);
  event.to = day;
  event.step = step;
  event.dropped = !seen;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, seen ? "case.court-seen" : "case.court-unseen", &id));
  return unit.commit();
}

}  // namespace waymark::desk::office
