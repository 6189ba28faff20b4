// The whole way: sealed, kept, opened, taken, answered, read.
#include "office_story.h"
#include "roster/freshness.h"

namespace waymark::desk {
namespace {

TEST_F(OfficeStory, ARequestIsAnsweredAndTheAnswerIsRead) {
  Person anna = hire("anna", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "Отпуск кончается во вторник. Что мне делать?");
  EXPECT_EQ(round().pulled, 1U);
  EXPECT_EQ(relay_.waiting(), 0U);

  const SessionToken token = sign_in(anna);
  EXPECT_EQ(round().filed.new_cases, 1U);
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  auto view = office_->cases().open(token, id).value();
  ASSERT_EQ(view.entries.size(), 2U);
  EXPECT_EQ(view.entries[0].text, "Отпуск кончается во вторник. Что мне делать?");
  EXPECT_EQ(view.entries[0].assurance, "browser");
  EXPECT_EQ(view.entries[1].what, "taken");
  EXPECT_TRUE(view.row.mine);
  EXPECT_EQ(view.facts.at(0).key, "status");
  EXPECT_EQ(view.row.situation.unread, 1U);
  ASSERT_TRUE(office_->cases().mark_read(token, id, newest_message(token, id)).has_value());
  EXPECT_EQ(office_->list().rows(token)->front().situation.unread, 0U);

  const RecordId reply =
      office_->answers().hold_reply(token, id, "Мы рядом. Напишите, когда точно кончается отпуск.").value();
  round();
  EXPECT_TRUE(replies_for(soldier).empty()) << "held replies stay here";
  EXPECT_EQ(office_->cases().open(token, id)->entries.back().state, ReplyState::kHeld);
  clock_.advance(kReplyHold);
  EXPECT_EQ(office_->answers().undo_reply(token, id, reply).error().code, Code::kConflict) << "too late to undo";
  EXPECT_EQ(round().pushed, 1U);
  EXPECT_EQ(office_->cases().open(token, id)->entries.back().state, ReplyState::kStored);
  EXPECT_EQ(replies_for(soldier), std::vector<std::string>{"Мы рядом. Напишите, когда точно кончается отпуск."});

  send(soldier, "В среду, 25-го.");
  EXPECT_EQ(round().filed.further, 1U);
  view = office_->cases().open(token, id).value();
  EXPECT_EQ(view.messages, 2U);
  EXPECT_EQ(view.entries.back().text, "В среду, 25-го.");
  EXPECT_EQ(office_->list().rows(token)->front().situation.unread, 1U);
}

TEST_F(OfficeStory, AHeldReplyCanBeUndone) {
  const Requester soldier = Requester::make(random_);
  send(soldier, "привет");
  const SessionToken token = sign_in(*mira_);
  round();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  const RecordId reply = office_->answers().hold_reply(token, id, "не то").value();
  EXPECT_TRUE(office_->list().rows(token)->front().situation.first_reply_at.has_value());
  ASSERT_TRUE(office_->answers().undo_reply(token, id, reply).has_value());
  clock_.advance(kReplyHold);
  EXPECT_EQ(round().pushed, 0U);
  EXPECT_TRUE(replies_for(soldier).empty());
  EXPECT_FALSE(office_->list().rows(token)->front().situation.first_reply_at.has_value());
  EXPECT_EQ(office_->answers().undo_reply(token, id, reply).error().code, Code::kNotFound);
  // The place is free again: the next reply is the first.
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "то").has_value());
  clock_.advance(kReplyHold);
  round();
  EXPECT_EQ(replies_for(soldier), std::vector<std::string>{"то"});
}

TEST_F(OfficeStory, OnlyTheOwnerReplies) {
  Person anna = hire("anna", {"first_line"});
  Person boris = hire("boris", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "привет");
  const SessionToken a = sign_in(anna);
  const SessionToken b = sign_in(boris);
  round();
  const CaseId id = only_case(a);
  EXPECT_FALSE(office_->cases().open(a, id)->may.reply) << "nobody has taken it yet";
  EXPECT_EQ(office_->answers().hold_reply(a, id, "ответ без взятия").error().code, Code::kDenied);
  EXPECT_FALSE(office_->list().rows(a)->front().situation.first_reply_at.has_value());
  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  EXPECT_TRUE(office_->cases().open(a, id)->may.reply);
  EXPECT_EQ(office_->answers().hold_reply(b, id, "второй голос").error().code, Code::kDenied);
  const SessionToken lead = sign_in(*mira_);
  EXPECT_FALSE(office_->cases().open(lead, id)->may.reply) << "a lead reads, and takes before replying";
  EXPECT_EQ(office_->answers().hold_reply(lead, id, "голос сверху").error().code, Code::kDenied);
  ASSERT_TRUE(office_->answers().hold_reply(a, id, "один голос").has_value());
  clock_.advance(kReplyHold);
  EXPECT_EQ(round().pushed, 1U);
  EXPECT_EQ(replies_for(soldier), std::vector<std::string>{"один голос"});
}

TEST_F(OfficeStory, RepliesUseEveryPlaceAndThenSaySo) {
  const Requester soldier = Requester::make(random_);
  send(soldier, "привет");
  const SessionToken token = sign_in(*mira_);
  round();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  for (int count = 0; count < 16; ++count)
    ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ " + std::to_string(count)).has_value());
  EXPECT_EQ(office_->answers().hold_reply(token, id, "лишний").error().code, Code::kFull);
  clock_.advance(kReplyHold);
  EXPECT_EQ(round().pushed, 16U);
  EXPECT_EQ(replies_for(soldier).size(), 16U);
}

TEST_F(OfficeStory, TheUnattendedDeskKeepsAndAcknowledgesButOpensNothing) {
  const Requester soldier = Requester::make(random_);
  send(soldier, "ночью");
  const RoundReport report = round();
  EXPECT_EQ(report.pulled, 1U);
  EXPECT_EQ(report.filed.taken_up, 0U);
  restart();
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(office_->oversight().health(token)->unopened, 1U);
  EXPECT_EQ(round().filed.new_cases, 1U);
  EXPECT_EQ(office_->oversight().health(token)->unopened, 0U);
}

TEST_F(OfficeStory, TextOfEveryKindComesBackAsItWas) {
  constexpr char kOdd[] = "NUL:\0 emoji \U0001F9ED rtl \u202Eabc \u05D0 <script>alert(1)</script> {{x}} ${y} %s\n";
  const std::string odd{kOdd, sizeof kOdd - 1};
  const SessionToken token = sign_in(*mira_);
  std::string longest;
  for (int count = 0; count < 1'200; ++count) longest += "\U0001F9ED";
  for (const std::string& text : {odd, longest}) {
    const Requester soldier = Requester::make(random_);
    send(soldier, text);
    round();
    bool found = false;
    const auto rows = office_->list().rows(token).value();
    for (const AgendaRow& row : rows)
      found = found || office_->cases().open(token, row.case_id)->entries[0].text == text;
    EXPECT_TRUE(found);
  }
}

TEST_F(OfficeStory, TheChangeCounterGoesUpWhenARequestArrives) {
  const SessionToken token = sign_in(*mira_);
  round();
  const auto before = office_->list().change_counter(token).value();
  round();
  EXPECT_EQ(office_->list().change_counter(token).value(), before) << "nothing happened";
  send(Requester::make(random_), "новое");
  round();
  EXPECT_GT(office_->list().change_counter(token).value(), before);
}

TEST_F(OfficeStory, RosterAndTodaysListArePublished) {
  EXPECT_EQ(round().published, 2U);
  const auto roster = roster::verify_first(relay_.rosters().at(0)).value();
  const auto first = roster::verify_day_keys(relay_.day_list(), roster).value();
  EXPECT_EQ(roster::keys_to_seal(first, today())->front().day, today());
  EXPECT_EQ(round().published, 0U);
  // Nobody signs in for 27 days: each day's list is there all the same.
  for (int day = 0; day < 27; ++day) {
    clock_.advance(Seconds{86'400});
    EXPECT_EQ(round().published, 1U) << day;
    const auto list = roster::verify_day_keys(relay_.day_list(), roster).value();
    EXPECT_EQ(roster::keys_to_seal(list, today())->front().day, today());
    EXPECT_EQ(list.hashes.size(), 8U);
  }
  clock_.advance(Seconds{86'400});
  EXPECT_EQ(round().published, 0U) << "the lists have run out";
  sign_in(*mira_);
  EXPECT_EQ(round().published, 1U) << "a coordinator signed in";
}

TEST_F(OfficeStory, FreshKeysLeaveWhatIsPublishedAlone) {
  const SessionToken token = sign_in(*mira_);
  round();
  const auto roster = roster::verify_first(relay_.rosters().at(0)).value();
  const auto before = roster::verify_day_keys(relay_.day_list(), roster).value();
  const Requester early = Requester::make(random_);
  send(early, "уже запечатано");
  auto tomorrow = message_from(Requester::make(random_), "на завтра");
  tomorrow.day = today() + 1;
  send(tomorrow);
  ASSERT_TRUE(office_->upkeep().renew_lists(token, KeyRenewal::kFresh).has_value());
  EXPECT_EQ(round().filed.new_cases, 2U) << "keys that writers may have are kept";
  const auto after = roster::verify_day_keys(relay_.day_list(), roster).value();
  EXPECT_GT(after.serial, before.serial);
  for (std::size_t day = 0; day < after.hashes.size(); ++day)
    EXPECT_EQ(after.hashes[day].hash == before.hashes[day].hash, day < 2) << day;
  Person anna = hire("anna", {"first_line"});
  EXPECT_EQ(office_->upkeep().renew_lists(sign_in(anna), KeyRenewal::kFresh).error().code, Code::kDenied);
}

}  // namespace
}  // namespace waymark::desk
