#include "large_office.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <future>

#include "base/check.h"
#include "crypto/xwing_open.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/schema.h"
#include "desk/queue/sample_case.h"
#include "desk/search/made_texts.h"
#include "totp_text.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kFounder = "mira";
constexpr const char* kPassphrase = "marigold under seven lanterns";
constexpr const char* kHost = "127.0.0.1:8090";
constexpr std::size_t kCasesOfTransaction = 500;
constexpr Seconds kAge{60 * 86'400};  ///< of the oldest case

SecretBytes passphrase() { return SecretBytes::copy_of(view_of(std::string_view{kPassphrase})); }

void set_cost(store::Connection& store, crypto::Argon2Cost cost) {
  CHECK(set_office_number(store, kArgonMemoryValue, cost.memory_bytes / 1'024).has_value());
  CHECK(set_office_number(store, kArgonPassesValue, cost.passes).has_value());
}

std::vector<std::string> answers_of(std::size_t number) {
  std::vector<std::string> answers{"status=mobilised", "where=on_leave",
                                   "documents=internal_passport;state=taken_by_command", "need=legal_question"};
  const std::string day = std::to_string(10 + number % 19);
  answers.push_back("what_next=leave_ends;date=2026-12-" + day + ";precision=day");
  if (number % 4 == 0) answers.push_back("left=yes;date=2026-11-" + day + ";precision=about");
  if (number % 50 == 0) answers.push_back("danger=beaten_or_threatened");
  return answers;
}

}  // namespace

/// The child's work: rows as desk/casefile/filing.cpp writes them.
struct LargeOffice::Writing {
  store::Connection& store;
  crypto::Random& random;
  TimePoint now;
  KeyRing keys;
  Agenda agenda;
  search::Tongue language;
  ByteArray<32> mailbox;
  Bytes reply_key;
  std::optional<StoredFilingKey> filing_key = {};

  Event message(std::size_t number, std::size_t at_number, TimePoint at) {
    Event event{.operation = {random.array<16>()}, .at = at, .kind = EventKind::kMessage};
    event.text = language.text(kWordsOfMessage);
    event.day = unix_day(at);
    event.assurance = "browser";
    if (at_number > 0) return event;
    event.pack = "military-refusal@1";
    event.answers = answers_of(number);
    event.mailbox.assign(mailbox.begin(), mailbox.end());
    event.reply_key = reply_key;
    return event;
  }
  void add(std::size_t number) {
    const CaseId id{random.array<CaseId::kSize>()};
    const CaseKey key = CaseKey::generate(id, 1, random);
    const CompartmentKey& first_line = *keys.newest(Compartment::kFirstLine);
    CHECK(put_case_key(store, key, {.filing_key = &*filing_key}, first_line, random).has_value());
    AgendaItem item{.code_name = agenda.free_code_name(random), .situation = {}};
    const TimePoint received = now - Seconds{static_cast<std::int64_t>(number * 7'919) % kAge.count()};
    for (std::size_t at = 0; at < kMessagesOfCase; ++at) {
      const Event event = message(number, at, received + (now - received) * at / kMessagesOfCase);
      CHECK(append_event(store, key, event, random).has_value());
      apply_to_situation(item.situation, event, {});
    }
    CHECK(agenda.stage(store, keys, id, item, random).has_value());
  }
  void add_all(std::size_t cases) {
    for (std::size_t number = 0; number < cases;) {
      auto transaction = store::Transaction::begin(store).value();
      filing_key = make_filing_key(store, random).value();
      for (std::size_t count = 0; count < kCasesOfTransaction && number < cases; ++count) add(number++);
      CHECK(transaction.commit().has_value());
      agenda.keep();
    }
  }
};

LargeOffice::LargeOffice(std::size_t cases, std::size_t staff, std::size_t real)
    : cases_(cases),
      clock_(queue::sample::at("2026-11-28T12:00")),
      pack_(queue::sample::shipped_pack()),
      cards_(*pack::read_cards(WAYMARK_SOURCE_DIR "/packs/military-refusal")),
      zone_(queue::sample::moscow()) {
  found();
  hire("staff", staff, crypto::kTestArgon2);
  hire("real", real, crypto::kStaffArgon2);
  fill();
  office_ = open();
  api_ = *api::DeskApi::create({*office_, pack_, zone_, catalogue_, clock_, log_, random_, cards_},
                               {.hosts = {kHost}, .organisation = "Bench", .version = "0", .web_root = {}});
  routes_ = api_->routes();
}

void LargeOffice::found() {
  auto store = open_desk_store(file()).value();
  PassphraseGate gate;
  const SecretBytes secret = passphrase();
  auto founded = found_office(*store,
                              {.name = "Bench",
                               .relays = {"http://127.0.0.1:8080"},
                               .alias = std::string(kFounder),
                               .passphrase = secret,
                               .cost = crypto::kTestArgon2},
                              gate, clock_.now(), random_)
                     .value();
  pepper_ = std::move(founded.pepper);
  totp_.emplace(std::string(kFounder), totp_from(founded.coordinator.totp_secret));
}

std::unique_ptr<Office> LargeOffice::open() {
  return Office::open({.store = open_desk_store(file()).value(),
                       .clock = clock_,
                       .random = random_,
                       .pepper = pepper_->duplicate(),
                       .organisation = "Bench"})
      .value();
}

void LargeOffice::hire(const std::string& prefix, std::size_t count, crypto::Argon2Cost cost) {
  if (count == 0) return;
  {
    auto store = open_desk_store(file()).value();
    set_cost(*store, cost);
  }
  clock_.advance(Seconds{60});  // a code works once
  const auto office = open();
  const auto founder =
      office->doors().sign_in(kFounder, passphrase(), crypto::totp_code(totp_.at(std::string(kFounder)), clock_.now()));
  for (std::size_t number = 0; number < count; ++number) {
    const std::string alias = prefix + std::to_string(number);
    const auto invited = office->people().invite(founder->token, {alias}, {"first_line"}).value();
    const std::string code = invited.front().code;
    const Enrolment enrolment = office->joining().accept(code, passphrase()).value();
    totp_.emplace(alias, totp_from(enrolment.totp_secret));
    CHECK(office->joining().confirm(code, crypto::totp_code(totp_.at(alias), clock_.now())).has_value());
  }
  clock_.advance(Seconds{60});
}

void LargeOffice::fill() {
  const auto start = std::chrono::steady_clock::now();  // sleep: tells how long it took
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    auto store = open_desk_store(file()).value();
    const StaffId id = staff_id_of(*pepper_, kFounder);
    const auto secrets = staff_secrets(*store, id).value().value();
    PassphraseGate gate;
    const auto wrap = gate.derive(view_of(std::string_view{kPassphrase}), secrets.salt, secrets.cost).value();
    auto seed = open_seed(wrap, SeedUse::kPassphrase, id, secrets.sealed_seed).value();
    const auto reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random_));
    Writing writing{*store,   random_,          clock_.now(),        KeyRing::open(*store, id, std::move(seed)).value(),
                    Agenda{}, search::Tongue{}, random_.array<32>(), to_bytes(reply_key.bytes)};
    writing.add_all(cases_);
    ::_exit(0);
  }
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;  // sleep: tells how long it took
  fill_seconds_ = took.count();
}

std::string LargeOffice::sign_in(const std::string& alias) {
  const nlohmann::json said{
      {"alias", alias}, {"passphrase", kPassphrase}, {"code", crypto::totp_code(totp_.at(alias), clock_.now())}};
  return call("", "POST", "/api/sign-in", said).at("token");
}

nlohmann::json LargeOffice::call(const std::string& token, const std::string& method, const std::string& target,
                                 const nlohmann::json& body) {
  return nlohmann::json::parse(text_of(answer(token, method, target, body).content()));
}

std::size_t LargeOffice::send(const std::string& token, const std::string& method, const std::string& target,
                              const nlohmann::json& body) {
  return answer(token, method, target, body).content().size();
}

http::Response LargeOffice::answer(const std::string& token, const std::string& method, const std::string& target,
                                   const nlohmann::json& body) {
  const std::size_t mark = target.find('?');
  http::Request request{.method = method, .path = target.substr(0, mark)};
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.headers = {{"host", kHost}};
  if (!token.empty()) request.headers.push_back({"waymark-session", token});
  if (method == "POST") {
    request.headers.push_back({"content-type", "application/json"});
    request.headers.push_back({"origin", std::string("http://") + kHost});
    const std::string text = body.is_null() ? "{}" : body.dump();
    request.body.assign(text.begin(), text.end());
  }
  std::promise<http::Response> answer;
  routes_.handle(std::move(request),
                 http::Responder([&answer](http::Response response) { answer.set_value(std::move(response)); }));
  http::Response response = answer.get_future().get();
  if (response.status != 200) std::fprintf(stderr, "%s %s: %d\n", method.c_str(), target.c_str(), response.status);
  CHECK(response.status == 200);
  return response;
}

}  // namespace waymark::desk
