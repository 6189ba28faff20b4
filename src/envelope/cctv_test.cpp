// The CCTV age test kit (C2SP, npm package cctv-age) through our reader: all 143 files, each by its own expectation.
//
// Files with other recipients (X25519, scrypt) or with armor are refused by Waymark on purpose; the tests name the code
// of each refusal. Where the kit tests what comes after the recipients (header MAC, payload), the file key it names is
// used in place of an identity. A missing kit fails the test; script/bootstrap installs it.
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <map>
#include <sstream>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "envelope/age_grammar.h"
#include "envelope/age_open.h"
#include "envelope/age_parts.h"
#include "envelope/age_text.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kKit = WAYMARK_SOURCE_DIR "/web/node_modules/cctv-age/index.js";
constexpr std::size_t kKitFiles = 143;
constexpr std::size_t kInflatedBytesMax = std::size_t{18} << 20U;

struct Case {
  std::string name;
  std::map<std::string, std::string> fields;  ///< of a key that comes twice, the last
  Bytes file;
  [[nodiscard]] std::string expect() const { return fields.at("expect"); }
};

Bytes inflated(const Bytes& compressed) {
  Bytes file(kInflatedBytesMax);
  uLongf size = file.size();
  EXPECT_EQ(uncompress(file.data(), &size, compressed.data(), compressed.size()), Z_OK);
  file.resize(size);
  return file;
}

Case parse_case(std::string name, const Bytes& vector) {
  Case parsed{.name = std::move(name), .fields = {}, .file = {}};
  std::istringstream head{to_string(vector)};
  std::size_t size = 0;
  for (std::string line; std::getline(head, line) && !line.empty(); size += line.size() + 1)
    parsed.fields[line.substr(0, line.find(": "))] = line.substr(line.find(": ") + 2);
  parsed.file = to_bytes(ByteView{vector}.subspan(std::min(size + 1, vector.size())));
  if (parsed.fields.contains("compressed")) parsed.file = inflated(parsed.file);
  return parsed;
}

/// The package is one module with lines `var NAME_default = __toBinary("BASE64");`.
std::vector<Case> kit() {
  std::vector<Case> cases;
  std::ifstream module{std::string{kKit}};
  EXPECT_TRUE(module.is_open()) << kKit << " is missing: run script/bootstrap";
  constexpr std::string_view kVar = "var ", kName = "_default = __toBinary(\"";
  for (std::string line; std::getline(module, line);) {
    const std::size_t name_end = line.find(kName);
    if (!line.starts_with(kVar) || name_end == std::string::npos) continue;
    const std::size_t begin = name_end + kName.size();
    const auto vector =
        from_base64(std::string_view{line}.substr(begin, line.find('"', begin) - begin), Padding::kRequired);
    EXPECT_TRUE(vector.has_value());
    if (vector.has_value()) cases.push_back(parse_case(line.substr(kVar.size(), name_end - kVar.size()), *vector));
  }
  EXPECT_EQ(cases.size(), kKitFiles);
  return cases;
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = kit();
  return all;
}

template <class Check>
int for_each_case(std::string_view prefix, Check check) {
  int count = 0;
  for (const Case& one : cases()) {
    if (!one.name.starts_with(prefix)) continue;
    SCOPED_TRACE(one.name + " (" + one.expect() + ")");
    check(one);
    ++count;
  }
  return count;
}

crypto::XWingSeed some_identity() {
  return crypto::XWingSeed{Secret<32>{}};  // any: these files are refused before it is touched
}

std::string outcome(const Result<SecretBytes>& opened) {
  return opened.has_value() ? "success" : std::string{name_of(opened.error().code)};
}

TEST(CctvHybrid, OpensOrRefusesAsExpected) {
  // Ours are stricter than age on purpose: a file with any other kind of stanza is refused.
  const std::map<std::string, std::string> named{{"hybrid_and_x25519", "unsupported"},
                                                 {"hybrid_grease", "unsupported"},
                                                 {"hybrid_uppercase", "unsupported"},
                                                 {"hybrid_x25519_arg", "unsupported"},
                                                 {"hybrid_multiple_recipients", "success"}};
  const std::map<std::string, std::string> by_expectation{
      {"success", "success"}, {"no match", "not-for-us"}, {"header failure", "malformed"}};
  const int count = for_each_case("hybrid", [&](const Case& one) {
    auto identity = identity_from_text(one.fields.at("identity"));  // nothing in the two cases with an X25519 identity
    const auto opened = age_open(identity.has_value() ? *std::move(identity) : some_identity(), one.file);
    const auto special = named.find(one.name);
    EXPECT_EQ(outcome(opened), special != named.end() ? special->second : by_expectation.at(one.expect()));
    if (opened.has_value()) {
      EXPECT_EQ(to_hex(crypto::sha256(opened->view())), one.fields.at("payload"));
    }
  });
  EXPECT_EQ(count, 18);
}

/// Header and payload with the file key that the kit names.
Result<SecretBytes> open_with_file_key(const Case& one) {
  LET(const AgeGrammar header, parse_age_grammar(one.file));
  LET(const Bytes bytes, from_hex(one.fields.at("file key")));
  FileKey file_key;
  std::ranges::copy(bytes, file_key.writable().begin());
  TRY(check_header_mac(file_key, header.authenticated, header.mac));
  return open_payload(file_key, header.payload);
}

int check_after_recipients(std::string_view prefix) {
  return for_each_case(prefix, [](const Case& one) {
    const auto opened = open_with_file_key(one);
    EXPECT_EQ(opened.has_value(), one.expect() == "success") << outcome(opened);
    if (opened.has_value()) {
      EXPECT_EQ(to_hex(crypto::sha256(opened->view())), one.fields.at("payload"));
    }
    if (one.expect() == "HMAC failure") {
      EXPECT_EQ(outcome(opened), "authentication");
    }
    EXPECT_FALSE(age_open(some_identity(), one.file).has_value()) << "the whole reader refuses X25519";
  });
}

TEST(CctvHeader, Grammar) { EXPECT_EQ(check_after_recipients("header_") + check_after_recipients("version_"), 2); }
TEST(CctvHmac, Mac) { EXPECT_EQ(check_after_recipients("hmac_"), 8); }
TEST(CctvStanza, Grammar) { EXPECT_EQ(check_after_recipients("stanza_"), 14); }
TEST(CctvStream, Payload) { EXPECT_EQ(check_after_recipients("stream_"), 28); }

TEST(CctvRefused, OtherRecipientsAreUnsupportedBeforeAKeyIsTouched) {
  int count = 0;
  for (const std::string_view prefix : {"x25519", "scrypt"}) {
    count += for_each_case(prefix, [](const Case& one) {
      const auto opened = age_open(some_identity(), one.file);
      ASSERT_FALSE(opened.has_value());
      const bool armored = one.fields.contains("armored");
      const bool header_is_readable = parse_age_grammar(one.file).has_value();
      EXPECT_EQ(outcome(opened), header_is_readable ? "unsupported" : "malformed") << armored;
    });
  }
  EXPECT_GE(count, 30);
}

TEST(CctvRefused, ArmorIsMalformed) {
  const int count = for_each_case("armor", [](const Case& one) {
    const auto opened = age_open(some_identity(), one.file);
    ASSERT_FALSE(opened.has_value());
    EXPECT_TRUE(outcome(opened) == "malformed" || outcome(opened) == "truncated") << outcome(opened);
  });
  EXPECT_EQ(count, 33);
}

TEST(CctvRefused, NoFileIsLeftOut) {
  for (const Case& one : cases()) {
    const bool taken = one.name == "empty" ||
                       std::ranges::any_of(std::array{"hybrid", "header_", "version_", "hmac_", "stanza_", "stream_",
                                                      "x25519", "scrypt", "armor"},
                                           [&](std::string_view prefix) { return one.name.starts_with(prefix); });
    EXPECT_TRUE(taken) << one.name;
  }
  EXPECT_EQ(outcome(age_open(some_identity(), {})), "truncated");
}

}  // namespace
}  // namespace waymark::envelope
