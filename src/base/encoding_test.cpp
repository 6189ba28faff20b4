#include "base/encoding.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(Base64, EncodesTheVectorsOfRfc4648) {
  EXPECT_EQ(to_base64(view_of(""), Padding::kRequired), "");
  EXPECT_EQ(to_base64(view_of("f"), Padding::kRequired), "Zg==");
  EXPECT_EQ(to_base64(view_of("fo"), Padding::kRequired), "Zm8=");
  EXPECT_EQ(to_base64(view_of("foobar"), Padding::kRequired), "Zm9vYmFy");
  EXPECT_EQ(to_base64(view_of("fo"), Padding::kNone), "Zm8");
}

TEST(Base64, DecodesEveryLengthBack) {
  Bytes bytes;
  for (int length = 0; length < 70; ++length) {
    for (const Padding padding : {Padding::kNone, Padding::kRequired})
      EXPECT_EQ(from_base64(to_base64(bytes, padding), padding).value(), bytes);
    bytes.push_back(static_cast<std::uint8_t>(length * 37 + 11));
  }
}

TEST(Base64, RefusesEverythingNotCanonical) {
  for (const char* text : {"Zg=", "Zg", "Zh==", "Zm9=", "====", "Z===", "Zm8=\n", "Zm 8=", "Zm8==", "Zm9v===="})
    EXPECT_FALSE(from_base64(text, Padding::kRequired).has_value()) << text;
  for (const char* text : {"Zg==", "Zh", "Z", "Zm9", "Zm9vY", "\xd0\x96"})
    EXPECT_FALSE(from_base64(text, Padding::kNone).has_value()) << text;
}

TEST(Base64, RefusesAWrongDigitAtEveryPlaceOfEveryLength) {
  for (std::size_t length = 1; length < 14; ++length) {
    const std::string good = to_base64(Bytes(length, 0x5a), Padding::kNone);
    for (std::size_t place = 0; place < good.size(); ++place)
      for (const char wrong : {'=', '-', '_', ' ', '\n', '\0', '\x7f', '\xff'}) {
        std::string bad = good;
        bad[place] = wrong;
        EXPECT_FALSE(from_base64(bad, Padding::kNone).has_value()) << length << ' ' << place;
      }
  }
}

TEST(Base64, RequiresTheExactSizeForArrays) {
  EXPECT_TRUE(array_from_base64<2>("Zm8", Padding::kNone).has_value());
  EXPECT_EQ(array_from_base64<3>("Zm8", Padding::kNone).error().code, Code::kWrongSize);
}

TEST(Hex, GoesBothWaysAndRefusesTheRest) {
  const Bytes bytes{0x00, 0xff, 0x5a};
  EXPECT_EQ(to_hex(bytes), "00ff5a");
  EXPECT_EQ(from_hex("00ff5a").value(), bytes);
  for (const char* text : {"0", "0g", "FF", "0x", " 00"}) EXPECT_FALSE(from_hex(text).has_value()) << text;
}

}  // namespace
}  // namespace waymark
