#include "roster/day_keys.h"

#include <gtest/gtest.h>

#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;
using testing::replaced;

class DayKeys : public ::testing::Test {
 protected:
  /// The list with its text changed by `from` → `to`, signed as changed.
  Result<DayKeyList> verify_changed(std::string_view from, std::string_view to) {
    Note note{.text = replaced(write_day_keys(list_), from, to), .signatures = {}};
    EXPECT_FALSE(note.text.empty()) << from;
    sign_note(note, "list", organisation_.list_key);
    return verify_day_keys(write_note(note), roster_);
  }

  Organisation organisation_;
  const VerifiedRoster roster_ = *verify_first(organisation_.signed_note(organisation_.first_roster()));
  DayKeyList list_ = organisation_.day_keys(roster_.instance);
  const std::string note_ = write_note(sign_day_keys(list_, organisation_.list_key));
};

TEST_F(DayKeys, ReadsWhatItWrote) {
  const auto read = verify_day_keys(note_, roster_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(write_day_keys(*read), write_day_keys(list_));
  EXPECT_EQ(read->serial, 12U);
  EXPECT_EQ(read->hashes.size(), 8U);
  EXPECT_EQ(read->keys.size(), 2U);
}

TEST_F(DayKeys, OnlyTheListKeySigns) {
  Note note{.text = write_day_keys(list_), .signatures = {}};
  sign_note(note, "list", organisation_.roots[0]);
  sign_note(note, "root", organisation_.list_key);
  EXPECT_EQ(verify_day_keys(write_note(note), roster_).error().code, Code::kAuthentication);
}

TEST_F(DayKeys, AnotherInstanceIsRefused) {
  list_.instance.bytes[0] ^= 1U;
  EXPECT_EQ(verify_day_keys(write_note(sign_day_keys(list_, organisation_.list_key)), roster_).error().code,
            Code::kWrongInstance);
}

TEST_F(DayKeys, RefusesOtherText) {
  EXPECT_EQ(verify_changed("waymark day keys v1", "waymark day keys v2").error().code, Code::kUnsupported);
  const std::string first_hash = "hash " + std::to_string(kToday);
  const std::string second_hash = "hash " + std::to_string(kToday + 1);
  const std::string first_key = "key " + std::to_string(kToday);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"serial 12", "serial x"},
           {"issued 2026-11-22", "issued 2026-11-31"},
           {first_hash, "hash " + std::to_string(kToday - 1)},  // a gap
           {second_hash, first_hash},                           // a day twice
           {first_hash + " ", first_hash + "  "},
           {first_key, "key " + std::to_string(kToday + 2)},  // not the key of that hash, and out of order
           {"key ", "kez "},
           {"key ", "hash 1 AAAA\nkey "},
       }) {
    const auto read = verify_changed(from, to);
    ASSERT_FALSE(read.has_value()) << from << " -> " << to;
    EXPECT_EQ(read.error().code, Code::kMalformed) << from << " -> " << to;
  }
}

TEST_F(DayKeys, AKeyThatIsNotTheHashedOneIsRefused) {
  DayKeyList wrong = list_;
  wrong.keys[0].key.bytes[7] ^= 1U;
  Note note{.text = write_day_keys(wrong), .signatures = {}};
  sign_note(note, "list", organisation_.list_key);
  EXPECT_EQ(verify_day_keys(write_note(note), roster_).error().code, Code::kMalformed);
  EXPECT_DEATH((void)sign_day_keys(wrong, organisation_.list_key), "CHECK failed");
}

// An answer of more than 8 KB would be cut on the way (docs/spec/envelope.md "Why this size").
TEST_F(DayKeys, TheLongestListIsUnderEightKilobytes) {
  DayKeyList longest{
      .instance = list_.instance, .serial = 999'999'999, .issued_day = list_.issued_day, .hashes = {}, .keys = {}};
  for (std::uint32_t day = 99'000; longest.hashes.size() < kDayHashesMax; ++day) {
    const crypto::XWingPublicKey& key = list_.keys.front().key;
    if (longest.keys.size() < kWholeDayKeysMax) longest.keys.push_back({day, key});
    longest.hashes.push_back({day, crypto::sha256(key.bytes)});
  }
  const std::string note = write_note(sign_day_keys(longest, organisation_.list_key));
  EXPECT_LT(note.size(), 8'000U);
  EXPECT_GT(note.size(), 7'000U) << "the bound is not a guess";
}

TEST_F(DayKeys, NumbersOfDaysAreBounded) {
  const auto verify_list = [&](const DayKeyList& list) {
    Note note{.text = write_day_keys(list), .signatures = {}};
    sign_note(note, "list", organisation_.list_key);
    return verify_day_keys(write_note(note), roster_);
  };
  DayKeyList few = list_;
  few.hashes.resize(kDayHashesMin - 1);
  EXPECT_EQ(verify_list(few).error().code, Code::kMalformed);
  DayKeyList many = list_;
  while (many.hashes.size() <= kDayHashesMax) many.hashes.push_back({many.hashes.back().day + 1, {}});
  EXPECT_EQ(verify_list(many).error().code, Code::kTooLarge);
  DayKeyList none = list_;
  none.keys.clear();
  EXPECT_EQ(verify_list(none).error().code, Code::kMalformed);
}

TEST(DayIsAccepted, FromAnHourBeforeToTheEndOfTheThirdDayAfter) {
  const TimePoint start = start_of_day(kToday);
  EXPECT_FALSE(day_is_accepted(kToday, start - Seconds{3'601}));
  EXPECT_TRUE(day_is_accepted(kToday, start - Seconds{3'600}));
  EXPECT_TRUE(day_is_accepted(kToday, start + Seconds{4 * 86'400 - 1}));
  EXPECT_FALSE(day_is_accepted(kToday, start + Seconds{4 * 86'400}));
}

}  // namespace
}  // namespace waymark::roster
