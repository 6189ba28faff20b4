#include "envelope/age_header.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "envelope/age_grammar.h"
#include "envelope/frame.h"

namespace waymark::envelope {
namespace {

std::string stanza(std::size_t encapsulation = 1'120, std::size_t body = 32, std::string_view type = "mlkem768x25519") {
  return "-> " + std::string{type} + " " + to_base64(Bytes(encapsulation, 7), Padding::kNone) + "\n" +
         to_base64(Bytes(body, 8), Padding::kNone) + "\n";
}
const std::string kMac = "--- " + to_base64(Bytes(32, 9), Padding::kNone) + "\n";
constexpr std::string_view kVersion = "age-encryption.org/v1\n";

std::string envelope_of(const std::string& stanzas) {
  std::string file = std::string{kVersion} + stanzas + kMac;
  file.resize(kEnvelopeBytes, 'x');
  return file;
}

Code code_of(std::string_view file) {
  const auto header = parse_age_header(view_of(file));
  EXPECT_FALSE(header.has_value()) << file.substr(0, 60);
  return header.has_value() ? Code::kInvalid : header.error().code;
}

TEST(AgeHeaderOf, AGoodFile) {
  const std::string file = envelope_of(stanza());
  const auto header = parse_age_header(view_of(file));
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->stanzas.size(), 1U);
  EXPECT_EQ(header->stanzas[0].encapsulation[0], 7);
  EXPECT_EQ(header->stanzas[0].sealed_file_key[31], 8);
  EXPECT_EQ(header->mac[0], 9);
  EXPECT_EQ(header->payload.size(), kEnvelopeBytes - kHeaderBytes);
  EXPECT_EQ(header->authenticated.size(), kHeaderBytes - 45);
  EXPECT_TRUE(check_frame(view_of(file)).has_value());
  EXPECT_EQ(parse_age_header(view_of(std::string{kVersion} + stanza() + stanza() + kMac))->stanzas.size(), 2U);
}

TEST(AgeHeaderOf, EveryRefusalHasItsCode) {
  const std::string good = stanza();
  const std::string v{kVersion};
  EXPECT_EQ(code_of(""), Code::kTruncated);
  EXPECT_EQ(code_of(v), Code::kTruncated);
  EXPECT_EQ(code_of(v + good), Code::kTruncated);
  EXPECT_EQ(code_of(v + good + "--- AAAA"), Code::kTruncated);
  EXPECT_EQ(code_of("age-encryption.org/v2\n" + good + kMac), Code::kUnsupported);
  EXPECT_EQ(code_of("hello\n" + good + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + good + "---\n"), Code::kMalformed);
  EXPECT_EQ(code_of(v + good + "--- AAAA\n"), Code::kMalformed);
  EXPECT_EQ(code_of(v + good + "-> \n\n" + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + good + "text\n" + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + stanza(1'119) + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + stanza(1'121) + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + stanza(1'120, 31) + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + stanza(1'120, 33) + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + "-> mlkem768x25519\n\n" + kMac), Code::kMalformed);
  EXPECT_EQ(code_of(v + stanza(32, 32, "X25519") + kMac), Code::kUnsupported);
  EXPECT_EQ(code_of(v + good + stanza(32, 32, "X25519") + kMac), Code::kUnsupported);
  EXPECT_EQ(code_of(v + "-> scrypt AAAA 18\n\n" + kMac), Code::kUnsupported);
  std::string many = v;
  for (std::size_t i = 0; i <= kStanzasMax; ++i) many += good;
  EXPECT_EQ(code_of(many + kMac), Code::kTooLarge);
}

TEST(Frame, SizesAndStanzas) {
  const auto code = [](const std::string& file) { return check_frame(view_of(file)).error().code; };
  const std::string good = envelope_of(stanza());
  EXPECT_EQ(code(good + "x"), Code::kWrongSize);
  EXPECT_EQ(code(good.substr(1)), Code::kWrongSize);
  EXPECT_EQ(code(""), Code::kWrongSize);
  EXPECT_EQ(code(std::string(kEnvelopeBytes, '\0')), Code::kMalformed);
  EXPECT_EQ(code(std::string(kEnvelopeBytes, '\n')), Code::kMalformed);
  EXPECT_EQ(code(envelope_of(stanza() + stanza())), Code::kUnsupported);
  EXPECT_EQ(code(envelope_of(stanza(32, 32, "X25519"))), Code::kUnsupported);
  EXPECT_EQ(code(envelope_of(stanza(1'120, 31))), Code::kMalformed);
  EXPECT_FALSE(Envelope::from_bytes(Bytes(kEnvelopeBytes, 1)).has_value());
  const auto envelope = Envelope::from_bytes(to_bytes(view_of(good)));
  ASSERT_TRUE(envelope.has_value());
  EXPECT_EQ(text_of(envelope->view()), good);
}

}  // namespace
}  // namespace waymark::envelope
