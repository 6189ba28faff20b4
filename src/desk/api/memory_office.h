// MemoryOffice: an office without keys, store or network, for tests of the API.
//
// It keeps the rules that the API relies on (sessions, owners, holds, codes of errors) and nothing of the cryptography.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "desk/casefile/office.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::api {

class MemoryOffice final : public Office {
 public:
  static constexpr const char* kPassphrase = "correct horse battery";
  static constexpr const char* kCode = "123456";
  static constexpr const char* kDevice = "a-device-that-has-signed-in";

  explicit MemoryOffice(const Clock& clock) : clock_(clock) {}

  /// Adds a request with answers in the words of an envelope and returns its id.
  CaseId add(std::initializer_list<std::string> answers, std::string text);
  /// Everything a handler asked for, in order: "take", "note:text"…
  std::vector<std::string> deeds;
  /// When set, every call with a token fails with it.
  std::optional<Code> failure;
  /// How many days after today have a signed list.
  std::uint32_t lists_ready_days = 10;
  /// Called by every sign-in, on the lane's thread: where a real office would derive a key.
  std::function<void(const Knock&)> before_sign_in;

  using Office::sign_in;
  Result<SignedIn> sign_in(const Knock& knock) override;
  Seconds sign_in_wait(std::string_view, std::string_view) override { return Seconds{30}; }
  bool knows_device(std::string_view, std::string_view device) override { return device == kDevice; }
  bool knows_invitation(std::string_view invitation) override { return invitation == "INVITE"; }
  Result<std::string> make_door_code(const SessionToken& token, std::string_view alias) override;
  void sign_out(const SessionToken& token) override { sessions_.erase(token.text); }
  void lock(const SessionToken& token) override { sessions_.erase(token.text); }
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
  Result<void> give_back(const SessionToken& token, const CaseId& id, std::string_view line) override;
  Result<void> undo_give_back(const SessionToken& token, const CaseId& id) override;
  Result<CaseStanding> standing(const SessionToken& token, const CaseId& id) override;
  Result<std::vector<LostCase>> lost_cases(const SessionToken& token) override;
  Result<void> mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest) override;
  Result<PasteReport> file_pasted(const SessionToken& token, std::string_view text) override;
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
  /// The requester wants it gone.
  void erase(const CaseId& id);
  Result<void> move(const SessionToken& token, const CaseId& id, Override::Direction direction,
                    std::string_view reason) override;
  Result<void> set_stage(const SessionToken& token, const CaseId& id, Stage stage,
                         std::optional<TimePoint> wakes_at) override;
  Result<std::vector<LogLine>> access_log(const SessionToken& token, std::uint64_t before, unsigned limit) override;
  bool anybody_here() override { return !sessions_.empty(); }
  Result<LogVerdict> verify_log() override {
    return LogVerdict{.intact = true, .lines = log_.size(), .covered = log_.size(), .first_bad = 0};
  }
  Result<Health> health(const SessionToken& token) override;

 private:
  Result<std::string> alias_of(const SessionToken& token) const;
  Result<CaseView*> find(const SessionToken& token, const CaseId& id);
  RecordId append(CaseView& view, Entry entry);
  void changed(const std::string& alias, std::string what, const CaseId& id, std::string why = {});

  const Clock& clock_;
  std::map<std::string, std::string> sessions_;  ///< token → alias
  std::map<CaseId, CaseView> cases_;
  struct OwnDraft {
    std::string by;
    DraftView draft;
  };
  std::vector<OwnDraft> drafts_;
  std::map<RecordId, RecordId> operations_;
  std::map<CaseId, TimePoint> since_;  ///< taken or gone
  std::vector<LogLine> log_;
  std::uint64_t counter_ = 1;
  std::uint8_t next_id_ = 1;
  bool factor_begun_ = false;
};

}  // namespace waymark::desk::api
