#include "desk/keyring/key_file.h"

#include <algorithm>

#include "envelope/age_open.h"
#include "envelope/age_seal.h"

namespace waymark::desk {

Result<Bytes> seal_key_file(std::span<const crypto::XWingPublicKey> recipients, ByteView header, const Secret<32>& key,
                            crypto::Random& random) {
  SecretBytes plaintext(header.size() + 32);
  std::copy(header.begin(), header.end(), plaintext.writable().begin());
  std::copy(key.view().begin(), key.view().end(),
            plaintext.writable().begin() + static_cast<std::ptrdiff_t>(header.size()));
  return envelope::age_seal(recipients, plaintext.view(), random);
}

Result<Secret<32>> open_key_file(const crypto::XWingSeed& identity, ByteView file, ByteView header) {
  LET(const SecretBytes plaintext, envelope::age_open(identity, file));
  if (plaintext.size() != header.size() + 32 || !equal_constant_time(plaintext.view().first(header.size()), header))
    return fail(Code::kMalformed, "desk/key_file");
  return Secret<32>::copy_of(plaintext.view().last<32>());
}

Bytes office_secret_header(std::string_view name) {
  ByteWriter header;
  header.put("waymark/v1/office secret").u8(static_cast<std::uint8_t>(name.size())).put(name);
  return header.finish();
}

Bytes day_key_header(std::uint32_t day) {
  ByteWriter header;
  header.put("waymark/v1/day key").u32(day);
  return header.finish();
}

}  // namespace waymark::desk
