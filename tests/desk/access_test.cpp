// Who can open what: infiltrated volunteers, panic lock, leases, wrong passphrases, the log.
#include <algorithm>
#include <vector>

#include "desk/keyring/passphrase_gate.h"
#include "desk/staff/access_log.h"
#include "desk/staff/attempts.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

TEST_F(OfficeStory, AVolunteerCannotOpenACaseThatAnotherHasTaken) {
  Person anna = hire("anna", {"first_line"});
  Person boris = hire("boris", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "секрет");
  const SessionToken a = sign_in(anna);
  const SessionToken b = sign_in(boris);
  round();
  const CaseId id = only_case(a);
  ASSERT_TRUE(office_->cases().open(b, id).has_value()) << "nobody has taken it: the whole first line may open it";
  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  EXPECT_EQ(office_->cases().open(b, id).error().code, Code::kDenied);
  EXPECT_EQ(office_->answers().add_note(b, id, "x").error().code, Code::kDenied);
  EXPECT_EQ(office_->answers().hold_reply(b, id, "x").error().code, Code::kDenied);
  EXPECT_EQ(office_->cases().take(b, id).error().code, Code::kDenied);
  EXPECT_EQ(office_->list().rows(b)->front().situation.owner, "anna") << "the agenda is shared";

  // Not only by the office's word: with the disk and all keys of Boris, no share and no record opens.
  office_->doors().sign_out(a);
  office_->doors().sign_out(b);
  auto store = open_desk_store(file()).value();
  const StaffId boris_id = staff_id_of(*pepper_, "boris");
  const auto secrets = staff_secrets(*store, boris_id).value();
  const auto wrap = crypto::argon2id(view_of(boris.passphrase), secrets->salt, secrets->cost).value();
  auto seed = open_seed(wrap, SeedUse::kPassphrase, boris_id, secrets->sealed_seed).value();
  const KeyRing keys = KeyRing::open(*store, boris_id, std::move(seed)).value();
  ASSERT_TRUE(keys.holds(Compartment::kFirstLine));
  EXPECT_EQ(open_case_key(*store, keys, id).error().code, Code::kDenied);
}

TEST_F(OfficeStory, HowATextBeginsIsShownToWhoeverCanOpenItAndToNobodyElse) {
  Person anna = hire("anna", {"first_line"});
  Person boris = hire("boris", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "Держат в подвале.\nПомогите");
  const SessionToken a = sign_in(anna);
  const SessionToken b = sign_in(boris);
  round();
  const CaseId id = only_case(a);
  const auto begins = [&](const SessionToken& token) {
    return office_->list().first_words(token, {id}).value().front();
  };
  EXPECT_EQ(begins(a), "Держат в подвале. Помогите");
  EXPECT_EQ(begins(b), begins(a)) << "nobody has taken it";
  EXPECT_EQ(office_->list().rows(a)->front().situation.unread, 1U) << "a look at the list reads nothing";
  EXPECT_TRUE(office_->cases().open(a, id)->log.size() <= 1U) << "and is no opening";

  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  EXPECT_EQ(begins(b), "") << "now it is Anna's";
  EXPECT_EQ(begins(a), "Держат в подвале. Помогите");
  ASSERT_TRUE(office_->cases().mark_read(a, id, newest_message(a, id)).has_value());
  EXPECT_EQ(begins(a), "") << "read";

  send(soldier, "");
  send(soldier, "Ещё одно");
  round();
  EXPECT_EQ(begins(a), "Ещё одно") << "answers without words begin with nothing";
  EXPECT_EQ(begins(b), "");
  EXPECT_EQ(office_->list().first_words(a, {CaseId{}, id, id}).value().size(), 3U) << "one for each that was asked";
  office_->doors().lock(a);
  EXPECT_EQ(office_->list().first_words(a, {id}).error().code, Code::kExpired);
}

TEST_F(OfficeStory, LeadsAndRecoveryOpenEveryCase) {
  Person anna = hire("anna", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "привет");
  const SessionToken a = sign_in(anna);
  round();
  const CaseId id = only_case(a);
  {
    // Before anybody took it: with recovery alone, by way of the batch's filing key.
    auto store = open_desk_store(file()).value();
    const KeyRing recovery({}, recovery_->duplicate(), {});
    EXPECT_TRUE(open_case_key(*store, recovery, id).has_value());
    const KeyRing stranger({}, crypto::XWingSeed::generate(random_), {});
    EXPECT_EQ(open_case_key(*store, stranger, id).error().code, Code::kDenied);
  }
  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  round();
  EXPECT_EQ(open_desk_store(file()).value()->number("SELECT count(*) FROM filing_key").value(), 0)
      << "no case needs it any more";
  const SessionToken lead = sign_in(*mira_);
  EXPECT_EQ(office_->cases().open(lead, id)->entries[0].text, "привет");
  auto store = open_desk_store(file()).value();
  auto rows = store->query("SELECT key_version, key_file FROM case_file").value();
  ASSERT_TRUE(rows.next().value());
  EXPECT_TRUE(
      CaseKey::open_file(*recovery_, rows.blob(1), id, static_cast<std::uint32_t>(rows.integer(0))).has_value());
  // A lead may take over; then Anna may not open it any more.
  ASSERT_TRUE(office_->cases().take(lead, id).has_value());
  EXPECT_EQ(office_->cases().open(a, id).error().code, Code::kDenied);
  ASSERT_TRUE(office_->cases().give_back(lead, id, "смена кончилась").has_value());
  EXPECT_TRUE(office_->cases().open(a, id).has_value());
}

TEST_F(OfficeStory, MessagesWaitInTheInboxWhileTheOwnerIsAway) {
  Person anna = hire("anna", {"first_line"});
  Person boris = hire("boris", {"first_line"});
  const Requester soldier = Requester::make(random_);
  send(soldier, "первое");
  SessionToken a = sign_in(anna);
  round();
  const CaseId id = only_case(a);
  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  ASSERT_TRUE(office_->cases().mark_read(a, id, newest_message(a, id)).has_value());
  office_->doors().sign_out(a);

  const SessionToken b = sign_in(boris);
  send(soldier, "второе");
  round();
  EXPECT_EQ(office_->list().rows(b)->front().situation.unread, 1U) << "everybody sees that something came";
  EXPECT_EQ(office_->cases().open(b, id).error().code, Code::kDenied);

  a = sign_in(anna);
  round();
  const auto view = office_->cases().open(a, id).value();
  EXPECT_EQ(view.entries.back().text, "второе");
  EXPECT_EQ(view.messages, 2U);
  EXPECT_EQ(view.row.situation.unread, 1U);
}

TEST_F(OfficeStory, PanicLockWipesAtOnce) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken token = sign_in(anna);
  send(Requester::make(random_), "привет");
  round();
  ASSERT_EQ(office_->list().rows(token)->size(), 1U);
  office_->doors().lock(token);
  EXPECT_EQ(office_->list().rows(token).error().code, Code::kExpired);
  send(Requester::make(random_), "ещё");
  EXPECT_EQ(round().filed.taken_up, 0U) << "no key is left that opens envelopes";
  const SessionToken lead = sign_in(*mira_);
  const auto lines = office_->oversight().access_log(lead, 0, 500).value();
  EXPECT_TRUE(std::ranges::any_of(
      lines, [](const LogLine& line) { return line.what == "staff.panic-lock" && line.who == "anna"; }));
}

TEST_F(OfficeStory, SessionsEndByLeaseAndByIdleness) {
  SessionToken token = sign_in(*mira_);
  clock_.advance(kIdleLock - Seconds{1});
  ASSERT_TRUE(office_->doors().me(token).has_value());
  clock_.advance(kIdleLock - Seconds{1});
  ASSERT_TRUE(office_->list().change_counter(token).has_value());
  clock_.advance(Seconds{1});
  EXPECT_EQ(office_->doors().me(token).error().code, Code::kExpired) << "polling is no activity";

  token = sign_in(*mira_);
  for (Seconds passed{0}; passed < kLease - Seconds{600}; passed += Seconds{600}) {
    ASSERT_TRUE(office_->doors().me(token).has_value());
    clock_.advance(Seconds{600});
  }
  clock_.advance(Seconds{600});
  EXPECT_EQ(office_->doors().me(token).error().code, Code::kExpired);
}

TEST_F(OfficeStory, AClockThatWasSetBackKeepsNoScreenOpenAndHidesNoOpening) {
  Person anna = hire("anna", {"first_line"});
  send(Requester::make(random_), "Здравствуйте.");
  const SessionToken token = sign_in(anna);
  round();
  const CaseId id = only_case(token);
  const auto openings = [&] {
    const auto lines = office_->cases().open(token, id).value().log;
    return std::ranges::count(lines, "case.open", &LogLine::what);
  };
  ASSERT_EQ(openings(), 1);
  clock_.advance(-3 * kLease);
  EXPECT_EQ(openings(), 2) << "one that lies ahead hides none that is made now";
  EXPECT_EQ(openings(), 2);
  clock_.advance(kIdleLock);
  EXPECT_EQ(office_->list().change_counter(token).error().code, Code::kExpired) << "nobody has touched it since";
}

TEST_F(OfficeStory, ACodeWorksOnce) {
  clock_.advance(Seconds{60});
  const SecretBytes passphrase = SecretBytes::copy_of(view_of(mira_->passphrase));
  const std::string code = code_of_now(*mira_);
  ASSERT_TRUE(office_->doors().sign_in("mira", passphrase, code).has_value());
  EXPECT_EQ(office_->doors().sign_in("mira", passphrase, code).error().code, Code::kBadPassphrase);
}

TEST_F(OfficeStory, RefusedSignInsWaitLongerAndLonger) {
  const SecretBytes wrong = SecretBytes::copy_of(view_of("not the passphrase"));
  for (const char* alias : {"mira", "nobody"}) {
    for (int count = 0; count < kFreeTries; ++count) {
      EXPECT_EQ(office_->doors().sign_in_wait(alias), Seconds{0});
      EXPECT_EQ(office_->doors().sign_in(alias, wrong, "000000").error().code, Code::kBadPassphrase) << alias;
    }
    EXPECT_EQ(office_->doors().sign_in_wait(alias), kWaitFirst) << alias;
    EXPECT_EQ(office_->doors().sign_in(alias, wrong, "000000").error().code, Code::kRateLimited);
  }
  restart();
  EXPECT_EQ(office_->doors().sign_in_wait("mira"), kWaitFirst) << "a restart forgets nothing";
  clock_.advance(kWaitFirst);
  EXPECT_EQ(office_->doors().sign_in("mira", wrong, "000000").error().code, Code::kBadPassphrase);
  EXPECT_EQ(office_->doors().sign_in_wait("mira"), 2 * kWaitFirst);
  clock_.advance(Seconds{60});
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(office_->doors().sign_in_wait("mira"), Seconds{0});
  const auto lines = office_->oversight().access_log(token, 0, 500).value();
  const auto refused_for = [&lines](const std::string& alias) {
    return std::ranges::count_if(
        lines, [&alias](const LogLine& line) { return line.what == "staff.sign-in-refused" && line.who == alias; });
  };
  EXPECT_EQ(refused_for("mira"), 2) << "one line for each burst: the desk was started again in between";
  EXPECT_EQ(refused_for("nobody"), 0) << "what was typed as an alias may be a passphrase";
  EXPECT_EQ(refused_for(""), 1);
  const auto many = std::ranges::find_if(
      lines, [](const LogLine& line) { return line.what == "staff.sign-ins-refused" && line.who == "mira"; });
  ASSERT_NE(many, lines.end());
  EXPECT_EQ(many->times, 2U) << "the others of the burst, counted";
}

/// Writes down what each derivation costs, and derives.
class CountingGate final : public PassphraseGate {
 public:
  explicit CountingGate(std::vector<crypto::Argon2Cost>& costs) : costs_(costs) {}
  Result<Secret<32>> derive(ByteView passphrase, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                            crypto::Argon2Cost cost) override {
    costs_.push_back(cost);
    return PassphraseGate::derive(passphrase, salt, cost);
  }

 private:
  std::vector<crypto::Argon2Cost>& costs_;
};

class CountedDoor : public OfficeStory {
 protected:
  std::unique_ptr<PassphraseGate> make_gate() override { return std::make_unique<CountingGate>(costs_); }
  /// The derivations of one refused sign-in.
  std::vector<crypto::Argon2Cost> work_of(const char* alias) {
    clock_.advance(Seconds{1'000});
    costs_.clear();
    EXPECT_EQ(
        office_->doors().sign_in(alias, SecretBytes::copy_of(view_of("not the passphrase")), "000000").error().code,
        Code::kBadPassphrase);
    return costs_;
  }
  std::vector<crypto::Argon2Cost> costs_;
};

TEST_F(CountedDoor, AnUnknownAliasCostsTheSameWork) {
  (void)hire("anna", {"first_line"});
  const SessionToken token = sign_in(*mira_);
  ASSERT_TRUE(office_->people().invite(token, {"carl"}, {"first_line"}).has_value());
  const std::vector<crypto::Argon2Cost> known = work_of("anna");
  ASSERT_EQ(known.size(), 1U) << "one derivation";
  for (const char* alias : {"mira", "nobody", "carl", ""}) {
    const std::vector<crypto::Argon2Cost> other = work_of(alias);
    ASSERT_EQ(other.size(), known.size()) << alias;
    EXPECT_EQ(other.front().memory_bytes, known.front().memory_bytes) << alias;
    EXPECT_EQ(other.front().passes, known.front().passes) << alias;
  }
}

TEST_F(OfficeStory, InvitationsWorkOnceAndNotForever) {
  const SessionToken token = sign_in(*mira_);
  const auto invitations = office_->people().invite(token, {"anna", "boris"}, {"first_line"}).value();
  EXPECT_EQ(office_->people().invite(token, {"anna"}, {"first_line"}).error().code, Code::kConflict);
  EXPECT_EQ(office_->people().invite(token, {"Анна"}, {"first_line"}).error().code, Code::kInvalid);
  EXPECT_EQ(office_->people().invite(token, {"carl"}, {"king"}).error().code, Code::kInvalid);
  const SecretBytes passphrase = SecretBytes::copy_of(view_of("a passphrase of anna"));
  EXPECT_EQ(office_->joining().accept(invitations[0].code, SecretBytes::copy_of(view_of("short"))).error().code,
            Code::kInvalid);
  ASSERT_TRUE(office_->joining().accept(invitations[0].code, passphrase).has_value());
  EXPECT_EQ(office_->doors().sign_in("anna", passphrase, "000000").error().code, Code::kBadPassphrase)
      << "not confirmed yet";
  EXPECT_EQ(office_->joining().confirm(invitations[0].code, "000000").error().code, Code::kBadPassphrase);
  EXPECT_EQ(office_->joining().confirm(invitations[1].code, "000000").error().code, Code::kNotFound);
  clock_.advance(Seconds{8 * 86'400});
  EXPECT_EQ(office_->joining().accept(invitations[1].code, passphrase).error().code, Code::kNotFound) << "too old";
}

TEST_F(OfficeStory, OnlyCoordinatorsInvite) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken token = sign_in(anna);
  EXPECT_EQ(office_->people().invite(token, {"boris"}, {"first_line"}).error().code, Code::kDenied);
  // A coordinator who holds no lead key cannot make leads.
  Person carla = hire("carla", {"coordinator"});
  const SessionToken coordinator = sign_in(carla);
  EXPECT_TRUE(office_->people().invite(coordinator, {"dora"}, {"first_line"}).has_value());
  EXPECT_EQ(office_->people().invite(coordinator, {"edda"}, {"lead"}).error().code, Code::kDenied);
}

TEST_F(OfficeStory, TheLogIsChainedAndSigned) {
  const SessionToken token = sign_in(*mira_);
  send(Requester::make(random_), "привет");
  round();
  ASSERT_TRUE(office_->cases().open(token, only_case(token)).has_value());
  LogVerdict verdict = office_->oversight().verify_log().value();
  EXPECT_TRUE(verdict.intact);
  EXPECT_EQ(verdict.covered, verdict.lines);
  const std::uint64_t lines = verdict.lines;
  office_->doors().sign_out(token);
  auto store = open_desk_store(file()).value();
  const auto keys = all_reply_keys(*store).value();
  for (const char* change : {"UPDATE access_log SET blob = x'00' WHERE seq = 2", "DELETE FROM access_log WHERE seq = 2",
                             "UPDATE access_log SET signature = zeroblob(64) WHERE seq = 2",
                             "UPDATE access_log SET kind = 2 WHERE seq = 2"}) {
    auto transaction = store::Transaction::begin(*store).value();
    ASSERT_TRUE(store->run_script(change).has_value());
    const LogVerdict changed = verify_log(*store, keys).value();
    EXPECT_FALSE(changed.intact) << change;
    EXPECT_LE(changed.first_bad, 3U);
  }
  EXPECT_TRUE(verify_log(*store, keys)->intact) << "the changes were rolled back";
  EXPECT_EQ(verify_log(*store, keys)->lines, lines + 1);
}

TEST_F(OfficeStory, AForgottenPassphraseIsResetWithTheRightRecoveryOnly) {
  Person anna = hire("anna", {"first_line"});
  send(Requester::make(random_), "привет");
  const SessionToken a = sign_in(anna);
  round();
  const CaseId id = only_case(a);
  ASSERT_TRUE(office_->cases().take(a, id).has_value());
  office_->doors().sign_out(a);
  auto store = open_desk_store(file()).value();
  const auto wrong = crypto::XWingSeed::generate(random_);
  EXPECT_EQ(reset_person(*store, wrong, *pepper_, "anna", clock_.now(), random_).error().code, Code::kDenied);
  EXPECT_EQ(reset_person(*store, *recovery_, *pepper_, "nobody", clock_.now(), random_).error().code, Code::kNotFound);
  const Invitation invitation = reset_person(*store, *recovery_, *pepper_, "anna", clock_.now(), random_).value();
  const SecretBytes old = SecretBytes::copy_of(view_of(anna.passphrase));
  clock_.advance(Seconds{30});
  EXPECT_EQ(office_->doors().sign_in("anna", old, code_of_now(anna)).error().code, Code::kBadPassphrase);
  const SecretBytes fresh = SecretBytes::copy_of(view_of("a fresh passphrase"));
  const auto enrolment = office_->joining().accept(invitation.code, fresh);
  ASSERT_TRUE(enrolment.has_value());
  EXPECT_EQ(enrolment->alias, "anna");
}

TEST_F(OfficeStory, LookingAgainIsNoChangeAndNoNewLine) {
  const SessionToken token = sign_in(*mira_);
  send(Requester::make(random_), "привет");
  round();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().open(token, id).has_value());
  const auto counter = office_->list().change_counter(token).value();
  const std::uint64_t lines = office_->oversight().verify_log()->lines;
  for (int look = 0; look < 5; ++look) {
    clock_.advance(Seconds{3});
    ASSERT_TRUE(office_->cases().open(token, id).has_value());
  }
  EXPECT_EQ(office_->list().change_counter(token).value(), counter);
  EXPECT_EQ(office_->oversight().verify_log()->lines, lines);
  clock_.advance(kOpeningCounts);
  ASSERT_TRUE(office_->cases().open(token, id).has_value());
  EXPECT_EQ(office_->oversight().verify_log()->lines, lines + 1);
}

}  // namespace
}  // namespace waymark::desk
