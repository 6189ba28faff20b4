#include "desk/office/public_pieces.h"

#include <zlib.h>

#include <algorithm>

#include "base/check.h"
#include "crypto/verify/hash.h"
#include "pack/public_piece.h"

namespace waymark::desk {
namespace {

/// The relay takes 6,656; another zlib may pack a little worse.
constexpr std::size_t kGzipBytesMax = 6'500;
/// Of one card: the clerk's page that shows it whole stays below 8,192 bytes.
constexpr std::size_t kCardGzipBytesMax = 5'000;
/// So that three languages and the note stay below the limit of a set.
constexpr std::size_t kLanguageBytesMax = (roster::kPublicSetBytesMax - 8'192) / kLanguages.size();

/// Bytes of this text as a gzip file.
std::size_t gzip_bytes(std::string_view plain) {
  constexpr int kGzipWindow = 31;
  constexpr int kMemoryLevel = 9;
  z_stream stream{};
  CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes packed(deflateBound(&stream, plain.size()));
  Bytes input = to_bytes(view_of(plain));
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  return size;
}

bool passes(std::string_view piece) {
  return piece.size() <= roster::kCardPieceBytesMax && gzip_bytes(piece) <= kGzipBytesMax;
}

/// Puts one language's pieces into `texts`. @return the card that has no room; empty when all have
std::string cut_language(const std::vector<pack::Card>& cards, Language language, std::vector<std::string>& texts) {
  std::string piece;
  std::size_t all = 0;
  const std::size_t before = texts.size();
  for (const pack::Card& card : cards) {
    const std::string line = pack::public_line(card, language);
    all += line.size() + sizeof(std::uint32_t);
    if (all > kLanguageBytesMax || gzip_bytes(line) > kCardGzipBytesMax) return card.id;
    if (!passes(line)) return card.id;
    if (piece.empty() || passes(piece + line)) {
      piece += line;
      continue;
    }
    texts.push_back(std::exchange(piece, line));
    if (texts.size() - before == roster::kCardPiecesOfLanguageMax) return card.id;
  }
  if (!piece.empty()) texts.push_back(std::move(piece));
  return "";
}

}  // namespace

CutCards cut_cards(std::vector<pack::Card> cards, const std::set<Language>& languages) {
  CutCards cut;
  for (;;) {
    cut.pieces.clear();
    cut.texts.clear();
    std::string left_out;
    for (const Language language : kLanguages) {
      if (!languages.contains(language) || !left_out.empty()) continue;
      left_out = cut_language(cards, language, cut.texts);
      while (cut.pieces.size() < cut.texts.size())
        cut.pieces.push_back({language, crypto::sha256(view_of(cut.texts[cut.pieces.size()]))});
    }
    if (left_out.empty()) break;
    std::erase_if(cards, [&](const pack::Card& card) { return card.id == left_out; });
    cut.no_room.insert(left_out);
  }
  for (const pack::Card& card : cards) cut.versions.emplace(card.id, card.version);
  return cut;
}

}  // namespace waymark::desk
