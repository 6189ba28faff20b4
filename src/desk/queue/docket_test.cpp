// The docket: which clocks are in it, on which day, for whom.
#include "desk/queue/docket.h"

#include <gtest/gtest.h>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

const TimePoint kNow = sample::at("2026-11-22T12:00");
constexpr Seconds kDay{86'400};

class DocketTest : public ::testing::Test {
 protected:
  CaseId add(
      std::initializer_list<std::string> answers, std::optional<std::string> owner = {},
      const std::function<void(Situation&)>& change = [](Situation&) {}) {
    CaseId id;
    id.bytes[0] = ++cases_;
    Situation situation = sample::request(answers, kNow - Seconds{600});
    situation.owner = std::move(owner);
    change(situation);
    board_.set(id, cases_, sample::packed(situation));
    return id;
  }
  DocketAsk ask() const {
    return {.reader = "vera", .now = kNow, .from = kNow - 8 * kDay, .until = kNow + 60 * kDay, .limit = 100};
  }
  Docket get(const DocketAsk& ask) const { return docket(board_, ask, zone_); }
  /// Kinds in the order in which they stand.
  static std::vector<std::string> kinds(const Docket& docket) {
    std::vector<std::string> all;
    for (const DocketEntry& entry : docket.entries)
      all.push_back(entry.clock ? entry.of->derived.clocks[*entry.clock].kind : std::string{name_of(entry.own)});
    return all;
  }

  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  Board board_{pack_, zone_};
  std::uint8_t cases_ = 0;
};

TEST_F(DocketTest, EveryClockOfACaseAndWhatWeOwe) {
  add({"what_next=leave_ends;date=2026-11-25;precision=day", "what_next=court_date;date=2026-12-01;precision=day",
       "danger=none"});
  const Docket all = get(ask());
  EXPECT_EQ(all.total, all.entries.size());
  EXPECT_EQ(all.kinds.at("leave_ends"), 1U);
  EXPECT_EQ(all.kinds.at("promise"), 1U) << "nobody has answered yet";
  for (std::size_t at = 1; at < all.entries.size(); ++at)
    EXPECT_LE(all.entries[at - 1].begin_by, all.entries[at].begin_by);
  EXPECT_EQ(kinds(all).front(), "promise");
}

TEST_F(DocketTest, AnEntryStandsWhereItIsBegunOrAtTheDateItself) {
  add({"what_next=leave_ends;date=2026-11-25;precision=day", "danger=none"});
  DocketAsk asked = ask();
  asked.kind = "leave_ends";
  const Docket begun = get(asked);
  ASSERT_EQ(begun.entries.size(), 1U);
  EXPECT_LT(begun.entries[0].begin_by, *begun.entries[0].date) << "help takes a while";
  EXPECT_EQ(begun.days.begin()->first, std::chrono::sys_days{zone_.to_local(begun.entries[0].begin_by).day});
  asked.by_date = true;
  EXPECT_EQ(get(asked).days.begin()->first,
            std::chrono::sys_days{std::chrono::year{2026} / std::chrono::November / 25});
  asked.until = *begun.entries[0].date;
  EXPECT_EQ(get(asked).total, 0U) << "the end of the window is not in it";
  asked.until += Seconds{1};
  EXPECT_EQ(get(asked).total, 1U);
}

TEST_F(DocketTest, NobodySeesClocksOfWhatTheyCannotOpen) {
  add({"what_next=leave_ends;date=2026-11-25;precision=day"}, "anton");
  add({"what_next=leave_ends;date=2026-11-26;precision=day"}, "vera");
  add({"what_next=leave_ends;date=2026-11-27;precision=day"});
  DocketAsk asked = ask();
  asked.kind = "leave_ends";
  EXPECT_EQ(get(asked).total, 2U);
  EXPECT_EQ(get(asked).kinds.at("leave_ends"), 2U);
  asked.mine = true;
  EXPECT_EQ(get(asked).total, 1U);
  asked = ask();
  asked.kind = "leave_ends";
  asked.sight = Sight::kEverybodys;
  EXPECT_EQ(get(asked).total, 3U);
}

TEST_F(DocketTest, WhatIsLongPastOrClosedIsNot) {
  add({"what_next=leave_ends;date=2026-11-20;precision=day"}, {}, [](Situation& one) { one.stage = Stage::kActive; });
  add({"what_next=leave_ends;date=2026-10-01;precision=day"});
  add({"what_next=leave_ends;date=2026-11-25;precision=day"}, {}, [](Situation& one) {
    one.stage = Stage::kClosed;
    one.unread = 0;
    one.oldest_unread_at.reset();
  });
  DocketAsk asked = ask();
  asked.from = kNow - 365 * kDay;
  asked.kind = "leave_ends";
  const Docket left = get(asked);
  EXPECT_LE(left.total, 1U);
  EXPECT_EQ(left.past, left.total) << "only the one that has just passed";
}

TEST_F(DocketTest, ALateTaskStaysInTheWindowThatHoldsThePresent) {
  add({"danger=none"}, "vera", [](Situation& one) {
    one.dues = {{.kind = "task", .at = kNow - 50 * kDay, .owner = "anton"},
                {.kind = "hearing", .at = kNow - 50 * kDay, .owner = {}}};
  });
  DocketAsk asked = ask();
  asked.sight = Sight::kEverybodys;
  EXPECT_EQ(get(asked).kinds.count("hearing"), 0U) << "a day of a court is history by now";
  EXPECT_EQ(get(asked).kinds.at("task"), 1U);
  asked.mine = true;
  asked.reader = "anton";
  EXPECT_EQ(get(asked).kinds.at("task"), 1U) << "whoever does it has it among theirs";
  asked.reader = "ira";
  EXPECT_EQ(get(asked).total, 0U);
  asked = ask();
  asked.from = kNow + kDay;
  EXPECT_EQ(get(asked).kinds.count("task"), 0U) << "next month has it not";
}

TEST_F(DocketTest, ACaseToBeLookedAtAgain) {
  add({"danger=none"}, "vera", [](Situation& one) {
    one.stage = Stage::kWaitingDate;
    one.wakes_at = kNow + 3 * kDay;
  });
  EXPECT_EQ(get(ask()).kinds.at("wake"), 1U);
}

TEST_F(DocketTest, MoreThanAreWantedAreCounted) {
  for (int i = 0; i < 20; ++i) add({"what_next=leave_ends;date=2026-11-25;precision=day"});
  DocketAsk asked = ask();
  asked.kind = "leave_ends";
  asked.limit = 5;
  const Docket some = get(asked);
  EXPECT_EQ(some.entries.size(), 5U);
  EXPECT_EQ(some.total, 20U);
  EXPECT_EQ(some.days.begin()->second, 20U);
}

}  // namespace
}  // namespace waymark::desk::queue
