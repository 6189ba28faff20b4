// How a case ends: closing with a last message in one act, waiting, setting aside, merging; undone, repeated, at once.
#include <algorithm>
#include <thread>

#include "desk/casefile/agenda_row.h"
#include "ends_story.h"
#include "pack/card.h"
#include "pack/pack.h"

namespace waymark::desk {
namespace {

constexpr Seconds kHour{3'600};
constexpr Seconds kDay{86'400};

TEST_F(EndsStory, ClosingWithALastMessageIsOneAct) {
  const RecordId one = act();
  const auto ended = close(one, "Всё получилось, удачи.");
  ASSERT_TRUE(ended.has_value()) << describe(ended.error());
  EXPECT_EQ(situation(id_).stage, Stage::kClosed);
  ASSERT_EQ(view(id_).outcomes.size(), 1U);
  EXPECT_EQ(view(id_).outcomes[0].outcome.code, "consulted");
  clock_.advance(kReplyHold + Seconds{1});
  round();
  EXPECT_EQ(replies_for(soldier_), std::vector<std::string>{"Всё получилось, удачи."});
  EXPECT_EQ(counted(), (std::vector<std::string>{"closed:", "first_reply:", "outcome:consulted", "request:"}));
}

TEST_F(EndsStory, TheSameActTwiceIsOne) {
  const RecordId one = act();
  ASSERT_TRUE(close(one, "До свидания.").has_value());
  EXPECT_TRUE(close(one, "До свидания.").has_value());
  EXPECT_EQ(view(id_).outcomes.size(), 1U);
  EXPECT_EQ(close(act()).error().code, Code::kConflict) << "closed already";
}

TEST_F(EndsStory, UndoTakesAllOfTheActBack) {
  const RecordId one = act();
  ASSERT_TRUE(close(one, "До свидания.").has_value());
  EXPECT_EQ(view(id_).undo_act, one);
  ASSERT_TRUE(office_->ends().undo(token_, id_, one).has_value());
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_TRUE(view(id_).outcomes.empty());
  EXPECT_EQ(situation(id_).first_reply_at, std::nullopt);
  clock_.advance(kReplyHold + Seconds{1});
  round();
  EXPECT_TRUE(replies_for(soldier_).empty()) << "the last message did not go";
  EXPECT_EQ(counted(), std::vector<std::string>{"request:"});
  EXPECT_EQ(office_->ends().undo(token_, id_, one).error().code, Code::kConflict);
  EXPECT_TRUE(close(act()).has_value()) << "it can be closed again";
}

TEST_F(EndsStory, UndoEndsWithTheTimeOrWhenTheyWrite) {
  const RecordId one = act();
  ASSERT_TRUE(close(one).has_value());
  clock_.advance(kEndUndo + Seconds{1});
  EXPECT_EQ(office_->ends().undo(token_, id_, one).error().code, Code::kConflict);
  EXPECT_EQ(view(id_).undo_act, std::nullopt);
}

TEST_F(EndsStory, ANewMessageOpensAClosedCaseAgain) {
  const RecordId one = act();
  ASSERT_TRUE(close(one).has_value());
  send(soldier_, "Меня снова забрали.");
  round();
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_EQ(situation(id_).side, Side::kReopened);
  EXPECT_EQ(situation(id_).owner, "anna") << "whoever led it leads it again";
  EXPECT_EQ(view(id_).outcomes.size(), 1U) << "what became of it stays";
  EXPECT_EQ(office_->ends().undo(token_, id_, one).error().code, Code::kConflict);
  EXPECT_EQ(counted(), (std::vector<std::string>{"closed:", "outcome:consulted", "reopened:", "request:"}));
}

TEST_F(EndsStory, NothingIsClosedOverAMessageThatNobodySaw) {
  const RecordId seen = newest_message(token_, id_);
  send(soldier_, "Подождите!");
  round();
  const Closing closing{.last_words = "До свидания.", .newest = seen};
  EXPECT_EQ(office_->ends().close(token_, id_, closing, act()).error().code, Code::kConflict);
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_EQ(situation(id_).first_reply_at, std::nullopt) << "nothing of the act was done";
}

TEST_F(EndsStory, WaitingEndsByItselfWithTheAnswer) {
  ASSERT_TRUE(office_->ends().wait(token_, id_, Stage::kWaitingPerson, clock_.now() + 3 * kDay, act()).has_value());
  EXPECT_EQ(situation(id_).wakes_at, clock_.now() + 3 * kDay);
  send(soldier_, "Ответ.");
  round();
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_EQ(situation(id_).wakes_at, std::nullopt);
}

TEST_F(EndsStory, TasksAreSetInOneActWithTheWaitingAndUndoneWithIt) {
  const Waiting waiting{.until = clock_.now() + 3 * kDay,
                        .words = "Мы спросили юриста.",
                        .tasks = {{.text = "Получить ответ", .due = {clock_.now() + kDay, Precision::kDay}},
                                  {.text = "Позвонить", .due = {clock_.now(), Precision::kDay}, .mine = false}}};
  const RecordId one = act();
  ASSERT_TRUE(office_->ends().wait(token_, id_, waiting, one).has_value());
  ASSERT_TRUE(office_->ends().wait(token_, id_, waiting, one).has_value()) << "the same act again";
  const auto items = view(id_).items;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].item.owner, "anna");
  EXPECT_EQ(items[1].item.owner, "");
  EXPECT_EQ(situation(id_).dues.size(), 2U);
  ASSERT_TRUE(office_->ends().undo(token_, id_, one).has_value());
  EXPECT_TRUE(view(id_).items.empty());
  EXPECT_TRUE(situation(id_).dues.empty()) << "the list no longer waits for them";
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  restart();
  token_ = sign_in(*anna_);
  EXPECT_TRUE(view(id_).items.empty());
}

TEST_F(EndsStory, NothingIsDoneWhereATaskSaysNothing) {
  const Waiting waiting{.words = "Пишите.", .tasks = {{.text = "", .due = {clock_.now(), Precision::kDay}}}};
  EXPECT_EQ(office_->ends().wait(token_, id_, waiting, act()).error().code, Code::kInvalid);
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_EQ(situation(id_).first_reply_at, std::nullopt);
}

TEST_F(EndsStory, WaitingForWhatHasPassedIsRefused) {
  EXPECT_EQ(office_->ends().wait(token_, id_, Stage::kWaitingDate, clock_.now() - kHour, act()).error().code,
            Code::kInvalid);
  EXPECT_EQ(office_->ends().wait(token_, id_, Stage::kWaitingDate, std::nullopt, act()).error().code, Code::kInvalid);
  EXPECT_EQ(office_->ends().wait(token_, id_, Stage::kClosed, std::nullopt, act()).error().code, Code::kInvalid);
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
}

// One row with a word that was too long to be read shut the list for the whole office.
TEST_F(EndsStory, ARowOfTheListThatCannotBeReadIsMadeAgainFromTheCase) {
  Person boris = hire("boris", {"first_line"});
  const Situation before = situation(id_);
  {
    auto store = open_desk_store(file()).value();
    const auto keys = KeyRing::open(*store, staff_id_of(*pepper_, "mira"), mira_seed()).value();
    const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
    const RowPlace place{.table = SealedTable::kAgenda, .owner = id_.bytes, .version = key->version()};
    const std::string row = agenda_row_of({77, {}}, {}).substr(0, 5) + "spoiled";
    ASSERT_TRUE(store->execute("UPDATE agenda SET blob = ?", seal_row(key->agenda_key(), place, row, random_)));
  }
  restart();
  const SessionToken his = sign_in(boris);
  const AgendaRow shown = office_->list().rows(his)->at(0);
  EXPECT_EQ(shown.code_name, 77U);
  EXPECT_EQ(shown.situation.unread, 1U) << "he cannot open it: it stands where it is seen";
  restart();
  token_ = sign_in(*anna_);
  EXPECT_EQ(situation(id_), before);
}

TEST_F(EndsStory, CardsThatAReplyCarriesAreCountedAndTakenBackWithIt) {
  const std::filesystem::path folder = WAYMARK_SOURCE_DIR "/packs/military-refusal";
  const std::vector<pack::Card> cards = pack::read_cards(folder).value();
  office_->library().know_pack(pack::read_pack(folder).value(), cards, {});
  const auto refusal = std::ranges::find(cards, "refusal", &pack::Card::id);
  ASSERT_NE(refusal, cards.end());
  const std::string words = "Прочтите: " + refusal->texts.at(Language::kRussian).brief;
  const auto held = office_->answers().hold_reply(token_, id_, words);
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(counted(), (std::vector<std::string>{"card_told:refusal", "first_reply:", "request:"}));
  ASSERT_TRUE(office_->answers().undo_reply(token_, id_, *held));
  EXPECT_EQ(counted(), std::vector<std::string>{"request:"});
}

TEST_F(EndsStory, JunkIsCountedAndUndone) {
  const RecordId one = act();
  ASSERT_TRUE(office_->ends().set_aside(token_, id_, Junk::kProvocation, one).has_value());
  EXPECT_EQ(situation(id_).side, Side::kQuarantine);
  EXPECT_EQ(situation(id_).unread, 0U);
  EXPECT_EQ(counted(), (std::vector<std::string>{"aside:provocation", "request:"}));
  ASSERT_TRUE(office_->ends().undo(token_, id_, one).has_value());
  EXPECT_EQ(situation(id_).side, Side::kNone);
  EXPECT_EQ(situation(id_).junk, Junk::kNone);
  EXPECT_EQ(counted(), std::vector<std::string>{"request:"});
  ASSERT_TRUE(office_->ends().set_aside(token_, id_, Junk::kAbuse, act()).has_value());
  send(soldier_, "Это я, правда.");
  round();
  EXPECT_EQ(situation(id_).stage, Stage::kActive) << "somebody who was set aside wrongly is not lost";
  EXPECT_EQ(situation(id_).junk, Junk::kAbuse) << "what was thought of it stays to be seen";
}

// A row was set aside unopened by mistake, and taken back: nobody had read it, and it looked read from then on.
TEST_F(EndsStory, WhatNobodyHadReadIsUnreadAgainAfterAnUndo) {
  const Situation before = situation(id_);
  ASSERT_EQ(before.unread, 1U);
  const RecordId one = act();
  ASSERT_TRUE(office_->ends().set_aside(token_, id_, Junk::kTest, one).has_value());
  ASSERT_TRUE(office_->ends().undo(token_, id_, one).has_value());
  EXPECT_EQ(situation(id_).unread, 1U);
  EXPECT_EQ(situation(id_).oldest_unread_at, before.oldest_unread_at);
  restart();
  token_ = sign_in(*anna_);
  EXPECT_EQ(situation(id_).unread, 1U);
  EXPECT_EQ(view(id_).row.situation.unread, 1U);
}

TEST_F(EndsStory, WhatWasReadAfterAWaitIsNotUnreadAfterItsUndo) {
  const RecordId one = act();
  ASSERT_TRUE(office_->ends().wait(token_, id_, Stage::kWaitingPerson, std::nullopt, one).has_value());
  ASSERT_TRUE(office_->cases().mark_read(token_, id_, newest_message(token_, id_)).has_value());
  ASSERT_TRUE(office_->ends().undo(token_, id_, one).has_value());
  EXPECT_EQ(situation(id_).unread, 0U);
}

// The dialogs stood open while the person wrote again: the new words were marked as read and closed with the case.
TEST_F(EndsStory, NothingIsMergedOrSetAsideOverAMessageThatNobodySaw) {
  send(Requester::make(random_), "Ещё раз я.");
  round();
  CaseId other = id_;
  const auto rows = office_->list().rows(token_).value();
  for (const AgendaRow& row : rows)
    if (row.case_id != id_) other = row.case_id;
  const std::uint32_t seen = view(id_).version;
  send(soldier_, "Они у двери.");
  round();
  EXPECT_EQ(office_->ends().merge(token_, id_, other, act(), seen).error().code, Code::kConflict);
  EXPECT_EQ(office_->ends().set_aside(token_, id_, Junk::kProvocation, act(), {}, 1U).error().code, Code::kConflict);
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_EQ(situation(id_).unread, 2U);
  EXPECT_TRUE(office_->ends().set_aside(token_, id_, Junk::kProvocation, act(), {}, 2U).has_value());
}

TEST_F(EndsStory, OnlyWhoLeadsItSaysTheLastWord) {
  Person boris = hire("boris", {"first_line"});
  const SessionToken other = sign_in(boris);
  EXPECT_EQ(office_->ends().close(other, id_, {}, act()).error().code, Code::kDenied);
  ASSERT_TRUE(office_->cases().give_back(token_, id_, {}).has_value());
  EXPECT_EQ(office_->ends().close(other, id_, {.last_words = "Пока."}, act()).error().code, Code::kDenied);
  EXPECT_EQ(situation(id_).stage, Stage::kActive);
  EXPECT_TRUE(office_->ends().close(other, id_, {}, act()).has_value()) << "without words anybody of the first line";
}

TEST_F(EndsStory, OutcomesAreSeveralAndCanBeTakenBack) {
  const RecordId operation = act();
  const Outcome seen{"documents_returned", "2026-11-20", Evidence::kDocumentSeen};
  const RecordId first = office_->ends().add_outcome(token_, id_, seen, operation).value();
  EXPECT_EQ(office_->ends().add_outcome(token_, id_, seen, operation).value(), first) << "repeated";
  ASSERT_TRUE(office_->ends().add_outcome(token_, id_, {"consulted", "2026-11-22"}, act()).has_value());
  ASSERT_EQ(view(id_).outcomes.size(), 2U);
  ASSERT_TRUE(office_->ends().drop_outcome(token_, id_, first).has_value());
  EXPECT_EQ(office_->ends().drop_outcome(token_, id_, first).error().code, Code::kNotFound);
  EXPECT_EQ(view(id_).outcomes.size(), 1U);
  EXPECT_EQ(counted(), (std::vector<std::string>{"outcome:consulted", "outcome:documents_returned",
                                                 "outcome_dropped:documents_returned", "request:"}));
}

TEST_F(EndsStory, MergedCasesKeepTheirOwnWordsAndComeApart) {
  Requester mother = Requester::make(random_);
  send(mother, "Мой сын");
  round();
  CaseId second;
  const auto rows = office_->list().rows(token_).value();
  for (const AgendaRow& row : rows)
    if (row.case_id != id_) second = row.case_id;
  EXPECT_EQ(office_->ends().merge(token_, id_, id_, act()).error().code, Code::kInvalid);
  ASSERT_TRUE(office_->ends().merge(token_, second, id_, act()).has_value());
  EXPECT_EQ(view(second).merged_into, id_);
  EXPECT_EQ(view(id_).merged, std::vector<CaseId>{second});
  EXPECT_EQ(view(id_).messages, 1U) << "what the mother wrote is not in the soldier's conversation";
  EXPECT_EQ(office_->ends().merge(token_, second, id_, act()).error().code, Code::kConflict) << "two merges";
  EXPECT_EQ(office_->ends().merge(token_, id_, second, act()).error().code, Code::kInvalid) << "no ring";
  EXPECT_EQ(office_->ends().reopen(token_, second).error().code, Code::kConflict);
  ASSERT_TRUE(office_->ends().unmerge(token_, second).has_value());
  EXPECT_EQ(view(second).merged_into, std::nullopt);
  EXPECT_TRUE(view(id_).merged.empty());
  EXPECT_NE(situation(second).stage, Stage::kClosed);
  EXPECT_EQ(office_->ends().unmerge(token_, second).error().code, Code::kConflict);
}

TEST_F(EndsStory, ACaseErasedASecondAgoIsNotClosed) {
  envelope::Message erase = message_from(soldier_, "");
  erase.kind = envelope::Kind::kErase;
  erase.text.reset();
  erase.pack.reset();
  erase.answers.clear();
  send(erase);
  round();
  EXPECT_EQ(close(act(), "До свидания.").error().code, Code::kNotFound);
  EXPECT_EQ(counted(), (std::vector<std::string>{"erased:active", "request:"}));
}

TEST_F(EndsStory, TwoClosingsAtOnceAreOne) {
  std::array<std::optional<Result<Ended>>, 2> done;
  std::array<RecordId, 2> acts{act(), act()};
  {
    std::vector<std::thread> both;
    for (std::size_t who = 0; who < 2; ++who)
      both.emplace_back([&, who] { done[who] = close(acts[who], "До свидания."); });
    for (std::thread& one : both) one.join();
  }
  EXPECT_NE(done[0]->has_value(), done[1]->has_value());
  const auto& refused = done[0]->has_value() ? done[1] : done[0];
  EXPECT_EQ(refused->error().code, Code::kConflict);
  EXPECT_EQ(view(id_).outcomes.size(), 1U);
  clock_.advance(kReplyHold + Seconds{1});
  round();
  EXPECT_EQ(replies_for(soldier_).size(), 1U) << "one last message, not two";
}

TEST_F(EndsStory, WhatWasClosedIsClosedAfterARestart) {
  ASSERT_TRUE(close(act()).has_value());
  restart();
  token_ = sign_in(*anna_);
  EXPECT_EQ(situation(id_).stage, Stage::kClosed);
  ASSERT_EQ(view(id_).outcomes.size(), 1U);
  const auto rows = office_->list().rows(token_).value();
  EXPECT_EQ(rows.front().situation.stage, Stage::kClosed) << "the list says so too";
}

}  // namespace
}  // namespace waymark::desk
