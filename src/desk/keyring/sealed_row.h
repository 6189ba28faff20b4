// Sealed rows: JSON padded to a bucket and sealed with XChaCha20-Poly1305, bound to its table, owner and version.
// @source docs/spec/desk-store.md "Sealed values"
#pragma once

#include <array>
#include <string>

#include "base/secret.h"
#include "crypto/random.h"
#include "desk/keyring/ids.h"

namespace waymark::desk {

/// The byte that keeps rows of one table from being taken for rows of another.
enum class SealedTable : std::uint8_t {
  kRecord = 1,
  kAgenda = 2,
  kStat = 3,
  kDirectory = 4,
  kLog = 5,
  kDraft = 6,
  kLibrary = 7,
  kIncident = 8,
  kFigures = 9
};

inline constexpr std::array<std::size_t, 8> kRowBuckets{512, 1'024, 2'048, 4'096, 8'192, 16'384, 32'768, 65'536};
inline constexpr std::size_t kRowJsonBytesMax = kRowBuckets.back() - 5;

/// Where a row stands; all of it is authenticated.
struct RowPlace {
  SealedTable table;
  ByteArray<16> owner;        ///< case id, staff id, or a sequence number
  ByteArray<16> record = {};  ///< records only
  std::uint32_t version;      ///< of the case key or the compartment key
};

/// version 1 ‖ length ‖ JSON ‖ zeros up to a bucket. CHECKs the size: callers limit what people write.
SecretBytes pad_row(std::string_view json);
/// @error kMalformed for anything that pad_row does not make
Result<std::string> unpad_row(ByteView plaintext);

Bytes seal_row(const Secret<32>& key, const RowPlace& place, std::string_view json, crypto::Random& random);
/// @error kAuthentication when key, place or a byte is another; kMalformed; kTruncated
Result<std::string> open_row(const Secret<32>& key, const RowPlace& place, ByteView sealed);

}  // namespace waymark::desk
