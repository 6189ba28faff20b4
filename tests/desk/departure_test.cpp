// Removing somebody: what they copied before and what they know opens nothing that is filed afterwards.
#include <algorithm>

#include "base/encoding.h"
#include "desk/keyring/day_keys.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_log.h"
#include "envelope/age_open.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

class DepartureStory : public OfficeStory {
 protected:
  [[nodiscard]] std::unique_ptr<store::Connection> disk() const { return open_desk_store(file()).value(); }

  /// Everything that a person's passphrase opens in the database as it is now.
  KeyRing keys_of(const Person& person) const {
    auto store = disk();
    const StaffId id = staff_id_of(*pepper_, person.alias);
    const auto secrets = staff_secrets(*store, id).value();
    const auto wrap = crypto::argon2id(view_of(person.passphrase), secrets->salt, secrets->cost).value();
    auto seed = open_seed(wrap, SeedUse::kPassphrase, id, secrets->sealed_seed).value();
    return KeyRing::open(*store, id, std::move(seed)).value();
  }

  /// Another process on the same folder, as the command line is.
  std::unique_ptr<Office> another_process() {
    return Office::open({disk(), clock_, random_, pepper_->duplicate(), "Example Help Line"}).value();
  }
  SessionToken sign_in_at(Office& office, Person& person) {
    clock_.advance(Seconds{30});
    return office.doors()
        .sign_in(person.alias, SecretBytes::copy_of(view_of(person.passphrase)), code_of_now(person))
        .value()
        .token;
  }
  /// The case of the list that is not among `known`.
  CaseId new_case(const SessionToken& token, const std::vector<CaseId>& known) {
    const std::vector<AgendaRow> rows = office_->list().rows(token).value();
    for (const AgendaRow& row : rows)
      if (std::ranges::find(known, row.case_id) == known.end()) return row.case_id;
    ADD_FAILURE() << "no new case";
    return {};
  }
};

TEST_F(DepartureStory, ARemovedVolunteerWithACopiedDiskOpensNothingFiledAfterwards) {
  Person anna = hire("anna", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "до");
  const SessionToken a = sign_in(anna);
  round();
  const CaseId hers = only_case(a);
  ASSERT_TRUE(office_->cases().take(a, hers).has_value());
  send(Requester::make(random_), "ничьё");
  round();
  const CaseId unowned = new_case(a, {hers});
  // What she carries away: all her keys, and the seeds of all days that the disk holds.
  const KeyRing carried = keys_of(anna);
  std::map<std::uint32_t, crypto::XWingPublicKey> carried_days;
  {
    auto store = disk();
    DaySeeds seeds(*store, carried);
    for (std::uint32_t day = today(); day < today() + kKeyDays; ++day)
      carried_days.emplace(day, crypto::xwing_public_key(seeds.of(day).value().front().seed));
  }

  const SessionToken mira = sign_in(*mira_);
  const Departure gone = office_->people().remove(mira, "anna", "left in a quarrel").value();
  EXPECT_EQ(gone.cases, 2U);
  EXPECT_EQ(gone.cases_waiting, 0U);
  EXPECT_TRUE(gone.knew_reply_key);
  EXPECT_FALSE(gone.knew_list_key);

  // Her session is refused at once, and she cannot sign in any more.
  EXPECT_EQ(office_->doors().me(a).error().code, Code::kExpired);
  EXPECT_EQ(office_->cases().open(a, hers).error().code, Code::kExpired);
  EXPECT_EQ(office_->list().change_counter(a).error().code, Code::kExpired);
  clock_.advance(Seconds{30});
  const SecretBytes passphrase = SecretBytes::copy_of(view_of(anna.passphrase));
  EXPECT_EQ(office_->doors().sign_in("anna", passphrase, code_of_now(anna)).error().code, Code::kBadPassphrase);

  send(Requester::make(random_), "после");
  send(soldier, "дальше");
  round();
  const CaseId later = new_case(mira, {hers, unowned});
  EXPECT_EQ(office_->cases().open(mira, later)->entries.front().text, "после");
  const CaseView continued = office_->cases().open(mira, hers).value();
  EXPECT_EQ(continued.entries.back().text, "дальше");
  EXPECT_FALSE(continued.row.situation.owner.has_value()) << "her case is the first line's again";
  const std::uint64_t lines = office_->oversight().verify_log()->lines;

  auto store = disk();
  for (const CaseId& id : {hers, unowned, later})
    EXPECT_EQ(open_case_key(*store, carried, id).error().code, Code::kDenied);
  Agenda agenda;
  ASSERT_TRUE(agenda.load(*store, carried).has_value());
  EXPECT_TRUE(agenda.entries().empty()) << "no row of the agenda opens";
  DaySeeds seeds(*store, carried);
  for (std::uint32_t day = today(); day < today() + kKeyDays; ++day) {
    EXPECT_EQ(seeds.of(day).error().code, Code::kDenied);
    auto rows = store->query("SELECT public_key FROM day_key WHERE day = ? AND replaced_day IS NULL", day).value();
    ASSERT_TRUE(rows.next().value());
    const bool same = public_key_from(rows.blob(0)).value() == carried_days.at(day);
    EXPECT_EQ(same, day <= today() + 1) << "what was not published yet is made anew";
  }
  const auto log = read_log(*store, carried, lines - 1, 10).value();
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(log.back().what, "log.unreadable");
  const KeyRing nothing = KeyRing::open(*store, carried.staff_id(), carried.seed().duplicate()).value();
  EXPECT_FALSE(nothing.holds(Compartment::kTeam)) << "her passphrase opens no membership";
}

TEST_F(DepartureStory, TheRunningDeskNoticesWhatTheCommandLineDid) {
  Person anna = hire("anna", {"first_line"});
  Person boris = hire("boris", {"first_line"});
  send(Requester::make(random_), "раз");
  const SessionToken a = sign_in(anna);
  const SessionToken b = sign_in(boris);
  round();
  const CaseId first = only_case(b);
  ASSERT_TRUE(office_->cases().take(b, first).has_value());

  const auto counter = office_->list().change_counter(b).value();
  const auto command = another_process();
  ASSERT_TRUE(command->people().remove(sign_in_at(*command, *mira_), "anna", "").has_value());

  EXPECT_EQ(office_->list().rows(a).error().code, Code::kExpired) << "at once, without a round or a sign-in in between";
  EXPECT_GT(office_->list().change_counter(b).value(), counter) << "screens look again";
  EXPECT_EQ(office_->cases().open(b, first)->entries.front().text, "раз");
  send(Requester::make(random_), "два");
  round();
  const CaseId second = new_case(b, {first});
  EXPECT_EQ(office_->cases().open(b, second)->entries.front().text, "два");
  EXPECT_TRUE(office_->cases().take(b, second).has_value());
  EXPECT_TRUE(office_->answers().hold_reply(b, second, "ответ").has_value());
}

TEST_F(DepartureStory, ARemovedLeadOpensNoCase) {
  Person lea = hire("lea", {"lead"});
  Person anna = hire("anna", {"first_line"});
  send(Requester::make(random_), "взято");
  const SessionToken a = sign_in(anna);
  round();
  const CaseId taken = only_case(a);
  ASSERT_TRUE(office_->cases().take(a, taken).has_value());
  const KeyRing carried = keys_of(lea);
  EXPECT_TRUE(open_case_key(*disk(), carried, taken).has_value());

  const SessionToken mira = sign_in(*mira_);
  ASSERT_TRUE(office_->people().remove(mira, "lea", "").has_value());
  EXPECT_EQ(open_case_key(*disk(), carried, taken).error().code, Code::kDenied);
  EXPECT_EQ(office_->cases().open(a, taken)->row.situation.owner, "anna") << "the owner keeps it";
  EXPECT_TRUE(office_->cases().open(mira, taken).has_value()) << "so do the leads who stay";
  EXPECT_TRUE(open_case_key(*disk(), KeyRing({}, recovery_->duplicate(), {}), taken).has_value());
}

TEST_F(DepartureStory, WhatTheCoordinatorCannotOpenWaitsForALead) {
  Person carla = hire("carla", {"coordinator"});
  Person anna = hire("anna", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "первое");
  const SessionToken a = sign_in(anna);
  round();
  const CaseId id = only_case(a);
  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  const KeyRing carried = keys_of(anna);
  const CaseKey carried_key = open_case_key(*disk(), carried, id).value();
  office_->doors().sign_out(a);

  const SessionToken carla_token = sign_in(carla);
  const Departure gone = office_->people().remove(carla_token, "anna", "").value();
  EXPECT_EQ(gone.cases_waiting, 1U);
  EXPECT_EQ(office_->oversight().health(carla_token)->stale_cases, 1U);
  send(soldier, "второе");
  round();
  // The key that she carried away opens neither the inbox nor what is in it.
  {
    auto store = disk();
    auto rows = store->query("SELECT blob FROM inbox WHERE case_id = ?", id.view()).value();
    ASSERT_TRUE(rows.next().value());
    EXPECT_FALSE(envelope::age_open(carried_key.inbox_identity(), rows.blob(0)).has_value());
    EXPECT_FALSE(envelope::age_open(carried.seed(), rows.blob(0)).has_value());
  }
  const SessionToken lead = sign_in(*mira_);
  const CaseView view = office_->cases().open(lead, id).value();
  EXPECT_FALSE(view.row.situation.owner.has_value());
  EXPECT_TRUE(std::ranges::any_of(view.entries, [](const Entry& entry) { return entry.text == "второе"; }));
  EXPECT_EQ(office_->oversight().health(lead)->stale_cases, 0U);
  EXPECT_EQ(open_case_key(*disk(), carried, id).error().code, Code::kDenied);
  EXPECT_TRUE(office_->cases().open(carla_token, id).has_value()) << "it is the first line's again";
}

TEST_F(DepartureStory, WhoMayRemoveWhom) {
  Person anna = hire("anna", {"first_line"});
  Person carla = hire("carla", {"coordinator"});
  const SessionToken a = sign_in(anna);
  const SessionToken c = sign_in(carla);
  EXPECT_EQ(office_->people().remove(a, "carla", "").error().code, Code::kDenied);
  EXPECT_EQ(office_->people().remove(c, "nobody", "").error().code, Code::kNotFound);
  EXPECT_EQ(office_->people().remove(c, "carla", "").error().code, Code::kInvalid);
  EXPECT_EQ(office_->people().remove(c, "mira", "").error().code, Code::kConflict) << "the last lead";
  EXPECT_EQ(office_->people().remove(c, "anna", std::string(5'000, 'x')).error().code, Code::kTooLarge);
  EXPECT_TRUE(office_->doors().me(a).has_value()) << "nothing was changed";
  ASSERT_TRUE(office_->people().remove(c, "anna", "").has_value());
  EXPECT_TRUE(office_->people().invite(c, {"anna"}, {"first_line"}).has_value()) << "the alias is free";
  EXPECT_TRUE(office_->oversight().verify_log()->intact);
}

/// What a portable page seals for a coming day, with the key that it has pinned.
class PinnedPage : public DepartureStory {
 protected:
  std::string sealed_text(const crypto::XWingPublicKey& pinned, std::uint32_t day, std::string_view text) {
    envelope::Message message = message_from(Requester::make(random_), text);
    message.assurance = envelope::Assurance::kPortable;
    message.day = day;
    const auto envelope = envelope::seal_message(message, pinned, random_).value();
    return "-----BEGIN AGE ENCRYPTED FILE-----\n" + to_base64(envelope.view(), Padding::kRequired) +
           "\n-----END AGE ENCRYPTED FILE-----\n";
  }
  crypto::XWingPublicKey published(std::uint32_t day) {
    auto store = disk();
    auto rows = store->query("SELECT public_key FROM day_key WHERE day = ? AND replaced_day IS NULL", day).value();
    EXPECT_TRUE(rows.next().value());
    return public_key_from(rows.blob(0)).value();
  }
};

TEST_F(PinnedPage, TextsInCirculationStayReadableWhenAVolunteerIsRemoved) {
  hire("anna", {"first_line"});
  hire("boris", {"first_line"});
  const std::uint32_t day = today() + 5;
  const crypto::XWingPublicKey pinned = published(day);
  const std::string text = sealed_text(pinned, day, "до ухода");
  const SessionToken mira = sign_in(*mira_);
  const Departure gone = office_->people().remove(mira, "anna", "left").value();
  EXPECT_TRUE(gone.replaced_day_keys);
  EXPECT_NE(published(day), pinned) << "new pages seal to a key that she never saw";
  // A second removal replaces the key once more; the oldest page is still good.
  ASSERT_TRUE(office_->people().remove(mira, "boris", "left").has_value());

  const auto report = office_->pasted().file(mira, text);
  ASSERT_TRUE(report.has_value()) << describe(report.error());
  EXPECT_EQ(report->outcome, PasteReport::Outcome::kNewCase);
  EXPECT_EQ(report->page_before_day, today()) << "and staff are told that the page is older than today";
  EXPECT_EQ(office_->pasted().file(mira, sealed_text(published(day), day, "новой страницей"))->page_before_day,
            std::nullopt);

  // Once it can send, the page puts the same text at the relay on that day.
  clock_.advance(Seconds{5 * 86'400});
  const SessionToken later = sign_in(*mira_);
  envelope::Message message = message_from(Requester::make(random_), "через пять дней");
  relay_.put(day, envelope::seal_message(message, pinned, random_).value().take());
  round();
  EXPECT_EQ(office_->list().rows(later)->size(), 3U);
  EXPECT_TRUE(refused(later).empty());
}

TEST_F(PinnedPage, FreshKeysLeaveThemReadableToo) {
  const std::uint32_t day = today() + 9;
  const std::string text = sealed_text(published(day), day, "до новых ключей");
  const SessionToken mira = sign_in(*mira_);
  ASSERT_TRUE(office_->upkeep().renew_lists(mira, KeyRenewal::kFresh).has_value());
  EXPECT_EQ(office_->pasted().file(mira, text)->outcome, PasteReport::Outcome::kNewCase);
}

TEST_F(PinnedPage, ReplacedKeysAreDestroyedWithTheirDay) {
  hire("anna", {"first_line"});
  const std::uint32_t day = today() + 5;
  const std::string text = sealed_text(published(day), day, "слишком поздно");
  ASSERT_TRUE(office_->people().remove(sign_in(*mira_), "anna", "left").has_value());
  clock_.advance(Seconds{9 * 86'400});
  const SessionToken later = sign_in(*mira_);
  round();
  round();
  EXPECT_FALSE(office_->pasted().file(later, text).has_value());
  EXPECT_EQ(disk()->number("SELECT count(*) FROM day_key WHERE day <= ? AND seed_file IS NOT NULL", day).value(), 0);
}

TEST_F(DepartureStory, AnInvitationOfARemovedPersonIsWorthNothing) {
  const SessionToken mira = sign_in(*mira_);
  const Invitation invitation = office_->people().invite(mira, {"vlad"}, {"first_line"})->front();
  ASSERT_TRUE(office_->people().remove(mira, "vlad", "").has_value());
  const SecretBytes passphrase = SecretBytes::copy_of(view_of("a passphrase of vlad"));
  EXPECT_EQ(office_->joining().accept(invitation.code, passphrase).error().code, Code::kNotFound);
}

}  // namespace
}  // namespace waymark::desk
