// Wycheproof vectors (C2SP, Debian package golang-github-c2sp-wycheproof-dev) for every primitive Waymark uses.
// script/bootstrap unpacks them; a missing file fails the test, it is never skipped. X25519 and ML-KEM-768 are reached
// in libsodium directly, because X-Wing is their only use here. ML-KEM with expanded keys is not covered: only 32-byte
// seeds are ever loaded.
#include <gtest/gtest.h>
#include <sodium/crypto_kem_mlkem768.h>
#include <sodium/crypto_scalarmult_curve25519.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"
#include "crypto/verify/hash.h"
#include "crypto/verify/sodium_ready.h"
#include "crypto/verify/verify.h"

namespace waymark::crypto {
namespace {

using nlohmann::json;

Bytes bytes(const json& test, const char* name) {
  const auto decoded = from_hex(test.at(name).get<std::string>());
  EXPECT_TRUE(decoded.has_value());
  return decoded.value_or(Bytes{});
}

bool valid(const json& test) { return test.at("result") == "valid"; }
std::string place(const json& test) { return "tcId " + std::to_string(test.at("tcId").get<int>()); }

/// Calls `check(group, test)` for every test of a file and returns how many there were.
template <class Check>
int for_each_test(const std::string& name, Check check) {
  const std::string path = WAYMARK_SOURCE_DIR
                           "/.deps/wycheproof/usr/share/gocode/src/github.com/c2sp/wycheproof/testvectors_v1/" +
                           name + "_test.json";
  std::ifstream file{path};
  EXPECT_TRUE(file.is_open()) << path << " is missing: run script/bootstrap";
  if (!file.is_open()) return 0;
  const json vectors = json::parse(file);
  int count = 0;
  for (const json& group : vectors.at("testGroups"))
    for (const json& test : group.at("tests")) check(group, test), ++count;
  EXPECT_EQ(count, vectors.at("numberOfTests"));
  return count;
}

TEST(Wycheproof, Ed25519) {
  const int count = for_each_test("ed25519", [](const json& group, const json& test) {
    const Bytes key_bytes = bytes(group.at("publicKey"), "pk");
    const Bytes signature = bytes(test, "sig");
    const Bytes message = bytes(test, "msg");
    const auto key = RootVerifyKey::from_bytes(*ByteReader{key_bytes}.array<kVerifyKeyBytes>());
    ASSERT_TRUE(key.has_value());
    const bool accepted =
        signature.size() == kSignatureBytes && key->verify({message}, *ByteReader{signature}.array<kSignatureBytes>());
    EXPECT_EQ(accepted, valid(test)) << place(test);
  });
  EXPECT_GE(count, 150);
}

TEST(Wycheproof, X25519) {
  sodium_ready();
  const int count = for_each_test("x25519", [](const json&, const json& test) {
    const Bytes secret = bytes(test, "private");
    const Bytes point = bytes(test, "public");
    const Bytes expected = bytes(test, "shared");
    Bytes shared(crypto_scalarmult_curve25519_BYTES);
    const bool done = crypto_scalarmult_curve25519(shared.data(), secret.data(), point.data()) == 0;
    const bool all_zero = ByteReader{expected}.rest_is_zero();
    EXPECT_EQ(done, !all_zero) << place(test) << ": a shared secret of zeros must be refused";
    if (done) {
      EXPECT_EQ(shared, expected) << place(test);
    }
  });
  EXPECT_GE(count, 500);
}

TEST(Wycheproof, ChaCha20Poly1305) {
  const int count = for_each_test("chacha20_poly1305", [](const json& group, const json& test) {
    if (group.at("ivSize") != 96) return;  // the interface has no other size
    const Bytes key = bytes(test, "key"), nonce = bytes(test, "iv"), data = bytes(test, "aad"),
                plain = bytes(test, "msg");
    Bytes sealed = bytes(test, "ct");
    const Bytes tag = bytes(test, "tag");
    sealed.insert(sealed.end(), tag.begin(), tag.end());
    const std::span<const std::uint8_t, 32> key_view{key};
    const std::span<const std::uint8_t, kNonceBytes> nonce_view{nonce};
    Bytes opened(plain.size());
    EXPECT_EQ(chacha_open(opened, key_view, nonce_view, sealed, data), valid(test)) << place(test);
    if (!valid(test)) return;
    EXPECT_EQ(opened, plain) << place(test);
    Bytes again(sealed.size());
    chacha_seal(again, key_view, nonce_view, plain, data);
    EXPECT_EQ(again, sealed) << place(test);
  });
  EXPECT_GE(count, 300);
}

TEST(Wycheproof, XChaCha20Poly1305) {
  const int count = for_each_test("xchacha20_poly1305", [](const json& group, const json& test) {
    if (group.at("ivSize") != 192) return;  // the interface has no other size
    const Bytes key = bytes(test, "key"), nonce = bytes(test, "iv"), data = bytes(test, "aad"),
                plain = bytes(test, "msg");
    Bytes sealed = bytes(test, "ct");
    const Bytes tag = bytes(test, "tag");
    sealed.insert(sealed.end(), tag.begin(), tag.end());
    const std::span<const std::uint8_t, 32> key_view{key};
    const std::span<const std::uint8_t, kXNonceBytes> nonce_view{nonce};
    Bytes opened(plain.size());
    EXPECT_EQ(xchacha_open(opened, key_view, nonce_view, sealed, data), valid(test)) << place(test);
    if (!valid(test)) return;
    EXPECT_EQ(opened, plain) << place(test);
    Bytes again(sealed.size());
    xchacha_seal(again, key_view, nonce_view, plain, data);
    EXPECT_EQ(again, sealed) << place(test);
  });
  EXPECT_GE(count, 300);
}

TEST(Wycheproof, HkdfSha256) {
  const int count = for_each_test("hkdf_sha256", [](const json&, const json& test) {
    const auto size = test.at("size").get<std::size_t>();
    if (!valid(test)) return;  // sizes over 8,160: CHECKed, see kdf_test.cpp
    Bytes derived(size);
    hkdf_sha256(derived, bytes(test, "ikm"), bytes(test, "salt"), {bytes(test, "info")});
    EXPECT_EQ(derived, bytes(test, "okm")) << place(test);
  });
  EXPECT_GE(count, 80);
}

TEST(Wycheproof, HmacSha256) {
  const int count = for_each_test("hmac_sha256", [](const json& group, const json& test) {
    const Sha256 mac = hmac_sha256(bytes(test, "key"), {bytes(test, "msg")});
    const auto size = group.at("tagSize").get<std::size_t>() / 8;
    EXPECT_EQ(equal_constant_time(ByteView{mac}.first(size), bytes(test, "tag")), valid(test)) << place(test);
  });
  EXPECT_GE(count, 170);
}

TEST(Wycheproof, Pbkdf2) {
  const auto check = [](auto derive) {
    return [derive](const json&, const json& test) {
      Bytes derived(test.at("dkLen").get<std::size_t>());
      derive(derived, bytes(test, "password"), bytes(test, "salt"), test.at("iterationCount").get<std::uint32_t>());
      EXPECT_EQ(derived, bytes(test, "dk")) << place(test);
    };
  };
  EXPECT_GE(for_each_test("pbkdf2_hmacsha256", check([](auto&&... a) { pbkdf2_sha256(a...); })), 60);
  EXPECT_GE(for_each_test("pbkdf2_hmacsha512", check([](auto&&... a) { pbkdf2_sha512(a...); })), 58);
}

struct MlKemPair {
  Bytes public_key = Bytes(crypto_kem_mlkem768_PUBLICKEYBYTES);
  Bytes secret_key = Bytes(crypto_kem_mlkem768_SECRETKEYBYTES);
};

MlKemPair mlkem_pair(const Bytes& seed) {
  MlKemPair pair;
  EXPECT_EQ(crypto_kem_mlkem768_seed_keypair(pair.public_key.data(), pair.secret_key.data(), seed.data()), 0);
  return pair;
}

TEST(Wycheproof, MlKem768KeyGeneration) {
  const int count = for_each_test("mlkem_768_keygen_seed", [](const json&, const json& test) {
    const MlKemPair pair = mlkem_pair(bytes(test, "seed"));
    EXPECT_EQ(pair.public_key, bytes(test, "ek")) << place(test);
  });
  EXPECT_GE(count, 100);
}

TEST(Wycheproof, MlKem768Encapsulation) {
  const int count = for_each_test("mlkem_768_encaps", [](const json&, const json& test) {
    const Bytes key = bytes(test, "ek");
    const Bytes seed = bytes(test, "m");
    if (key.size() != crypto_kem_mlkem768_PUBLICKEYBYTES) return;  // the type has one size
    Bytes ciphertext(crypto_kem_mlkem768_CIPHERTEXTBYTES), shared(crypto_kem_mlkem768_SHAREDSECRETBYTES);
    const bool done =
        crypto_kem_mlkem768_enc_deterministic(ciphertext.data(), shared.data(), key.data(), seed.data()) == 0;
    EXPECT_EQ(done, valid(test)) << place(test);
    if (!done || !valid(test)) return;
    EXPECT_EQ(ciphertext, bytes(test, "c")) << place(test);
    EXPECT_EQ(shared, bytes(test, "K")) << place(test);
  });
  EXPECT_GE(count, 250);
}

TEST(Wycheproof, MlKem768Decapsulation) {
  const int count = for_each_test("mlkem_768", [](const json&, const json& test) {
    const Bytes seed = bytes(test, "seed");
    const Bytes ciphertext = bytes(test, "c");
    if (seed.size() != crypto_kem_mlkem768_SEEDBYTES || ciphertext.size() != crypto_kem_mlkem768_CIPHERTEXTBYTES) {
      EXPECT_FALSE(valid(test)) << place(test);  // our types have one size
      return;
    }
    Bytes shared(crypto_kem_mlkem768_SHAREDSECRETBYTES);
    EXPECT_EQ(crypto_kem_mlkem768_dec(shared.data(), ciphertext.data(), mlkem_pair(seed).secret_key.data()), 0);
    EXPECT_EQ(shared == bytes(test, "K"), valid(test)) << place(test);
  });
  EXPECT_GE(count, 190);
}

}  // namespace
}  // namespace waymark::crypto
