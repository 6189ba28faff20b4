#include "roster/freshness.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;

nlohmann::json vectors() {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/freshness.json"};
  return nlohmann::json::parse(file);
}

std::string outcome_of(const DayKeyList& list, std::uint32_t today) {
  const auto keys = keys_to_seal(list, today);
  if (!keys) return keys.error().code == Code::kExpired ? "stale" : "ahead";
  std::string days;
  for (const DayKey& key : *keys) days += (days.empty() ? "" : " ") + std::to_string(key.day);
  return days;
}

TEST(Freshness, VectorsOfWhatAWriterSealsTo) {
  const auto cases = vectors().at("lists");
  ASSERT_GT(cases.size(), 15U);
  for (const auto& one : cases) {
    DayKeyList list{.instance = {}, .issued_day = one.at("issued"), .hashes = {}, .keys = {}};
    for (const std::uint32_t day : one.at("keys")) list.keys.push_back({day, {}});
    EXPECT_EQ(outcome_of(list, one.at("today")), one.at("outcome").get<std::string>()) << one.at("name");
  }
}

// Whatever is sealed to lives at the desk for two days more at least.
TEST(Freshness, NeverOlderThanTheDeskOpens) {
  for (std::uint32_t issued = kToday - 40; issued <= kToday + 40; ++issued)
    for (std::uint32_t first = kToday - 40; first <= kToday + 40; ++first) {
      const DayKeyList list{.instance = {}, .issued_day = issued, .hashes = {}, .keys = {{first, {}}, {first + 1, {}}}};
      const auto keys = keys_to_seal(list, kToday);
      if (!keys) continue;
      EXPECT_TRUE(issued + kListAgeDaysMax >= kToday && issued <= kToday + kClockDays);
      for (const DayKey& key : *keys) {
        EXPECT_GE(key.day + kClockDays, kToday);
        EXPECT_LE(key.day, kToday + kClockDays);
        EXPECT_GE(key.day + kDayAcceptedDays, kToday + 2);
      }
    }
}

struct Step {
  std::string piece;
  Code code;
  const char* what;
};

class Chain : public ::testing::Test {
 protected:
  void SetUp() override {
    rosters_.push_back(*verify_first(organisation_.signed_note(organisation_.first_roster())));
    for (int i = 0; i < 5; ++i)
      rosters_.push_back(
          *verify_next(organisation_.signed_note(organisation_.next_roster(rosters_.back())), rosters_.back()));
    for (const VerifiedRoster& one : rosters_) chain_ += one.note + '\0';
  }
  [[nodiscard]] std::string piece(std::initializer_list<std::size_t> which, bool end) const {
    std::string text;
    for (const std::size_t at : which) text += rosters_.at(at).note + '\0';
    return end ? text + '\0' : text;
  }
  Organisation organisation_;
  std::vector<VerifiedRoster> rosters_;
  std::string chain_;
  crypto::InstanceId instance() const { return rosters_.front().instance; }
};

TEST_F(Chain, InPiecesGivesTheSameAsWhole) {
  std::optional<VerifiedRoster> known;
  int pieces = 0;
  for (bool end = false; !end; ++pieces) {
    ASSERT_LT(pieces, 10);
    const auto text = piece_from(chain_, known ? known->roster.serial + 1 : 1);
    ASSERT_TRUE(text.has_value());
    EXPECT_LE(text->size(), kPieceBytes + 1);
    auto followed = follow_piece(*text, std::move(known), instance());
    ASSERT_TRUE(followed.has_value()) << describe(followed.error());
    known = std::move(followed->last);
    end = followed->is_end;
  }
  EXPECT_EQ(known->text_hash, verify_chain(chain_, instance())->text_hash);
  EXPECT_EQ(piece_from(chain_, 7), std::string(1, '\0')) << "nothing newer";
  EXPECT_EQ(piece_from(chain_, 8), std::nullopt);
  EXPECT_EQ(piece_from(chain_, 0), std::nullopt);
}

TEST_F(Chain, ARosterLargerThanAPieceIsNone) {
  Roster large = organisation_.first_roster();
  const auto size_with = [&](std::size_t letters) {
    large.mirrors.assign(20, "http://" + std::string(letters, 'a'));
    return write_roster(large).size();
  };
  const std::size_t most = (5'900 - size_with(0)) / 20;
  ASSERT_LE(size_with(most), 5'900U);
  const auto first = verify_first(organisation_.signed_note(large));
  ASSERT_TRUE(first.has_value());
  EXPECT_LE(piece_from(first->note + '\0', 1)->size(), kPieceBytes + 1) << "the fullest one is one piece";
  ASSERT_GT(size_with(most + 1), 5'900U);
  EXPECT_EQ(parse_roster(write_roster(large)).error().code, Code::kTooLarge);
  // Small text, but signatures without end.
  std::string padded = first->note;
  while (padded.size() < kPieceBytes) padded += padded.substr(padded.rfind("\u2014"));
  EXPECT_EQ(verify_first(padded).error().code, Code::kTooLarge);
}

TEST_F(Chain, PiecesThatDoNotFollowAreRefused) {
  const VerifiedRoster& third = rosters_[2];
  Roster forged = organisation_.next_roster(third);
  forged.roots = {organisation_.roots[1].verify_key()};
  const std::string by_itself = write_note(sign_roster(forged, {&organisation_.roots[1], 1}));
  const std::vector<Step> steps{
      {"", Code::kTruncated, "nothing, and not the end"},
      {rosters_[3].note, Code::kTruncated, "no NUL"},
      {piece({4}, true), Code::kConflict, "one left out"},
      {piece({2}, true), Code::kConflict, "the same again"},
      {piece({0}, true), Code::kConflict, "from the beginning"},
      {by_itself + '\0' + '\0', Code::kAuthentication, "signed by its own root alone"},
      {std::string(2, '\0'), Code::kMalformed, "two ends"},
      {piece({3}, true) + piece({4}, true), Code::kMalformed, "more behind the end"},
  };
  for (const Step& step : steps) {
    const auto followed = follow_piece(step.piece, third, instance());
    ASSERT_FALSE(followed.has_value()) << step.what;
    EXPECT_EQ(followed.error().code, step.code) << step.what;
  }
  EXPECT_EQ(follow_piece(std::string(1, '\0'), third, instance())->last.text_hash, third.text_hash);
  EXPECT_EQ(follow_piece(piece({3}, false), third, instance())->is_end, false);
  EXPECT_EQ(follow_piece(std::string(1, '\0'), std::nullopt, instance()).error().code, Code::kMalformed);
  EXPECT_EQ(follow_piece(piece({0}, true), std::nullopt, {}).error().code, Code::kWrongInstance);
  EXPECT_EQ(follow_piece(piece({1}, true), std::nullopt, instance()).error().code, Code::kConflict);
}

// A roster that names the real organisation, signed by nobody but the root it brings along.
TEST_F(Chain, ARosterThatNamesTheRealInstanceWithItsOwnRootIsRefused) {
  Roster forged = organisation_.next_roster(rosters_.front());
  forged.roots = {organisation_.roots[2].verify_key()};
  const std::string note = write_note(sign_roster(forged, {&organisation_.roots[2], 1}));
  EXPECT_EQ(follow_piece(note + std::string(2, '\0'), std::nullopt, instance()).error().code, Code::kConflict);
  EXPECT_EQ(follow_piece(note + std::string(2, '\0'), rosters_.front(), instance()).error().code,
            Code::kAuthentication);
}

TEST_F(Chain, APinnedRosterIsOfItsInstance) {
  EXPECT_EQ(read_pinned(rosters_[0].note, instance())->text_hash, rosters_[0].text_hash);
  EXPECT_EQ(read_pinned(rosters_[3].note, instance())->text_hash, rosters_[3].text_hash);
  EXPECT_EQ(read_pinned(rosters_[3].note, {}).error().code, Code::kWrongInstance);
  EXPECT_FALSE(read_pinned("", instance()).has_value());
}

TEST(FreshnessVectors, KeysOfMixedOrderAreRefused) {
  const auto keys = vectors().at("verify_keys");
  ASSERT_GE(keys.size(), 4U);
  for (const auto& one : keys) {
    const auto bytes = array_from_base64<32>(one.at("key").get<std::string>(), Padding::kRequired);
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(crypto::is_good_verify_key(*bytes), one.at("good").get<bool>()) << one.at("name");
  }
}

}  // namespace
}  // namespace waymark::roster
