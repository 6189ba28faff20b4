// Poll letters as the page writes them, and answers opened as the page opens them. Test code only.
#pragma once

#include <string>

#include "bridge/seeds.h"
#include "envelope/poll_letter.h"

namespace waymark::bridge::testing {

/// A requester with a bridge's keys of some days.
class Asker {
 public:
  /// @param first_day of kSeedDays keys
  explicit Asker(std::uint64_t seed, std::uint32_t first_day);

  /// Copies of the bridge's keys.
  [[nodiscard]] std::vector<DaySeed> seeds() const;
  [[nodiscard]] const crypto::InstanceId& instance() const { return instance_; }
  /// A fresh poll of `day`, to be changed at will.
  envelope::PollLetter poll(std::uint32_t day);
  /// Sealed to the bridge's key of `key_day`, in armor.
  std::string armor(const envelope::PollLetter& poll, std::uint32_t key_day);
  /// What stands in an answer letter: the plaintext, kAnswerPlaintextBytes. CHECKs that it is one.
  [[nodiscard]] SecretBytes read(const std::string& letter) const;

 private:
  crypto::SeededRandom random_;
  crypto::InstanceId instance_;
  crypto::XWingSeed own_;
  std::vector<DaySeed> seeds_;
};

}  // namespace waymark::bridge::testing
