// From a request to a signed release: counting and drawing happen with the office's lock free.
#include <algorithm>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "desk/office/figures_rows.h"
#include "desk/office/numbers.h"
#include "desk/staff/roles.h"
#include "roster/figures_note.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/numbers";

template <class T>
Result<OrRefused<T>> refused(figures::Refusal refusal) {
  return OrRefused<T>(std::unexpected(std::move(refusal)));
}
template <class T>
Result<OrRefused<T>> refused(std::string code, std::string figure = "") {
  return refused<T>(figures::Refusal{std::move(code), std::move(figure)});
}

/// What a release prints, without the noise of this drawing.
bool prints_the_same(const FiguresDraft& before, const FiguresDraft& now) {
  if (before.release == now.release) return true;
  if (before.release.how != figures::How::kPrivate || now.release.previous != before.release.previous ||
      now.release.figures.size() != before.release.figures.size())
    return false;
  for (std::size_t i = 0; i < now.release.figures.size(); ++i)
    if (before.release.figures[i].id != now.release.figures[i].id || before.counted[i].value != now.counted[i].value ||
        before.counted[i].of != now.counted[i].of)
      return false;
  return true;
}

figures::Refusal changed_since(const FiguresDraft& before, const FiguresDraft& now) {
  for (std::size_t i = 0; i < before.release.figures.size(); ++i) {
    const auto& figures = now.release.figures;
    const figures::FigureId& id = before.release.figures[i].id;
    const auto found = std::ranges::find(figures, id, &figures::PrintedFigure::id);
    if (found == figures.end()) return {"changed-since", id.text(), {}};
    const std::int64_t then = before.counted[i].value;
    const std::int64_t value = now.counted[static_cast<std::size_t>(found - figures.begin())].value;
    if (then != value) return {"changed-since", id.text(), {std::to_string(then), std::to_string(value)}};
  }
  return {"changed-since", "", {}};
}

/// Sums, signature and chain beside the files.
Result<void> sign_files(store::Connection& store, const roster::VerifiedRoster& roster,
                        const crypto::ReplySigningKey& key, const figures::Release& release, std::uint32_t day,
                        FigureFiles& files) {
  roster::Sums sums;
  for (const auto& [name, content] : files) sums[name] = to_hex(ByteView{crypto::sha256({view_of(content)})});
  const std::string text = roster::write_sums(sums);
  const roster::FiguresNote note{.instance = roster.instance,
                                 .serial = static_cast<std::uint32_t>(release.serial),
                                 .issued_day = day,
                                 .release = crypto::sha256({view_of(figures::write_release(release))}),
                                 .sums = crypto::sha256({view_of(text)})};
  LET(files[kChainFile], rosters_chain(store));
  files[kSumsFile] = text;
  files[kNoteFile] = roster::write_note(roster::sign_figures_note(note, key));
  return {};
}

}  // namespace

std::int64_t Numbers::local_day() const {
  return std::chrono::sys_days{setup()->zone.to_local(core_.now()).day}.time_since_epoch().count();
}

figures::Order Numbers::order_of(const FiguresRequest& request, const std::vector<figures::SectionFigures>& sections,
                                 std::int64_t day, const StatCalendar& calendar) const {
  return {.figures = figures::figures_of(sections),
          .period = request.asked.period,
          .day = day,
          .zone = std::string(setup()->zone.name()),
          .calendars = calendars_before(calendar, setup()->zone.name(), day),
          .how = request.how,
          .changes = request.changes,
          .announced = request.announced};
}

OrRefused<FiguresDraft> Numbers::count(Snapshot snapshot) const {
  FiguresDraft draft = std::move(snapshot.draft);
  const figures::EffectiveRows rows = effective_rows(std::move(snapshot.rows));
  const auto sections = figures::lay_out(draft.request.plan, setup()->registry, draft.request.asked, rows);
  const figures::Order order = order_of(draft.request, sections, draft.release.day, snapshot.calendar);
  auto release = figures::compose(order, setup()->registry, rows, snapshot.ledger, core_.parts.random);
  if (!release.has_value()) return std::unexpected(std::move(release.error()));
  draft.release = *std::move(release);
  draft.counted.clear();
  std::map<const figures::Metric*, figures::Counter> counters;
  for (const figures::PrintedFigure& figure : draft.release.figures) {
    figures::Counted counted;
    for (const figures::Metric* metric : setup()->registry.versions(figure.id.metric)) {
      if (metric->version != figure.id.version) continue;
      const figures::Counter& counter = counters.try_emplace(metric, *metric, rows).first->second;
      counted = counter.in(figure.id.period, figure.id.condition).value_or(figures::Counted{});
    }
    draft.counted.push_back(counted);
  }
  return draft;
}

Result<OrRefused<FiguresDraft>> Numbers::make_draft(const SessionToken& token, FiguresRequest request) {
  if (setup() == nullptr) return fail(Code::kInvalid, kWhere, "setup");
  std::unique_lock lock(core_.mutex);
  LET(const Entered entered, enter(token));
  Snapshot snapshot{.draft = {.id = {core_.random().array<RecordId::kSize>()},
                              .by = entered.self->alias,
                              .by_id = entered.self->keys.staff_id().text(),
                              .at = core_.now(),
                              .request = std::move(request)},
                    .ledger = {},
                    .rows = {},
                    .calendar = core_.calendar};
  snapshot.draft.release.day = local_day();
  TRY(take_others(snapshot.draft.request));
  LET(snapshot.ledger, read_ledger(core_.store()));
  LET(snapshot.rows, read_rows(entered));
  lock.unlock();
  OrRefused<FiguresDraft> made = count(std::move(snapshot));
  if (!made.has_value()) return made;
  lock.lock();
  LET(const Entered again, enter(token));
  LET(Unit unit, core_.begin());
  LET(const std::vector<FiguresDraft> kept, read_drafts(core_.store(), again.counter->keys));
  for (const FiguresDraft& one : kept)
    if (!one.proposed && one.by_id == made->by_id) TRY(drop_draft(core_.store(), one.id));
  TRY(put_draft(core_.store(), again.counter->keys, *made, core_.random()));
  TRY(unit.commit_unseen());
  return made;
}

Result<FigureFiles> Numbers::files_of(const FiguresDraft& draft, figures::Ledger ledger) const {
  const auto sections = sections_of(draft.release, draft.request, setup()->registry);
  TRY(ledger.add(draft.release));
  LET(std::vector<figures::OtherSeries> others, others_in(draft.request, setup()->registry));
  return figures::report_files({draft.request.plan, setup()->registry, setup()->catalogue, ledger, sections,
                                setup()->organisation, setup()->label, std::move(others)});
}

Result<FigureFiles> Numbers::preview(const SessionToken& token, const RecordId& id) {
  if (setup() == nullptr) return fail(Code::kInvalid, kWhere, "setup");
  LET(const FiguresDraft shown, draft(token, id));
  LET(figures::Ledger before, ledger(token));
  return files_of(shown, std::move(before));
}

Result<OrRefused<Numbers::Snapshot>> Numbers::look_before_approving(const SessionToken& token, const RecordId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  const Session& self = *entered.self;
  if (entered.self != entered.counter || !(has_role(self.roles, "lead") || has_role(self.roles, "coordinator")))
    return refused<Snapshot>("role");
  auto draft = read_draft(core_.store(), self.keys, id);
  if (!draft.has_value() && draft.error().code == Code::kNotFound) return refused<Snapshot>("done");
  if (!draft.has_value()) return std::unexpected(draft.error());
  if (draft->by_id == self.keys.staff_id().text() || draft->by == self.alias) return refused<Snapshot>("own");
  if (!draft->proposed) return refused<Snapshot>("not-proposed");
  Snapshot snapshot{.draft = *std::move(draft), .ledger = {}, .rows = {}, .calendar = core_.calendar};
  LET(snapshot.ledger, read_ledger(core_.store()));
  if (snapshot.ledger.head() != snapshot.draft.release.previous) return refused<Snapshot>("overtaken");
  // A clock that stands before the day on which it was counted would sign what has not been yet.
  if (local_day() < snapshot.draft.release.day)
    return refused<Snapshot>("clock", figures::text_of_day(snapshot.draft.release.day));
  LET(snapshot.rows, read_rows(entered));
  return OrRefused<Snapshot>(std::move(snapshot));
}

Result<OrRefused<ReleaseMade>> Numbers::approve(const SessionToken& token, const RecordId& id) {
  if (setup() == nullptr) return fail(Code::kInvalid, kWhere, "setup");
  LET(OrRefused<Snapshot> snapshot, look_before_approving(token, id));
  if (!snapshot.has_value()) return refused<ReleaseMade>(std::move(snapshot.error()));
  const FiguresDraft draft = snapshot->draft;
  figures::Ledger before = snapshot->ledger;
  const OrRefused<FiguresDraft> again = count(*std::move(snapshot));
  if (!again.has_value()) return refused<ReleaseMade>(again.error());
  if (!prints_the_same(draft, *again)) return refused<ReleaseMade>(changed_since(draft, *again));
  LET(FigureFiles files, files_of(draft, std::move(before)));
  return sign_and_keep(token, draft, std::move(files));
}

Result<OrRefused<ReleaseMade>> Numbers::sign_and_keep(const SessionToken& token, const FiguresDraft& draft,
                                                      FigureFiles files) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  LET(Unit unit, core_.begin());
  const auto kept = read_draft(core_.store(), entered.self->keys, draft.id);
  if (!kept.has_value() && kept.error().code == Code::kNotFound) return refused<ReleaseMade>("done");
  if (!kept.has_value()) return std::unexpected(kept.error());
  LET(const figures::Ledger before, read_ledger(core_.store()));
  if (before.head() != draft.release.previous) return refused<ReleaseMade>("overtaken");
  LET(const roster::VerifiedRoster roster, newest_roster(core_.store()));
  const crypto::ReplySigningKey* key = entered.self->keys.reply_key();
  if (key == nullptr || !is_trusted(roster, *key)) return refused<ReleaseMade>("no-key");
  TRY(sign_files(core_.store(), roster, *key, draft.release, unix_day(core_.now()), files));
  const FigureHands hands{.by = draft.by, .approved_by = entered.self->alias, .at = core_.now()};
  TRY(put_figures(core_.store(), entered.self->keys, draft.release, files, hands, core_.random()));
  TRY(drop_draft(core_.store(), draft.id));
  TRY(core_.log_deed(*entered.self, "numbers.released", nullptr));
  TRY(unit.commit());
  (void)core_.store().scrub_log();
  return OrRefused<ReleaseMade>(
      ReleaseMade{.serial = static_cast<std::uint32_t>(draft.release.serial), .hash = figures::hash_of(draft.release)});
}

}  // namespace waymark::desk::office
