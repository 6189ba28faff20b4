#include "desk/queue/board.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

CaseId id_of(std::uint8_t number) {
  CaseId id;
  id.bytes[0] = number;
  return id;
}

class BoardTest : public ::testing::Test {
 protected:
  void fill(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      Situation situation = sample::request({}, now_ - Seconds{(i * 7919) % 5000});
      if (i % 3 == 0) situation.owner = "vera";
      if (i % 5 == 0)
        situation.facts.push_back(
            sample::fact("what_next=leave_ends;date=2026-11-2" + std::to_string(i % 9) + ";precision=day", now_));
      if (i % 17 == 0) situation.facts.push_back(sample::fact("danger=armed_search", now_));
      board_.set(id_of(static_cast<std::uint8_t>(i)), i, situation);
    }
  }
  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  Board board_{pack_, zone_};
  TimePoint now_ = sample::at("2026-11-22T12:00");
};

TEST_F(BoardTest, PagesFitTogetherAndAreSorted) {
  fill(100);
  const Page all = board_.page(View::kAll, "vera", now_, 0, 1000);
  ASSERT_EQ(all.rows.size(), 100u);
  for (std::size_t i = 1; i < all.rows.size(); ++i)
    EXPECT_FALSE(before(all.rows[i].placement, all.rows[i - 1].placement));
  for (std::size_t offset = 0; offset < 100; offset += 30) {
    const Page page = board_.page(View::kAll, "vera", now_, offset, 30);
    for (std::size_t i = 0; i < page.rows.size(); ++i)
      EXPECT_EQ(page.rows[i].entry->id, all.rows[offset + i].entry->id);
  }
  EXPECT_TRUE(board_.page(View::kAll, "vera", now_, 500, 30).rows.empty());
}

TEST_F(BoardTest, RowsOfASectionStandTogether) {
  fill(200);
  const Page all = board_.page(View::kAll, "vera", now_, 0, 1000);
  EXPECT_TRUE(std::is_sorted(all.rows.begin(), all.rows.end(), [](const BoardRow& a, const BoardRow& b) {
    return a.placement.section < b.placement.section;
  }));
}

TEST_F(BoardTest, ViewsAndCountsAgree) {
  fill(100);
  const Page all = board_.page(View::kAll, "vera", now_, 0, 1000);
  EXPECT_EQ(all.all, 100u);
  EXPECT_EQ(all.mine, 34u);
  EXPECT_EQ(all.mine, board_.page(View::kMine, "vera", now_, 0, 1000).rows.size());
  EXPECT_EQ(all.unowned, board_.page(View::kUnowned, "vera", now_, 0, 1000).rows.size());
  EXPECT_EQ(all.waiting, board_.page(View::kWaiting, "vera", now_, 0, 1000).rows.size());
  EXPECT_EQ(board_.page(View::kMine, "anton", now_, 0, 1000).total, 0u);
}

TEST_F(BoardTest, TheWaitingViewHoldsNobodyWhoWaitsForUs) {
  Situation fresh = sample::request({}, now_ - Seconds{600});
  Situation answered = fresh;
  answered.unread = 0;
  answered.oldest_unread_at.reset();
  answered.first_reply_at = answered.last_reply_at = now_ - Seconds{300};
  Situation wrote_again = answered;
  wrote_again.last_message_at = now_ - Seconds{60};
  Situation unread = answered;
  unread.unread = 1;
  unread.oldest_unread_at = now_ - Seconds{60};
  Situation closed = answered;
  closed.stage = Stage::kClosed;
  Situation dangerous = answered;
  dangerous.facts.push_back(sample::fact("danger=armed_search", now_ - Seconds{600}));
  fresh.override_ = Override{Override::Direction::kLowered, now_};
  std::uint8_t number = 0;
  for (const Situation& one : {fresh, answered, wrote_again, unread, closed, dangerous}) {
    board_.set(id_of(number), number, one);
    ++number;
  }
  const Page waiting = board_.page(View::kWaiting, "vera", now_, 0, 10);
  ASSERT_EQ(waiting.rows.size(), 2u);
  EXPECT_EQ(waiting.rows[0].entry->id, id_of(5)) << "an answered danger is still waited for, and comes first";
  EXPECT_EQ(waiting.rows[1].entry->id, id_of(1));
  EXPECT_EQ(waiting.waiting, 2u);
  const auto section = [this](std::uint8_t which) {
    const Page all = board_.page(View::kAll, "vera", now_, 0, 10);
    const auto row = std::ranges::find(all.rows, id_of(which), [](const BoardRow& one) { return one.entry->id; });
    return row->placement.section;
  };
  EXPECT_EQ(section(0), Section::kWaiting) << "the section of that name holds people who wait for us too";
}

TEST_F(BoardTest, ACaseThatSomebodyElseLeadsStandsByItsClockAlone) {
  Situation plain = sample::request({"danger=none", "what_next=leave_ends;date=2026-11-25;precision=day"}, now_);
  plain.owner = "vera";
  std::vector<Situation> cases(4, plain);
  cases[1].facts.push_back(sample::fact("danger=armed_search", now_));
  cases[2].override_ = Override{Override::Direction::kRaised, now_};
  cases[3].override_ = Override{Override::Direction::kLowered, now_};
  for (std::uint8_t i = 0; i < cases.size(); ++i) board_.set(id_of(i), i, cases[i]);
  const Page page = board_.page(View::kAll, "anton", now_, 0, 10);
  ASSERT_EQ(page.rows.size(), cases.size());
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    const BoardRow& row = page.rows[i];
    EXPECT_EQ(row.entry->id, id_of(static_cast<std::uint8_t>(i))) << "neither danger nor a move is in the order";
    EXPECT_FALSE(row.open);
    EXPECT_EQ(row.placement.due, page.rows[0].placement.due);
    EXPECT_EQ(row.placement.section, page.rows[0].placement.section);
    EXPECT_FALSE(row.placement.danger);
    EXPECT_FALSE(row.placement.override_.has_value());
    EXPECT_FALSE(row.placement.waiting_since.has_value());
  }
  EXPECT_EQ(board_.page(View::kAll, "ihor", now_, 0, 10, Sight::kEverybodys).rows[0].placement.section,
            Section::kDanger);
}

TEST_F(BoardTest, LoadCountsOpenCasesOnly) {
  fill(9);
  Situation closed = board_.find(id_of(0))->derived.situation;
  closed.stage = Stage::kClosed;
  board_.set(id_of(0), 0, closed);
  EXPECT_EQ(board_.load(), (std::map<std::string, std::size_t>{{"vera", 2}}));
}

TEST_F(BoardTest, ChangesAndSweeping) {
  fill(3);
  Situation changed = board_.find(id_of(1))->derived.situation;
  changed.facts.push_back(sample::fact("danger=armed_search", now_));
  board_.begin();
  board_.set(id_of(1), 1, changed);
  board_.sweep();
  EXPECT_EQ(board_.size(), 1u);
  EXPECT_EQ(board_.page(View::kAll, "", now_, 0, 10).rows[0].placement.section, Section::kDanger);
  board_.remove(id_of(1));
  EXPECT_EQ(board_.find(id_of(1)), nullptr);
}

}  // namespace
}  // namespace waymark::desk::queue
