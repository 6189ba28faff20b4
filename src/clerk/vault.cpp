#include "clerk/vault.h"

#include <algorithm>

#include "base/encoding.h"
#include "clerk/limits.h"
#include "clerk/squeeze.h"
#include "crypto/aead.h"

namespace waymark::clerk {
namespace {

constexpr std::string_view kLabel = "waymark/v1/clerk page";

Bytes bound_data(const crypto::InstanceId& instance) { return ByteWriter{}.put(kLabel).put(instance.bytes).finish(); }

/// `+` and `/` are three bytes each as a form sends them.
std::string for_forms(std::string base64) {
  std::ranges::replace(base64, '+', '-');
  std::ranges::replace(base64, '/', '_');
  return base64;
}

/// One spelling: what holds the signs of the other alphabet is not of ours.
std::string from_forms(std::string_view field) {
  if (field.find_first_of("+/") != std::string_view::npos) return "!";
  std::string base64{field};
  std::ranges::replace(base64, '-', '+');
  std::ranges::replace(base64, '_', '/');
  return base64;
}

Result<std::size_t> size_class(std::size_t needed) {
  for (const std::size_t size : kBlobSizes) {
    if (needed <= size) return size;
  }
  return fail(Code::kTooLarge, "clerk/vault");
}

std::uint64_t seconds_of(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

}  // namespace

Vault::Vault(const crypto::InstanceId& instance, const Clock& clock, crypto::Random& random)
    : instance_(instance), clock_(clock), random_(random) {}

void Vault::rotate() {
  const std::lock_guard lock{mutex_};
  rotate_locked(clock_.now());
}

void Vault::rotate_locked(TimePoint now) {
  // Of a clock that was set back a key would live on for as long as that.
  for (auto* aged : {&current_, &previous_})
    if (*aged) (*aged)->born = std::min((*aged)->born, now);
  if (previous_ && now - previous_->born >= 2 * kBlobLife) previous_.reset();
  if (current_ && now - current_->born >= kBlobLife) {
    previous_ = std::move(current_);
    current_.reset();
    if (now - previous_->born >= 2 * kBlobLife) previous_.reset();
  }
}

Result<std::string> Vault::seal(const Visit& visit) {
  LET(const SecretBytes plain, write_visit(visit));
  const SecretBytes small = squeezed(plain.view());
  LET(const std::size_t size, size_class(8 + small.size()));
  const std::lock_guard lock{mutex_};
  const TimePoint now = clock_.now();
  rotate_locked(now);
  if (!current_) current_.emplace(Aged{PageKey::generate(random_), now});
  SecretBytes dated{size};
  const Bytes time = ByteWriter{8}.u64(seconds_of(now)).finish();
  std::ranges::copy(time, dated.writable().begin());
  std::ranges::copy(small.view(), dated.writable().begin() + 8);
  std::ranges::fill(dated.writable().subspan(8 + small.size()), std::uint8_t{0});
  return for_forms(to_base64(crypto::xchacha_seal(current_->key.secret(), dated.view(), bound_data(instance_), random_),
                             Padding::kNone));
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
  LET(const Bytes sealed, from_base64(from_forms(field), Padding::kNone));
  const std::lock_guard lock{mutex_};
  const TimePoint now = clock_.now();
  rotate_locked(now);
  LET(const SecretBytes plain, open_bytes(sealed));
  ByteReader in{plain.view()};
  LET(const std::uint64_t sealed_at, in.u64());
  if (sealed_at + static_cast<std::uint64_t>(kBlobLife.count()) <= seconds_of(now))
    return fail(Code::kExpired, "clerk/vault");
  LET(const SecretBytes visit, unsqueezed(in.rest(), pack::kDraftBytesMax));
  return parse_visit(visit.view());
}

}  // namespace waymark::clerk
