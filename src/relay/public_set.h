// PublicSet: the organisation's public cards as the relay keeps and serves them. It checks the signature and every
// hash, so that a mistake or a thief of the transport key replaces nothing; what the cards say it does not read.
// @source docs/spec/public-cards.md
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "relay/kept.h"
#include "roster/public_cards.h"

namespace waymark::relay {

/// A piece in gzip passes one connection of a line that falls silent after 25 packets, as the files of a build do.
inline constexpr std::size_t kCardPieceGzipMax = 6'656;

struct ServedPiece {
  std::shared_ptr<const Bytes> bytes;  // shared with answers under way
  std::shared_ptr<const Bytes> gzip_bytes;
};

/// One set, never changed once made.
struct ServedCards {
  roster::PublicCards cards;
  std::shared_ptr<const Bytes> note;
  std::vector<ServedPiece> pieces;  ///< as cards.pieces
};
using ServedCardsPtr = std::shared_ptr<const ServedCards>;  // owners: the published set and answers under way

/// Verifies a set and makes its answers ready.
/// @error as roster::parse_public_set and verify_public_set; kTooLarge for a piece over kCardPieceGzipMax
Result<ServedCardsPtr> serve_cards(ByteView set, const roster::VerifiedRoster& roster);

/// Nothing when no set is kept, or the one that is does not fit `roster` (its key was replaced: the desk signs anew).
ServedCardsPtr serve_kept_cards(const KeptDocuments& kept, const roster::VerifiedRoster& roster);

/// GET /v1/cards. Null: 404.
http::Response cards_note(const ServedCardsPtr& served);
/// GET /v1/cards/SERIAL/LANG/N, N from 1. 404 for another serial than the one that is served.
http::Response cards_piece(const ServedCardsPtr& served, const http::Request& request);

}  // namespace waymark::relay
