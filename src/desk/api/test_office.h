// TestOffice: a real office on a temporary store with a cheap passphrase hash, and four people, for tests of the API.
//
// vera and anton are of the first line, ihor is their lead, olha the coordinator, lada edits cards; all have one
// passphrase. Founding it takes a while, so it is done once for the process and the file copied for every test.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "crypto/totp.h"
#include "desk/keyring/passphrase_gate.h"
#include "desk/office/office.h"
#include "envelope/message.h"
#include "store/temporary_folder.h"

namespace waymark::desk::api {

class TestOffice {
 public:
  static constexpr const char* kPassphrase = "marigold under seven lanterns";

  explicit TestOffice(ManualClock& clock);

  operator Office&() { return *office_; }  // NOLINT(google-explicit-constructor)
  Office* operator->() { return office_.get(); }

  /// Files a request with answers in the words of an envelope and returns its id. The clock stays where it is.
  CaseId add(std::initializer_list<std::string> answers, std::string_view text);
  /// A further message of whoever wrote this case.
  void write_again(const CaseId& id, std::string_view text);
  /// A sealed text of somebody new, as a messenger would carry it.
  std::string pasted(std::string_view text);
  /// The requester wants it gone.
  void erase(const CaseId& id);
  /// A code of this person that was not used yet; moves the clock by half a minute when this one's was.
  std::string code_of(const std::string& alias);
  /// An invitation that nobody has accepted; the alias is "fresh".
  std::string invitation();
  std::string code_for(const std::string& totp_secret) const;
  /// How many lines of the log say `what`.
  std::size_t logged(std::string_view what);
  /// Makes every write to the table of records fail.
  void break_records();
  /// Called by everything that derives a key, on its thread.
  std::function<void()>& before_deriving() { return hook_; }

 private:
  struct Writer {
    crypto::XWingSeed reply_seed;
    crypto::MailboxSecret mailbox;
  };
  SessionToken token_of(const std::string& alias);
  [[nodiscard]] envelope::Message message_of(const Writer& writer, std::string_view text);
  Bytes sealed(const envelope::Message& message);
  void file(const envelope::Message& message);
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "desk.sqlite"; }

  ManualClock& clock_;
  crypto::SystemRandom random_;
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::function<void()> hook_;
  std::unique_ptr<Office> office_;
  std::map<std::string, SessionToken> tokens_;
  std::map<std::string, std::int64_t> used_;  ///< the step of everybody's last code
  std::map<CaseId, Writer> writers_;
};

}  // namespace waymark::desk::api
