#include "work/work.h"

#include <algorithm>
#include <bit>

#include "crypto/kdf.h"

namespace waymark::work {
namespace {

constexpr std::string_view kLabel = "waymark/v1/work\n";
constexpr std::string_view kKeyLabel = "waymark/v1/work challenge";

unsigned leading_zeros(ByteView bytes) {
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    bits += static_cast<unsigned>(std::countl_zero(byte));
    if (byte != 0) break;
  }
  return bits;
}

Bytes salt_of(const Task& task) {
  ByteWriter salt(kLabel.size() + task.instance.bytes.size() + kRowIdBytes + kChallengeBytes);
  salt.put(kLabel).put(task.instance.bytes).put(task.row).put(task.challenge);
  return salt.finish();
}

bool fits(ByteView salt, const Nonce& nonce, std::uint8_t level) {
  crypto::Sha256 out;
  crypto::pbkdf2_sha256(out, nonce, salt, kWorkRounds);
  return leading_zeros(out) >= level;
}

}  // namespace

std::uint32_t epoch_of(TimePoint time) {
  const auto seconds = time.time_since_epoch().count();
  return seconds < 0 ? 0 : static_cast<std::uint32_t>(seconds / kEpoch.count());
}

ChallengeKey challenge_key(const crypto::SigningSeed& seed) {
  return crypto::hkdf_sha256<32>(seed.view(), {view_of(kKeyLabel)});
}

Challenge challenge_of(const ChallengeKey& key, std::uint32_t epoch) {
  const Bytes number = ByteWriter(4).u32(epoch).finish();
  const crypto::Sha256 whole = crypto::hmac_sha256(key.view(), {number});
  Challenge challenge;
  std::copy_n(whole.begin(), challenge.size(), challenge.begin());
  return challenge;
}

bool check(const Task& task, const Nonce& nonce, std::uint8_t level) { return fits(salt_of(task), nonce, level); }

std::optional<Nonce> solve(const Task& task, std::uint8_t level, crypto::Random& random, const GoOn& go_on) {
  const Bytes salt = salt_of(task);
  auto nonce = random.array<kNonceBytes>();
  while (go_on()) {
    if (fits(salt, nonce, level)) return nonce;
    for (std::size_t i = nonce.size(); i-- > 0 && ++nonce[i] == 0;) {
    }
  }
  return std::nullopt;
}

}  // namespace waymark::work
