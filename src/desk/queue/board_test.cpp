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
      board_.set(id_of(static_cast<std::uint8_t>(i)), i, sample::packed(situation));
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
    board_.set(id_of(number), number, sample::packed(one));
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
  for (std::uint8_t i = 0; i < cases.size(); ++i) board_.set(id_of(i), i, sample::packed(cases[i]));
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

TEST_F(BoardTest, WhatACoordinatorSeesIsWhatTheListsHold) {
  fill(120);
  const auto total = [this](View view, TimePoint now, const Filter& filter) {
    return board_.page(view, "olga", now, 0, 1, Sight::kEverybodys, filter).total;
  };
  for (const int hours : {0, 1, 2, 3, 30}) {
    const TimePoint now = now_ + Seconds{hours * 3600};
    const Watch watch = board_.watch(now);
    EXPECT_EQ(watch.unowned_late, total(View::kUnowned, now, {.late = kToLead})) << hours;
    EXPECT_EQ(watch.broken, total(View::kAll, now, {.late = kPromiseBroken})) << hours;
    const Page all = board_.page(View::kAll, "olga", now, 0, 1'000, Sight::kEverybodys);
    std::size_t soon_for_nobody = 0;
    std::size_t came = 0;
    Load vera;
    for (const BoardRow& row : all.rows) {
      const Derived& derived = row.entry->derived;
      came += derived.situation.received_at > now - Seconds{3600} ? 1U : 0U;
      const auto& clock = row.placement.clock;
      const auto due = clock ? std::optional(latest_safe(derived, derived.clocks[*clock])) : std::nullopt;
      if (!derived.situation.owner) soon_for_nobody += due && *due < now + kSoonForNobody ? 1U : 0U;
      if (derived.situation.owner != "vera") continue;
      vera.open += 1;
      vera.owed += row.placement.waiting_since ? 1U : 0U;
      vera.soon += due && *due < now + kSoonForOwner ? 1U : 0U;
      if (due) vera.nearest = std::min(*due, vera.nearest.value_or(*due));
    }
    EXPECT_EQ(watch.unowned_soon, soon_for_nobody) << hours;
    EXPECT_EQ(watch.came_hour, came) << hours;
    ASSERT_EQ(watch.owners.size(), 1U);
    EXPECT_EQ(watch.owners.at("vera").open, vera.open);
    EXPECT_EQ(watch.owners.at("vera").owed, vera.owed);
    EXPECT_EQ(watch.owners.at("vera").soon, vera.soon);
    EXPECT_EQ(watch.owners.at("vera").nearest, vera.nearest);
  }
  EXPECT_GT(board_.watch(now_ + Seconds{3 * 3600}).broken, 0U);
}

TEST_F(BoardTest, LoadCountsOpenCasesOnly) {
  fill(9);
  Situation closed = board_.find(id_of(0))->derived.situation;
  closed.stage = Stage::kClosed;
  board_.set(id_of(0), 0, sample::packed(closed));
  EXPECT_EQ(board_.watch(now_).owners.at("vera").open, 3U) << "words that nobody has read keep it open";
  closed.unread = 0;
  closed.oldest_unread_at.reset();
  board_.set(id_of(0), 0, sample::packed(closed));
  EXPECT_EQ(board_.watch(now_).owners.size(), 1U);
  EXPECT_EQ(board_.watch(now_).owners.at("vera").open, 2U);
}

/// Whatever stage, side and date a case has: it is in the closed view or in the others, never in both and never in
/// none; with unread words never in the closed one; and the order of each view stays total.
TEST_F(BoardTest, EveryCaseStandsInOneOfTheTwoLists) {
  unsigned made = 0;
  for (const Stage stage : {Stage::kNew, Stage::kActive, Stage::kWaitingPerson, Stage::kWaitingDate, Stage::kClosed})
    for (const Side side : {Side::kNone, Side::kQuarantine, Side::kDuplicate, Side::kReopened})
      for (const int wakes : {-1, 0, 1})
        for (const unsigned unread : {0U, 2U}) {
          Situation situation = sample::request({"danger=none"}, now_ - Seconds{made * 60});
          situation.stage = stage;
          situation.side = side;
          if (wakes != 0) situation.wakes_at = now_ + Seconds{wakes * 3600};
          situation.unread = unread;
          if (unread == 0) situation.oldest_unread_at.reset();
          if (made % 2 == 0) situation.first_reply_at = situation.last_reply_at = now_;
          board_.set(id_of(static_cast<std::uint8_t>(made)), made, sample::packed(situation));
          ++made;
        }
  const Page open = board_.page(View::kAll, "vera", now_, 0, 1000);
  const Page closed = board_.page(View::kClosed, "vera", now_, 0, 1000);
  EXPECT_EQ(open.rows.size() + closed.rows.size(), made);
  EXPECT_EQ(open.all, open.rows.size());
  EXPECT_EQ(open.closed, closed.rows.size());
  for (const BoardRow& row : closed.rows) EXPECT_EQ(row.entry->derived.situation.unread, 0U);
  for (const BoardRow& row : closed.rows) EXPECT_EQ(row.entry->derived.situation.stage, Stage::kClosed);
  for (std::size_t i = 1; i < open.rows.size(); ++i)
    EXPECT_FALSE(before(open.rows[i].placement, open.rows[i - 1].placement));
  const Page waiting = board_.page(View::kWaiting, "vera", now_, 0, 1000);
  EXPECT_FALSE(waiting.rows.empty());
  for (const BoardRow& row : waiting.rows) {
    const Situation& situation = row.entry->derived.situation;
    EXPECT_EQ(situation.unread, 0U);
    EXPECT_TRUE(!situation.wakes_at.has_value() || *situation.wakes_at > now_) << "its date has come";
  }
}

TEST_F(BoardTest, ChangesAndSweeping) {
  fill(3);
  Situation changed = board_.find(id_of(1))->derived.situation;
  changed.facts.push_back(sample::fact("danger=armed_search", now_));
  board_.begin(0);
  board_.set(id_of(1), 1, sample::packed(changed));
  board_.sweep();
  EXPECT_EQ(board_.size(), 1u);
  EXPECT_EQ(board_.page(View::kAll, "", now_, 0, 10).rows[0].placement.section, Section::kDanger);
  board_.remove(id_of(1));
  EXPECT_EQ(board_.find(id_of(1)), nullptr);
}

TEST_F(BoardTest, EachFilterLeavesWhatItsFacetCountsInTheSameOrder) {
  fill(120);
  const Page all = board_.page(View::kAll, "vera", now_, 0, 1000);
  const auto left = [&](const Filter& filter) {
    const Page page = board_.page(View::kAll, "vera", now_, 0, 1000, Sight::kOwn, filter);
    EXPECT_EQ(page.total, page.rows.size());
    EXPECT_EQ(page.all, all.all);
    EXPECT_EQ(page.facets.us, all.facets.us) << "what could be chosen does not depend on what is";
    auto at = all.rows.begin();
    for (const BoardRow& row : page.rows) {
      at = std::find_if(at, all.rows.end(), [&row](const BoardRow& one) { return one.entry == row.entry; });
      EXPECT_NE(at, all.rows.end()) << "a filter hides and never moves";
    }
    return page.total;
  };
  EXPECT_EQ(left({.turn = Turn::kUs}), all.facets.us);
  EXPECT_EQ(left({.turn = Turn::kThem}), all.facets.them);
  EXPECT_EQ(left({.third_person = false}), all.facets.self);
  EXPECT_EQ(left({.late = kToLead}), all.facets.late_lead);
  EXPECT_GT(all.facets.late_lead, 0u);
  for (const auto& [kind, count] : all.facets.clocks) EXPECT_EQ(left({.clock = kind}), count) << kind;
  for (const auto& [language, count] : all.facets.languages) EXPECT_EQ(left({.language = language}), count);
}

// Whoever waits in good order waits for us again when a task of ours is late, and it climbs as a promise does.
TEST_F(BoardTest, ALateTaskLeavesTheWaitingListAndClimbs) {
  Situation answered = sample::request({"danger=none", "what_next=nothing_dated"}, now_ - Seconds{86'400});
  answered.unread = 0;
  answered.oldest_unread_at.reset();
  answered.owner = "vera";
  answered.first_reply_at = answered.last_reply_at = now_ - Seconds{80'000};
  const auto late_by = [&](int minutes) {
    answered.dues = {{.kind = "task", .at = now_ - Seconds{minutes * 60}, .owner = {}}};
    board_.set(id_of(1), 1, sample::packed(answered));
    return board_.page(View::kAll, "vera", now_, 0, 10);
  };
  EXPECT_EQ(late_by(-10).waiting, 1u);
  EXPECT_EQ(late_by(-10).facets.them, 1u);
  EXPECT_EQ(late_by(10).waiting, 0u);
  EXPECT_EQ(late_by(10).facets.us, 1u);
  EXPECT_EQ(late_by(10).facets.late_lead, 0u);
  EXPECT_EQ(late_by(60).facets.late_lead, 1u);
  EXPECT_EQ(late_by(60).facets.late_coordinator, 0u);
  EXPECT_EQ(late_by(90).facets.late_coordinator, 1u);
  EXPECT_EQ(late_by(120).facets.broken, 1u);
  EXPECT_EQ(board_.page(View::kAll, "anton", now_, 0, 10).facets.broken, 0u) << "it is not his to know";
}

TEST_F(BoardTest, AFilterSaysNothingOfWhatTheReaderCannotOpen) {
  Situation hers = sample::request({"danger=none", "what_next=leave_ends;date=2026-11-25;precision=day"}, now_);
  hers.owner = "vera";
  hers.language = Language::kUkrainian;
  board_.set(id_of(1), 1, sample::packed(hers));
  const Page page = board_.page(View::kAll, "anton", now_, 0, 10);
  EXPECT_TRUE(page.facets.languages.empty());
  EXPECT_TRUE(page.facets.clocks.empty());
  EXPECT_EQ(page.facets.us, 0u);
  EXPECT_EQ(board_.page(View::kAll, "anton", now_, 0, 10, Sight::kOwn, {.language = Language::kUkrainian}).total, 0u);
  EXPECT_EQ(page.total, 1u);
}

TEST_F(BoardTest, YesterdaysAnswersAreThoseOfTheLocalDayBefore) {
  Situation mine = sample::request({"danger=none"}, sample::at("2026-11-20T10:00"));
  mine.owner = "vera";
  const auto counted = [&](std::string_view replied) {
    mine.first_reply_at = mine.last_reply_at = sample::at(replied);
    board_.set(id_of(1), 1, sample::packed(mine));
    return board_.page(View::kMine, "vera", now_, 0, 10).facets.yesterday;
  };
  EXPECT_EQ(counted("2026-11-21T00:00"), 1u);
  EXPECT_EQ(counted("2026-11-21T23:59"), 1u);
  EXPECT_EQ(counted("2026-11-20T23:59"), 0u);
  EXPECT_EQ(counted("2026-11-22T00:00"), 0u);
  EXPECT_EQ(board_.page(View::kMine, "anton", now_, 0, 10).facets.yesterday, 0u);
}

// However many stand above: whoever has waited longest has a place of their own, and the order is as it was.
TEST_F(BoardTest, AFloodOfDangersDoesNotHideWhoWaitsLongest) {
  Situation patient = sample::request({"danger=none"}, now_ - Seconds{20 * 3600});
  board_.set(id_of(0), 0, sample::packed(patient));
  for (std::uint8_t i = 1; i < 200; ++i)
    board_.set(id_of(i), i, sample::packed(sample::request({"danger=armed_search"}, now_ - Seconds{i})));
  const Page page = board_.page(View::kAll, "vera", now_, 0, 50);
  ASSERT_TRUE(page.oldest.has_value());
  EXPECT_EQ(page.oldest->entry->id, id_of(0));
  for (const BoardRow& row : page.rows) EXPECT_NE(row.entry->id, id_of(0));
  EXPECT_EQ(board_.page(View::kAll, "vera", now_, 150, 50).oldest->entry->id, id_of(0)) << "on every page the same";
  board_.remove(id_of(0));
  EXPECT_FALSE(board_.page(View::kAll, "vera", now_, 0, 50).oldest.has_value()) << "the first row waits longest now";
}

TEST_F(BoardTest, NobodyIsOldestWhoIsInSightOrDoesNotWait) {
  fill(3);
  EXPECT_FALSE(board_.page(View::kAll, "vera", now_, 0, 50).oldest.has_value());
  EXPECT_FALSE(board_.page(View::kAll, "nobody", now_, 0, 50, Sight::kOwn, {.clock = "none"}).oldest.has_value());
}

}  // namespace
}  // namespace waymark::desk::queue
