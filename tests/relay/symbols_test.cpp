// The relay cannot open an envelope, shown on the finished program: the function is not in it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

namespace waymark::relay {
namespace {

constexpr std::string_view kOpener = "crypto_kem_xwing_dec";

/// What nm says about a program; empty when it says nothing.
std::string symbols_of(const std::string& program) {
  std::string symbols;
  std::FILE* const pipe = ::popen(("nm '" + program + "'").c_str(), "r");
  if (pipe == nullptr) return symbols;
  std::array<char, 65'536> chunk;
  while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe)) symbols.append(chunk.data(), got);
  ::pclose(pipe);
  return symbols;
}

TEST(Symbols, TheRelayHasNoOpener) {
  const std::string relay = symbols_of(WAYMARK_RELAY);
  ASSERT_NE(relay.find(" T main"), std::string::npos)
      << "the program is stripped or nm is missing: nothing could be seen";
  ASSERT_NE(relay.find("crypto_sign_ed25519"), std::string::npos)
      << "libsodium's names should be visible: it is linked statically";
  EXPECT_EQ(relay.find(kOpener), std::string::npos);
}

TEST(Symbols, AProgramThatOpensShowsIt) {
  const std::string control = symbols_of(WAYMARK_OPENER_CONTROL);
  EXPECT_NE(control.find(kOpener), std::string::npos);
}

}  // namespace
}  // namespace waymark::relay
