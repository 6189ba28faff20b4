// One's own account, and the keys that the office signs with.
#include "desk/ceremonies/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_log.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(view_of(text)); }

TEST_F(OfficeStory, APassphraseIsChangedByWhoKnowsTheOldOne) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken elsewhere = sign_in(anna);
  const SessionToken here = sign_in(anna);
  EXPECT_EQ(office_->account()
                .change_passphrase(here, secret("not the old one"), secret("marigold seven lanterns"))
                .error()
                .code,
            Code::kBadPassphrase);
  EXPECT_EQ(office_->account().change_passphrase(here, secret(anna.passphrase), secret("short")).error().code,
            Code::kInvalid);
  ASSERT_TRUE(office_->account()
                  .change_passphrase(here, secret(anna.passphrase), secret("marigold seven lanterns"))
                  .has_value());
  EXPECT_TRUE(office_->doors().me(here).has_value()) << "this session goes on";
  EXPECT_EQ(office_->doors().me(elsewhere).error().code, Code::kExpired) << "the others end";
  clock_.advance(Seconds{30});
  EXPECT_EQ(office_->doors().sign_in("anna", secret(anna.passphrase), code_of_now(anna)).error().code,
            Code::kBadPassphrase);
  anna.passphrase = "marigold seven lanterns";
  const SessionToken again = sign_in(anna);
  EXPECT_TRUE(office_->list().rows(again).has_value()) << "all keys open as before";
}

TEST_F(OfficeStory, GuessingTheOldPassphraseInAnOpenSessionIsSlowedDownToo) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken token = sign_in(anna);
  Code last = Code::kBadPassphrase;
  for (int guess = 0; guess < 20 && last == Code::kBadPassphrase; ++guess)
    last = office_->account().begin_second_factor(token, secret("a wrong passphrase")).error().code;
  EXPECT_EQ(last, Code::kRateLimited);
}

TEST_F(OfficeStory, ASecondFactorIsReplacedOnlyByItsFirstCode) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken token = sign_in(anna);
  EXPECT_EQ(office_->account().confirm_second_factor(token, "123456").error().code, Code::kNotFound);
  const Enrolment fresh = office_->account().begin_second_factor(token, secret(anna.passphrase)).value();
  EXPECT_EQ(fresh.alias, "anna");
  EXPECT_EQ(office_->account().confirm_second_factor(token, code_of_now(anna)).error().code, Code::kBadPassphrase);
  const SessionToken with_the_old = sign_in(anna);
  EXPECT_TRUE(office_->doors().me(with_the_old).has_value()) << "the old one works until then";
  const crypto::TotpSecret made = totp_of(fresh);
  ASSERT_TRUE(office_->account().confirm_second_factor(token, crypto::totp_code(made, clock_.now())).has_value());
  EXPECT_EQ(office_->doors().me(with_the_old).error().code, Code::kExpired);
  clock_.advance(Seconds{60});
  EXPECT_EQ(office_->doors().sign_in("anna", secret(anna.passphrase), code_of_now(anna)).error().code,
            Code::kBadPassphrase);
  EXPECT_TRUE(
      office_->doors().sign_in("anna", secret(anna.passphrase), crypto::totp_code(made, clock_.now())).has_value());
}

TEST_F(OfficeStory, SigningOutEverywhereReachesOtherProcesses) {
  Person anna = hire("anna", {"first_line"});
  Person boris = hire("boris", {"first_line"});
  const SessionToken here = sign_in(anna);
  const SessionToken other = sign_in(boris);
  const auto command =
      Office::open({open_desk_store(file()).value(), clock_, random_, pepper_->duplicate(), "Example"}).value();
  clock_.advance(Seconds{30});
  const auto there = command->doors().sign_in("anna", secret(anna.passphrase), code_of_now(anna)).value().token;
  ASSERT_TRUE(command->account().sign_out_everywhere(there).has_value());
  EXPECT_EQ(command->doors().me(there).error().code, Code::kExpired);
  EXPECT_EQ(office_->doors().me(here).error().code, Code::kExpired);
  EXPECT_TRUE(office_->doors().me(other).has_value());
}

TEST_F(OfficeStory, SigningKeysAreRenewedWithTheRosterBeforeTheyAreNinetyDaysOld) {
  const Requester soldier = Requester::make(random_);
  const SessionToken token = sign_in(*mira_);
  send(soldier, "привет");
  round();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ со старым ключом").has_value());
  clock_.advance(Seconds{20});
  round();
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(signing_key_days_left(*store, clock_.now()), 90);
  const auto first = newest_roster(*store)->roster;
  const auto renew = [&](int days) {
    clock_.advance(Seconds{days * 86'400});
    return renew_roster(*store, *root_, {}, clock_.now(), random_).value();
  };
  EXPECT_FALSE(renew(29).new_keys);
  EXPECT_FALSE(renew(29).new_keys);
  const Renewal third = renew(29);
  EXPECT_TRUE(third.new_keys) << "the next renewal might come after the 90 days";
  EXPECT_EQ(signing_key_days_left(*store, clock_.now()), 90);
  const roster::Roster& roster = third.roster.roster;
  EXPECT_NE(roster.list_key, first.list_key);
  ASSERT_EQ(roster.reply_keys.size(), 2U) << "what the old key signed may still wait to be read";
  EXPECT_EQ(roster.reply_keys.back(), first.reply_keys.front());

  // The running desk takes the new keys up by itself: the list that it publishes and the log fit the new roster.
  const SessionToken again = sign_in(*mira_);
  round();
  const auto list = office_->upkeep().todays_list().value();
  ASSERT_TRUE(list.has_value());
  EXPECT_TRUE(roster::verify_day_keys(list->note, third.roster).has_value());
  EXPECT_EQ(office_->upkeep().renew_lists(again, KeyRenewal::kMissing).has_value(), true);
  EXPECT_TRUE(roster::verify_day_keys(office_->upkeep().todays_list().value()->note, third.roster).has_value());
  EXPECT_TRUE(verify_log(*store, all_reply_keys(*store).value())->intact);

  // After that time the old reply key goes.
  EXPECT_EQ(renew(20).roster.roster.reply_keys.size(), 2U);
  EXPECT_EQ(renew(20).roster.roster.reply_keys.size(), 1U);
}

TEST_F(OfficeStory, KeysThatSomebodyKnewAreReplacedAtOnce) {
  auto store = open_desk_store(file()).value();
  const auto before = newest_roster(*store)->roster;
  const auto stranger = crypto::RootSigningKey::generate(random_);
  EXPECT_EQ(renew_roster(*store, stranger, {.keys = SigningKeys::kNow}, clock_.now(), random_).error().code,
            Code::kDenied);
  const Renewal renewal =
      renew_roster(*store, *root_, {.keys = SigningKeys::kDistrustOld}, clock_.now(), random_).value();
  EXPECT_TRUE(renewal.new_keys);
  EXPECT_EQ(renewal.roster.roster.reply_keys.size(), 1U);
  EXPECT_NE(renewal.roster.roster.reply_keys.front(), before.reply_keys.front());
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(office_->oversight().health(token)->signing_key_days_left, 90);
}

TEST_F(OfficeStory, AQueueLearnsOnlyWhatChanged) {
  send(Requester::make(random_), "раз");
  send(Requester::make(random_), "два");
  const SessionToken token = sign_in(*mira_);
  round();
  const AgendaChanges all = office_->list().changes_since(token, 0).value();
  EXPECT_TRUE(all.whole);
  ASSERT_EQ(all.rows.size(), 2U);
  EXPECT_TRUE(office_->list().changes_since(token, all.counter)->rows.empty());
  ASSERT_TRUE(office_->cases().take(token, all.rows[1].case_id).has_value());
  const AgendaChanges changed = office_->list().changes_since(token, all.counter).value();
  EXPECT_FALSE(changed.whole);
  ASSERT_EQ(changed.rows.size(), 1U);
  EXPECT_EQ(changed.rows[0].case_id, all.rows[1].case_id);
  EXPECT_EQ(changed.rows[0].situation.unpack_head().owner, "mira");
}

}  // namespace
}  // namespace waymark::desk
