#include "roster/figures_note.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;
using testing::replaced;

class FiguresNoteTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::string signed_note() const {
    return write_note(sign_figures_note(note_, organisation_.reply_key));
  }
  Result<FiguresNote> verify_changed(std::string_view from, std::string_view to) {
    Note note{.text = replaced(write_figures_note(note_), from, to), .signatures = {}};
    EXPECT_FALSE(note.text.empty()) << from;
    sign_note(note, "figures", organisation_.reply_key);
    return verify_figures_note(write_note(note), roster_);
  }

  Organisation organisation_;
  const VerifiedRoster roster_ = *verify_first(organisation_.signed_note(organisation_.first_roster()));
  FiguresNote note_{.instance = roster_.instance,
                    .serial = 3,
                    .issued_day = kToday,
                    .release = crypto::sha256({view_of("release")}),
                    .sums = crypto::sha256({view_of("sums")})};
};

TEST_F(FiguresNoteTest, ReadsWhatItWrote) {
  const auto read = verify_figures_note(signed_note(), roster_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, note_);
  EXPECT_LT(signed_note().size(), kFiguresNoteBytesMax);
}

TEST_F(FiguresNoteTest, AnyOtherByteIsRefused) {
  const std::string good = signed_note();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_FALSE(verify_figures_note(bad, roster_).has_value()) << at;
  }
}

TEST_F(FiguresNoteTest, WhatIsNoNoteIsRefusedByItsCode) {
  EXPECT_EQ(verify_changed("serial 3", "serial 0").error().code, Code::kMalformed);
  EXPECT_EQ(verify_changed("serial 3", "serial 03").error().code, Code::kMalformed);
  EXPECT_EQ(verify_changed("issued 20", "issued 21-20").error().code, Code::kMalformed);
  EXPECT_EQ(verify_changed("release v1", "release v2").error().code, Code::kUnsupported);
  EXPECT_EQ(verify_changed("sums ", "sum ").error().code, Code::kMalformed);
  note_.instance.bytes[0] ^= 1;
  EXPECT_EQ(verify_figures_note(signed_note(), roster_).error().code, Code::kWrongInstance);
  EXPECT_EQ(verify_figures_note(std::string(kFiguresNoteBytesMax + 1, 'x'), roster_).error().code, Code::kTooLarge);
}

// A signature of public cards, or of another key, is none of figures.
TEST_F(FiguresNoteTest, AnotherUseOfTheKeyAndAnotherKeyAreRefused) {
  Note note{.text = write_figures_note(note_), .signatures = {}};
  sign_note(note, "cards", organisation_.reply_key);
  EXPECT_EQ(verify_figures_note(write_note(note), roster_).error().code, Code::kAuthentication);
  crypto::SeededRandom random{7};
  const auto other = crypto::ReplySigningKey::generate(random);
  EXPECT_EQ(verify_figures_note(write_note(sign_figures_note(note_, other)), roster_).error().code,
            Code::kAuthentication);
}

TEST(FigureSums, HaveOneForm) {
  const std::string sum = to_hex(ByteView{crypto::sha256({view_of("x")})});
  const Sums sums{{"figures.csv", sum}, {"report.ru.html", sum}};
  const std::string text = write_sums(sums);
  EXPECT_EQ(parse_sums(text).value(), sums);
  EXPECT_TRUE(parse_sums("").value().empty());
  for (const std::string& bad :
       {text.substr(0, text.size() - 1), text + text, sum + "  .hidden\n", sum + "  a/b\n", sum + " a\n",
        sum + "  a b\n", sum + "  \n", sum.substr(1) + "  a\n", "\n" + text, sum + "  b\n" + sum + "  a\n"})
    EXPECT_EQ(parse_sums(bad).error().code, Code::kMalformed) << bad;
}

}  // namespace
}  // namespace waymark::roster
