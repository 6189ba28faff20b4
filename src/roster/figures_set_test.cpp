#include "roster/figures_set.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;

std::string sum_of(std::string_view content) { return to_hex(ByteView{crypto::sha256(view_of(content))}); }

class FigureSetTest : public ::testing::Test {
 protected:
  FigureSetTest() {
    files_[kFigureChain] = roster_.note + '\0';
    files_[kFigureIndex] = "<!doctype html>\n";
    files_[kFigureLedger] = "{\"serial\":1}\n{\"serial\":2}\n";
    files_[kFigureRelease] = "{\"serial\":2}\n";
    files_["figures.csv"] = "";
    sign();
  }
  /// Sums and signature of what the files are now.
  void sign() {
    Sums sums;
    for (const auto& [name, content] : files_)
      if (name != kFigureSums && name != kFigureNote && name != kFigureChain) sums[name] = sum_of(content);
    files_[kFigureSums] = write_sums(sums);
    note_.sums = crypto::sha256(view_of(files_[kFigureSums]));
    sign_note_alone();
  }
  void sign_note_alone() { files_[kFigureNote] = write_note(sign_figures_note(note_, organisation_.reply_key)); }
  Code refusal() { return verify_figure_set(files_, roster_).error().code; }

  Organisation organisation_;
  const VerifiedRoster roster_ = *verify_first(organisation_.signed_note(organisation_.first_roster()));
  FigureSet files_;
  FiguresNote note_{.instance = roster_.instance,
                    .serial = 2,
                    .issued_day = kToday,
                    .release = crypto::sha256(view_of("{\"serial\":2}")),
                    .sums = {}};
};

TEST_F(FigureSetTest, ReadsWhatItWroteAndBelievesWhatIsSigned) {
  const Bytes bytes = *write_figure_set(files_);
  const auto read = parse_figure_set(bytes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, files_);
  EXPECT_EQ(*verify_figure_set(*read, roster_), note_);
  EXPECT_EQ(*verify_kept_figure_set(*read, roster_.instance), note_) << "by the rosters that lie in it";
}

TEST_F(FigureSetTest, AnyOtherByteIsRefusedOnceItWasBelieved) {
  const Bytes good = *write_figure_set(files_);
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= 1U;
    const auto read = parse_figure_set(bad);
    EXPECT_FALSE(read.has_value() && verify_kept_figure_set(*read, roster_.instance).has_value()) << at;
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_figure_set(ByteView{good}.first(size)).has_value()) << size;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(parse_figure_set(longer).error().code, Code::kMalformed);
}

TEST_F(FigureSetTest, NamesThatLeadElsewhereAreNone) {
  for (const char* name : {"", ".hidden", "../etc", "a/b", "a\\b", "a b", "%2e%2e"}) {
    ByteWriter writer;
    writer.u16(1).u8(static_cast<std::uint8_t>(std::string_view(name).size())).put(name).u32(0);
    EXPECT_EQ(parse_figure_set(writer.view()).error().code, Code::kMalformed) << name;
    EXPECT_FALSE(write_figure_set({{name, ""}}).has_value()) << name;
  }
  ByteWriter twice;
  twice.u16(2).u8(1).put("a").u32(0).u8(1).put("a").u32(0);
  EXPECT_EQ(parse_figure_set(twice.view()).error().code, Code::kMalformed);
}

TEST_F(FigureSetTest, SizesAreBounded) {
  EXPECT_EQ(parse_figure_set(Bytes(kFigureSetBytesMax + 1)).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_figure_set(ByteWriter{}.u16(kFigureSetFilesMax + 1).view()).error().code, Code::kTooLarge);
  ByteWriter promises;
  promises.u16(1).u8(1).put("a").u32(0xffffffff).put("x");
  EXPECT_EQ(parse_figure_set(promises.view()).error().code, Code::kTruncated) << "a size is not believed";
  EXPECT_EQ(write_figure_set({{"a", std::string(kFigureSetBytesMax, 'x')}}).error().code, Code::kTooLarge);
}

TEST_F(FigureSetTest, AFileMoreOrLessOrAnotherIsNotTheRelease) {
  const FigureSet good = files_;
  files_["more.html"] = "x";
  EXPECT_EQ(refusal(), Code::kAuthentication);
  files_ = good;
  files_.erase("figures.csv");
  EXPECT_EQ(refusal(), Code::kAuthentication);
  files_ = good;
  files_["figures.csv"] = "1";
  EXPECT_EQ(refusal(), Code::kAuthentication);
  files_ = good;
  files_.erase(kFigureNote);
  EXPECT_FALSE(verify_figure_set(files_, roster_).has_value());
  files_ = good;
  files_.erase(kFigureSums);
  EXPECT_EQ(refusal(), Code::kAuthentication);
  files_ = good;
  files_.erase(kFigureIndex);
  sign();
  EXPECT_EQ(refusal(), Code::kNotFound) << "a release of before there were pages";
}

TEST_F(FigureSetTest, TheLedgerEndsWithTheReleaseThatIsSigned) {
  const auto with = [&](const char* ledger, const char* release) {
    files_[kFigureLedger] = ledger;
    files_[kFigureRelease] = release;
    sign();
    return verify_figure_set(files_, roster_).has_value();
  };
  EXPECT_TRUE(with("{\"serial\":1}\n{\"serial\":2}\n", "{\"serial\":2}\n"));
  EXPECT_FALSE(with("{\"serial\":2}\n", "{\"serial\":2}\n")) << "one line is not two releases";
  EXPECT_FALSE(with("{\"serial\":1}\n{\"serial\":3}\n", "{\"serial\":2}\n"));
  EXPECT_FALSE(with("{\"serial\":1}\nx{\"serial\":2}\n", "{\"serial\":2}\n"));
  EXPECT_FALSE(with("{\"serial\":1}\n{\"serial\":2}", "{\"serial\":2}"));
  EXPECT_FALSE(with("", ""));
  EXPECT_FALSE(with("{\"serial\":1}\n{\"serial\":9}\n", "{\"serial\":9}\n")) << "not what the note names";
}

TEST_F(FigureSetTest, OnlyAReplyKeyOfThisOrganisationSigns) {
  const auto stranger = crypto::ReplySigningKey::generate(organisation_.random);
  files_[kFigureNote] = write_note(sign_figures_note(note_, stranger));
  EXPECT_EQ(refusal(), Code::kAuthentication);
  note_.instance.bytes[0] ^= 1U;
  sign_note_alone();
  EXPECT_EQ(refusal(), Code::kWrongInstance);
}

}  // namespace
}  // namespace waymark::roster
