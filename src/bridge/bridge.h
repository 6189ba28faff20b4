// Bridge: looks through a mailbox in rounds, hands every sealed text to the relay, has poll letters answered, and
// removes each letter as soon as all it brought is stored or answered. Knows no sender.
//
// A letter that is none of ours is removed after a day, uncounted by content. A letter of ours stays until the relay
// has said "stored": a round that fails in the middle loses nothing, and putting again is harmless.
// @source docs/spec/bridge.md, docs/spec/mail.md
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.h"
#include "bridge/answering.h"
#include "bridge/counts.h"
#include "bridge/letter.h"
#include "bridge/mailbox.h"
#include "bridge/relay_door.h"

namespace waymark::bridge {

class Bridge {
 public:
  /// References outlive it. @param letters_an_hour so many letters are fetched in an hour at most
  /// @param answering without it poll letters are not known, and nothing is answered
  Bridge(Mailbox& mailbox, RelayDoor& relay, const Clock& clock, std::size_t letters_an_hour,
         Answering* answering = nullptr);

  /// One look through the mailbox.
  Counts round();
  /// Why the last round could not list the mailbox; nothing if it could.
  [[nodiscard]] std::optional<Code> mailbox_error() const { return mailbox_error_; }
  [[nodiscard]] bool relay_is_away() const { return relay_away_; }

 private:
  void forget_what_is_gone(const Listing& listing);
  [[nodiscard]] std::vector<std::uint32_t> order(const Listing& listing) const;
  [[nodiscard]] bool take_from_quota();
  void handle(std::uint32_t uid, Counts& counts);
  void take(std::uint32_t uid, const Letter& letter, std::string_view text, Counts& counts);
  bool answer(std::uint32_t uid, const Result<envelope::PollLetter>& poll, std::string_view text, Counts& counts);
  bool store(const envelope::Pasted& pasted, Counts& counts);
  void remove_old(const Listing& listing, Counts& counts);
  void remove(const std::vector<std::uint32_t>& uids, Counts& counts);

  Mailbox& mailbox_;
  RelayDoor& relay_;
  const Clock& clock_;
  const std::size_t letters_an_hour_;
  Answering* const answering_;
  std::size_t fetched_ = 0;  ///< in this hour
  std::int64_t hour_ = -1;
  std::uint32_t validity_ = 0;
  std::set<std::uint32_t> others_;    ///< looked at, none of ours
  std::set<std::uint32_t> marked_;    ///< have the flag \Answered
  std::set<std::uint32_t> done_;      ///< stored, but the server has not removed it yet
  std::set<std::uint32_t> troubled_;  ///< did not come, or was not taken; asked for last
  std::optional<Code> mailbox_error_;
  bool relay_away_ = false;
  bool day_agreed_ = false;  ///< in this round the relay took our day for today's
};

}  // namespace waymark::bridge
