// FiguresUpload: sets of figures on their way, in pieces that each pass a line which falls silent after 25 packets. In
// memory alone: a relay that ends in between has the release of before, whole, and the desk begins again.
//
// Thread-safe.
// @source docs/spec/figures-release.md "On its way"
#pragma once

#include <deque>
#include <mutex>
#include <optional>

#include "base/bytes.h"
#include "crypto/verify/hash.h"

namespace waymark::relay {

/// Bytes of one piece; the last may be shorter.
inline constexpr std::size_t kFigurePieceBytes = 4'096;
/// sum 32 ‖ size u32 ‖ number u16 ‖ piece
inline constexpr std::size_t kFigureHeadBytes = crypto::kSha256Bytes + 4 + 2;
/// Two desks may push at once; of three the one that was quiet longest begins again.
inline constexpr std::size_t kFigureUploadsMax = 2;

struct FigurePiece {
  crypto::Sha256 sum{};  ///< of the whole set
  std::uint32_t size = 0;
  std::uint16_t number = 0;  ///< from 0
  ByteView bytes;            ///< borrowed; none: the question what is here
};
/// @error kMalformed, kTruncated, kTooLarge (a set over roster::kFigureSetBytesMax)
Result<FigurePiece> parse_figure_piece(ByteView body);

class FiguresUpload {
 public:
  struct Progress {
    std::uint16_t next = 0;           ///< number of the piece that is wanted
    std::optional<Bytes> whole = {};  ///< all is here and is what its sum says; it is kept here no longer
  };
  /// Takes the piece if it is the one that is wanted; any other changes nothing.
  /// @error kAuthentication when all are here and together are something else: it begins again
  Result<Progress> take(const FigurePiece& piece);

 private:
  struct Upload {
    crypto::Sha256 sum{};
    std::uint32_t size = 0;
    Bytes bytes;
  };
  Upload& find(const FigurePiece& piece);

  std::mutex mutex_;
  std::deque<Upload> uploads_;  ///< the newest first
};

}  // namespace waymark::relay
