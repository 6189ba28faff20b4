#include "relay/public_set.h"

#include <charconv>

#include "relay/gzip.h"

namespace waymark::relay {
namespace {

using http::text_response;
constexpr std::string_view kWhere = "relay/cards";

std::shared_ptr<const Bytes> share(std::string_view text) {
  return std::make_shared<const Bytes>(to_bytes(view_of(text)));
}

/// Decimal, as a program writes it.
std::optional<std::uint32_t> number_of(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text != std::to_string(number)) return std::nullopt;
  return number;
}

}  // namespace

Result<ServedCardsPtr> serve_cards(ByteView bytes, const roster::VerifiedRoster& roster) {
  LET(const roster::PublicSet set, roster::parse_public_set(bytes));
  LET(roster::PublicCards cards, roster::verify_public_set(set, roster));
  ServedCards served{.cards = std::move(cards), .note = share(set.note), .pieces = {}};
  for (const std::string& piece : set.pieces) {
    Bytes packed = gzip_of(view_of(piece));
    if (packed.size() > kCardPieceGzipMax) return fail(Code::kTooLarge, kWhere, "piece");
    served.pieces.push_back({share(piece), std::make_shared<const Bytes>(std::move(packed))});
  }
  return std::make_shared<const ServedCards>(std::move(served));
}

ServedCardsPtr serve_kept_cards(const KeptDocuments& kept, const roster::VerifiedRoster& roster) {
  if (kept.cards.empty()) return {};
  auto served = serve_cards(kept.cards, roster);
  return served ? std::move(*served) : ServedCardsPtr{};
}

http::Response cards_note(const ServedCardsPtr& served) {
  if (!served) return text_response(404, "not-found");
  http::Response response = text_response(200, "");
  response.shared_body = served->note;
  return response;
}

http::Response cards_piece(const ServedCardsPtr& served, const http::Request& request) {
  const auto serial = number_of(request.parts[0]);
  const auto number = number_of(request.parts[2]);
  if (!serial || !number) return text_response(400, "malformed");
  if (!served || served->cards.serial != *serial) return text_response(404, "not-found");
  std::uint32_t left = *number;
  for (std::size_t i = 0; i < served->pieces.size(); ++i) {
    if (code_of(served->cards.pieces[i].language) != request.parts[1] || --left != 0) continue;
    http::Response response = text_response(200, "");
    response.headers.push_back({"Vary", "Accept-Encoding"});
    const bool packed = request.header("accept-encoding").find("gzip") != std::string_view::npos;
    if (packed) response.headers.push_back({"Content-Encoding", "gzip"});
    response.shared_body = packed ? served->pieces[i].gzip_bytes : served->pieces[i].bytes;
    return response;
  }
  return text_response(404, "not-found");
}

}  // namespace waymark::relay
