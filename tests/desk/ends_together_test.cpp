// Two people end cases at the same moment: one of them is first, the other is told, and no half of either stays.
#include <latch>
#include <thread>

#include "ends_story.h"

namespace waymark::desk {
namespace {

class EndsTogether : public EndsStory {
 protected:
  static constexpr int kRounds = 12;

  void SetUp() override {
    EndsStory::SetUp();
    boris_ = hire("boris", {"first_line"});
    boris_token_ = sign_in(*boris_);
  }
  /// A fresh case that nobody leads.
  CaseId another(std::string_view text) {
    std::vector<CaseId> before;
    for (const AgendaRow& row : rows()) before.push_back(row.case_id);
    send(Requester::make(random_), text);
    round();
    for (const AgendaRow& row : rows())
      if (std::ranges::find(before, row.case_id) == before.end()) return row.case_id;
    ADD_FAILURE() << "nothing was filed";
    return {};
  }
  std::vector<AgendaRow> rows() { return office_->list().rows(token_).value(); }

  /// Both at one moment, each on a thread of its own.
  template <class One, class Other>
  static void together(One one, Other other) {
    std::latch both{2};
    std::thread first([&] {
      both.arrive_and_wait();
      one();
    });
    std::thread second([&] {
      both.arrive_and_wait();
      other();
    });
    first.join();
    second.join();
  }
  Result<void> merge_as(const SessionToken& token, const CaseId& id, const CaseId& into, const RecordId& act) {
    return office_->ends().merge(token, id, into, act);
  }

  std::optional<Person> boris_;
  SessionToken boris_token_;
};

TEST_F(EndsTogether, EachIntoTheOtherIsNoRing) {
  for (int count = 0; count < kRounds; ++count) {
    const CaseId one = another("раз");
    const CaseId other = another("два");
    const std::array<RecordId, 2> acts{act(), act()};
    std::array<std::optional<Result<void>>, 2> done;
    together([&] { done[0] = merge_as(token_, one, other, acts[0]); },
             [&] { done[1] = merge_as(boris_token_, other, one, acts[1]); });
    ASSERT_NE(done[0]->has_value(), done[1]->has_value()) << "exactly one is merged";
    const auto& refused = done[0]->has_value() ? done[1] : done[0];
    EXPECT_EQ(refused->error().code, Code::kInvalid) << "what it should go into is at its end";
    const CaseId& gone = done[0]->has_value() ? one : other;
    const CaseId& stays = done[0]->has_value() ? other : one;
    EXPECT_EQ(view(gone).merged_into, stays);
    EXPECT_EQ(view(stays).merged, std::vector<CaseId>{gone});
    EXPECT_EQ(view(stays).merged_into, std::nullopt);
    EXPECT_NE(situation(stays).stage, Stage::kClosed) << "one of two is always worked on";
  }
}

TEST_F(EndsTogether, OneCaseIntoTwoIsInOne) {
  for (int count = 0; count < kRounds; ++count) {
    const CaseId moved = another("раз");
    const CaseId left = another("два");
    const CaseId right = another("три");
    const std::array<RecordId, 2> acts{act(), act()};
    std::array<std::optional<Result<void>>, 2> done;
    together([&] { done[0] = merge_as(token_, moved, left, acts[0]); },
             [&] { done[1] = merge_as(boris_token_, moved, right, acts[1]); });
    ASSERT_NE(done[0]->has_value(), done[1]->has_value());
    EXPECT_EQ((done[0]->has_value() ? done[1] : done[0])->error().code, Code::kConflict);
    EXPECT_EQ(view(moved).merged_into, done[0]->has_value() ? left : right);
    EXPECT_EQ(view(left).merged.size() + view(right).merged.size(), 1U) << "no half of the other merge";
  }
}

TEST_F(EndsTogether, MergingAgainstClosingWhatItGoesInto) {
  for (int count = 0; count < kRounds; ++count) {
    const CaseId moved = another("раз");
    const CaseId into = another("два");
    const std::array<RecordId, 2> acts{act(), act()};
    std::optional<Result<void>> merged;
    std::optional<Result<Ended>> closed;
    together([&] { merged = merge_as(token_, moved, into, acts[0]); },
             [&] { closed = office_->ends().close(boris_token_, into, {}, acts[1]); });
    EXPECT_TRUE(closed->has_value()) << "a merge does not keep the other case open";
    EXPECT_EQ(situation(into).stage, Stage::kClosed);
    EXPECT_EQ(view(into).merged.size(), merged->has_value() ? 1U : 0U);
    EXPECT_EQ(view(moved).merged_into.has_value(), merged->has_value());
    if (!merged->has_value()) {
      EXPECT_EQ(merged->error().code, Code::kInvalid);
      EXPECT_NE(situation(moved).stage, Stage::kClosed) << "it is still in the list";
    }
  }
}

TEST_F(EndsTogether, MergingAgainstClosingTheSameCase) {
  for (int count = 0; count < kRounds; ++count) {
    const CaseId moved = another("раз");
    const CaseId into = another("два");
    const std::array<RecordId, 2> acts{act(), act()};
    std::optional<Result<void>> merged;
    std::optional<Result<Ended>> closed;
    together([&] { merged = merge_as(token_, moved, into, acts[0]); },
             [&] { closed = office_->ends().close(boris_token_, moved, {}, acts[1]); });
    EXPECT_TRUE(merged->has_value()) << "a case that was closed a moment ago is a duplicate all the same";
    EXPECT_EQ(view(moved).merged_into, into);
    EXPECT_EQ(situation(moved).side, Side::kDuplicate);
    if (!closed->has_value()) {
      EXPECT_EQ(closed->error().code, Code::kConflict);
    }
  }
}

TEST_F(EndsTogether, TakingApartTwiceIsOnce) {
  for (int count = 0; count < kRounds; ++count) {
    const CaseId moved = another("раз");
    const CaseId into = another("два");
    ASSERT_TRUE(merge_as(token_, moved, into, act()).has_value());
    std::array<std::optional<Result<void>>, 2> done;
    together([&] { done[0] = office_->ends().unmerge(token_, moved); },
             [&] { done[1] = office_->ends().unmerge(boris_token_, moved); });
    EXPECT_NE(done[0]->has_value(), done[1]->has_value());
    EXPECT_EQ(view(moved).merged_into, std::nullopt);
    EXPECT_TRUE(view(into).merged.empty());
  }
}

TEST_F(EndsTogether, TwoTakeBackOneEnd) {
  // The same person in two windows.
  const SessionToken second_window = sign_in(*anna_);
  for (int count = 0; count < kRounds; ++count) {
    const RecordId one = act();
    ASSERT_TRUE(close(one, "До свидания.").has_value());
    std::array<std::optional<Result<void>>, 2> done;
    together([&] { done[0] = office_->ends().undo(token_, id_, one); },
             [&] { done[1] = office_->ends().undo(second_window, id_, one); });
    EXPECT_NE(done[0]->has_value(), done[1]->has_value());
    EXPECT_EQ(situation(id_).stage, Stage::kActive);
    EXPECT_TRUE(view(id_).outcomes.empty());
  }
}

TEST_F(EndsTogether, ClosingAgainstAMessageThatComesInThisMoment) {
  for (int count = 0; count < kRounds; ++count) {
    const RecordId seen = newest_message(token_, id_);
    send(soldier_, "Подождите, " + std::to_string(count));
    const RecordId one = act();
    std::optional<Result<Ended>> closed;
    together([&] { closed = office_->ends().close(token_, id_, {.last_words = "Пока.", .newest = seen}, one); },
             [&] { round(); });
    EXPECT_EQ(situation(id_).stage, Stage::kActive) << "refused, or opened again by the message";
    EXPECT_EQ(view(id_).messages, static_cast<unsigned>(count) + 2U);
    if (!closed->has_value()) {
      EXPECT_EQ(closed->error().code, Code::kConflict);
    }
    clock_.advance(kReplyHold + Seconds{1});
    round();
  }
}

}  // namespace
}  // namespace waymark::desk
