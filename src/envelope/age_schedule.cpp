#include "envelope/age_schedule.h"

#include "crypto/kdf.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kInfo = "age-encryption.org/mlkem768x25519";
/// "HPKE" ‖ KEM 0x647a (MLKEM768-X25519) ‖ KDF 0x0001 (HKDF-SHA256) ‖ AEAD 0x0003 (ChaCha20Poly1305).
constexpr ByteArray<10> kSuite{'H', 'P', 'K', 'E', 0x64, 0x7a, 0x00, 0x01, 0x00, 0x03};
constexpr std::string_view kHpkeVersion = "HPKE-v1";

crypto::Sha256 labeled_extract(ByteView salt, std::string_view label, ByteView key_material) {
  return crypto::hkdf_extract_sha256(salt, {view_of(kHpkeVersion), kSuite, view_of(label), key_material});
}

void labeled_expand(std::span<std::uint8_t> out, ByteView key, std::string_view label, ByteView info) {
  const ByteArray<2> size{static_cast<std::uint8_t>(out.size() >> 8U), static_cast<std::uint8_t>(out.size())};
  crypto::hkdf_expand_sha256(out, key, {size, view_of(kHpkeVersion), kSuite, view_of(label), info});
}

/// mode_base ‖ psk_id_hash ‖ info_hash: the same for every age file.
const Bytes& key_schedule_context() {
  static const Bytes context = ByteWriter{65}
                                   .u8(0)
                                   .put(labeled_extract({}, "psk_id_hash", {}))
                                   .put(labeled_extract({}, "info_hash", view_of(kInfo)))
                                   .finish();
  return context;
}

}  // namespace

void derive_wrap_key(WrapKey& out, ByteView shared) {
  crypto::Sha256 secret = labeled_extract(shared, "secret", {});
  labeled_expand(out.key.writable(), secret, "key", key_schedule_context());
  labeled_expand(out.nonce.writable(), secret, "base_nonce", key_schedule_context());
  wipe(secret);
}

crypto::Sha256 header_mac(const FileKey& file_key, ByteView authenticated) {
  Wiped<32> key;
  crypto::hkdf_sha256(key.writable(), file_key.view(), {}, {view_of("header")});
  return crypto::hmac_sha256(key.view(), {authenticated});
}

void derive_payload_key(Wiped<32>& out, const FileKey& file_key, ByteView nonce) {
  crypto::hkdf_sha256(out.writable(), file_key.view(), nonce, {view_of("payload")});
}

ByteArray<crypto::kNonceBytes> chunk_nonce(std::uint64_t counter, ChunkPlace place) {
  ByteArray<crypto::kNonceBytes> nonce{};
  for (std::size_t i = 0; i < sizeof counter; ++i)
    nonce[nonce.size() - 2 - i] = static_cast<std::uint8_t>(counter >> (8U * i));
  nonce.back() = place == ChunkPlace::kLast ? 1 : 0;
  return nonce;
}

}  // namespace waymark::envelope
