// Core: what the capabilities of the office share. Private to this folder.
//
// One lock over one connection: SQLite blocks anyway, and each call is short. Every member but lock and parts is
// guarded by `mutex`; methods that do not say otherwise are called with it held. Argon2 and other long work run outside
// the lock, see long_work.h.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/fair_mutex.h"
#include "desk/casefile/agenda.h"
#include "desk/casefile/case_state.h"
#include "desk/casefile/case_store.h"
#include "desk/casefile/filing.h"
#include "desk/casefile/stat_calendar.h"
#include "desk/casefile/stat_row.h"
#include "desk/ceremonies/departure.h"
#include "desk/office/change_history.h"
#include "desk/office/figures_publisher.h"
#include "desk/office/joining.h"
#include "desk/office/library_shelf.h"
#include "desk/office/parts.h"
#include "desk/office/public_shelf.h"
#include "desk/office/session_token.h"
#include "desk/office/upkeep.h"
#include "desk/staff/access_log.h"
#include "desk/staff/devices.h"
#include "desk/staff/refusals.h"
#include "desk/staff/sessions.h"

namespace waymark::desk {
struct FiguresSetup;
}

namespace waymark::desk::office {

/// Somebody who has accepted an invitation and has not shown the first code. In memory alone: the disk never holds it.
struct PendingPerson {
  crypto::XWingSeed seed;
  crypto::TotpSecret factor;
  TimePoint until;
  /// Also of a clock that was set back.
  [[nodiscard]] bool is_over(TimePoint now) const { return now >= until || until > now + kPendingFor; }
};

/// A transaction together with the agenda's staged changes.
class Unit {
 public:
  Unit(store::Transaction transaction, Core& core) : transaction_(std::move(transaction)), core_(&core) {}
  Unit(Unit&& other) noexcept
      : transaction_(std::move(other.transaction_)), core_(std::exchange(other.core_, nullptr)) {}
  Unit& operator=(Unit&&) = delete;
  ~Unit();
  /// Durable and visible when it returns without an error.
  Result<void> commit();
  /// The same for changes that no screen shows (a line of the log): the change counter stays, so that looking at
  /// something does not make every screen look again.
  Result<void> commit_unseen();

 private:
  store::Transaction transaction_;
  Core* core_;
};

struct OpenedCase {
  CaseKey* key;
  CaseState state;
  AgendaItem item;
};

struct Core {
  explicit Core(OfficeParts given);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  [[nodiscard]] TimePoint now() const { return parts.clock.now(); }
  [[nodiscard]] store::Connection& store() const { return *parts.store; }
  [[nodiscard]] crypto::Random& random() const { return parts.random; }

  // ---- transactions ------------------------------------------------------------------------------------------
  /// @error kUnavailable when another process changed keys since they were looked at
  Result<Unit> begin();
  /// The transaction is lost: nothing that was staged in memory may stay.
  void roll_back();
  /// What was deleted leaves the write-ahead log, now or as soon as no reader is in the way.
  void scrub();

  // ---- sessions and access -----------------------------------------------------------------------------------
  /// The session of a token, after a look at what other processes changed.
  Result<Session*> session_of(const SessionToken& token);
  /// The same with the agenda open.
  Result<Session*> enter(const SessionToken& token);
  /// Ends sessions that must end and reads keys anew, if anything has changed.
  Result<void> follow_access();
  Result<bool> stands_still(Session& session);
  Result<void> check_epoch();
  /// Cases that wait for a new key get it if anybody who signed in since the last try can open them.
  Result<void> renew_stale_cases();
  std::optional<CaseKey> open_with_anybody(const CaseId& id);
  DepartureDesk departure_desk(const Session& session);
  void close_if_empty();
  void close_agenda();

  // ---- one case ----------------------------------------------------------------------------------------------
  /// The key of a case, from the session's own store of keys. @error kNotFound, kDenied
  Result<CaseKey*> key_for(Session& session, const CaseId& id);
  /// Key and fold of a case; its inbox is drained first.
  Result<OpenedCase> open_for(Session& session, const CaseId& id);
  Result<CaseState> fold(const CaseKey& key);
  /// An event of this session; an operation that the caller names makes a repeated call harmless.
  Event deed_of(const Session& session, EventKind kind, const RecordId& operation = {});
  /// Appends an event, applies it and stages the agenda row.
  Result<RecordId> add_event(Session& session, OpenedCase& opened, const Event& event);
  /// Gives the case a new key for `access` and writes the event; `mark` is the line of the log.
  Result<void> change_access(Session& session, OpenedCase& opened, Unit unit, const Event& event,
                             const CaseAccess& access, std::string_view mark);
  /// What a case is to whoever's screen shows it. The agenda is open.
  [[nodiscard]] CaseStanding case_standing(const Session& session, const CaseId& id) const;
  /// Remembers until when a screen could show a case. @param id of a case that was taken or is gone
  void remember_change(const CaseId& id);

  // ---- the log -----------------------------------------------------------------------------------------------
  /// Logs that a case was opened, or refused to somebody; looking again within kOpeningCounts is the same opening.
  Result<void> log_opening(Session& session, std::string_view what, const CaseId& id);
  Result<void> log_deed(const Session& session, std::string_view what, const CaseId* id, std::string_view why = {});
  Result<std::vector<LogLine>> log_of_case(const Session& session, const CaseId& id);
  Result<void> refresh_log(const Session& session);
  Result<void> write_refusals(std::vector<LogLine> lines);

  // ---- filing ------------------------------------------------------------------------------------------------
  /// Somebody of the first line with the agenda open; nullptr when there is nobody.
  Result<Session*> filing_session();
  FilingDesk filing_desk(Session& session);
  Result<FilingReport> finish_filing(Unit unit, Result<FilingReport> report);

  OfficeParts parts;
  /// Handed on in order: a screen waits for one batch of filing at the most, however much there is to file.
  FairMutex mutex;
  Sessions sessions;
  Refusals refusals;
  std::map<StaffId, PendingPerson> pending;  ///< between accepting and the first code
  std::map<StaffId, std::uint64_t> panics;   ///< panic locks since the start, of each person
  Agenda agenda;
  LibraryShelf shelf;
  PublicShelf public_shelf;
  FiguresPublisher figures_publisher;
  std::vector<LogLine> log;                ///< opened so far, while anybody is signed in
  std::uint64_t known_epoch = 0;           ///< that all sessions agree with
  bool stale_to_try = true;                ///< somebody has come who may open a stale case
  std::atomic<std::uint64_t> changes = 1;  ///< written with the lock held; a look that may be old needs none
  ChangeHistory history;                   ///< of the agenda
  std::vector<std::string> relays{std::string{kOnlyRelay}};  ///< by name, the main one first
  std::map<std::string, RelayReport> relay_reports;
  std::map<std::string, TimePoint> tokens_asked;  ///< when each relay last said which it knows
  /// Called with the lock held when somebody came to the agenda or went: what is derived from cases follows.
  std::function<void()> sessions_changed = [] {};
  std::map<CaseId, TimePoint> taken_or_gone;  ///< when it happened, for screens that still show the case
  StatCalendar calendar;                      ///< whose days are counted
  /// What figures are made with: set before anybody asks, then read by all threads without the lock.
  std::shared_ptr<const FiguresSetup> figures_setup;
};

}  // namespace waymark::desk::office
