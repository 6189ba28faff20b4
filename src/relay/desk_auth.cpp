#include "relay/desk_auth.h"

#include <charconv>
#include <vector>

#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/desk_auth";
constexpr Seconds kSweepEvery{60};

struct AuthHeader {
  std::string_view run_text;
  RunId run{};
  std::int64_t time = 0;
  std::string_view time_text;
  std::string_view nonce_text;
  ByteArray<16> nonce{};
  crypto::Signature signature{};
};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t space = text.find(' ');
    parts.push_back(text.substr(0, space));
    if (space == std::string_view::npos) return parts;
    text.remove_prefix(space + 1);
  }
}

Result<AuthHeader> parse(std::string_view header) {
  const std::vector<std::string_view> parts = split(header);
  if (parts.size() != 5 || parts[0] != "v2") return fail(Code::kMalformed, kWhere);
  AuthHeader auth;
  auth.run_text = parts[1];
  auth.time_text = parts[2];
  auth.nonce_text = parts[3];
  LET(auth.run, array_from_base64<16>(parts[1], Padding::kRequired));
  const char* const end = parts[2].data() + parts[2].size();
  const auto [stopped, error] = std::from_chars(parts[2].data(), end, auth.time);
  if (error != std::errc{} || stopped != end || auth.time < 0) return fail(Code::kMalformed, kWhere);
  LET(auth.nonce, array_from_base64<16>(parts[3], Padding::kRequired));
  LET(auth.signature, array_from_base64<crypto::kSignatureBytes>(parts[4], Padding::kRequired));
  return auth;
}

}  // namespace

Result<void> DeskAuth::check(std::string_view header, std::string_view path, ByteView body) {
  LET(const AuthHeader auth, parse(header));
  if (auth.run != identity_.run) return fail(Code::kExpired, kWhere, "run");
  const TimePoint now = clock_.now();
  const std::int64_t seconds = now.time_since_epoch().count();
  // Compared without a difference that could overflow.
  if (auth.time < seconds - kTransportClockSlack.count() || auth.time > seconds + kTransportClockSlack.count()) {
    return fail(Code::kWrongDay, kWhere, "clock");
  }
  const crypto::Sha256 body_hash = crypto::sha256(body);
  const std::string_view newline = "\n";
  const bool fits =
      key_.verify({view_of(kTransportLabel), identity_.instance.bytes, view_of(identity_.name), view_of(newline),
                   view_of(auth.run_text), view_of(newline), view_of(path), view_of(newline), view_of(auth.time_text),
                   view_of(newline), view_of(auth.nonce_text), view_of(newline), body_hash},
                  auth.signature);
  if (!fits) return fail(Code::kAuthentication, kWhere);
  return remember(auth.nonce, now);
}

Result<void> DeskAuth::remember(const Nonce& nonce, TimePoint now) {
  const std::lock_guard lock{mutex_};
  // Also of a clock that was set back. What lies ahead of it stays: its call would be good again in its time.
  if (now - last_sweep_ >= kSweepEvery || now < last_sweep_) {
    std::erase_if(nonces_, [&](const auto& seen) { return now - seen.second > kNonceLife; });
    last_sweep_ = now;
  }
  if (nonces_.size() >= nonces_max_) return fail(Code::kRateLimited, kWhere);
  if (!nonces_.emplace(nonce, now).second) return fail(Code::kReplayed, kWhere);
  return {};
}

}  // namespace waymark::relay
