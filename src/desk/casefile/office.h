// Office: everything that staff can ask of the desk, behind one lock. The HTTP API and the command line call it.
//
// It owns nothing of the network: sync hands in what came and takes out what must go. Keys live in the sessions, in
// memory, from sign-in until the lease ends (8 h), the idle lock, lock() or the end of the process. All calls are safe
// from any thread. Times come from the clock that was passed in. Layout at rest: docs/spec/desk-store.md.
//
// Errors common to all calls with a token: kExpired (no such session, lease over, idle too long: sign in again),
// kStorage (the database fails). kDenied: signed in, but has no key or no role for it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "desk/casefile/views.h"

namespace waymark::desk {

/// Opaque; 43 characters of URL-safe text. It is a secret: keep it in memory, send it in a header only.
struct SessionToken {
  std::string text;
};

struct SignedIn {
  SessionToken token;
  Me me;
  std::string device = {};  ///< for the browser to keep and to send with its next sign-in; empty when it has one
};

/// What somebody at the door says they are.
struct Knock {
  std::string_view alias;
  const SecretBytes& passphrase;
  std::string_view totp;         ///< six digits
  std::string_view device = {};  ///< what an earlier sign-in gave this browser, or a door code; empty: neither
};

/// What became of a pasted text.
struct PasteReport {
  /// kKnown: filed before, and case_id says where. kGone: nothing of its writer is here (any more): what there was
  /// was erased at their wish.
  enum class Outcome : std::uint8_t { kNewCase, kFurther, kErased, kKnown, kGone };
  Outcome outcome = Outcome::kKnown;
  std::optional<CaseId> case_id = {};  ///< always there but for kErased and kGone
  /// Sealed with a page that is older than this day, on which the keys were replaced.
  std::optional<std::uint32_t> page_before_day = {};
};

/// Replies wait this long before they go, so that they can be undone.
inline constexpr Seconds kReplyHold{10};
inline constexpr std::size_t kNoteCodePointsMax = 10'000;
inline constexpr std::size_t kReasonCodePointsMax = 500;
inline constexpr Seconds kGiveBackUndo{600};
inline constexpr std::size_t kDraftsPerCaseMax = 64;

class Office {
 public:
  virtual ~Office() = default;

  // ---- doors -------------------------------------------------------------------------------------------------
  /// Always the same work, whether or not the alias exists. Blocks for about a second (one at a time). Refused, too,
  /// when the passphrase, the second factor or the sessions of this person were changed meanwhile, or somebody pressed
  /// the panic lock in their name: the later change wins.
  /// @error kBadPassphrase (never said which part), kRateLimited (see sign_in_wait), kUnavailable (too many at the
  /// door)
  virtual Result<SignedIn> sign_in(const Knock& knock) = 0;
  /// From a device that is not known.
  Result<SignedIn> sign_in(std::string_view alias, const SecretBytes& passphrase, std::string_view totp) {
    return sign_in(Knock{.alias = alias, .passphrase = passphrase, .totp = totp});
  }
  /// Seconds until this alias may try again from this device; strangers share one wait for each alias. The same answer
  /// for aliases that do not exist.
  virtual Seconds sign_in_wait(std::string_view alias, std::string_view device = {}) = 0;
  /// Whether this person has signed in from this device, or holds a door code.
  virtual bool knows_device(std::string_view alias, std::string_view device) = 0;
  /// Whether there is such an invitation, used up or not; tells nothing else.
  virtual bool knows_invitation(std::string_view invitation) = 0;
  /// For the role coordinator: a code that stands for a known device at one sign-in of this person, today or tomorrow.
  /// @error kDenied, kNotFound for somebody who is not active
  virtual Result<std::string> make_door_code(const SessionToken& token, std::string_view alias) = 0;
  /// Ends this session and wipes its keys. Never fails.
  virtual void sign_out(const SessionToken& token) = 0;
  /// Panic lock: the same, and the log says so.
  virtual void lock(const SessionToken& token) = 0;
  virtual Result<Me> me(const SessionToken& token) = 0;

  /// Makes the keys of an invited person, sealed under the passphrase, and a TOTP secret. From then on the invitation
  /// opens nothing. Until it is confirmed it may be repeated with the same passphrase, by whoever lost the secret;
  /// with another one it is contested, and nobody can confirm it any more.
  /// @error kNotFound for an invitation that is unknown, used or older than 7 days; kInvalid as new_passphrase;
  /// kConflict when somebody else has accepted it; kUnavailable when it was accepted at this moment: ask again
  virtual Result<Enrolment> accept_invitation(std::string_view invitation, const SecretBytes& passphrase) = 0;
  /// The first code from the authenticator; from then on the person can sign in and the invitation is used up.
  /// @error kNotFound, also when the desk was restarted or half an hour has passed since it was accepted (accept it
  /// again); kBadPassphrase for a wrong code
  virtual Result<void> confirm_invitation(std::string_view invitation, std::string_view totp) = 0;
  /// For the role coordinator. Roles: first_line lead lawyer psychologist card_editor analyst coordinator security.
  /// @error kDenied, also when the inviter does not hold a compartment the role needs; kConflict for an alias in use
  virtual Result<std::vector<Invitation>> invite(const SessionToken& token, const std::vector<std::string>& aliases,
                                                 const std::vector<std::string>& roles) = 0;
  virtual Result<std::vector<StaffRow>> staff(const SessionToken& token) = 0;
  /// For the role coordinator: ends the person's sessions and takes every key from them. Logged with the reason
  /// (0…kLogReasonBytesMax bytes). @error as desk::remove_person; kUnavailable when keys changed at this moment: ask
  /// again
  virtual Result<Departure> remove_person(const SessionToken& token, std::string_view alias, std::string_view why) = 0;

  // ---- one's own account -------------------------------------------------------------------------------------
  /// Seals one's keys under another passphrase and ends one's other sessions. Blocks for about two seconds.
  /// @error kBadPassphrase for a wrong current one (counted), kRateLimited, kInvalid as new_passphrase; kUnavailable
  /// when one's account was changed meanwhile: ask again
  virtual Result<void> change_passphrase(const SessionToken& token, const SecretBytes& current,
                                         const SecretBytes& next) = 0;
  /// A new authenticator secret, shown once; the old one works until the first code of the new one is confirmed.
  /// @error kBadPassphrase, kRateLimited, kUnavailable as above
  virtual Result<Enrolment> begin_second_factor(const SessionToken& token, const SecretBytes& passphrase) = 0;
  /// Ends one's other sessions. @error kNotFound when none was begun, kBadPassphrase for a wrong code
  virtual Result<void> confirm_second_factor(const SessionToken& token, std::string_view totp) = 0;
  /// Ends all sessions of this person, this one too, in every process that serves the office, and forgets their
  /// devices.
  virtual Result<void> sign_out_everywhere(const SessionToken& token) = 0;

  // ---- the list ----------------------------------------------------------------------------------------------
  /// The agenda of the compartments this person holds, in no order.
  virtual Result<std::vector<AgendaRow>> list(const SessionToken& token) = 0;
  /// The same for what changed after `counter`; its cost does not grow with the cases that did not change.
  virtual Result<AgendaChanges> changes_since(const SessionToken& token, std::uint64_t counter) = 0;
  /// How the oldest text that nobody has read begins (see first_words.h), for each of these cases and in their order;
  /// empty where there is none, or the session cannot open the case. No line of the log: who asks could open the case,
  /// and nothing counts as read.
  virtual Result<std::vector<std::string>> first_words(const SessionToken& token, const std::vector<CaseId>& ids) = 0;
  /// Goes up at every change that a screen could show. Does not count as activity for the idle lock.
  virtual Result<std::uint64_t> change_counter(const SessionToken& token) = 0;

  // ---- one case ----------------------------------------------------------------------------------------------
  /// Logged. @error kNotFound, kDenied (taken by somebody else)
  virtual Result<CaseView> open_case(const SessionToken& token, const CaseId& id) = 0;
  /// Gives the case a new key and seals its records again, to this person, the leads and recovery. A lead may take
  /// over. @error kConflict when it is mine already
  virtual Result<void> take(const SessionToken& token, const CaseId& id) = 0;
  /// Back to the first line, with a new key and a line for whoever comes next (0…500 code points).
  /// @error kInvalid for somebody else's case without a line
  virtual Result<void> give_back(const SessionToken& token, const CaseId& id, std::string_view line) = 0;
  /// Takes one's own giving-back back within kGiveBackUndo: the case is again whose it was.
  /// @error kConflict when it is too late, or something else happened since
  virtual Result<void> undo_give_back(const SessionToken& token, const CaseId& id) = 0;
  /// What the case is to this person now. Does not count as activity, and no line of the log.
  virtual Result<CaseStanding> standing(const SessionToken& token, const CaseId& id) = 0;
  /// My cases that others took over or gave away since I signed in the time before this one, newest first.
  virtual Result<std::vector<LostCase>> lost_cases(const SessionToken& token) = 0;
  /// @param newest  the last message that was seen: when another one has come since, nothing is marked.
  /// @error kConflict in that case
  virtual Result<void> mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest) = 0;
  /// A note (1…10,000 code points). The same operation again is the same note. @error kConflict with another text
  virtual Result<RecordId> add_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                    const RecordId& operation) = 0;
  /// A note for whoever leads the case, from somebody of the first line who cannot open it any more.
  virtual Result<void> leave_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                  const RecordId& operation) = 0;
  /// Seals the reply (1…envelope::kReplyBytesMax bytes) at once and lets it go after kReplyHold.
  /// @error kDenied for anybody but the owner, also while nobody has taken the case; kFull when no place is left in
  /// the mailbox until the week after next; kTooLarge; kInvalid for an empty text
  /// The same operation again is the same reply. @error kConflict when it has another text, or was undone
  virtual Result<HeldReply> hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                                       const RecordId& operation) = 0;
  /// @error kConflict when it has gone already
  virtual Result<void> undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply) = 0;
  /// Adds a fact (said_at, said_by and author as given). Which older facts it takes the place of is the pack's rule:
  /// see queue/clocks.h.
  virtual Result<void> set_fact(const SessionToken& token, const CaseId& id, const Fact& fact) = 0;
  /// Adds a fact in the place of another one, named as in fact_ref.h. When the code is another, the old one is written
  /// down as contradicted in the same step, so that its clocks stop.
  /// @error kInvalid for a name that fits no fact, or a fact of another question
  virtual Result<void> correct_fact(const SessionToken& token, const CaseId& id, const Fact& fact,
                                    std::string_view replaces) = 0;
  /// Sets whether a fact was checked, and a note of how (0…500 code points); value, date, precision and speaker stay as
  /// they are. @error kInvalid for a name that fits no fact
  virtual Result<void> check_fact(const SessionToken& token, const CaseId& id, std::string_view fact,
                                  Verification verification, std::string_view note) = 0;

  // ---- unsent texts --------------------------------------------------------------------------------------------
  /// All of mine in the cases that I can open.
  virtual Result<std::vector<DraftView>> drafts(const SessionToken& token) = 0;
  /// Keeps an unsent text (1…10,000 code points), sealed under the case's key. Never logged.
  /// @param version  of the text that is replaced; 0 for a new one
  /// @return the new version @error kConflict when another version lies there; kFull at kDraftsPerCaseMax
  virtual Result<std::uint32_t> put_draft(const SessionToken& token, const CaseId& id, DraftKind kind,
                                          std::string_view text, std::uint32_t version) = 0;
  /// Nothing happens when there is none.
  virtual Result<void> drop_draft(const SessionToken& token, const CaseId& id, DraftKind kind) = 0;

  // The same for callers that make every act anew.
  Result<void> give_back(const SessionToken& token, const CaseId& id) { return give_back(token, id, {}); }
  Result<RecordId> add_note(const SessionToken& token, const CaseId& id, std::string_view text) {
    return add_note(token, id, text, RecordId{});
  }
  Result<RecordId> hold_reply(const SessionToken& token, const CaseId& id, std::string_view text) {
    LET(const HeldReply held, hold_reply(token, id, text, RecordId{}));
    return held.record;
  }

  /// Moves a case against the rules, with a reason (1…500 code points).
  virtual Result<void> move(const SessionToken& token, const CaseId& id, Override::Direction direction,
                            std::string_view reason) = 0;
  virtual Result<void> set_stage(const SessionToken& token, const CaseId& id, Stage stage,
                                 std::optional<TimePoint> wakes_at) = 0;

  // ---- what came by another way -------------------------------------------------------------------------------
  /// A sealed text that a requester passed on by a messenger: opened and filed like an envelope from the relay, once,
  /// whichever way it came first. Logged. @source docs/spec/portable.md "At the desk"
  /// @error kDenied without the first line's keys; as envelope::read_pasted; kNotForUs (no day key of ours opens it),
  /// kWrongDay (its day's key is destroyed), kWrongInstance, kAuthentication, kMalformed, kUnsupported: nothing stored
  virtual Result<PasteReport> file_pasted(const SessionToken& token, std::string_view text) = 0;

  /// Whether anybody is signed in now; ends sessions whose lease or idle time is over. For what is kept in memory only
  /// while somebody is here.
  [[nodiscard]] virtual bool anybody_here() = 0;

  // ---- oversight ---------------------------------------------------------------------------------------------
  /// Newest first, at most `limit` (1…500) lines older than sequence `before` (0: from the newest). Everybody's for
  /// the roles coordinator, lead and security; one's own for all others.
  virtual Result<std::vector<LogLine>> access_log(const SessionToken& token, std::uint64_t before, unsigned limit) = 0;
  virtual Result<LogVerdict> verify_log() = 0;
  virtual Result<Health> health(const SessionToken& token) = 0;
};

}  // namespace waymark::desk
