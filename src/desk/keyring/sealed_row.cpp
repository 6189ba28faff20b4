#include "desk/keyring/sealed_row.h"

#include <algorithm>

#include "base/check.h"
#include "crypto/aead.h"

namespace waymark::desk {
namespace {

constexpr std::uint8_t kRowVersion = 1;
constexpr std::size_t kRowHeadBytes = 5;

Bytes bound_data(const RowPlace& place) {
  ByteWriter data(64);
  if (place.table == SealedTable::kRecord)
    data.put("waymark/v1/record").u8(1).put(place.owner).put(place.record);
  else
    data.put("waymark/v1/agenda").u8(static_cast<std::uint8_t>(place.table)).put(place.owner);
  data.u32(place.version);
  return data.finish();
}

}  // namespace

SecretBytes pad_row(std::string_view json) {
  const auto bucket = std::lower_bound(kRowBuckets.begin(), kRowBuckets.end(), json.size() + kRowHeadBytes);
  CHECK(bucket != kRowBuckets.end());
  SecretBytes plaintext(*bucket);
  const Bytes head = ByteWriter{}.u8(kRowVersion).u32(static_cast<std::uint32_t>(json.size())).finish();
  auto out = std::copy(head.begin(), head.end(), plaintext.writable().begin());
  std::copy(json.begin(), json.end(), out);
  return plaintext;
}

Result<std::string> unpad_row(ByteView plaintext) {
  ByteReader reader(plaintext);
  LET(const std::uint8_t version, reader.u8());
  LET(const std::uint32_t length, reader.u32());
  if (version != kRowVersion || length > reader.remaining()) return fail(Code::kMalformed, "desk/row");
  LET(const ByteView json, reader.take(length));
  if (!reader.rest_is_zero()) return fail(Code::kMalformed, "desk/row");
  return to_string(json);
}

Bytes seal_row(const Secret<32>& key, const RowPlace& place, std::string_view json, crypto::Random& random) {
  return crypto::xchacha_seal(key, pad_row(json).view(), bound_data(place), random);
}

Result<std::string> open_row(const Secret<32>& key, const RowPlace& place, ByteView sealed) {
  LET(const SecretBytes plaintext, crypto::xchacha_open(key, sealed, bound_data(place)));
  return unpad_row(plaintext.view());
}

}  // namespace waymark::desk
