#include "desk/office/numbers.h"

#include <algorithm>

#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "desk/office/figures_rows.h"
#include "desk/staff/roles.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/numbers";

std::string id_of(const Session& session) { return session.keys.staff_id().text(); }

bool may_see(const FiguresDraft& draft, const Session& session) {
  return draft.proposed || draft.by_id == id_of(session);
}

bool is_in_charge(const Session& session) {
  return has_role(session.roles, "lead") || has_role(session.roles, "coordinator");
}

void add_values(FigureTrace& trace, const figures::EffectiveRows& rows, std::uint32_t at) {
  constexpr std::array<std::string_view, 5> kProperties{"code", "evidence", "language", "assurance", "aside"};
  ++trace.by["kind"][rows.row(at).kind];
  for (const std::string_view property : kProperties)
    for (const std::string& value : rows.values(at, property))
      if (value != "none") ++trace.by[std::string(property)][value];
}

}  // namespace

void Numbers::know(FiguresSetup setup) { core_.figures_setup = std::make_shared<const FiguresSetup>(std::move(setup)); }

const FiguresSetup* Numbers::setup() const { return core_.figures_setup.get(); }

Result<Numbers::Entered> Numbers::enter(const SessionToken& token) {
  LET(Session * session, core_.enter(token));
  if (session->keys.holds(Compartment::kFirstLine)) return Entered{session, session};
  if (!has_role(session->roles, "analyst")) return fail(Code::kDenied, kWhere);
  Session* counter = core_.sessions.any_with(Compartment::kFirstLine);
  if (counter == nullptr) return fail(Code::kUnavailable, kWhere, "nobody of the first line");
  return Entered{session, counter};
}

Result<std::vector<StatRow>> Numbers::rows(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  if (entered.self != entered.counter) return fail(Code::kDenied, kWhere);
  return read_rows(entered);
}

Result<std::vector<StatRow>> Numbers::read_rows(const Entered& entered) {
  LET(Unit unit, core_.begin());
  LET(std::vector<StatRow> rows, read_stat_rows(core_.store(), entered.counter->keys));
  TRY(core_.log_deed(*entered.self, "numbers.counted", nullptr));
  TRY(unit.commit_unseen());
  return rows;
}

Result<FiguresRights> Numbers::rights(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  return FiguresRights{.sees_rows = entered.self == entered.counter,
                       .may_approve = entered.self == entered.counter && is_in_charge(*entered.self)};
}

Result<figures::Ledger> Numbers::ledger(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  return read_ledger(core_.store());
}

Result<std::optional<FigureHands>> Numbers::hands(const SessionToken& token, std::uint32_t serial) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  return hands_of(core_.store(), entered.counter->keys, serial);
}

Result<std::vector<FiguresDraft>> Numbers::drafts(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  LET(std::vector<FiguresDraft> all, read_drafts(core_.store(), entered.counter->keys));
  std::erase_if(all, [&](const FiguresDraft& draft) { return !may_see(draft, *entered.self); });
  return all;
}

Result<FiguresDraft> Numbers::draft(const SessionToken& token, const RecordId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  LET(FiguresDraft draft, read_draft(core_.store(), entered.counter->keys, id));
  if (!may_see(draft, *entered.self)) return fail(Code::kNotFound, kWhere);
  return draft;
}

Result<void> Numbers::propose(const SessionToken& token, const RecordId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  LET(Unit unit, core_.begin());
  LET(FiguresDraft draft, read_draft(core_.store(), entered.counter->keys, id));
  if (draft.by_id != id_of(*entered.self)) return fail(draft.proposed ? Code::kDenied : Code::kNotFound, kWhere);
  if (draft.proposed) return {};
  draft.proposed = true;
  TRY(put_draft(core_.store(), entered.counter->keys, draft, core_.random()));
  TRY(core_.log_deed(*entered.self, "numbers.proposed", nullptr));
  return unit.commit();
}

Result<void> Numbers::drop(const SessionToken& token, const RecordId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  LET(Unit unit, core_.begin());
  LET(const FiguresDraft draft, read_draft(core_.store(), entered.counter->keys, id));
  if (!may_see(draft, *entered.self)) return fail(Code::kNotFound, kWhere);
  if (draft.by_id != id_of(*entered.self) && !is_in_charge(*entered.self)) return fail(Code::kDenied, kWhere);
  TRY(drop_draft(core_.store(), id));
  if (draft.proposed) TRY(core_.log_deed(*entered.self, "numbers.dropped", nullptr));
  TRY(unit.commit());
  (void)core_.store().scrub_log();
  return {};
}

Result<FigureTrace> Numbers::trace(const SessionToken& token, const figures::FigureId& id) {
  if (setup() == nullptr) return fail(Code::kInvalid, kWhere, "setup");
  const figures::Metric* metric = nullptr;
  for (const figures::Metric* one : setup()->registry.versions(id.metric))
    if (one->version == id.version) metric = one;
  if (metric == nullptr) return fail(Code::kNotFound, kWhere);
  std::unique_lock lock(core_.mutex);
  LET(const Entered entered, enter(token));
  const bool sees_rows = entered.self == entered.counter;
  LET(std::vector<StatRow> stats, read_rows(entered));
  std::map<std::string, std::pair<CaseId, std::uint32_t>> cases;
  if (sees_rows)
    for (const auto& [case_id, item] : core_.agenda.entries())
      cases.emplace(stat_subject(case_id), std::pair(case_id, item.code_name));
  lock.unlock();

  const figures::EffectiveRows rows = effective_rows(std::move(stats));
  std::vector<std::uint32_t> found = figures::Counter(*metric, rows).rows_in(id.period, id.condition);
  FigureTrace trace{.id = id, .rows = static_cast<std::int64_t>(found.size())};
  for (const std::uint32_t at : found) add_values(trace, rows, at);
  if (!sees_rows) return trace;
  std::ranges::stable_sort(found, std::greater{}, [&](std::uint32_t at) { return rows.row(at).day; });
  for (const std::uint32_t place : found) {
    if (trace.shown.size() == kTracedRowsMax) break;
    FigureTrace::Row shown{.row = rows.row(place)};
    if (const auto at = cases.find(shown.row.subject); at != cases.end())
      std::tie(shown.case_id, shown.code_name) = at->second;
    trace.shown.push_back(std::move(shown));
  }
  return trace;
}

Result<SignedFigures> Numbers::release(const SessionToken& token, std::uint32_t serial) {
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  return signed_figures(core_.store(), serial);
}

Result<std::map<std::string, FiguresAtRelay>> Numbers::at_relays(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  return core_.figures_publisher.relays();
}

Result<crypto::InstanceId> Numbers::instance() {
  const std::lock_guard lock(core_.mutex);
  return instance_of(core_.store());
}

Result<std::size_t> Numbers::take_over(const SessionToken& token, const figures::Ledger& ledger) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  if (entered.self != entered.counter) return fail(Code::kDenied, kWhere);
  LET(Unit unit, core_.begin());
  LET(const figures::Ledger own, read_ledger(core_.store()));
  const auto& releases = ledger.releases();
  if (own.releases().size() > releases.size() ||
      !std::equal(own.releases().begin(), own.releases().end(), releases.begin()))
    return fail(Code::kConflict, kWhere, "ledger");
  const std::size_t more = releases.size() - own.releases().size();
  if (more == 0) return more;
  for (std::size_t i = own.releases().size(); i < releases.size(); ++i) TRY(put_line(core_.store(), releases[i]));
  TRY(core_.log_deed(*entered.self, "numbers.taken_over", nullptr));
  TRY(unit.commit());
  return more;
}

}  // namespace waymark::desk::office
