#include "office_story.h"

#include "desk/keyring/office_values.h"
#include "totp_text.h"

namespace waymark::desk {

crypto::TotpSecret totp_of(const Enrolment& enrolment) { return totp_from(enrolment.totp_secret); }

void OfficeStory::found() {
  auto store = open_desk_store(file()).value();
  PassphraseGate gate;
  const std::string passphrase = "a passphrase of mira";
  const SecretBytes secret = SecretBytes::copy_of(view_of(passphrase));
  auto founded = found_office(*store,
                              {.name = "Example Help Line",
                               .relays = {"http://127.0.0.1:8080"},
                               .alias = "mira",
                               .passphrase = secret,
                               .cost = crypto::kTestArgon2},
                              gate, clock_.now(), random_);
  ASSERT_TRUE(founded.has_value()) << describe(founded.error());
  instance_ = founded->instance;
  recovery_ = std::move(founded->recovery);
  root_.emplace(founded->root.seed().duplicate());
  pepper_ = std::move(founded->pepper);
  mira_ = Person{"mira", passphrase, totp_of(founded->coordinator)};
  store.reset();
  restart();
}

void OfficeStory::restart() {
  courier_.reset();
  office_.reset();
  office_ = Office::open({.store = open_desk_store(file()).value(),
                          .clock = clock_,
                          .random = random_,
                          .pepper = pepper_->duplicate(),
                          .organisation = "Example Help Line",
                          .inbound_max = inbound_max_,
                          .gate = make_gate()})
                .value();
  courier_ = std::make_unique<Courier>(*office_, relay_, clock_);
}

Person OfficeStory::hire(const std::string& alias, const std::vector<std::string>& roles) {
  const SessionToken token = sign_in(*mira_);
  const auto invitations = office_->people().invite(token, {alias}, roles).value();
  office_->doors().sign_out(token);
  const std::string passphrase = "a passphrase of " + alias;
  const auto enrolment =
      office_->joining().accept(invitations.front().code, SecretBytes::copy_of(view_of(passphrase))).value();
  Person person{alias, passphrase, totp_of(enrolment)};
  EXPECT_TRUE(office_->joining().confirm(invitations.front().code, code_of_now(person)).has_value());
  return person;
}

SessionToken OfficeStory::sign_in(Person& person) {
  // A code works once: everybody waits for the next one.
  clock_.advance(Seconds{30});
  const auto signed_in =
      office_->doors().sign_in(person.alias, SecretBytes::copy_of(view_of(person.passphrase)), code_of_now(person));
  EXPECT_TRUE(signed_in.has_value()) << describe(signed_in.error());
  return signed_in.has_value() ? signed_in->token : SessionToken{};
}

envelope::Message OfficeStory::message_from(const Requester& requester, std::string_view text) {
  envelope::Message message{.language = Language::kRussian,
                            .instance = instance_,
                            .day = today(),
                            .id = random_.array<16>(),
                            .reply_key = crypto::xwing_public_key(requester.reply_seed),
                            .mailbox_secret = requester.mailbox_secret.duplicate()};
  message.text = SecretBytes::copy_of(view_of(text));
  message.pack = envelope::PackName{"military-refusal", 1};
  message.answers.push_back(envelope::parse_answer("status=mobilised").value());
  return message;
}

const crypto::XWingPublicKey& OfficeStory::day_key_of(std::uint32_t day) {
  if (!day_keys_.contains(day)) {
    auto store = open_desk_store(file()).value();
    auto rows = store->query("SELECT public_key FROM day_key WHERE day = ? AND replaced_day IS NULL", day).value();
    EXPECT_TRUE(rows.next().value());
    day_keys_.emplace(day, public_key_from(rows.blob(0)).value());
  }
  return day_keys_.at(day);
}

void OfficeStory::send(const envelope::Message& message) {
  auto envelope = envelope::seal_message(message, day_key_of(message.day), random_);
  ASSERT_TRUE(envelope.has_value()) << describe(envelope.error());
  relay_.put(message.day, std::move(*envelope).take());
}

RoundReport OfficeStory::round() {
  const auto report = courier_->round();
  EXPECT_TRUE(report.has_value()) << describe(report.error());
  return report.has_value() ? *report : RoundReport{};
}

std::vector<std::string> OfficeStory::replies_for(const Requester& requester) {
  const auto roster = roster::verify_first(relay_.rosters().at(0)).value();
  const crypto::XWingPublicKey key = crypto::xwing_public_key(requester.reply_seed);
  std::vector<std::string> texts;
  for (const auto& [place, id] : mailbox::polled_places(requester.mailbox_secret, today())) {
    const auto found = relay_.replies().find(id);
    if (found == relay_.replies().end()) continue;
    const auto reply = envelope::open_reply(requester.reply_seed, found->second,
                                            {.instance = instance_,
                                             .requester = key,
                                             .week = place.week,
                                             .slot = place.slot,
                                             .keys = roster.roster.reply_keys});
    EXPECT_TRUE(reply.has_value());
    if (reply.has_value()) texts.push_back(to_string(reply->body.view()));
  }
  return texts;
}

RecordId OfficeStory::newest_message(const SessionToken& token, const CaseId& id) {
  RecordId newest;
  const CaseView view = office_->cases().open(token, id).value();
  for (const Entry& entry : view.entries)
    if (entry.kind == EntryKind::kMessage) newest = entry.id;
  return newest;
}

CaseId OfficeStory::only_case(const SessionToken& token) {
  const auto rows = office_->list().rows(token).value();
  EXPECT_EQ(rows.size(), 1U);
  return rows.empty() ? CaseId{} : rows.front().case_id;
}

}  // namespace waymark::desk
