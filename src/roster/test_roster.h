// An organisation for tests: keys, a first roster, its successors and a day-key list. Test code only.
#pragma once

#include "crypto/xwing_open.h"
#include "roster/day_keys.h"
#include "roster/roster.h"

namespace waymark::roster::testing {

inline constexpr std::uint32_t kToday = 20'779;  // 2026-11-22

struct Organisation {
  crypto::SeededRandom random{21};
  /// The first one signs; the others are strangers.
  std::vector<crypto::RootSigningKey> roots = make_roots(random);
  crypto::ListSigningKey list_key = crypto::ListSigningKey::generate(random);
  crypto::ReplySigningKey reply_key = crypto::ReplySigningKey::generate(random);

  static std::vector<crypto::RootSigningKey> make_roots(crypto::Random& random) {
    std::vector<crypto::RootSigningKey> roots;
    for (int i = 0; i < 3; ++i) roots.push_back(crypto::RootSigningKey::generate(random));
    return roots;
  }

  [[nodiscard]] Roster first_roster() const {
    Roster roster{.name = "Допомога Example",
                  .issued_day = kToday,
                  .expires_day = kToday + 30,
                  .roots = {},
                  .list_key = list_key.verify_key(),
                  .reply_keys = {reply_key.verify_key()},
                  .relays = {"http://127.0.0.1:8080", "http://relayrelayrelay.onion"},
                  .clerks = {"https://clerk.example"},
                  .mirrors = {"https://mirror.example/a?b=c"}};
    roster.roots.push_back(roots.front().verify_key());
    return roster;
  }

  [[nodiscard]] std::string signed_note(const Roster& roster, std::size_t signers = 1) const {
    return write_note(sign_roster(roster, std::span{roots}.first(signers)));
  }

  [[nodiscard]] Roster next_roster(const VerifiedRoster& before) const {
    Roster roster = before.roster;
    roster.serial += 1;
    roster.instance = before.instance;
    roster.previous = before.text_hash;
    return roster;
  }

  DayKeyList day_keys(const crypto::InstanceId& instance) {
    DayKeyList list{.instance = instance, .serial = 12, .issued_day = kToday, .hashes = {}, .keys = {}};
    for (std::uint32_t day = kToday; day < kToday + 8; ++day) {
      const auto key = crypto::xwing_public_key(crypto::XWingSeed::generate(random));
      list.hashes.push_back({day, crypto::sha256(key.bytes)});
      if (day < kToday + 2) list.keys.push_back({day, key});
    }
    return list;
  }
};

/// `text` with the first `from` replaced; CHECKed by the caller's expectation.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? std::string{} : text.replace(at, from.size(), to);
}

}  // namespace waymark::roster::testing
