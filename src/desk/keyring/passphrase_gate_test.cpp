#include "desk/keyring/passphrase_gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace waymark::desk {
namespace {

TEST(PassphraseGate, RefusesWhenTooManyWait) {
  PassphraseGate gate;
  // Long enough that all callers are at the door before the first is done.
  const crypto::Argon2Cost slow{.memory_bytes = std::size_t{32} << 20U, .passes = 4};
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (unsigned caller = 0; caller < PassphraseGate::kWaitingMax + 8; ++caller)
    callers.emplace_back([&] {
      const auto key = gate.derive(view_of("a passphrase"), {}, slow);
      if (key.has_value())
        ++done;
      else if (key.error().code == Code::kUnavailable)
        ++refused;
    });
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(done + refused, static_cast<int>(PassphraseGate::kWaitingMax) + 8);
  EXPECT_GE(refused, 1);
  EXPECT_GE(done, static_cast<int>(PassphraseGate::kWaitingMax));
}

TEST(PassphraseGate, TheSameInputGivesTheSameKey) {
  PassphraseGate gate;
  const auto one = gate.derive(view_of("a passphrase"), {1}, crypto::kTestArgon2);
  const auto two = gate.derive(view_of("a passphrase"), {1}, crypto::kTestArgon2);
  const auto other = gate.derive(view_of("a passphrase"), {2}, crypto::kTestArgon2);
  EXPECT_TRUE(one->equals(*two));
  EXPECT_FALSE(one->equals(*other));
}

}  // namespace
}  // namespace waymark::desk
