#include "roster/public_cards.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/encoding.h"

#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;
using testing::replaced;

class PublicCardsNote : public ::testing::Test {
 protected:
  static CardPiece piece_of(Language language, std::string_view bytes) {
    return {language, crypto::sha256(view_of(bytes))};
  }
  [[nodiscard]] PublicSet set() const {
    return {write_note(sign_public_cards(cards_, organisation_.reply_key)), texts_};
  }
  Result<PublicCards> verify_changed(std::string_view from, std::string_view to) {
    Note note{.text = replaced(write_public_cards(cards_), from, to), .signatures = {}};
    EXPECT_FALSE(note.text.empty()) << from;
    sign_note(note, "cards", organisation_.reply_key);
    return verify_public_cards(write_note(note), roster_);
  }

  Organisation organisation_;
  const VerifiedRoster roster_ = *verify_first(organisation_.signed_note(organisation_.first_roster()));
  const std::vector<std::string> texts_{"ru one\n", "ru two\n", "uk\n", "en\n"};
  PublicCards cards_{.instance = roster_.instance,
                     .serial = 20'779'000,
                     .issued_day = kToday,
                     .pieces = {piece_of(Language::kRussian, texts_[0]), piece_of(Language::kRussian, texts_[1]),
                                piece_of(Language::kUkrainian, texts_[2]), piece_of(Language::kEnglish, texts_[3])}};
};

TEST_F(PublicCardsNote, ReadsWhatItWrote) {
  const auto bytes = write_public_set(set());
  ASSERT_TRUE(bytes.has_value());
  const auto read = parse_public_set(*bytes);
  ASSERT_TRUE(read.has_value());
  const auto cards = verify_public_set(*read, roster_);
  ASSERT_TRUE(cards.has_value());
  EXPECT_EQ(write_public_cards(*cards), write_public_cards(cards_));
  EXPECT_EQ(*write_public_set(*read), *bytes) << "one set has one form";
}

TEST_F(PublicCardsNote, AnEmptySetIsASet) {
  cards_.pieces.clear();
  EXPECT_TRUE(verify_public_set({set().note, {}}, roster_).has_value());
}

TEST_F(PublicCardsNote, OnlyAReplyKeySignsAndOnlyForThis) {
  Note note{.text = write_public_cards(cards_), .signatures = {}};
  sign_note(note, "cards", organisation_.list_key);
  sign_note(note, "cards", organisation_.roots[0]);
  sign_note(note, "list", organisation_.reply_key);
  EXPECT_EQ(verify_public_cards(write_note(note), roster_).error().code, Code::kAuthentication);
  // What a reply key signed for another purpose does not begin as a set does.
  EXPECT_EQ(verify_changed("waymark public cards v1", "waymark public cards v2").error().code, Code::kUnsupported);
}

TEST_F(PublicCardsNote, AnotherInstanceAndAnotherPieceAreRefused) {
  PublicSet changed = set();
  changed.pieces[1] = "ru two, and a bribe helps\n";
  EXPECT_EQ(verify_public_set(changed, roster_).error().code, Code::kAuthentication);
  changed = set();
  std::swap(changed.pieces[0], changed.pieces[1]);
  EXPECT_EQ(verify_public_set(changed, roster_).error().code, Code::kAuthentication);
  changed = set();
  changed.pieces.pop_back();
  EXPECT_EQ(verify_public_set(changed, roster_).error().code, Code::kMalformed);
  cards_.instance.bytes[0] ^= 1U;
  EXPECT_EQ(verify_public_set(set(), roster_).error().code, Code::kWrongInstance);
}

TEST_F(PublicCardsNote, RefusesOtherText) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"serial 20779000", "serial 0"},
                                                        {"serial 20779000", "serial 020779000"},
                                                        {"issued 2026-11-22", "issued x"},
                                                        {"piece uk", "piece fr"},
                                                        {"piece en", "piece ru"},
                                                        {"piece uk ", "piece uk"},
                                                        {"piece ru", "card ru"}})
    EXPECT_EQ(verify_changed(from, to).error().code, Code::kMalformed) << to;
}

TEST_F(PublicCardsNote, BoundsComeFirst) {
  for (std::size_t i = 0; i < kCardPiecesOfLanguageMax - 2; ++i)
    cards_.pieces.insert(cards_.pieces.begin(), cards_.pieces[0]);
  const std::string most = write_public_cards(cards_);
  EXPECT_TRUE(parse_public_cards(most).has_value());
  cards_.pieces.insert(cards_.pieces.begin(), cards_.pieces[0]);
  EXPECT_EQ(parse_public_cards(write_public_cards(cards_)).error().code, Code::kTooLarge);

  EXPECT_EQ(parse_public_set(Bytes(kPublicSetBytesMax + 1)).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_public_set(ByteWriter{}.u16(kCardsNoteBytesMax + 1).view()).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_public_set(ByteWriter{}.u16(0).u32(kCardPieceBytesMax + 1).view()).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_public_set(ByteWriter{}.u16(0).u32(0).view()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_public_set(ByteWriter{}.u16(0).u32(2).u8(1).view()).error().code, Code::kTruncated);
  ByteWriter many;
  many.u16(0);
  for (std::size_t i = 0; i <= kCardPiecesMax; ++i) many.u32(1).u8('x');
  EXPECT_EQ(parse_public_set(many.view()).error().code, Code::kTooLarge);
  EXPECT_EQ(write_public_set({"", {std::string(kCardPieceBytesMax + 1, 'x')}}).error().code, Code::kTooLarge);
}

/// The largest set that may be signed is one answer of the relay.
TEST_F(PublicCardsNote, TheLargestNoteIsOneAnswer) {
  cards_.pieces.clear();
  for (const Language language : kLanguages)
    cards_.pieces.insert(cards_.pieces.end(), kCardPiecesOfLanguageMax, {language, crypto::Sha256{}});
  cards_.serial = 999'999'999;
  EXPECT_LE(set().note.size(), kCardsNoteBytesMax);
}

/// A set cut anywhere, or with any byte changed, is never taken for a good one.
TEST_F(PublicCardsNote, NoOtherBytesAreThisSet) {
  const Bytes whole = *write_public_set(set());
  const auto is_good = [this](ByteView bytes) {
    const auto read = parse_public_set(bytes);
    return read.has_value() && verify_public_set(*read, roster_).has_value();
  };
  ASSERT_TRUE(is_good(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(is_good(ByteView{whole}.first(size))) << size;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes changed = whole;
    changed[at] ^= 1U;
    EXPECT_FALSE(is_good(changed)) << at;
  }
}

TEST_F(PublicCardsNote, IsGoodForThirtyDays) {
  const auto code_on = [this](std::uint32_t day) {
    const auto checked = check_date(cards_, start_of_day(day));
    return checked.has_value() ? std::string{"good"} : std::string{name_of(checked.error().code)};
  };
  EXPECT_EQ(code_on(kToday - 2), "wrong-day");
  EXPECT_EQ(code_on(kToday - 1), "good");
  EXPECT_EQ(code_on(kToday + 30), "good");
  EXPECT_EQ(code_on(kToday + 31), "expired");
}

/// tests/vectors/public-cards.json: what the pages check as well. WAYMARK_WRITE_VECTORS=1 writes it anew.
TEST_F(PublicCardsNote, VectorsHold) {
  const char* path = WAYMARK_SOURCE_DIR "/tests/vectors/public-cards.json";
  if (std::getenv("WAYMARK_WRITE_VECTORS") != nullptr) {
    const auto sealed = [](const PublicSet& set) { return to_base64(*write_public_set(set), Padding::kRequired); };
    nlohmann::json all = {{"comment",
                           "Read by src/roster/public_cards_test.cpp; "
                           "the format: docs/spec/public-cards.md. The sets are base64."},
                          {"roster", roster_.note},
                          {"serial", cards_.serial},
                          {"issued_day", cards_.issued_day}};
    PublicSet other = set();
    other.pieces[1] = "ru two, changed\n";
    Note by_list{.text = write_public_cards(cards_), .signatures = {}};
    sign_note(by_list, "cards", organisation_.list_key);
    PublicCards foreign = cards_;
    foreign.instance.bytes[0] ^= 1U;
    all["sets"] = {{{"name", "good"}, {"set", sealed(set())}, {"outcome", "good"}},
                   {{"name", "another piece"}, {"set", sealed(other)}, {"outcome", "authentication"}},
                   {{"name", "signed by the list key"},
                    {"set", sealed({write_note(by_list), texts_})},
                    {"outcome", "authentication"}},
                   {{"name", "of another instance"},
                    {"set", sealed({write_note(sign_public_cards(foreign, organisation_.reply_key)), texts_})},
                    {"outcome", "wrong-instance"}}};
    std::ofstream{path} << all.dump(1) << "\n";
  }
  std::ifstream file{path};
  const auto vectors = nlohmann::json::parse(file);
  const auto roster = verify_first(vectors.at("roster").get<std::string>());
  ASSERT_TRUE(roster.has_value());
  for (const auto& one : vectors.at("sets")) {
    const auto set = parse_public_set(*from_base64(one.at("set").get<std::string>(), Padding::kRequired));
    ASSERT_TRUE(set.has_value());
    const auto cards = verify_public_set(*set, *roster);
    EXPECT_EQ(cards.has_value() ? "good" : std::string{name_of(cards.error().code)}, one.at("outcome"))
        << one.at("name");
    if (!cards.has_value()) continue;
    EXPECT_EQ(cards->serial, vectors.at("serial"));
    EXPECT_EQ(cards->issued_day, vectors.at("issued_day"));
  }
}

TEST(PublicCardsSerial, GoesUpAndIsNeverBehindItsDay) {
  EXPECT_EQ(next_cards_serial(0, kToday), 20'779'000U);
  EXPECT_EQ(next_cards_serial(20'779'000, kToday), 20'779'001U);
  EXPECT_EQ(next_cards_serial(20'779'005, kToday + 1), 20'780'000U);
  EXPECT_EQ(next_cards_serial(20'779'005, kToday - 5), 20'779'006U);
}

}  // namespace
}  // namespace waymark::roster
