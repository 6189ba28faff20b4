// Office: the desk's side of the relay's protocol with made-up keys: rosters, day keys, signed calls, and bytes that
// look like envelopes. Everything comes from one seed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/sign.h"
#include "envelope/frame.h"
#include "relay/desk_auth.h"
#include "roster/day_keys.h"
#include "roster/figures_set.h"
#include "roster/public_cards.h"
#include "roster/roster.h"

namespace waymark::relay {

class Office {
 public:
  explicit Office(std::uint32_t today, std::uint64_t seed = 1);

  [[nodiscard]] const crypto::InstanceId& instance() const { return instance_; }
  [[nodiscard]] crypto::TransportVerifyKey transport_key() const { return transport_.verify_key(); }
  /// For which relay calls are signed from now on.
  void call_relay(std::string_view name, const RunId& run) {
    relay_name_ = name;
    run_ = run;
  }
  [[nodiscard]] const std::string& first_roster() const { return first_roster_; }
  /// The roster after `before`, signed by our root.
  std::string next_roster(const roster::VerifiedRoster& before, std::uint32_t issued, std::uint32_t expires,
                          std::vector<std::string> clerks = {}, std::vector<std::string> relays = {});
  /// A list of eight days from `today`, two whole keys, signed by our list key.
  std::string day_keys(std::uint32_t serial, std::uint32_t today);
  /// A set of public cards, signed by our reply key. Each piece begins with its language's code.
  Bytes cards(std::uint32_t serial, std::uint32_t today, const std::vector<std::string>& pieces);
  /// A release of figures under this chain of rosters, signed by our reply key. @param ledger  lines of all releases
  roster::FigureSet figures(const std::string& chain, const std::vector<std::string>& ledger,
                            const roster::FigureSet& more = {});
  /// Sums and signature of what these files are now. @return the note
  roster::FiguresNote sign_figures(roster::FigureSet& files, std::uint32_t serial);
  /// The roster after `before` with a new reply key alone; cards() signs with it from now on.
  std::string roster_with_new_reply_key(const roster::VerifiedRoster& before);

  /// The value of Waymark-Auth. Each call has a new nonce.
  std::string auth(std::string_view path, ByteView body, TimePoint now);
  std::string auth_with(std::string_view path, ByteView body, std::string_view time, std::string_view nonce);

  /// 8,192 bytes with the header of an envelope and random content; each call another.
  Bytes envelope();
  /// The same with another stanza line, such as "-> X25519 …".
  Bytes envelope_with_stanza(std::string_view stanza_line);
  crypto::SeededRandom& random() { return random_; }

 private:
  crypto::SeededRandom random_;
  crypto::RootSigningKey root_;
  crypto::ListSigningKey list_;
  crypto::ReplySigningKey reply_;
  crypto::TransportSigningKey transport_;
  crypto::InstanceId instance_;
  std::string first_roster_;
  std::string relay_name_ = "relay";
  RunId run_{};
};

}  // namespace waymark::relay
