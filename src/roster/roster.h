// Roster: who the organisation is (roots, keys, addresses), signed by its roots and chained by hash, 30 days at most.
// @source docs/spec/roster.md "Roster"
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/sign.h"
#include "crypto/verify/instance_id.h"
#include "roster/note.h"

namespace waymark::roster {

inline constexpr std::uint32_t kRosterDaysMax = 30;
/// How far a reader's clock may be from the desk's: the clocks of cheap phones, and wrong time zones.
inline constexpr std::uint32_t kClockDays = 1;
/// Version 1 is one root that signs alone: no command signs with several. @source docs/decisions/one-root.md
inline constexpr std::size_t kRootsMax = 1;
inline constexpr std::size_t kReplyKeysMax = 4;
inline constexpr std::size_t kRelaysMax = 16;
inline constexpr std::size_t kClerksMax = 16;
inline constexpr std::size_t kMirrorsMax = 32;
inline constexpr std::size_t kMailsMax = 8;
inline constexpr std::size_t kMailBytesMax = 254;
inline constexpr std::size_t kNameBytesMax = 200;
inline constexpr std::size_t kAddressBytesMax = 300;
inline constexpr std::size_t kChainMax = 4'096;

struct Roster {
  std::string name;
  std::uint32_t serial = 1;
  std::optional<crypto::InstanceId> instance = {};  ///< nothing ("self") in the first roster only
  std::optional<crypto::Sha256> previous = {};      ///< hash of the text of the one before; nothing in the first
  std::uint32_t issued_day = 0;                     ///< unix day
  std::uint32_t expires_day = 0;                    ///< unix day, still good on it; at most 30 after issued_day
  std::uint32_t threshold = 1;                      ///< always 1 in version 1
  std::vector<crypto::RootVerifyKey> roots;
  crypto::ListVerifyKey list_key;
  std::vector<crypto::ReplyVerifyKey> reply_keys;  ///< the newest first
  std::vector<std::string> relays = {};
  std::vector<std::string> clerks = {};
  std::vector<std::string> mirrors = {};
  std::vector<std::string> mails = {};  ///< addresses of bridges, "box@mail.example"
};

/// A plain address, so that it may stand in a link: letters, digits and a few signs on both sides of one @.
bool is_mail_address(std::string_view text);

/// The text to be signed.
std::string write_roster(const Roster& roster);
/// Grammar and limits only; says nothing about signatures.
/// @error kMalformed, kTooLarge, kUnsupported (another first line), kInvalid (a bad key)
Result<Roster> parse_roster(std::string_view text);

/// A roster whose signatures and place in the chain were checked.
struct VerifiedRoster {
  Roster roster;
  crypto::InstanceId instance;
  crypto::Sha256 text_hash;  ///< what the next roster names as `previous`
  std::string note;          ///< as it came, signatures included
};

/// The first of a chain: signed by `threshold` of its own roots. Its instance id is the hash of its text.
/// @error as parse_note and parse_roster; kAuthentication (signatures); kMalformed (serial, previous)
Result<VerifiedRoster> verify_first(std::string_view note);
/// The next one: signed by `threshold` of the roots of `before`, serial one more, previous and instance fit.
/// @error as above; kWrongInstance; kConflict for a serial or `previous` that does not follow
Result<VerifiedRoster> verify_next(std::string_view note, const VerifiedRoster& before);
/// A whole chain as GET /v1/roster/chain gives it (each roster followed by a NUL byte); the last one is returned.
/// @error as above; kWrongInstance if the first is not the roster of `instance`
Result<VerifiedRoster> verify_chain(std::string_view chain, const crypto::InstanceId& instance);

/// @error kExpired after its last day; kWrongDay more than kClockDays before its first
Result<void> check_date(const Roster& roster, TimePoint now);
/// Full days until it expires, 0 on its last day, negative afterwards.
int days_left(const Roster& roster, TimePoint now);

/// Signs as root: under the name "root".
Note sign_roster(const Roster& roster, std::span<const crypto::RootSigningKey> roots);

}  // namespace waymark::roster
