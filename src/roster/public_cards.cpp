#include "roster/public_cards.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "roster/issue.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/public-cards";
constexpr std::string_view kFirstLine = "waymark public cards v1";
constexpr std::string_view kSigner = "cards";
constexpr std::uint32_t kSerialsOfDay = 1'000;

Result<std::vector<CardPiece>> parse_pieces(LineReader& lines) {
  std::vector<CardPiece> pieces;
  std::array<std::size_t, kLanguages.size() + 1> of_language{};
  while (const auto text = lines.optional_value("piece")) {
    const std::size_t space = text->find(' ');
    const auto language = language_from_code(text->substr(0, std::min(space, text->size())));
    if (!language || space == std::string_view::npos) return fail(Code::kMalformed, kWhere, "language");
    if (!pieces.empty() && *language < pieces.back().language) return fail(Code::kMalformed, kWhere, "order");
    if (++of_language.at(static_cast<std::size_t>(*language)) > kCardPiecesOfLanguageMax)
      return fail(Code::kTooLarge, kWhere, "pieces");
    LET(const auto hash, parse_32(text->substr(space + 1)));
    pieces.push_back({*language, hash});
  }
  return pieces;
}

}  // namespace

std::uint32_t next_cards_serial(std::uint32_t before, std::uint32_t day) {
  return std::max(before + 1, day * kSerialsOfDay);
}

std::string write_public_cards(const PublicCards& cards) {
  std::string text = write_issue(kFirstLine, {cards.instance, cards.serial, cards.issued_day});
  for (const CardPiece& piece : cards.pieces)
    text.append("piece ").append(code_of(piece.language)).append(" ").append(write_base64(piece.hash)).append("\n");
  return text;
}

Result<PublicCards> parse_public_cards(std::string_view text) {
  LineReader lines{text};
  LET(const Issue issue, read_issue(lines, kFirstLine));
  LET(auto pieces, parse_pieces(lines));
  TRY(lines.end());
  if (issue.serial == 0) return fail(Code::kMalformed, kWhere, "serial");
  return PublicCards{
      .instance = issue.instance, .serial = issue.serial, .issued_day = issue.day, .pieces = std::move(pieces)};
}

Note sign_public_cards(const PublicCards& cards, const crypto::ReplySigningKey& key) {
  Note note{.text = write_public_cards(cards), .signatures = {}};
  CHECK(parse_public_cards(note.text).has_value());
  sign_note(note, kSigner, key);
  return note;
}

Result<PublicCards> verify_public_cards(std::string_view note_text, const VerifiedRoster& roster) {
  LET(const std::string text, text_of_office(note_text, kCardsNoteBytesMax, kSigner, roster));
  LET(PublicCards cards, parse_public_cards(text));
  if (cards.instance != roster.instance) return fail(Code::kWrongInstance, kWhere);
  return cards;
}

Result<void> check_date(const PublicCards& cards, TimePoint now) {
  const std::uint32_t today = unix_day(now);
  if (today + kClockDays < cards.issued_day) return fail(Code::kWrongDay, kWhere);
  if (today > cards.issued_day + kPublicCardsDaysMax) return fail(Code::kExpired, kWhere);
  return {};
}

Result<Bytes> write_public_set(const PublicSet& set) {
  if (set.note.size() > kCardsNoteBytesMax || set.pieces.size() > kCardPiecesMax) return fail(Code::kTooLarge, kWhere);
  ByteWriter writer;
  writer.u16(static_cast<std::uint16_t>(set.note.size())).put(set.note);
  for (const std::string& piece : set.pieces) {
    if (piece.size() > kCardPieceBytesMax) return fail(Code::kTooLarge, kWhere, "piece");
    writer.u32(static_cast<std::uint32_t>(piece.size())).put(piece);
  }
  if (writer.size() > kPublicSetBytesMax) return fail(Code::kTooLarge, kWhere, "set");
  return writer.finish();
}

Result<PublicSet> parse_public_set(ByteView bytes) {
  if (bytes.size() > kPublicSetBytesMax) return fail(Code::kTooLarge, kWhere, "set");
  ByteReader reader{bytes};
  LET(const std::uint16_t note_bytes, reader.u16());
  if (note_bytes > kCardsNoteBytesMax) return fail(Code::kTooLarge, kWhere, "note");
  LET(const ByteView note, reader.take(note_bytes));
  PublicSet set{.note = to_string(note), .pieces = {}};
  while (reader.remaining() > 0) {
    if (set.pieces.size() == kCardPiecesMax) return fail(Code::kTooLarge, kWhere, "pieces");
    LET(const std::uint32_t piece_bytes, reader.u32());
    if (piece_bytes > kCardPieceBytesMax) return fail(Code::kTooLarge, kWhere, "piece");
    if (piece_bytes == 0) return fail(Code::kMalformed, kWhere, "piece");
    LET(const ByteView piece, reader.take(piece_bytes));
    set.pieces.push_back(to_string(piece));
  }
  return set;
}

Result<PublicCards> verify_public_set(const PublicSet& set, const VerifiedRoster& roster) {
  LET(PublicCards cards, verify_public_cards(set.note, roster));
  if (cards.pieces.size() != set.pieces.size()) return fail(Code::kMalformed, kWhere, "pieces");
  for (std::size_t i = 0; i < set.pieces.size(); ++i)
    if (crypto::sha256(view_of(set.pieces[i])) != cards.pieces[i].hash)
      return fail(Code::kAuthentication, kWhere, "piece");
  return cards;
}

}  // namespace waymark::roster
