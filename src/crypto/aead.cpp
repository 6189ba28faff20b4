#include "crypto/aead.h"

#include <sodium/crypto_aead_chacha20poly1305.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>

#include "base/check.h"
#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {

static_assert(kTagBytes == crypto_aead_chacha20poly1305_ietf_ABYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(kNonceBytes == crypto_aead_chacha20poly1305_ietf_NPUBBYTES);
static_assert(kXNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

Bytes xchacha_seal(const Secret<32>& key, ByteView plaintext, ByteView data, Random& random) {
  Bytes sealed(kXNonceBytes + plaintext.size() + kTagBytes);
  const std::span<std::uint8_t> out{sealed};
  random.fill(out.first<kXNonceBytes>());
  xchacha_seal(out.subspan(kXNonceBytes), key.view(), out.first<kXNonceBytes>(), plaintext, data);
  return sealed;
}

Result<SecretBytes> xchacha_open(const Secret<32>& key, ByteView sealed, ByteView data) {
  if (sealed.size() < kXNonceBytes + kTagBytes) return fail(Code::kTruncated, "crypto/aead");
  SecretBytes plaintext(sealed.size() - kXNonceBytes - kTagBytes);
  if (!xchacha_open(plaintext.writable(), key.view(), sealed.first<kXNonceBytes>(), sealed.subspan(kXNonceBytes), data))
    return fail(Code::kAuthentication, "crypto/aead");
  return plaintext;
}

void chacha_seal(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                 std::span<const std::uint8_t, kNonceBytes> nonce, ByteView plaintext, ByteView data) {
  sodium_ready();
  CHECK(out.size() == plaintext.size() + kTagBytes);
  CHECK(crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), data.data(),
                                                  data.size(), nullptr, nonce.data(), key.data()) == 0);
}

bool chacha_open(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                 std::span<const std::uint8_t, kNonceBytes> nonce, ByteView sealed, ByteView data) {
  sodium_ready();
  if (sealed.size() < kTagBytes) return false;
  CHECK(out.size() == sealed.size() - kTagBytes);
  return crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                                                   data.data(), data.size(), nonce.data(), key.data()) == 0;
}

void xchacha_seal(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                  std::span<const std::uint8_t, kXNonceBytes> nonce, ByteView plaintext, ByteView data) {
  sodium_ready();
  CHECK(out.size() == plaintext.size() + kTagBytes);
  CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), data.data(),
                                                   data.size(), nullptr, nonce.data(), key.data()) == 0);
}

bool xchacha_open(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                  std::span<const std::uint8_t, kXNonceBytes> nonce, ByteView sealed, ByteView data) {
  sodium_ready();
  if (sealed.size() < kTagBytes) return false;
  CHECK(out.size() == sealed.size() - kTagBytes);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                                                    data.data(), data.size(), nonce.data(), key.data()) == 0;
}

}  // namespace waymark::crypto
