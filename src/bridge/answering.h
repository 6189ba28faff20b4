// Answering: what becomes of a poll letter. Asks the relay, sends one letter to whoever asked, and knows nothing of
// them afterwards: a letter that must be tried again is read anew from the mailbox.
//
// Never twice: the letter is marked \Answered before the mail server gets the answer, and the mark is taken away only
// when that says that it did not take it. What is found marked after a start may be answered and is not answered again.
// @source docs/spec/mail.md "Never twice"
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bridge/counts.h"
#include "bridge/mailbox.h"
#include "bridge/poll_box.h"
#include "bridge/postman.h"
#include "bridge/relay_door.h"
#include "crypto/random.h"

namespace waymark::bridge {

/// All references outlive it.
struct AnsweringParts {
  PollBox& box;
  Mailbox& mailbox;
  RelayDoor& relay;
  Postman& postman;
  const Clock& clock;
  crypto::Random& random;
  std::string from;                    ///< this mailbox's address
  std::vector<std::string> own_mails;  ///< of all mailboxes of the bridge: nobody there waits for an answer
  std::size_t polls_an_hour = 60;
};

class Answering {
 public:
  enum class Outcome {
    kDone,        ///< the letter can go
    kWaits,       ///< it stays, see waits()
    kRelayAway,   ///< it stays
    kMailboxAway  ///< it stays
  };
  struct Question {
    std::uint32_t uid;
    bool marked;  ///< was there \Answered on it
    const Result<envelope::PollLetter>& poll;
    std::string_view letter;  ///< for the address
  };

  explicit Answering(AnsweringParts parts) : parts_(std::move(parts)) {}

  /// As PollBox::open.
  std::optional<Result<envelope::PollLetter>> open(ByteView envelope) { return parts_.box.open(envelope); }
  Outcome answer(const Question& question, Counts& counts);
  /// Whether it is not to be looked at yet.
  [[nodiscard]] bool waits(std::uint32_t uid) const;
  /// Forgets numbers that `is_there` does not know; all of them when the mailbox is numbered anew.
  template <class IsThere>
  void forget(IsThere is_there) {
    std::erase_if(waiting_, [&](const auto& one) { return !is_there(one.first); });
  }

 private:
  struct Waiting {
    std::size_t tries = 0;
    TimePoint next;
  };
  Outcome refuse(std::uint32_t uid, Code code, Counts& counts);
  Outcome send(const Question& question, const std::string& to, ByteView answer, Counts& counts);
  Outcome put_off(std::uint32_t uid, Counts& counts);
  Outcome wait(std::uint32_t uid, TimePoint next, std::size_t tries);
  Outcome done(std::uint32_t uid, std::uint64_t& count);
  [[nodiscard]] bool take_from_quota();
  [[nodiscard]] TimePoint next_hour() const;

  const AnsweringParts parts_;
  std::map<std::uint32_t, Waiting> waiting_;
  std::size_t asked_ = 0;  ///< in this hour
  std::int64_t hour_ = -1;
};

}  // namespace waymark::bridge
