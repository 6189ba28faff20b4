// RelayLink: the calls of the desk's side of the relay (docs/spec/relay.md "Desk listener"), as something passed in.
// HttpRelayLink speaks them over HTTP; MemoryRelay is the in-memory twin for tests and benches.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "desk/office/office.h"

namespace waymark::desk {

inline constexpr std::uint16_t kPullMax = 512;
inline constexpr std::size_t kPushMax = 64;

/// Of a release of figures on its way. @source docs/spec/figures-release.md "On its way"
inline constexpr std::size_t kFigurePieceBytes = 4'096;
/// What lies before a piece; also for the twin in memory.
Bytes figure_piece(const FiguresParcel& parcel, std::optional<std::uint16_t> piece);

enum class PublishKind : std::uint8_t { kRoster = 1, kDayKeys = 2, kPublicCards = 3 };

struct RelayStatus {
  std::uint64_t now = 0;  ///< the relay's clock, seconds
  std::uint32_t waiting = 0;
  std::uint32_t oldest_day = 0;
  std::uint32_t replies = 0;
  std::uint32_t refused_full = 0;
  std::uint32_t roster_serial = 0;
  std::uint32_t list_serial = 0;
  std::uint32_t newest_whole_day = 0;
  std::uint32_t cards_serial = 0;  ///< of the public cards that it serves; 0: none
};

/// Hashes of tokens in one call. @source docs/spec/relay.md "Tokens"
inline constexpr std::size_t kTokensMax = 512;

/// The newest pool of tokens that a relay knows, 0 for none, and how many of its hashes.
struct HeldTokens {
  std::uint32_t newest = 0;
  std::uint16_t count = 0;
};

using RowId = ByteArray<16>;

/// What a relay says about second places. @source docs/spec/relay.md "Two places"
struct RelayWords {
  crypto::VerifyKeyBytes key{};               ///< under which it gives its own word
  std::uint8_t second = 0;                    ///< how its second relay is; 0: it has none
  std::uint32_t not_copied = 0;               ///< envelopes that its second relay has not got
  std::vector<crypto::Signature> words = {};  ///< another relay's for each row that was asked for; zeros: none
};

/// @error everywhere: kUnavailable (not reached), kWrongDay (the clocks are more than 300 s apart), kDenied (another
///        transport key), kMalformed (an answer that no relay makes)
class RelayLink {
 public:
  virtual ~RelayLink() = default;
  /// @param limit 1…kPullMax
  virtual Result<std::vector<PulledEnvelope>> pull(std::uint16_t limit) = 0;
  /// How many rows the relay purged.
  virtual Result<unsigned> acknowledge(std::span<const RowId> rows) = 0;
  /// @param replies 1…kPushMax; one answer for each
  virtual Result<std::vector<PushAnswer>> push(std::span<const OutboundReply> replies) = 0;
  /// @param rows  0…kPullMax @return nothing from a relay that does not know this call
  virtual Result<std::optional<RelayWords>> words(std::span<const RowId> rows) = 0;
  virtual Result<void> publish(PublishKind kind, std::string_view text) = 0;
  virtual Result<RelayStatus> status() = 0;
  /// Which release of figures it serves.
  virtual Result<HeldFigures> held_figures() = 0;
  /// One piece of a release (kFigurePieceBytes of it); none: the question which is wanted.
  /// @return the number of the piece that is wanted, or nothing when the relay has the release
  /// @error also kInvalid: it was refused
  virtual Result<std::optional<std::uint16_t>> push_figures(const FiguresParcel& parcel,
                                                            std::optional<std::uint16_t> piece) = 0;
  /// Which tokens it knows. @error also kInvalid, kNotFound: it is of before tokens
  virtual Result<HeldTokens> held_tokens() = 0;
  /// @param hashes  1…kTokensMax of one pool, kTokenHashBytes each @return how many of the pool it has now
  /// @error also kInvalid: it was refused
  virtual Result<std::uint16_t> push_tokens(std::uint32_t pool, ByteView hashes) = 0;
  /// The relay's clock as it was last told, also by a refusal.
  [[nodiscard]] virtual std::optional<std::int64_t> relay_time() const = 0;
};

}  // namespace waymark::desk
