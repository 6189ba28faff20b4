// A flood of alike requests is one row, and hides nobody.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "desk/queue/board.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

CaseId id_of(std::uint16_t number) {
  CaseId id;
  id.bytes[0] = static_cast<std::uint8_t>(number >> 8U);
  id.bytes[1] = static_cast<std::uint8_t>(number);
  return id;
}

class WavesTest : public ::testing::Test {
 protected:
  void put(std::uint16_t number, const Situation& situation) {
    board_.set(id_of(number), number, sample::packed(situation));
  }
  /// So many of one hour that say the same.
  void flood(std::uint16_t count, const std::vector<std::string>& facts = {}) {
    for (std::uint16_t i = 0; i < count; ++i) put(i, request(facts, i % 1'800));
  }
  Situation request(const std::vector<std::string>& facts, std::int64_t seconds_ago) {
    Situation situation = sample::request({}, now_ - Seconds{seconds_ago});
    for (const std::string& fact : facts) situation.facts.push_back(sample::fact(fact, now_ - Seconds{seconds_ago}));
    return situation;
  }
  Page folded(std::size_t limit = 50, std::size_t offset = 0, const Filter& filter = {}, View view = View::kUnowned) {
    return board_.page(view, "vera", now_, offset, limit, Sight::kOwn, filter, Waves::kFolded);
  }
  static std::size_t waves_in(const Page& page) {
    return static_cast<std::size_t>(
        std::ranges::count_if(page.rows, [](const BoardRow& row) { return row.wave.has_value(); }));
  }
  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  Board board_{pack_, zone_};
  TimePoint now_ = sample::at("2026-11-22T12:45");
};

TEST_F(WavesTest, SixHundredAreOneRowAndTenOthersStandOnTheFirstPage) {
  flood(600);
  std::set<CaseId> honest;
  for (std::uint16_t i = 0; i < 10; ++i) {
    const std::string date = "what_next=leave_ends;date=2026-11-" + std::to_string(23 + i % 7) + ";precision=day";
    put(static_cast<std::uint16_t>(1'000 + i),
        request({date, i % 2 == 0 ? "danger=none" : "danger=armed_search"}, 60 * i));
    honest.insert(id_of(static_cast<std::uint16_t>(1'000 + i)));
  }
  const Page page = folded();
  EXPECT_EQ(page.total, 11U);
  ASSERT_EQ(page.rows.size(), 11U);
  ASSERT_EQ(waves_in(page), 1U);
  for (const BoardRow& row : page.rows) {
    if (row.wave)
      EXPECT_EQ(row.wave->count, 600U);
    else
      EXPECT_TRUE(honest.contains(row.entry->id));
  }
  EXPECT_EQ(page.unowned, 610U) << "the counts are of requests";
  EXPECT_EQ(page.all, 610U);
}

TEST_F(WavesTest, ItStandsWhereTheMostUrgentOfThemStandsAndOpensToAllOfThem) {
  flood(100);
  const Page open = board_.page(View::kUnowned, "vera", now_, 0, 200);
  const Page page = folded();
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows[0].entry->id, open.rows[0].entry->id);
  const Filter only{.alike = page.rows[0].wave->key};
  const Page inside = board_.page(View::kUnowned, "vera", now_, 0, 200, Sight::kOwn, only);
  ASSERT_EQ(inside.rows.size(), 100U);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(inside.rows[i].entry->id, open.rows[i].entry->id);
  EXPECT_TRUE(board_.page(View::kUnowned, "vera", now_, 0, 9, Sight::kOwn, {.alike = 12}).rows.empty());
}

TEST_F(WavesTest, UpToTwentyStandForThemselves) {
  flood(kWaveMin);
  EXPECT_EQ(folded().rows.size(), kWaveMin);
  EXPECT_EQ(waves_in(folded()), 0U);
  put(900, request({}, 5));
  EXPECT_EQ(folded().rows.size(), 1U);
  EXPECT_EQ(folded().rows[0].wave->count, kWaveMin + 1);
}

TEST_F(WavesTest, DangerIsNeverInsideAWaveWithoutIt) {
  flood(300);
  for (std::uint16_t i = 0; i < 40; ++i)
    put(static_cast<std::uint16_t>(2'000 + i), request({"danger=armed_search"}, i));
  put(3'000, request({"danger=beaten_or_threatened"}, 7));
  const Page page = folded();
  ASSERT_EQ(page.rows.size(), 3U);
  for (const BoardRow& row : page.rows) {
    const bool in_danger = row.placement.danger;
    if (row.wave && row.wave->count == 300U) {
      EXPECT_FALSE(row.entry->derived.danger);
    }
    if (row.wave && row.wave->count == 40U) {
      EXPECT_TRUE(in_danger) << "the row says it";
    }
    if (!row.wave) {
      EXPECT_EQ(row.entry->id, id_of(3'000)) << "another danger stands by itself";
    }
  }
}

TEST_F(WavesTest, WhatSomebodyLeadsOrMovedOrAnsweredStandsAlone) {
  flood(50);
  Situation led = request({}, 3);
  led.owner = "vera";
  put(500, led);
  Situation raised = request({}, 4);
  raised.override_ = Override{.direction = Override::Direction::kRaised, .at = now_};
  put(501, raised);
  Situation answered = request({}, 5);
  answered.last_reply_at = now_;
  put(502, answered);
  const Page page = folded(50, 0, {}, View::kAll);
  EXPECT_EQ(page.rows.size(), 4U);
  for (const BoardRow& row : page.rows)
    if (row.wave) {
      EXPECT_EQ(row.wave->count, 50U);
    }
}

TEST_F(WavesTest, ANewHourIsANewWave) {
  for (std::uint16_t i = 0; i < 80; ++i) put(i, request({}, i < 40 ? 60 : 3'700));
  EXPECT_EQ(waves_in(folded()), 2U);
}

TEST_F(WavesTest, PagesFitTogetherAndFiltersHold) {
  flood(200);
  for (std::uint16_t i = 0; i < 60; ++i)
    put(static_cast<std::uint16_t>(1'000 + i),
        request({"what_next=leave_ends;date=2026-11-" + std::to_string(23 + i % 7) + ";precision=day"},
                60 * i + 4'000));
  std::set<CaseId> seen;
  for (std::size_t offset = 0; offset < folded().total; offset += 7) {
    const Page page = folded(7, offset);
    for (const BoardRow& row : page.rows) EXPECT_TRUE(seen.insert(row.entry->id).second);
  }
  EXPECT_EQ(seen.size(), folded().total);
  EXPECT_EQ(folded(50, 0, {.language = Language::kEnglish}).total, 0U);
}

TEST_F(WavesTest, WhoWaitsLongestIsSeenAlsoOutOfAWave) {
  flood(60);
  put(700, request({}, 1'799));
  Situation oldest = request({}, 1'800);
  put(701, oldest);
  const Page page = folded();
  EXPECT_EQ(page.total, 1U);
  EXPECT_EQ(page.rows[0].wave->count, 62U);
}

}  // namespace
}  // namespace waymark::desk::queue
