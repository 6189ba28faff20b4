// Which cases are like another, and what somebody has said of that. Nothing is ever merged by the machine.
#include <algorithm>

#include "desk/office/core.h"
#include "desk/office/search.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/alike";
/// More are no suggestion any more: a text that goes round.
constexpr std::size_t kSuggestedMax = 5;

/// The cases that somebody has said are others than this one, or has separated from it.
std::set<CaseId> set_apart_from(const std::vector<StoredEvent>& events) {
  std::set<CaseId> apart;
  for (const StoredEvent& stored : events)
    if (stored.event.kind == EventKind::kUnmerged && stored.event.other) apart.insert(*stored.event.other);
  return apart;
}

}  // namespace

std::vector<search::Print> Search::prints_of(const Texts& texts) {
  std::vector<search::Print> prints;
  for (const Text& one : texts.all) {
    if (prints.size() == search::kPrintsOfCaseMax) break;
    if (!one.of_person) continue;
    if (const auto print = search::print_of(one.text)) prints.push_back(*print);
  }
  return prints;
}

Result<std::vector<search::Alike>> Search::alike(const SessionToken& token, const CaseId& id) {
  search::Reach reach;
  std::set<CaseId> without;
  {
    const std::lock_guard lock(core_.mutex);
    LET(Session * session, core_.enter(token));
    reach = reach_of(*session);
    LET(Unit unit, core_.begin());
    LET(const OpenedCase opened, core_.open_for(*session, id));
    LET(const std::vector<StoredEvent> events, read_events(core_.store(), *opened.key));
    TRY(unit.commit_unseen());
    without = set_apart_from(events);
    without.insert(opened.state.merged().begin(), opened.state.merged().end());
    if (opened.state.merged_into()) without.insert(*opened.state.merged_into());
  }
  const std::lock_guard hold(mutex_);
  return prints_.alike(id, reach, without, kSuggestedMax);
}

Result<void> Search::set_apart(const SessionToken& token, const CaseId& id, const CaseId& other) {
  if (id == other) return fail(Code::kInvalid, kWhere, "the same case");
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  const auto say = [&](const CaseId& of, const CaseId& from) -> Result<void> {
    LET(OpenedCase opened, core_.open_for(*session, of));
    if (opened.state.merged_into() == from || std::ranges::count(opened.state.merged(), from) > 0)
      return fail(Code::kConflict, kWhere, "merged: separate them");
    LET(const std::vector<StoredEvent> events, read_events(core_.store(), *opened.key));
    if (set_apart_from(events).contains(from)) return {};
    Event event = core_.deed_of(*session, EventKind::kUnmerged);
    event.other = from;
    TRY(core_.add_event(*session, opened, event));
    return {};
  };
  TRY(say(id, other));
  TRY(say(other, id));
  return unit.commit();
}

}  // namespace waymark::desk::office
