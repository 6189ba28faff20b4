#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.h"
#include "crypto/xwing_open.h"
#include "crypto/xwing_seal.h"

namespace waymark::crypto {
namespace {

/// Gives out bytes chosen by the test.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override {
    ASSERT_EQ(out.size(), bytes_.size());
    std::copy(bytes_.begin(), bytes_.end(), out.begin());
  }

 private:
  Bytes bytes_;
};

struct Vector {
  std::string_view seed, encapsulation_seed, shared;
};

// draft-connolly-cfrg-xwing-kem-06 and later, appendix C. The shared secret binds public key and ciphertext.
constexpr std::array kVectors{
    Vector{"7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
           "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
           "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
           "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384"},
    Vector{"badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
           "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
           "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
           "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150"},
    Vector{"ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
           "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
           "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b",
           "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f"},
};

XWingSeed seed_of(std::string_view hex) {
  const Bytes bytes = *from_hex(hex);
  return XWingSeed{Secret<32>::copy_of(std::span<const std::uint8_t, 32>{bytes})};
}

TEST(XWing, DraftVectors) {
  for (const Vector& vector : kVectors) {
    const XWingSeed seed = seed_of(vector.seed);
    FixedRandom random{*from_hex(vector.encapsulation_seed)};
    const auto made = xwing_encapsulate(xwing_public_key(seed), random);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(to_hex(made->shared.view()), vector.shared);
    EXPECT_EQ(to_hex(xwing_decapsulate(seed, made->ciphertext)->view()), vector.shared);
  }
}

TEST(XWing, RefusesAKeyOutsideItsRange) {
  SeededRandom random{1};
  XWingPublicKey key;
  key.bytes.fill(0xff);  // every coefficient is 4095, over q = 3329
  const auto made = xwing_encapsulate(key, random);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, Code::kInvalid);
}

TEST(XWing, AnotherKeyGivesAnUnrelatedSecret) {
  SeededRandom random{2};
  const auto seed = XWingSeed::generate(random);
  const auto other = XWingSeed::generate(random);
  const auto made = *xwing_encapsulate(xwing_public_key(seed), random);
  EXPECT_TRUE(xwing_decapsulate(seed, made.ciphertext)->equals(made.shared));
  EXPECT_FALSE(xwing_decapsulate(other, made.ciphertext)->equals(made.shared));
}

}  // namespace
}  // namespace waymark::crypto
