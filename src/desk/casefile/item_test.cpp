#include "desk/casefile/item.h"

#include <gtest/gtest.h>

#include "desk/casefile/case_state.h"

namespace waymark::desk {
namespace {

const TimePoint kNow{Seconds{1'795'000'000}};
const ItemDate kHour{kNow + Seconds{3'600}, Precision::kHour};
const ItemDate kDay{kNow + Seconds{86'400}, Precision::kDay};

Code code_of_check(const Item& item) {
  const auto checked = check_item(item);
  return checked.has_value() ? Code{} : checked.error().code;
}

TEST(Item, EachKindSaysWhatItMaySay) {
  const std::vector<Item> good{
      {.kind = ItemKind::kTask, .text = "call the hospital"},
      {.kind = ItemKind::kTask, .text = "call", .owner = "larch", .dates = {{"due", kHour}}},
      {.kind = ItemKind::kCall, .dates = {{"due", kDay}}},
      {.kind = ItemKind::kWindow, .dates = {{"closes", kHour}}},
      {.kind = ItemKind::kWindow, .dates = {{"opens", {kNow, Precision::kHour}}, {"closes", kHour}}},
      {.kind = ItemKind::kWindow,
       .codes = {{"every", "day"}},
       .dates = {{"opens", {kNow, Precision::kHour}}, {"closes", kHour}, {"until", kDay}}},
      {.kind = ItemKind::kMatter,
       .codes = {{"article", "337 ч. 5"}, {"sentence", "suspended_turned_real"}},
       .dates = {{"hearing", kDay}, {"changed", kDay}}},
      {.kind = ItemKind::kConsent,
       .codes = {{"purpose", "lawyer"}, {"given", "chat"}},
       .dates = {{"given", kDay}, {"withdrawn", kDay}}},
      {.kind = ItemKind::kPerson, .codes = {{"relation", "parent"}, {"about", "no"}}}};
  for (std::size_t index = 0; index < good.size(); ++index) EXPECT_TRUE(check_item(good[index]).has_value()) << index;
  const std::vector<Item> bad{
      {.kind = ItemKind::kTask},
      {.kind = ItemKind::kTask, .text = "a", .codes = {{"article", "1"}}},
      {.kind = ItemKind::kTask, .text = "a", .dates = {{"hearing", kDay}}},
      {.kind = ItemKind::kTask, .text = "\xFF"},
      {.kind = ItemKind::kCall},
      {.kind = ItemKind::kWindow, .dates = {{"opens", kHour}}},
      {.kind = ItemKind::kWindow, .dates = {{"closes", kDay}}},
      {.kind = ItemKind::kWindow, .dates = {{"opens", kHour}, {"closes", kHour}}},
      {.kind = ItemKind::kWindow, .codes = {{"every", "day"}}, .dates = {{"closes", kHour}}},
      {.kind = ItemKind::kWindow, .codes = {{"every", "hour"}}, .dates = {{"closes", kHour}, {"until", kDay}}},
      {.kind = ItemKind::kWindow, .dates = {{"closes", kHour}, {"until", kDay}}},
      {.kind = ItemKind::kWindow,
       .codes = {{"every", "day"}},
       .dates = {{"closes", kHour}, {"until", {kNow - Seconds{2 * 86'400}, Precision::kDay}}}},
      {.kind = ItemKind::kWindow,
       .codes = {{"every", "day"}},
       .dates = {{"closes", kHour}, {"until", {kNow + Seconds{40 * 86'400}, Precision::kDay}}}},
      {.kind = ItemKind::kWindow,
       .codes = {{"every", "day"}},
       .dates = {{"opens", {kNow - Seconds{90'000}, Precision::kHour}}, {"closes", kHour}, {"until", kDay}}},
      {.kind = ItemKind::kMatter, .codes = {{"court", "somewhere"}}},
      {.kind = ItemKind::kMatter, .owner = "larch", .codes = {{"article", "1"}}},
      {.kind = ItemKind::kMatter, .codes = {{"article", "1"}, {"sentence", "harsh"}}},
      {.kind = ItemKind::kConsent, .codes = {{"purpose", "lawyer"}}},
      {.kind = ItemKind::kConsent, .codes = {{"purpose", "anything"}}, .dates = {{"given", kDay}}},
      {.kind = ItemKind::kPerson, .codes = {{"relation", ""}}}};
  for (std::size_t index = 0; index < bad.size(); ++index)
    EXPECT_EQ(code_of_check(bad[index]), Code::kInvalid) << index;
  EXPECT_EQ(code_of_check({.kind = ItemKind::kTask, .text = std::string(kItemTextCodePointsMax + 1, 'a')}),
            Code::kTooLarge);
  EXPECT_EQ(code_of_check({.kind = ItemKind::kMatter, .codes = {{"article", std::string(121, 'a')}}}), Code::kTooLarge);
}

TEST(Item, AWindowThatComesAgainIsOneDueWithItsTimes) {
  const TimePoint day{Seconds{86'400} * 20'776};  // midnight
  Item window{.kind = ItemKind::kWindow, .codes = {{"every", "day"}}};
  window.dates = {{"opens", {day + Seconds{72'000}, Precision::kHour}},
                  {"closes", {day + Seconds{75'600}, Precision::kHour}},
                  {"until", {day + Seconds{4 * 86'400}, Precision::kDay}}};
  ASSERT_EQ(dues_of(window).size(), 1U);
  EXPECT_EQ(dues_of(window)[0].every_days, 1);
  EXPECT_EQ(dues_of(window)[0].times, 5);
  window.codes["every"] = "week";
  EXPECT_EQ(dues_of(window)[0].times, 1);
  window.dates["until"].at += Seconds{10 * 86'400};
  EXPECT_EQ(dues_of(window)[0].times, 3);
}

class ItemsOfACase : public testing::Test {
 protected:
  RecordId apply(EventKind kind, const std::function<void(Event&)>& change) {
    now_ += Seconds{60};
    Event event = staff_event(kind, "anna", now_, random_);
    change(event);
    const Event read = event_from_json(to_json(event)).value();
    const RecordId record{random_.array<16>()};
    state_.apply(record, read);
    return record;
  }
  RecordId put(const Item& item) {
    return apply(EventKind::kItem, [&item](Event& event) { event.item = item; });
  }
  void end(const RecordId& item, bool dropped = false) {
    apply(EventKind::kItemEnded, [&](Event& event) {
      event.undone = item;
      event.dropped = dropped;
    });
  }
  const std::vector<Due>& dues() { return state_.situation().dues; }
  crypto::SeededRandom random_{1};
  TimePoint now_ = kNow;
  CaseState state_;
};

TEST_F(ItemsOfACase, WhatIsToComeStandsInTheAgendaUntilItIsDone) {
  const RecordId task = put({.kind = ItemKind::kTask, .text = "call", .owner = "larch", .dates = {{"due", kDay}}});
  put({.kind = ItemKind::kWindow, .dates = {{"opens", {kNow, Precision::kHour}}, {"closes", kHour}}});
  put({.kind = ItemKind::kConsent, .codes = {{"purpose", "lawyer"}}, .dates = {{"given", kDay}}});
  ASSERT_EQ(dues().size(), 2U) << "a consent is no clock";
  EXPECT_EQ(dues()[0].kind, "window");
  EXPECT_EQ(dues()[0].opens, kNow);
  EXPECT_EQ(dues()[1], (Due{.kind = "task", .at = kDay.at, .precision = Precision::kDay, .owner = "larch"}));
  EXPECT_EQ(situation_from_json(to_json(state_.situation())).value(), state_.situation());
  end(task);
  EXPECT_EQ(dues().size(), 1U);
  EXPECT_EQ(state_.items()[0].ended_by, "anna");
  apply(EventKind::kItemOpened, [&](Event& event) { event.undone = task; });
  EXPECT_EQ(dues().size(), 2U);
  EXPECT_FALSE(state_.items()[0].ended_at.has_value());
  Item changed = state_.items()[0].item;
  changed.dates["due"].at += Seconds{7 * 86'400};
  put(changed);
  EXPECT_EQ(state_.items().size(), 3U) << "changed, not added";
  EXPECT_EQ(dues()[1].at, kDay.at + Seconds{7 * 86'400});
  end(task, true);
  EXPECT_TRUE(state_.items()[0].dropped);
  EXPECT_EQ(state_.entries().back().what, "item-dropped");
  ASSERT_TRUE(state_.entries().back().item.has_value());
  EXPECT_EQ(state_.entries().back().item->text, "call");
}

TEST_F(ItemsOfACase, WhatNamesNoItemChangesNothingAndTheNearestStayWhenThereAreTooMany) {
  end({random_.array<16>()});
  put({.id = {random_.array<16>()}, .kind = ItemKind::kTask, .text = "of another case"});
  EXPECT_TRUE(state_.items().empty());
  for (int day = 40; day > 0; --day)
    put({.kind = ItemKind::kTask, .text = "a", .dates = {{"due", {kNow + Seconds{day * 86'400}, Precision::kHour}}}});
  ASSERT_EQ(dues().size(), kDuesMax);
  EXPECT_EQ(dues().front().at, kNow + Seconds{86'400});
  for (int more = 0; more < 200; ++more) put({.kind = ItemKind::kTask, .text = "a"});
  EXPECT_EQ(state_.items().size(), kItemsPerCaseMax);
}

TEST_F(ItemsOfACase, ARowOfAnOlderVersionHasNoneAndADamagedOneIsRefused) {
  Situation situation;
  situation.dues = {{.kind = "task", .at = kNow, .precision = Precision::kHour}};
  std::string json = to_json(situation);
  EXPECT_EQ(situation_from_json(json).value(), situation);
  const std::size_t at = json.find("\"task\"");
  ASSERT_NE(at, std::string::npos);
  json.replace(at, 6, "\"wish\"");
  EXPECT_EQ(situation_from_json(json).error().code, Code::kMalformed);
  situation.dues.assign(kDuesMax + 1, situation.dues.front());
  EXPECT_EQ(situation_from_json(to_json(situation)).error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::desk
