// PollBox: opens poll letters with the bridge's keys of these days, and knows which were answered. One for all
// mailboxes of a process, so that a letter that comes to two of them is answered once. In memory only; one thread.
// @source docs/spec/mail.md "What the bridge does"
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "bridge/seeds.h"
#include "envelope/poll_letter.h"

namespace waymark::bridge {

class PollBox {
 public:
  /// @param clock outlives it
  PollBox(std::vector<DaySeed> seeds, const crypto::InstanceId& instance, const Clock& clock);

  /// Nothing if no key of ours opens it: then it is a message to the desk.
  /// @error kWrongInstance; kWrongDay (not the key's, or not of these days); kReplayed (answered before); kFull (more
  ///        answers are remembered than there is room for); as parse_poll_letter; kAuthentication
  std::optional<Result<envelope::PollLetter>> open(ByteView envelope);
  /// From now on it is kReplayed.
  void answered(const envelope::PollLetter& letter);

 private:
  using Nonce = ByteArray<envelope::kPollNonceBytes>;
  Result<envelope::PollLetter> checked(ByteView plaintext, std::uint32_t key_day) const;
  void forget();

  std::vector<DaySeed> seeds_;
  const crypto::InstanceId instance_;
  const Clock& clock_;
  std::map<Nonce, std::uint32_t> answered_;  ///< with the day it was sealed for
};

}  // namespace waymark::bridge
