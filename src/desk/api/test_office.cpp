#include "desk/api/test_office.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "crypto/xwing_open.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/schema.h"
#include "desk/queue/sample_case.h"
#include "envelope/seal.h"

namespace waymark::desk::api {
namespace {

constexpr const char* kFiler = "mira";  ///< founded the office; signed in where a test needs something filed
constexpr std::int64_t kStep = 30;

crypto::TotpSecret totp_from(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  crypto::TotpSecret secret;
  std::uint32_t held = 0;
  unsigned bits = 0;
  std::size_t at = 0;
  for (const char digit : text) {
    held = (held << 5U | static_cast<std::uint32_t>(digits.find(digit))) & 0xFFFU;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    secret.writable()[at++] = static_cast<std::uint8_t>(held >> bits);
  }
  return secret;
}

class HookedGate final : public PassphraseGate {
 public:
  explicit HookedGate(std::function<void()>& hook) : hook_(hook) {}
  Result<Secret<32>> derive(ByteView passphrase, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                            crypto::Argon2Cost cost) override {
    if (hook_) hook_();
    return PassphraseGate::derive(passphrase, salt, cost);
  }

 private:
  std::function<void()>& hook_;
};

/// The office as it was founded for this process, a day before the tests begin.
class Template {
 public:
  static const Template& get() {
    static const Template made;
    return made;
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "desk.sqlite"; }
  [[nodiscard]] const Pepper& pepper() const { return *pepper_; }
  [[nodiscard]] const crypto::TotpSecret& totp(const std::string& alias) const { return totp_.at(alias); }

 private:
  Template() {
    const SecretBytes passphrase = SecretBytes::copy_of(view_of(std::string_view{TestOffice::kPassphrase}));
    auto store = open_desk_store(file()).value();
    PassphraseGate gate;
    auto founded = found_office(*store,
                                {.name = "Example line",
                                 .relays = {"http://127.0.0.1:8080"},
                                 .alias = kFiler,
                                 .passphrase = passphrase,
                                 .cost = crypto::kTestArgon2},
                                gate, clock_.now(), random_);
    pepper_ = founded->pepper.duplicate();
    totp_.emplace(kFiler, totp_from(founded->coordinator.totp_secret));
    auto office = Office::open({.store = std::move(store),
                                .clock = clock_,
                                .random = random_,
                                .pepper = founded->pepper.duplicate(),
                                .organisation = "Example line"})
                      .value();
    const std::string code = crypto::totp_code(totp_.at(kFiler), clock_.now());
    const SessionToken token = office->doors().sign_in(kFiler, passphrase, code)->token;
    for (const auto& [alias, role] : {std::pair{"vera", "first_line"},
                                      {"anton", "first_line"},
                                      {"ihor", "lead"},
                                      {"olha", "coordinator"},
                                      {"lada", "card_editor"}}) {
      const auto invited = office->people().invite(token, {alias}, {role}).value();
      const auto enrolment = office->joining().accept(invited.front().code, passphrase).value();
      totp_.emplace(alias, totp_from(enrolment.totp_secret));
      EXPECT_TRUE(office->joining()
                      .confirm(invited.front().code, crypto::totp_code(totp_.at(alias), clock_.now()))
                      .has_value());
    }
    office->doors().sign_out(token);
  }

  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  ManualClock clock_{queue::sample::at("2026-11-22T12:00")};
  crypto::SystemRandom random_;
  std::optional<Pepper> pepper_;
  std::map<std::string, crypto::TotpSecret> totp_;
};

std::int64_t step_at(TimePoint time) { return time.time_since_epoch().count() / kStep; }

}  // namespace

TestOffice::TestOffice(ManualClock& clock) : clock_(clock) {
  std::filesystem::copy_file(Template::get().file(), path());
  office_ = Office::open({.store = open_desk_store(path()).value(),
                          .clock = clock_,
                          .random = random_,
                          .pepper = Template::get().pepper().duplicate(),
                          .organisation = "Example line",
                          .gate = std::make_unique<HookedGate>(hook_)})
                .value();
}

std::string TestOffice::code_of(const std::string& alias) {
  // Codes of the step before, this one and the next are taken, each once and none older than the last.
  std::int64_t& last = used_[alias];
  std::int64_t step = std::max(last + 1, step_at(clock_.now()) - 1);
  if (step > step_at(clock_.now()) + 1) clock_.advance(Seconds{kStep});
  last = step;
  return crypto::totp_code(Template::get().totp(alias), TimePoint{Seconds{step * kStep}});
}

std::string TestOffice::code_for(const std::string& totp_secret) const {
  return crypto::totp_code(totp_from(totp_secret), clock_.now());
}

SessionToken TestOffice::token_of(const std::string& alias) {
  SessionToken& token = tokens_[alias];
  if (office_->doors().me(token).has_value()) return token;
  auto signed_in =
      office_->doors().sign_in(alias, SecretBytes::copy_of(view_of(std::string_view{kPassphrase})), code_of(alias));
  EXPECT_TRUE(signed_in.has_value()) << describe(signed_in.error());
  token = signed_in->token;
  return token;
}

std::string TestOffice::invitation() {
  return office_->people().invite(token_of(kFiler), {"fresh"}, {"first_line"}).value().front().code;
}

envelope::Message TestOffice::message_of(const Writer& writer, std::string_view text) {
  auto store = open_desk_store(path()).value();
  envelope::Message message{.language = Language::kRussian,
                            .instance = instance_of(*store).value(),
                            .day = unix_day(clock_.now()),
                            .id = random_.array<16>(),
                            .reply_key = crypto::xwing_public_key(writer.reply_seed),
                            .mailbox_secret = writer.mailbox.duplicate()};
  if (!text.empty()) message.text = SecretBytes::copy_of(view_of(text));
  return message;
}

Bytes TestOffice::sealed(const envelope::Message& message) {
  auto store = open_desk_store(path()).value();
  auto rows =
      store->query("SELECT public_key FROM day_key WHERE day = ? AND replaced_day IS NULL", message.day).value();
  EXPECT_TRUE(rows.next().value());
  auto sealed = envelope::seal_message(message, public_key_from(rows.blob(0)).value(), random_);
  EXPECT_TRUE(sealed.has_value()) << describe(sealed.error());
  return std::move(*sealed).take();
}

void TestOffice::file(const envelope::Message& message) {
  token_of(kFiler);  // what comes is filed at once
  const PulledEnvelope pulled{random_.array<16>(), message.day, sealed(message)};
  ASSERT_TRUE(office_->upkeep().take_in(std::span{&pulled, 1}).has_value());
}

std::string TestOffice::pasted(std::string_view text) {
  const Writer writer{crypto::XWingSeed::generate(random_), crypto::MailboxSecret::generate(random_)};
  const std::string letters = to_base64(sealed(message_of(writer, text)), Padding::kRequired);
  std::string armor = "-----BEGIN AGE ENCRYPTED FILE-----\n";
  for (std::size_t at = 0; at < letters.size(); at += 64) armor += letters.substr(at, 64) + "\n";
  return armor + "-----END AGE ENCRYPTED FILE-----\n";
}

CaseId TestOffice::add(std::initializer_list<std::string> answers, std::string_view text) {
  Writer writer{crypto::XWingSeed::generate(random_), crypto::MailboxSecret::generate(random_)};
  std::set<CaseId> before;
  const auto old_rows = office_->list().rows(token_of(kFiler)).value();
  for (const AgendaRow& row : old_rows) before.insert(row.case_id);
  envelope::Message message = message_of(writer, text);
  message.contact = SecretBytes::copy_of(view_of(std::string_view{"after 22:00"}));
  message.pack = envelope::PackName{"military-refusal", 1};
  for (const std::string& answer : answers) {
    auto parsed = envelope::parse_answer(answer);
    EXPECT_TRUE(parsed.has_value()) << answer;
    if (parsed.has_value()) message.answers.push_back(*std::move(parsed));
  }
  file(message);
  const auto rows = office_->list().rows(token_of(kFiler)).value();
  for (const AgendaRow& row : rows) {
    if (before.contains(row.case_id)) continue;
    writers_.emplace(row.case_id, std::move(writer));
    return row.case_id;
  }
  ADD_FAILURE() << "nothing was filed";
  return {};
}

void TestOffice::write_again(const CaseId& id, std::string_view text) { file(message_of(writers_.at(id), text)); }

void TestOffice::erase(const CaseId& id) {
  envelope::Message message = message_of(writers_.at(id), "");
  message.kind = envelope::Kind::kErase;
  file(message);
}

std::size_t TestOffice::logged(std::string_view what) {
  const auto lines = office_->oversight().access_log(token_of(kFiler), 0, 500).value();
  return static_cast<std::size_t>(std::ranges::count(lines, what, &LogLine::what));
}

void TestOffice::break_records() {
  auto store = open_desk_store(path()).value();
  EXPECT_TRUE(store->execute("ALTER TABLE record RENAME TO lost").has_value());
}

}  // namespace waymark::desk::api
