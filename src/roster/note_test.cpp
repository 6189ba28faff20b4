#include "roster/note.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace waymark::roster {
namespace {

// The example of the Go package golang.org/x/mod/sumdb/note, which defined this form of note.
TEST(SignedNote, GoChecksumDatabaseExample) {
  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\u2014 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const auto parsed = parse_note(note);
  ASSERT_TRUE(parsed.has_value());
  const auto bytes = from_base64("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", Padding::kRequired);
  ASSERT_TRUE(bytes.has_value());
  const auto key = crypto::RootVerifyKey::from_bytes(*ByteReader{ByteView{*bytes}.subspan(1)}.array<32>());
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(parsed->signed_by("PeterNeumann", *key));
  EXPECT_FALSE(parsed->signed_by("Enoch Root", *key));
  EXPECT_EQ(write_note(*parsed), note);
}

class OwnNote : public ::testing::Test {
 protected:
  OwnNote() { sign_note(note_, "root", key_); }
  crypto::SeededRandom random_{3};
  crypto::RootSigningKey key_ = crypto::RootSigningKey::generate(random_);
  Note note_{.text = "waymark roster v1\nname x\n", .signatures = {}};
};

TEST_F(OwnNote, ReadsWhatItWrote) {
  const auto parsed = parse_note(write_note(note_));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->text, note_.text);
  EXPECT_TRUE(parsed->signed_by("root", key_.verify_key()));
  EXPECT_FALSE(parsed->signed_by("list", key_.verify_key()));
  EXPECT_FALSE(parsed->signed_by("root", crypto::RootSigningKey::generate(random_).verify_key()));
}

TEST_F(OwnNote, AnyChangedByteEndsTheSignature) {
  const std::string whole = write_note(note_);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto parsed = parse_note(changed);
    EXPECT_FALSE(parsed.has_value() && parsed->signed_by("root", key_.verify_key())) << "byte " << i;
  }
}

TEST_F(OwnNote, RefusesOtherForms) {
  const std::string whole = write_note(note_);
  const std::string signature = whole.substr(whole.find("\u2014"));
  for (const std::string& text : {
           std::string{}, std::string{"\n"}, std::string{"\n\n"}, note_.text, note_.text + "\n",  // no signature
           whole.substr(0, whole.size() - 1), whole + "x", whole + "\n",                          // no end, more
           note_.text + signature, "\n" + signature,  // no empty line, no text
           note_.text + "\n" + "- root AAAA\n", note_.text + "\n\u2014 root\n", note_.text + "\n\u2014  AAAA\n",
           "a\r\n" + whole, std::string("a\0b\n", 4) + whole, "\xff\n" + whole,  // characters
       }) {
    EXPECT_FALSE(parse_note(text).has_value()) << text;
  }
  EXPECT_EQ(parse_note(std::string(kNoteBytesMax, 'a') + whole).error().code, Code::kTooLarge);
  std::string many = whole;
  for (std::size_t i = 0; i < kNoteSignaturesMax; ++i) many += signature;
  EXPECT_EQ(parse_note(many).error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::roster
