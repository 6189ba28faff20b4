#include "relay/figures_upload.h"

#include <algorithm>

#include "roster/figures_set.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/figures-upload";

}  // namespace

Result<FigurePiece> parse_figure_piece(ByteView body) {
  ByteReader reader{body};
  FigurePiece piece;
  LET(piece.sum, reader.array<crypto::kSha256Bytes>());
  LET(piece.size, reader.u32());
  LET(piece.number, reader.u16());
  piece.bytes = reader.rest();
  if (piece.size > roster::kFigureSetBytesMax) return fail(Code::kTooLarge, kWhere, "set");
  if (piece.bytes.empty()) return piece;
  const std::size_t begin = std::size_t{piece.number} * kFigurePieceBytes;
  const bool fits = begin < piece.size && piece.bytes.size() == std::min(kFigurePieceBytes, piece.size - begin);
  return fits ? Result<FigurePiece>{piece} : fail(Code::kMalformed, kWhere, "piece");
}

FiguresUpload::Upload& FiguresUpload::find(const FigurePiece& piece) {
  const auto same = [&](const Upload& one) { return one.sum == piece.sum && one.size == piece.size; };
  const auto found = std::ranges::find_if(uploads_, same);
  if (found != uploads_.end()) {
    Upload upload = std::move(*found);
    uploads_.erase(found);
    return uploads_.emplace_front(std::move(upload));
  }
  if (uploads_.size() == kFigureUploadsMax) uploads_.pop_back();
  return uploads_.emplace_front(Upload{.sum = piece.sum, .size = piece.size, .bytes = {}});
}

Result<FiguresUpload::Progress> FiguresUpload::take(const FigurePiece& piece) {
  const std::lock_guard lock{mutex_};
  Upload& upload = find(piece);
  const bool wanted = std::size_t{piece.number} * kFigurePieceBytes == upload.bytes.size();
  if (wanted) upload.bytes.insert(upload.bytes.end(), piece.bytes.begin(), piece.bytes.end());
  if (upload.bytes.size() < upload.size)
    return Progress{.next = static_cast<std::uint16_t>(upload.bytes.size() / kFigurePieceBytes)};
  Bytes whole = std::move(upload.bytes);
  uploads_.pop_front();
  if (crypto::sha256(whole) != piece.sum) return fail(Code::kAuthentication, kWhere, "sum");
  return Progress{.whole = std::move(whole)};
}

}  // namespace waymark::relay
