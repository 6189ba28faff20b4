// Mailbox: where letters lie, as little of it as the bridge needs. An interface, so that tests have a twin in memory.
// One thread at a time. Not the mailbox of docs/spec/mailbox.md, in which replies wait.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/wiping.h"

namespace waymark::bridge {

struct LetterAtHand {
  std::uint32_t uid = 0;
  TimePoint arrived;      ///< as the server says
  bool answered = false;  ///< has the flag \Answered
};

/// What lies there; numbers of one `validity` mean nothing under another.
struct Listing {
  std::uint32_t validity = 0;
  std::vector<LetterAtHand> letters;  ///< the oldest first
};

class Mailbox {
 public:
  virtual ~Mailbox() = default;
  /// @error kUnavailable; kDenied (user or password); kTooLarge; kMalformed
  virtual Result<Listing> list() = 0;
  /// The first kLetterBytesMax bytes of it, under the validity of the last listing.
  /// @error kUnavailable; kNotFound; kTooLarge for a server that sends more than was asked for
  virtual Result<WipingBytes> fetch(std::uint32_t uid) = 0;
  /// Sets the flag \Answered, or takes it away. @error kUnavailable
  virtual Result<void> mark_answered(std::uint32_t uid, bool answered) = 0;
  /// Gone when this returns, as far as the server says the truth. @error kUnavailable
  virtual Result<void> remove(const std::vector<std::uint32_t>& uids) = 0;
};

}  // namespace waymark::bridge
