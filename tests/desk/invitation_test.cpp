// What an invitation is worth, before and after: to the inviter, to the messenger that carried it, to a thief.
#include <algorithm>
#include <fstream>

#include "desk/keyring/office_values.h"
#include "desk/keyring/scrub.h"
#include "desk/staff/people.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(view_of(text)); }

std::string all_bytes(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

/// The middle of a value: its first bytes may share a page with a cell's head.
bool lies_in(const std::string& disk, const Bytes& value) {
  return disk.find(text_of(ByteView{value}.subspan(value.size() / 2 - 16, 32))) != std::string::npos;
}

class InvitationStory : public OfficeStory {
 protected:
  Bytes value(const char* sql, std::string_view alias) {
    auto store = open_desk_store(file()).value();
    auto rows = store->query(sql, staff_id_of(*pepper_, alias).view()).value();
    return rows.next().value() ? to_bytes(rows.blob(0)) : Bytes{};
  }
  std::string invite(const std::string& alias) {
    const SessionToken token = sign_in(*mira_);
    const std::string code = office_->people().invite(token, {alias}, {"first_line"}).value().front().code;
    office_->doors().sign_out(token);
    return code;
  }
  std::string state_of(const std::string& alias) {
    const SessionToken token = sign_in(*mira_);
    const auto rows = office_->people().staff(token).value();
    office_->doors().sign_out(token);
    const auto row = std::ranges::find(rows, alias, &StaffRow::alias);
    return std::to_string(static_cast<int>(row->state));
  }
  std::string code_for(const Enrolment& enrolment) {
    anna_ = Person{"anna", kPhrase, totp_of(enrolment)};
    return code_of_now(*anna_);
  }
  static constexpr const char* kPhrase = "marigold keeps seven lanterns";
  std::optional<Person> anna_;
};

// Thief and old invitation: the code lies in a messenger's history, the disk is taken later, also its write-ahead log.
TEST_F(InvitationStory, AnOldInvitationAndTheDiskOpenNothing) {
  const std::string text = invite("anna");
  const InvitationCode code = InvitationCode::from_text(text).value();
  const StaffId id = staff_id_of(*pepper_, "anna");
  const Bytes sealed = value("SELECT sealed_seed FROM invitation WHERE staff_id = ?", "anna");
  const Bytes old_member = value("SELECT key_file FROM membership WHERE staff_id = ? AND name = 'team'", "anna");
  const crypto::XWingSeed seen = open_seed(code.wrap(), SeedUse::kInvitation, id, sealed).value();
  const Enrolment enrolment = office_->joining().accept(text, secret(kPhrase)).value();

  std::string disk = all_bytes(folder_.path());
  EXPECT_FALSE(lies_in(disk, sealed)) << "the invitation's seed";
  EXPECT_FALSE(lies_in(disk, old_member)) << "what was granted to it";
  ASSERT_TRUE(office_->joining().confirm(text, code_for(enrolment)).has_value());
  disk = all_bytes(folder_.path());
  EXPECT_FALSE(lies_in(disk, sealed));
  // And for the inviter, or whoever opened the invitation while it was good: the seed is no key of anything.
  auto store = open_desk_store(file()).value();
  EXPECT_FALSE(KeyRing::open(*store, id, seen.duplicate()).has_value());
  EXPECT_NE(staff_public_key(*store, id).value(), crypto::xwing_public_key(seen));
  clock_.advance(Seconds{30});
  EXPECT_TRUE(office_->list().rows(sign_in(*anna_)).has_value()) << "the person's own keys open everything";
}

TEST_F(InvitationStory, TheCodeThatConfirmsWorksOnce) {
  const std::string text = invite("anna");
  const Enrolment enrolment = office_->joining().accept(text, secret(kPhrase)).value();
  const std::string code = code_for(enrolment);
  ASSERT_TRUE(office_->joining().confirm(text, code).has_value());
  EXPECT_EQ(office_->doors().sign_in("anna", secret(kPhrase), code).error().code, Code::kBadPassphrase);
}

TEST_F(InvitationStory, TheSecondToAcceptDoesNotWinSilently) {
  const std::string text = invite("anna");
  const Enrolment mine = office_->joining().accept(text, secret(kPhrase)).value();
  EXPECT_EQ(office_->joining().accept(text, secret("somebody else's long phrase")).error().code, Code::kConflict);
  EXPECT_EQ(state_of("anna"), "3") << "the coordinator sees that two people have tried";
  EXPECT_EQ(office_->joining().confirm(text, code_for(mine)).error().code, Code::kNotFound) << "for neither";
  EXPECT_EQ(office_->joining().accept(text, secret(kPhrase)).error().code, Code::kConflict);
  const SessionToken token = sign_in(*mira_);
  const auto lines = office_->oversight().access_log(token, 0, 500).value();
  EXPECT_TRUE(
      std::ranges::any_of(lines, [](const LogLine& line) { return line.what == "staff.invitation-contested"; }));
  // The way out: remove, and invite again by another way.
  ASSERT_TRUE(office_->people().remove(token, "anna", "").has_value());
  EXPECT_TRUE(office_->people().invite(token, {"anna"}, {"first_line"}).has_value());
}

TEST_F(InvitationStory, WhoLostTheSecretAcceptsAgainWithTheSamePassphrase) {
  const std::string text = invite("anna");
  ASSERT_TRUE(office_->joining().accept(text, secret(kPhrase)).has_value());
  restart();
  EXPECT_EQ(office_->joining().confirm(text, "000000").error().code, Code::kNotFound)
      << "the secret was in memory alone";
  const Enrolment again = office_->joining().accept(text, secret(kPhrase)).value();
  clock_.advance(kPendingFor);
  EXPECT_EQ(office_->joining().confirm(text, code_for(again)).error().code, Code::kNotFound);
  const Enrolment third = office_->joining().accept(text, secret(kPhrase)).value();
  EXPECT_TRUE(office_->joining().confirm(text, code_for(third)).has_value());
}

TEST_F(InvitationStory, CasesOfSomebodyResetAreTheirsUnderTheNewKey) {
  Person anna = hire("anna", {"first_line"});
  send(Requester::make(random_), "привет");
  const SessionToken token = sign_in(anna);
  round();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  office_->doors().sign_out(token);
  auto store = open_desk_store(file()).value();
  const Invitation invitation = reset_person(*store, *recovery_, *pepper_, "anna", clock_.now(), random_).value();
  store.reset();
  const Enrolment enrolment = office_->joining().accept(invitation.code, secret(kPhrase)).value();
  ASSERT_TRUE(office_->joining().confirm(invitation.code, code_for(enrolment)).has_value());
  const SessionToken back = sign_in(*anna_);
  EXPECT_EQ(office_->cases().open(back, id)->entries[0].text, "привет");
}

TEST_F(InvitationStory, AnOldPassphraseLeavesTheWriteAheadLog) {
  Person anna = hire("anna", {"first_line"});
  const Bytes old_seed = value("SELECT sealed_seed FROM staff WHERE id = ?", "anna");
  const SessionToken token = sign_in(anna);
  const Bytes old_factor = value("SELECT sealed_totp FROM staff WHERE id = ?", "anna");
  ASSERT_TRUE(office_->account().change_passphrase(token, secret(anna.passphrase), secret(kPhrase)).has_value());
  EXPECT_FALSE(lies_in(all_bytes(folder_.path()), old_seed));
  const Enrolment enrolment = office_->account().begin_second_factor(token, secret(kPhrase)).value();
  ASSERT_TRUE(
      office_->account().confirm_second_factor(token, crypto::totp_code(totp_of(enrolment), clock_.now())).has_value());
  EXPECT_FALSE(lies_in(all_bytes(folder_.path()), old_factor));
}

TEST_F(InvitationStory, AScrubThatMeetsAReaderIsMadeUpFor) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken token = sign_in(anna);
  const Bytes old_seed = value("SELECT sealed_seed FROM staff WHERE id = ?", "anna");
  {
    auto reader = open_desk_store(file()).value();
    auto rows = reader->query("SELECT id FROM staff").value();
    ASSERT_TRUE(rows.next().value());
    ASSERT_TRUE(office_->account().change_passphrase(token, secret(anna.passphrase), secret(kPhrase)).has_value());
  }
  ASSERT_TRUE(office_->upkeep().housekeeping().has_value());
  EXPECT_FALSE(lies_in(all_bytes(folder_.path()), old_seed));
  EXPECT_TRUE(scrub_if_owed(*open_desk_store(file()).value()));
}

}  // namespace
}  // namespace waymark::desk
