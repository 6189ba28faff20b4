// OfficeStory: a founded office with people, a relay in memory, requesters with keys, and a clock that tests move.
// The store is a real file, so that a test can look at every byte a thief would find.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "crypto/xwing_open.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/schema.h"
#include "desk/office/office.h"
#include "desk/sync/courier.h"
#include "desk/sync/memory_relay.h"
#include "envelope/open.h"
#include "envelope/seal.h"
#include "roster/day_keys.h"
#include "store/temporary_folder.h"

namespace waymark::desk {

/// Somebody who writes: the keys that eight words would give.
struct Requester {
  crypto::XWingSeed reply_seed;
  crypto::MailboxSecret mailbox_secret;

  static Requester make(crypto::Random& random) {
    return {crypto::XWingSeed::generate(random), crypto::MailboxSecret::generate(random)};
  }
};

/// A person of the staff with what they know by heart.
struct Person {
  std::string alias;
  std::string passphrase;
  crypto::TotpSecret totp;
};

/// What an authenticator reads: the secret of an enrolment, base32.
crypto::TotpSecret totp_of(const Enrolment& enrolment);

class OfficeStory : public testing::Test {
 protected:
  static constexpr TimePoint kStart =
      TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}} + Seconds{10 * 3'600};

  void SetUp() override { found(); }

  /// What derives keys; a test may put its own in.
  virtual std::unique_ptr<PassphraseGate> make_gate() { return std::make_unique<PassphraseGate>(); }

  void found();
  /// Closes the office (all keys in memory are gone) and opens the same folder again.
  void restart();
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "desk.sqlite"; }

  Person hire(const std::string& alias, const std::vector<std::string>& roles);
  SessionToken sign_in(Person& person);
  [[nodiscard]] std::string code_of_now(const Person& person) const {
    return crypto::totp_code(person.totp, clock_.now());
  }

  envelope::Message message_from(const Requester& requester, std::string_view text);
  /// Seals to the day key of today's published list and puts it at the relay.
  void send(const envelope::Message& message);
  void send(const Requester& requester, std::string_view text) { send(message_from(requester, text)); }
  [[nodiscard]] const crypto::XWingPublicKey& day_key_of(std::uint32_t day);
  /// One round of the courier that must work.
  RoundReport round();
  /// Opens what lies at the relay for a requester, as the page does.
  std::vector<std::string> replies_for(const Requester& requester);
  /// The only case in the list.
  CaseId only_case(const SessionToken& token);
  /// The last message of a case, as a page would have seen it.
  RecordId newest_message(const SessionToken& token, const CaseId& id);
  [[nodiscard]] std::uint32_t today() const { return unix_day(clock_.now()); }
  std::map<std::string, std::uint64_t> refused(const SessionToken& token) {
    return office_->oversight().health(token)->refused;
  }

  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  ManualClock clock_{kStart};
  crypto::SystemRandom random_;
  std::optional<Pepper> pepper_;
  std::optional<crypto::XWingSeed> recovery_;
  std::optional<crypto::RootSigningKey> root_;
  crypto::InstanceId instance_;
  std::uint64_t inbound_max_ = kInboundMax;  ///< for the next restart()
  std::unique_ptr<Office> office_;
  MemoryRelay relay_{clock_};
  std::unique_ptr<Courier> courier_;
  std::optional<Person> mira_;  ///< first coordinator, lead, first line
  std::map<std::uint32_t, crypto::XWingPublicKey> day_keys_;
};

}  // namespace waymark::desk
