#include "desk/keyring/passphrase_gate.h"

namespace waymark::desk {

Result<Secret<32>> PassphraseGate::derive(ByteView passphrase, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                                          crypto::Argon2Cost cost) {
  {
    std::unique_lock lock(mutex_);
    if (waiting_ >= kWaitingMax) return fail(Code::kUnavailable, "desk/passphrase_gate");
    ++waiting_;
    turn_.wait(lock, [this] { return !busy_; });
    --waiting_;
    busy_ = true;
  }
  auto key = crypto::argon2id(passphrase, salt, cost);
  {
    const std::lock_guard lock(mutex_);
    busy_ = false;
  }
  turn_.notify_one();
  return key;
}

}  // namespace waymark::desk
