// PassphraseGate: runs Argon2id one at a time, with a short queue, because each run takes 256 MiB and most of a second.
#pragma once

#include <condition_variable>
#include <mutex>

#include "crypto/argon2.h"

namespace waymark::desk {

class PassphraseGate {
 public:
  PassphraseGate() = default;
  PassphraseGate(const PassphraseGate&) = delete;
  PassphraseGate& operator=(const PassphraseGate&) = delete;
  virtual ~PassphraseGate() = default;

  /// How many may wait for their turn; with t = 3 the last of them waits about ten seconds.
  static constexpr unsigned kWaitingMax = 8;

  /// Blocks until it is this caller's turn, then derives. Safe from any thread.
  /// @error kUnavailable when too many wait; kInvalid for a cost outside its range
  /// Virtual for tests of what happens meanwhile: the office's lock is free while this runs.
  virtual Result<Secret<32>> derive(ByteView passphrase, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                                    crypto::Argon2Cost cost);

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  unsigned waiting_ = 0;
  bool busy_ = false;
};

}  // namespace waymark::desk
