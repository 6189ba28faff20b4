#include "desk/office/change_history.h"

#include <gtest/gtest.h>

namespace waymark::desk {
namespace {

CaseId id_of(std::uint8_t number) { return CaseId{{number}}; }

TEST(ChangeHistory, TellsWhatChangedAfterACounter) {
  ChangeHistory history;
  history.note(2, std::vector{id_of(1)});
  history.note(3, std::vector{id_of(2), id_of(1)});
  EXPECT_EQ(history.since(3), std::set<CaseId>{});
  EXPECT_EQ(history.since(2), (std::set{id_of(1), id_of(2)}));
  EXPECT_EQ(history.since(0), (std::set{id_of(1), id_of(2)}));
}

TEST(ChangeHistory, SaysWhenItDoesNotRemember) {
  ChangeHistory history;
  history.forget(5);
  EXPECT_EQ(history.since(4), std::nullopt);
  EXPECT_EQ(history.since(5), std::set<CaseId>{});
  for (std::uint64_t counter = 6; counter < 6 + ChangeHistory::kRemembered; ++counter)
    history.note(counter, std::vector{id_of(1)});
  EXPECT_TRUE(history.since(5).has_value());
  history.note(6 + ChangeHistory::kRemembered, std::vector{id_of(2)});
  EXPECT_EQ(history.since(5), std::nullopt);
  EXPECT_TRUE(history.since(6).has_value());
}

TEST(ChangeHistory, TheLastChangeOfACaseMovesWithEachOfItsOwn) {
  ChangeHistory history;
  history.forget(1);
  EXPECT_EQ(history.last(id_of(1)), 1U);
  history.note(2, std::vector{id_of(1)});
  history.note(3, std::vector{id_of(2)});
  EXPECT_EQ(history.last(id_of(1)), 2U) << "another case's change is none of its own";
  history.note(4, std::vector{id_of(1)});
  EXPECT_EQ(history.last(id_of(1)), 4U);
  history.forget(5);
  EXPECT_EQ(history.last(id_of(1)), 5U) << "what is not remembered may have changed";
}

}  // namespace
}  // namespace waymark::desk
