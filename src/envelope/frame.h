// The outside of an envelope: its size and its header, as far as they can be checked without a key.
//
// Library envelope_frame; it links nothing that can decrypt, so the relay may use it.
// @source docs/spec/envelope.md "The age file"; c2sp.org/age
#pragma once

#include "base/bytes.h"
#include "crypto/xwing_key.h"

namespace waymark::envelope {

/// Sizes of the parts of an envelope, in bytes; their sum is tied below.
inline constexpr std::size_t kEnvelopeBytes = 8'192;
inline constexpr std::size_t kVersionLineBytes = 22;  // age-encryption.org/v1\n
inline constexpr std::size_t kStanzaLineBytes = 18 + 1'494 + 1;
inline constexpr std::size_t kStanzaBodyLineBytes = 43 + 1;
inline constexpr std::size_t kMacLineBytes = 4 + 43 + 1;
inline constexpr std::size_t kHeaderBytes = kVersionLineBytes + kStanzaLineBytes + kStanzaBodyLineBytes + kMacLineBytes;
inline constexpr std::size_t kPayloadNonceBytes = 16;
inline constexpr std::size_t kChunkTagBytes = 16;
inline constexpr std::size_t kPlaintextBytes = 6'533;
static_assert(kHeaderBytes + kPayloadNonceBytes + kPlaintextBytes + kChunkTagBytes == kEnvelopeBytes);

/// Eight KiB that look like an envelope from outside. Says nothing about what is inside or whom it is for.
class Envelope {
 public:
  /// @error kWrongSize for any other size; kUnsupported for another stanza or a second one; kMalformed for a header
  ///        that is not exactly the one of docs/spec/envelope.md
  static Result<Envelope> from_bytes(Bytes bytes);

  [[nodiscard]] ByteView view() const { return bytes_; }
  /// Gives the bytes away.
  [[nodiscard]] Bytes take() && { return std::move(bytes_); }

 private:
  explicit Envelope(Bytes bytes) : bytes_(std::move(bytes)) {}
  Bytes bytes_;
};

/// The same check on borrowed bytes.
Result<void> check_frame(ByteView bytes);

}  // namespace waymark::envelope
