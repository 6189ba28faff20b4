// OfficeCore: the office itself. Staff reach it through Office; sync hands in envelopes and takes out replies here.
//
// One lock over one connection: SQLite blocks anyway, and each call is short. Argon2 runs outside the lock.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>

#include "base/clock.h"
#include "base/fair_mutex.h"
#include "base/log.h"
#include "desk/casefile/agenda.h"
#include "desk/casefile/case_state.h"
#include "desk/casefile/case_store.h"
#include "desk/casefile/change_history.h"
#include "desk/casefile/departure.h"
#include "desk/casefile/filing.h"
#include "desk/casefile/office.h"
#include "desk/casefile/outbound.h"
#include "desk/keyring/passphrase_gate.h"
#include "desk/staff/access_log.h"
#include "desk/staff/devices.h"
#include "desk/staff/people.h"
#include "desk/staff/refusals.h"
#include "desk/staff/sessions.h"
#include "store/connection.h"

namespace waymark::desk {

/// 20,000 envelopes: 330 MB, and what a relay keeps for one day.
inline constexpr std::uint64_t kInboundMax = 20'000;

/// What the desk's program passes in; everything outlives the office.
struct OfficeParts {
  std::unique_ptr<store::Connection> store;
  const Clock& clock;
  crypto::Random& random;  ///< safe from any thread
  Pepper pepper;
  std::string organisation;  ///< issuer in the authenticator's list
  IsDanger is_danger = {};   ///< see know_dangers()
  /// Envelopes kept here unopened, each 16 KiB; what is more stays at the relay until somebody of the first line signs
  /// in. @source docs/spec/desk-store.md "What waits unopened"
  std::uint64_t inbound_max = kInboundMax;
  std::unique_ptr<PassphraseGate> gate = std::make_unique<PassphraseGate>();
};

/// What sync saw at the relay.
struct RelayReport {
  bool reachable = false;
  std::string error = {};  ///< name of a code
  std::optional<TimePoint> at = {};
  std::int64_t clock_skew_s = 0;
  std::uint32_t waiting = 0;
};

/// Somebody who has accepted an invitation and has not shown the first code. In memory alone: the disk never holds it.
struct PendingPerson {
  crypto::XWingSeed seed;
  crypto::TotpSecret factor;
  TimePoint until;
};
inline constexpr Seconds kPendingFor{1'800};

/// kMissing keeps the day keys that are there; kFresh makes new ones for all days whose whole key is not published yet,
/// for the case that seeds may have been seen by somebody.
enum class KeyRenewal { kMissing, kFresh };

class OfficeCore final : public Office {
 public:
  /// @error kNotFound for a database in which no office was founded; kStorage
  static Result<std::unique_ptr<OfficeCore>> open(OfficeParts parts);

  ~OfficeCore() override;

  using Office::sign_in;
  Result<SignedIn> sign_in(const Knock& knock) override;
  Seconds sign_in_wait(std::string_view alias, std::string_view device = {}) override;
  bool knows_device(std::string_view alias, std::string_view device) override;
  bool knows_invitation(std::string_view invitation) override;
  Result<std::string> make_door_code(const SessionToken& token, std::string_view alias) override;
  void sign_out(const SessionToken& token) override;
  void lock(const SessionToken& token) override;
  Result<Me> me(const SessionToken& token) override;
  Result<Enrolment> accept_invitation(std::string_view invitation, const SecretBytes& passphrase) override;
  Result<void> confirm_invitation(std::string_view invitation, std::string_view totp) override;
  Result<std::vector<Invitation>> invite(const SessionToken& token, const std::vector<std::string>& aliases,
                                         const std::vector<std::string>& roles) override;
  Result<std::vector<StaffRow>> staff(const SessionToken& token) override;
  Result<Departure> remove_person(const SessionToken& token, std::string_view alias, std::string_view why) override;
  Result<void> change_passphrase(const SessionToken& token, const SecretBytes& current,
                                 const SecretBytes& next) override;
  Result<Enrolment> begin_second_factor(const SessionToken& token, const SecretBytes& passphrase) override;
  Result<void> confirm_second_factor(const SessionToken& token, std::string_view totp) override;
  Result<void> sign_out_everywhere(const SessionToken& token) override;

  Result<std::vector<AgendaRow>> list(const SessionToken& token) override;
  Result<AgendaChanges> changes_since(const SessionToken& token, std::uint64_t counter) override;
  Result<std::vector<std::string>> first_words(const SessionToken& token, const std::vector<CaseId>& ids) override;
  Result<std::uint64_t> change_counter(const SessionToken& token) override;
  Result<CaseView> open_case(const SessionToken& token, const CaseId& id) override;
  Result<void> take(const SessionToken& token, const CaseId& id) override;
  using Office::add_note;
  using Office::give_back;
  using Office::hold_reply;
  Result<void> give_back(const SessionToken& token, const CaseId& id, std::string_view line) override;
  Result<void> undo_give_back(const SessionToken& token, const CaseId& id) override;
  Result<CaseStanding> standing(const SessionToken& token, const CaseId& id) override;
  Result<std::vector<LostCase>> lost_cases(const SessionToken& token) override;
  Result<void> mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest) override;
  Result<RecordId> add_note(const SessionToken& token, const CaseId& id, std::string_view text,
                            const RecordId& operation) override;
  Result<void> leave_note(const SessionToken& token, const CaseId& id, std::string_view text,
                          const RecordId& operation) override;
  Result<HeldReply> hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                               const RecordId& operation) override;
  Result<void> undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply) override;
  Result<void> set_fact(const SessionToken& token, const CaseId& id, const Fact& fact) override;
  Result<void> correct_fact(const SessionToken& token, const CaseId& id, const Fact& fact,
                            std::string_view replaces) override;
  Result<void> check_fact(const SessionToken& token, const CaseId& id, std::string_view fact, Verification verification,
                          std::string_view note) override;
  Result<std::vector<DraftView>> drafts(const SessionToken& token) override;
  Result<std::uint32_t> put_draft(const SessionToken& token, const CaseId& id, DraftKind kind, std::string_view text,
                                  std::uint32_t version) override;
  Result<void> drop_draft(const SessionToken& token, const CaseId& id, DraftKind kind) override;
  Result<void> move(const SessionToken& token, const CaseId& id, Override::Direction direction,
                    std::string_view reason) override;
  Result<void> set_stage(const SessionToken& token, const CaseId& id, Stage stage,
                         std::optional<TimePoint> wakes_at) override;

  Result<PasteReport> file_pasted(const SessionToken& token, std::string_view text) override;

  Result<std::vector<LogLine>> access_log(const SessionToken& token, std::uint64_t before, unsigned limit) override;
  bool anybody_here() override;
  Result<LogVerdict> verify_log() override;
  Result<Health> health(const SessionToken& token) override;

  /// Which facts must never be pushed out of a case by others; as the question pack says.
  void know_dangers(IsDanger is_danger);

  // ---- for sync; no token: none of this shows anything -------------------------------------------------------
  /// Takes in what was pulled, durably: files it at once if somebody of the first line is signed in, keeps it as it
  /// came otherwise. When it returns without an error, the relay may forget these rows.
  Result<FilingReport> take_in(std::span<const PulledEnvelope> pulled);
  /// How many envelopes may be pulled now, at most `wanted`. Fewer while nobody can open them and much waits here.
  Result<unsigned> room_for(unsigned wanted);
  /// The relay had nothing more at this moment.
  Result<void> note_complete_pull();
  /// Opens and files what waits, if somebody of the first line is signed in; one transaction of up to `limit`.
  Result<FilingReport> file_waiting(unsigned limit);
  Result<std::vector<OutboundReply>> due(unsigned limit);
  Result<void> settle(const RecordId& record, PushAnswer answer);
  void set_relay_report(RelayReport report);
  /// The list to publish today; nothing when there is none.
  Result<std::optional<DayListText>> todays_list();
  /// Rosters with a serial above `serial`, in their order.
  Result<std::vector<std::string>> rosters_after(std::uint32_t serial);
  /// Ends sessions, renews lists, drains inboxes, destroys seeds: whatever the time and the sessions allow.
  Result<void> housekeeping();
  /// Signs the lists of the coming days now. @error kDenied without the list key
  Result<void> renew_lists(const SessionToken& token, KeyRenewal renewal);

 private:
  explicit OfficeCore(OfficeParts parts);

  /// A transaction together with the agenda's staged changes.
  class Unit {
   public:
    Unit(store::Transaction transaction, OfficeCore& office) : transaction_(std::move(transaction)), office_(&office) {}
    Unit(Unit&& other) noexcept
        : transaction_(std::move(other.transaction_)), office_(std::exchange(other.office_, nullptr)) {}
    Unit& operator=(Unit&&) = delete;
    ~Unit();
    /// Durable and visible when it returns without an error.
    Result<void> commit();
    /// The same for changes that no screen shows (a line of the log): the change counter stays, so that looking at
    /// something does not make every screen look again.
    Result<void> commit_unseen();

   private:
    store::Transaction transaction_;
    OfficeCore* office_;
  };
  /// @error kUnavailable when another process changed keys since they were looked at
  Result<Unit> begin();
  /// The transaction is lost: nothing that was staged in memory may stay.
  void roll_back();

  struct OpenedCase {
    CaseKey* key;
    CaseState state;
    AgendaItem item;
  };
  [[nodiscard]] TimePoint now() const { return parts_.clock.now(); }
  /// The session of a token, after a look at what other processes changed.
  Result<Session*> session_of(const SessionToken& token);
  /// Ends sessions that must end and reads keys anew, if anything has changed.
  Result<void> follow_access();
  Result<bool> stands_still(Session& session);
  Result<void> check_epoch();
  /// Cases that wait for a new key get it if anybody who signed in since the last try can open them.
  Result<void> renew_stale_cases();
  std::optional<CaseKey> open_with_anybody(const CaseId& id);
  DepartureDesk departure_desk(const Session& session);
  /// Opens this person's seed with the passphrase; what the row was then, for stands_as_before().
  /// @error kBadPassphrase (counted and logged), kRateLimited
  Result<StaffSecrets> check_passphrase(const SessionToken& token, const SecretBytes& passphrase);
  /// The lock was free while a key was derived. @error kUnavailable when this row was changed meanwhile
  Result<void> stands_as_before(const StaffId& id, const StaffSecrets& before);
  Result<void> end_other_sessions(Session& session, Unit unit);
  /// The same with the agenda open.
  Result<Session*> enter(const SessionToken& token);
  /// The key of a case, from the session's own store of keys. @error kNotFound, kDenied
  Result<CaseKey*> key_for(Session& session, const CaseId& id);
  /// Key and fold of a case; its inbox is drained first.
  Result<OpenedCase> open_for(Session& session, const CaseId& id);
  Result<CaseState> fold(const CaseKey& key);
  /// Opens the cases that this person can open, and remembers in the session how their unread texts begin.
  Result<void> open_unread(Session& session, const std::vector<CaseId>& ids);
  /// Which texts of a case are unread now, without their words; `unread` is 0 for a case that is not there.
  [[nodiscard]] UnreadWords unread_of(const CaseId& id) const;
  /// Appends an event, applies it and stages the agenda row.
  Result<RecordId> add_event(Session& session, OpenedCase& opened, const Event& event);
  /// Logs that a case was opened, or refused to somebody; looking again within kOpeningCounts is the same opening.
  Result<void> log_opening(Session& session, std::string_view what, const CaseId& id);
  Result<void> log_deed(const Session& session, std::string_view what, const CaseId* id, std::string_view why = {});
  /// Gives the case a new key for `access` and writes the event; `mark` is the line of the log.
  Result<void> change_access(Session& session, OpenedCase& opened, Unit unit, const Event& event,
                             const CaseAccess& access, std::string_view mark);
  /// An event of this session; an operation that the caller names makes a repeated call harmless.
  /// The event of a reply in the first free place. @error kNotFound without a mailbox, kFull
  Result<Event> staff_reply(const Session& session, const CaseState& state, std::string_view text,
                            const RecordId& operation);
  Result<envelope::Envelope> seal_for(const CaseState& state, const Event& event, const crypto::ReplySigningKey& key);
  Event deed_of(const Session& session, EventKind kind, const RecordId& operation = {});
  /// Remembers until when a screen could show a case. @param id of a case that was taken or is gone
  void remember_change(const CaseId& id);
  Result<CaseView> show(Session& session, const CaseId& id, OpenedCase& opened);
  Result<std::vector<LogLine>> log_of_case(const Session& session, const CaseId& id);
  Result<void> refresh_log(const Session& session);
  /// Somebody of the first line with the agenda open; nullptr when there is nobody.
  Result<Session*> filing_session();
  FilingDesk filing_desk(Session& session);
  Result<FilingReport> finish_filing(Unit unit, Result<FilingReport> report);
  Result<void> drain_inboxes();
  Result<void> renew_lists_with(const KeyRing& keys, KeyRenewal renewal);
  /// Somebody at the door, as the office saw them before it derived a key.
  struct AtDoor {
    StaffId id;
    std::string alias = {};  ///< empty when there is nobody of that name
    StaffId tag = {};        ///< what refused tries are counted under
    std::optional<KnownDevice> device = {};
    std::string offered = {};  ///< what the browser sent as its device
    StaffSecrets secrets = {};
    std::uint64_t panics = 0;
  };
  Result<AtDoor> look_at(const Knock& knock);
  Result<SignedIn> finish_sign_in(const AtDoor& door, Result<crypto::XWingSeed> seed, std::string_view totp);
  Result<SignedIn> start_session(Unit unit, const AtDoor& door, crypto::XWingSeed seed, SecondFactor factor);
  Result<std::string> welcome_device(const AtDoor& door);
  Result<SignedIn> refuse_sign_in(Unit unit, const AtDoor& door);
  Result<void> write_refusals(std::vector<LogLine> lines);
  /// An invitation that is being accepted, with the key that was derived for it.
  struct Accepting {
    const InvitationCode& code;
    FoundInvitation found;
    PassphraseWrap wrap;
    StaffSecrets before;
  };
  Result<Accepting> begin_accepting(const InvitationCode& code, const SecretBytes& passphrase);
  Result<Enrolment> accept_first(Unit unit, Accepting accepting);
  Result<Enrolment> accept_again(Unit unit, const Accepting& accepting);
  Result<Enrolment> enrol(Unit unit, const StaffId& id, crypto::XWingSeed seed);
  Result<std::string> alias_of(const StaffId& id, const crypto::XWingSeed& seed);
  /// What was deleted leaves the write-ahead log, now or as soon as no reader is in the way.
  void scrub();
  void close_if_empty();
  void close_agenda();

  OfficeParts parts_;
  /// Handed on in order: a screen waits for one batch of filing at the most, however much there is to file.
  FairMutex mutex_;
  Sessions sessions_;
  Refusals refusals_;
  std::map<StaffId, PendingPerson> pending_;  ///< between accepting and the first code
  std::map<StaffId, std::uint64_t> panics_;   ///< panic locks since the start, of each person
  Agenda agenda_;
  std::vector<LogLine> log_;        ///< opened so far, while anybody is signed in
  std::uint64_t access_epoch_ = 0;  ///< that all sessions agree with
  bool stale_to_try_ = true;        ///< somebody has come who may open a stale case
  LogWatch log_watch_;              ///< the health view asks often; each line is checked once
  RelayReport relay_;
  std::uint64_t changes_ = 1;
  ChangeHistory history_;                      ///< of the agenda
  std::map<CaseId, TimePoint> taken_or_gone_;  ///< when it happened, for screens that still show the case
};

}  // namespace waymark::desk
