// The keys of an age file: from X-Wing's shared secret to the key that wraps the file key (HPKE base mode), and from
// the file key to the header's MAC and the payload's key. Internal to src/envelope.
// @source RFC 9180 section 5.1; c2sp.org/age
#pragma once

#include <algorithm>
#include <string_view>

#include "base/secret.h"
#include "crypto/aead.h"
#include "crypto/verify/hash.h"
#include "envelope/age_header.h"

namespace waymark::envelope {

inline constexpr std::size_t kChunkBytes = 64U * 1024U;

/// A short-lived secret on the stack, wiped when its scope ends. For keys that live for one call.
template <std::size_t N>
class Wiped {
 public:
  Wiped() = default;
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe(bytes_); }
  [[nodiscard]] std::span<const std::uint8_t, N> view() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t, N> writable() { return bytes_; }

 private:
  ByteArray<N> bytes_{};
};

using FileKey = Wiped<kFileKeyBytes>;

/// key and nonce that wrap the file key for one recipient.
struct WrapKey {
  Wiped<32> key;
  Wiped<crypto::kNonceBytes> nonce;
};
void derive_wrap_key(WrapKey& out, ByteView shared);

/// HMAC over the header up to and with "---".
crypto::Sha256 header_mac(const FileKey& file_key, ByteView authenticated);

/// The payload's key from the file key and the 16-byte nonce in front of the payload.
void derive_payload_key(Wiped<32>& out, const FileKey& file_key, ByteView nonce);

enum class ChunkPlace { kMiddle, kLast };
/// Counter of the chunk, 11 bytes, and 1 for the last.
ByteArray<crypto::kNonceBytes> chunk_nonce(std::uint64_t counter, ChunkPlace place);

}  // namespace waymark::envelope
