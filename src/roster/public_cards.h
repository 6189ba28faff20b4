// PublicCards: the cards that anybody may read, as one set that the organisation has signed. The cards themselves lie
// in pieces, one language each, that pass a line which falls silent after some 6 to 8 KB; what is signed names the hash
// of each piece. What a piece says is src/pack's work (public_piece.h): here it is bytes.
// @source docs/spec/public-cards.md
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "crypto/sign.h"
#include "crypto/verify/instance_id.h"
#include "roster/roster.h"

namespace waymark::roster {

/// Of the signed text with its signature: one answer of the relay.
inline constexpr std::size_t kCardsNoteBytesMax = 6'144;
inline constexpr std::size_t kCardPieceBytesMax = 24'576;
inline constexpr std::size_t kCardPiecesOfLanguageMax = 28;
inline constexpr std::size_t kCardPiecesMax = 3 * kCardPiecesOfLanguageMax;
/// Of the note and all pieces, with their lengths.
inline constexpr std::size_t kPublicSetBytesMax = 1'048'576;
/// A set is good on its day of issue and so many days after it; longer, nobody believes what may have been withdrawn.
inline constexpr std::uint32_t kPublicCardsDaysMax = 30;

struct CardPiece {
  Language language;
  crypto::Sha256 hash;  ///< of the piece's bytes
  bool operator==(const CardPiece&) const = default;
};

struct PublicCards {
  crypto::InstanceId instance;
  std::uint32_t serial = 1;  ///< goes up with every set
  std::uint32_t issued_day = 0;
  std::vector<CardPiece> pieces = {};  ///< ru, uk, en; of one language in the order of the page
};

/// The serial of the next set: above the one before, and never under 1,000 for each day since 1970, so that an office
/// that was restored from a copy does not fall behind what it had published. Tells no more than the day.
std::uint32_t next_cards_serial(std::uint32_t before, std::uint32_t day);

std::string write_public_cards(const PublicCards& cards);
/// Grammar and limits only. @error kMalformed, kTooLarge, kUnsupported (another first line)
Result<PublicCards> parse_public_cards(std::string_view text);
/// Signs under the name "cards". CHECKs that the limits are kept.
Note sign_public_cards(const PublicCards& cards, const crypto::ReplySigningKey& key);
/// Grammar, limits, instance, and the signature of a reply key of this roster.
/// @error kMalformed, kTooLarge, kUnsupported, kWrongInstance, kAuthentication
Result<PublicCards> verify_public_cards(std::string_view note, const VerifiedRoster& roster);
/// @error kExpired kPublicCardsDaysMax after its issue; kWrongDay when it is of a day that has not come
Result<void> check_date(const PublicCards& cards, TimePoint now);

/// The note and its pieces, as they go to the relay at once.
struct PublicSet {
  std::string note = {};
  std::vector<std::string> pieces = {};
};
/// note length u16 ‖ note ‖ for each piece: length u32 ‖ bytes. @error kTooLarge
Result<Bytes> write_public_set(const PublicSet& set);
/// Bounds everything before it is believed. @error kMalformed, kTruncated, kTooLarge
Result<PublicSet> parse_public_set(ByteView bytes);
/// As verify_public_cards, and each piece is the one that is named. @error kAuthentication for another piece
Result<PublicCards> verify_public_set(const PublicSet& set, const VerifiedRoster& roster);

}  // namespace waymark::roster
