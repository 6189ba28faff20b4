// Nobody who sees a sealed text, carries it or keeps the relay can make the desk drop it: puts that are re-dated,
// raced, replayed, delayed or forged, alone and in pairs with a relay that lies.
#include <algorithm>

#include "base/encoding.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

using Outcome = PasteReport::Outcome;

class HostilePut : public OfficeStory {
 protected:
  Bytes sealed(const envelope::Message& message) {
    return envelope::seal_message(message, day_key_of(message.day), random_).value().take();
  }
  Bytes sealed(std::string_view text) { return sealed(message_from(Requester::make(random_), text)); }
  static std::string armored(ByteView blob) {
    return "-----BEGIN AGE ENCRYPTED FILE-----\n" + to_base64(blob, Padding::kRequired) +
           "\n-----END AGE ENCRYPTED FILE-----\n";
  }
  static RowId row_id(std::uint8_t value) {
    RowId id;
    id.fill(value);
    return id;
  }
  /// How many cases hold exactly this text as a message.
  std::size_t cases_with(const SessionToken& token, std::string_view text) {
    std::size_t count = 0;
    const std::vector<AgendaRow> rows = office_->list().rows(token).value();
    for (const AgendaRow& row : rows) {
      const CaseView view = office_->cases().open(token, row.case_id).value();
      count += std::ranges::any_of(view.entries, [&](const Entry& entry) { return entry.text == text; }) ? 1 : 0;
    }
    return count;
  }
};

TEST_F(HostilePut, AMessengerPutsTheTextUnderYesterdayAndStaffPasteIt) {
  const Bytes blob = sealed("по мессенджеру");
  relay_.put(today() - 1, blob);
  round();
  const SessionToken token = sign_in(*mira_);
  round();
  const auto report = office_->pasted().file(token, armored(blob));
  ASSERT_TRUE(report.has_value()) << describe(report.error());
  EXPECT_TRUE(report->case_id.has_value()) << "known is only said with a case to show";
  EXPECT_EQ(cases_with(token, "по мессенджеру"), 1U);
  EXPECT_EQ(office_->oversight().health(token)->redated, 1U) << "and it is told";
  EXPECT_TRUE(refused(token).empty());
}

TEST_F(HostilePut, APutUnderAnotherDayThatIsFasterThanTheHonestOne) {
  const SessionToken token = sign_in(*mira_);
  round();
  const Bytes blob = sealed("честно");
  relay_.put(today() - 2, blob);
  relay_.put(today(), blob);
  EXPECT_EQ(relay_.waiting(), 2U) << "the honest put has a row of its own";
  round();
  EXPECT_EQ(cases_with(token, "честно"), 1U);
  // The other order, and with nobody signed in.
  office_->doors().sign_out(token);
  const Bytes second = sealed("честно второй раз");
  relay_.put(today(), second);
  round();
  relay_.put(today() - 1, second);
  round();
  const SessionToken later = sign_in(*mira_);
  round();
  EXPECT_EQ(cases_with(later, "честно второй раз"), 1U);
  EXPECT_EQ(refused(later).at("replayed"), 2U) << "the doubles are counted";
}

TEST_F(HostilePut, ARelayThatGivesRubbishTheRowIdOfAnHonestEnvelope) {
  const SessionToken token = sign_in(*mira_);
  round();
  const Bytes honest = sealed("под чужим именем");
  Bytes rubbish = sealed("испорчено");
  rubbish.back() ^= 1U;
  relay_.put_row({row_id(7), today(), rubbish});
  round();
  relay_.put_row({row_id(7), today(), honest});
  round();
  EXPECT_EQ(cases_with(token, "под чужим именем"), 1U);
  EXPECT_EQ(refused(token).at("authentication"), 1U);
  // The same while nobody can open anything.
  office_->doors().sign_out(token);
  const Bytes unattended = sealed("пока никого нет");
  relay_.put_row({row_id(9), today(), rubbish});
  relay_.put_row({row_id(9), today(), unattended});
  round();
  const SessionToken later = sign_in(*mira_);
  round();
  EXPECT_EQ(cases_with(later, "пока никого нет"), 1U);
}

TEST_F(HostilePut, AnEnvelopeThatCouldNotBeOpenedAtFirstIsOpenedWhenItComesAgain) {
  const SessionToken token = sign_in(*mira_);
  round();
  // Sealed to a key that the relay announced before the desk had it back from a copy: made anew here by hand.
  const crypto::XWingSeed seed = crypto::XWingSeed::generate(random_);
  const envelope::Message message = message_from(Requester::make(random_), "ещё раз");
  const Bytes blob = envelope::seal_message(message, crypto::xwing_public_key(seed), random_).value().take();
  relay_.put(today(), blob);
  round();
  EXPECT_EQ(refused(token).at("not-for-us"), 1U);
  // A burnt row would be passed over in silence now.
  relay_.put(today(), blob);
  round();
  EXPECT_EQ(refused(token).at("not-for-us"), 2U);
  EXPECT_EQ(open_desk_store(file()).value()->number("SELECT count(*) FROM handled").value(), 0);
}

TEST_F(HostilePut, RedeliveryAfterDaysIsOneCaseAndACount) {
  SessionToken token = sign_in(*mira_);
  round();
  const Bytes blob = sealed("один раз");
  relay_.put(today(), blob);
  round();
  clock_.advance(Seconds{2 * 86'400});
  token = sign_in(*mira_);
  relay_.put_row({row_id(1), today() - 2, blob});
  relay_.put_row({row_id(2), today(), blob});
  round();
  EXPECT_EQ(cases_with(token, "один раз"), 1U);
  EXPECT_EQ(office_->list().rows(token)->size(), 1U);
}

TEST_F(HostilePut, AMessengerAndARelayTogetherGetItFiledOnceAndNeverDropped) {
  // The relay withholds the honest put, hands out the messenger's copy under each day it likes, with ids it likes.
  const Bytes blob = sealed("вдвоём");
  std::uint8_t next = 1;
  for (const std::uint32_t day : {0U, 1U, today() - 40, today() - 3, today() + 1, today() + 400, 0xFFFFFFFFU})
    relay_.put_row({row_id(next++), day, blob});
  round();
  const SessionToken token = sign_in(*mira_);
  round();
  EXPECT_EQ(cases_with(token, "вдвоём"), 1U);
  EXPECT_EQ(office_->pasted().file(token, armored(blob))->outcome, Outcome::kKnown);
  EXPECT_EQ(refused(token).at("replayed"), 6U);
  EXPECT_EQ(office_->oversight().health(token)->redated, 7U);
  // Rows of days far off do not stay for ever.
  clock_.advance(Seconds{60 * 86'400});
  round();
  round();
  round();
  EXPECT_EQ(open_desk_store(file()).value()->number("SELECT count(*) FROM handled").value(), 0);
  EXPECT_EQ(open_desk_store(file()).value()->number("SELECT count(*) FROM seen").value(), 0);
}

TEST_F(HostilePut, ARelayThatMisdatesWhatWaitsDoesNotGetTheSeedDestroyed) {
  relay_.put_row({row_id(3), today() + 300, sealed("ждёт неделю")});
  round();
  clock_.advance(Seconds{8 * 86'400});
  round();
  round();
  const SessionToken token = sign_in(*mira_);
  round();
  EXPECT_EQ(refused(token).empty() ? cases_with(token, "ждёт неделю") : 0U, 1U);
}

TEST_F(HostilePut, WhatIsErasedIsNotCalledKnown) {
  const SessionToken token = sign_in(*mira_);
  round();
  const Requester soldier = Requester::make(random_);
  const Bytes blob = sealed(message_from(soldier, "сотрите потом"));
  EXPECT_EQ(office_->pasted().file(token, armored(blob))->outcome, Outcome::kNewCase);
  envelope::Message erase = message_from(soldier, "");
  erase.kind = envelope::Kind::kErase;
  erase.text.reset();
  erase.pack.reset();
  erase.answers.clear();
  send(erase);
  round();
  const auto again = office_->pasted().file(token, armored(blob));
  EXPECT_EQ(again->outcome, Outcome::kGone);
  EXPECT_EQ(again->case_id, std::nullopt);
}

}  // namespace
}  // namespace waymark::desk
