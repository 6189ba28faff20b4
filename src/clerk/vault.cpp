#include "clerk/vault.h"

#include <algorithm>

#include "base/encoding.h"
#include "clerk/limits.h"
#include "crypto/aead.h"

namespace waymark::clerk {
namespace {

constexpr std::string_view kLabel = "waymark/v1/clerk page";

Bytes bound_data(const crypto::InstanceId& instance) { return ByteWriter{}.put(kLabel).put(instance.bytes).finish(); }

std::uint64_t seconds_of(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

}  // namespace

Vault::Vault(const crypto::InstanceId& instance, const Clock& clock, crypto::Random& random)
    : instance_(instance), clock_(clock), random_(random) {}

void Vault::rotate() {
  const std::lock_guard lock{mutex_};
  rotate_locked(clock_.now());
}

void Vault::rotate_locked(TimePoint now) {
  if (previous_ && now - previous_->born >= 2 * kBlobLife) previous_.reset();
  if (current_ && now - current_->born >= kBlobLife) {
    previous_ = std::move(current_);
    current_.reset();
    if (now - previous_->born >= 2 * kBlobLife) previous_.reset();
  }
}

Result<std::string> Vault::seal(const Visit& visit) {
  LET(const SecretBytes plain, write_visit(visit));
  const std::lock_guard lock{mutex_};
  const TimePoint now = clock_.now();
  rotate_locked(now);
  if (!current_) current_.emplace(Aged{PageKey::generate(random_), now});
  SecretBytes dated{8 + plain.size()};
  const Bytes time = ByteWriter{8}.u64(seconds_of(now)).finish();
  std::ranges::copy(time, dated.writable().begin());
  std::ranges::copy(plain.view(), dated.writable().begin() + 8);
  return to_base64(crypto::xchacha_seal(current_->key.secret(), dated.view(), bound_data(instance_), random_),
                   Padding::kNone);
}

Result<SecretBytes> Vault::open_bytes(ByteView sealed) const {
  for (const auto* aged : {&current_, &previous_}) {
    if (!*aged) continue;
    auto opened = crypto::xchacha_open((*aged)->key.secret(), sealed, bound_data(instance_));
    if (opened) return opened;
  }
  return fail(Code::kAuthentication, "clerk/vault");
}

Result<Visit> Vault::open(std::string_view field) {
  LET(const Bytes sealed, from_base64(field, Padding::kNone));
  const std::lock_guard lock{mutex_};
  const TimePoint now = clock_.now();
  rotate_locked(now);
  LET(const SecretBytes plain, open_bytes(sealed));
  ByteReader in{plain.view()};
  LET(const std::uint64_t sealed_at, in.u64());
  if (sealed_at + static_cast<std::uint64_t>(kBlobLife.count()) <= seconds_of(now))
    return fail(Code::kExpired, "clerk/vault");
  return parse_visit(in.rest());
}

}  // namespace waymark::clerk
