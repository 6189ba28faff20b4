// PageNote: what signs a portable page, and Pins: what such a page knows of its organisation before it asks anybody.
//
// The note is a C2SP signed note like a roster, with a first line of its own that separates this use of the keys from
// every other. Putting both into a page is src/portable's work.
// @source docs/spec/portable.md
#pragma once

#include "roster/day_keys.h"

namespace waymark::roster {

/// A sealed text needs time to travel: the desk opens day d until d+3, a portable page seals to it until d+2.
inline constexpr std::uint32_t kPortableDaysAfter = 2;
inline constexpr std::size_t kPinnedKeysMax = 40;
inline constexpr std::size_t kPinnedBridgesMax = 4;

/// A bridge that answers by mail (docs/spec/mail.md): its addresses, and a key for each day from the first one's on.
struct PinnedBridge {
  std::vector<std::string> mails = {};  ///< 1 … kMailsMax
  std::vector<DayKey> keys = {};        ///< 1 … kPinnedKeysMax
};

struct Pins {
  std::uint32_t made_day = 0;
  std::vector<std::string> chain = {};  ///< all rosters, first to last, signatures included
  std::uint32_t list_serial = 0;        ///< floor: lists with a lower serial are older than the page
  std::vector<DayKey> keys = {};        ///< one for each day from made_day on; 1 … kPinnedKeysMax
  std::vector<PinnedBridge> bridges = {};
};

/// The last roster of the pins. @error as verify_first and verify_next; kMalformed for an empty chain
Result<VerifiedRoster> pinned_roster(const Pins& pins);
/// Last day on which the page seals without a network: kPortableDaysAfter after the newest key, at most the roster's.
std::uint32_t last_sealing_day(const Pins& pins, const Roster& roster);

struct PageNote {
  crypto::InstanceId instance;
  std::uint32_t roster_serial = 0;
  crypto::Sha256 roster_hash{};  ///< of the text of the newest roster that is pinned
  std::uint32_t list_serial = 0;
  std::uint32_t made_day = 0;
  std::uint32_t until_day = 0;
  std::uint32_t page_bytes = 0;
  crypto::Sha256 page_hash{};  ///< of the page without its signature
  bool operator==(const PageNote&) const = default;
};

/// What a page with these pins is signed with. @error as pinned_roster
Result<PageNote> page_note_for(const Pins& pins, ByteView page);
/// The text to be signed, under "root" or "list".
std::string write_page_note(const PageNote& note);
/// Grammar only. @error kMalformed, kUnsupported (another first line)
Result<PageNote> parse_page_note(std::string_view text);

enum class PageSigner { kRoot, kList };
/// Who of the roster signed: its list key, or as many roots as its threshold asks for. @error kAuthentication
Result<PageSigner> page_signer(const Note& note, const Roster& roster);

}  // namespace waymark::roster
