// The whole relay through real sockets of loopback: server, calls, gate and store, as src/programs/relay puts them
// together.
//
// Two relays of one office stand in the process: one at which nothing is asked, one under a flood, which asks for work.
// An input is a talk (relay_talk.h) with one of their listeners. Whatever is said, each connection is answered or
// closed, the answers are what the protocol has, nothing that was sent comes back, what was acknowledged can be
// fetched, and in the end no connection and no byte is held. The clock stands still and the store is emptied behind
// each input.
//
// libFuzzer and AFL++ both run it: script/stages/test/70-fuzz and 71-afl.
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "../relay/relay_under_test.h"
#include "base/check.h"
#include "base/comes_true.h"
#include "http/raw_socket.h"
#include "relay_speaker.h"
#include "work/demand.h"

using namespace waymark;         // NOLINT: a program of one file
using namespace waymark::fuzz;   // NOLINT
using namespace waymark::relay;  // NOLINT

namespace {

constexpr std::size_t kThings = 8;
constexpr std::size_t kReplies = 4;
constexpr std::size_t kTokenPiece = 256;
constexpr std::uint32_t kWeek = (kToday + 3) / 7;
/// Nonces are remembered for ten minutes of a clock that stands still: before they are too many the relays start anew.
constexpr int kDeskCallsMax = 50'000;

/// Out of reach, or never left: what a put meets must not depend on how many there were before.
RelayUnderTest::Setup setup_of(bool under_flood, const crypto::RelayVerifyKey& known) {
  constexpr std::int64_t kNever = 1'000'000'000;
  return {
      .quotas = {.work_from = under_flood ? 60 : kNever, .per_hour = kNever, .replies = 200, .disk_reserve_bytes = 0},
      .copies_from = {known}};
}

class Scene {
 public:
  explicit Scene(bool under_flood);
  /// Names of an input, for this relay.
  Names names();
  [[nodiscard]] std::uint16_t port(Listener listener);
  /// Whether no connection and no byte is held any more, soon.
  [[nodiscard]] bool comes_to_rest();
  /// What an input left behind: looks at what was acknowledged and empties the store.
  /// @param said  on connections that were read to their end
  void settle(const Talk& talk, const std::vector<Said>& said);

 private:
  struct Row {
    RowId id{};
    std::string blob;
  };
  std::string desk(std::string_view path, ByteView body);
  void begin();
  void flood();
  void push_replies();
  void push_tokens();
  std::string fresh_token();
  std::string work_for(unsigned number);
  std::string named(char letter, unsigned number);
  std::vector<Row> pull();
  void acknowledge(const std::vector<Row>& rows);
  void look_at(const Said& said, const std::vector<Row>& rows);
  void start_anew_in_time();

  const bool under_flood_;
  int desk_calls_ = 0;
  const crypto::RelaySigningKey other_{crypto::SigningSeed::copy_of(ByteArray<32>{5})};
  RelayUnderTest relay_;
  std::vector<Bytes> envelopes_;
  std::array<std::string, 2> work_;
  std::vector<work::Token> tokens_;
  std::uint32_t pool_ = kWeek - 5;
  std::size_t in_pool_ = 0;
  crypto::SeededRandom random_{7};
};

Scene::Scene(bool under_flood) : under_flood_(under_flood) {
  for (std::size_t i = 0; i < kThings; ++i) envelopes_.push_back(relay_.office().envelope());
  begin();
}

/// Both are made with the first input, so that no later one is told from others by what a start does; and made whole
/// before their end is registered, so that their threads end before the libraries that they use.
Scene& scene(bool under_flood) {
  static const std::array<std::unique_ptr<Scene>, 2> scenes{std::make_unique<Scene>(false),
                                                            std::make_unique<Scene>(true)};
  return *scenes[under_flood ? 1 : 0];
}

void Scene::begin() {
  desk_calls_ = 0;
  relay_.restart(setup_of(under_flood_, other_.verify_key()));
  const std::string roster = relay_.office().first_roster();
  const std::string keys = relay_.office().day_keys(1, kToday);
  (void)desk("/desk/v1/publish", ByteWriter{}.u8(1).put(roster).view());  // refused the second time
  (void)desk("/desk/v1/publish", ByteWriter{}.u8(2).put(keys).view());
  if (under_flood_) flood();
  push_replies();
  push_tokens();
}

std::string Scene::desk(std::string_view path, ByteView body) {
  ++desk_calls_;
  const std::string auth = relay_.office().auth(path, body, relay_.clock().now());
  const std::string answer =
      http::ask(relay_.relay().desk_port(), http::post(path, text_of(body), "Waymark-Auth: " + auth + "\r\n"));
  CHECK(http::status_of(answer) == "200" || http::status_of(answer) == "400");
  return http::body_of(answer);
}

/// So many puts that work is asked; and the work for two envelopes, done once.
void Scene::flood() {
  const std::string path = "/v1/put/" + std::to_string(kToday);
  std::string answer;
  while (!answer.starts_with("HTTP/1.1 429"))
    answer = http::ask(port(Listener::kUnderFlood), http::post(path, text_of(relay_.office().envelope())));
  const auto demand = work::parse_demand(http::body_of(answer));
  CHECK(demand.has_value());
  for (std::size_t i = 0; i < work_.size(); ++i) {
    const work::Task task{relay_.office().instance(), row_id_of(kToday, envelopes_[i]), demand->challenge};
    const auto nonce = work::solve(task, demand->level, random_, [] { return true; });
    work_[i] = to_string(work::write_pass(work::DoneWork{.epoch = demand->epoch, .nonce = *nonce}));
  }
  acknowledge(pull());
}

/// Their ids and tokens are their numbers.
void Scene::push_replies() {
  ByteWriter body;
  body.u16(kReplies);
  for (unsigned i = 0; i < kReplies; ++i) {
    const crypto::Sha256 hash = crypto::sha256(view_of(named('K', i)));
    body.put(named('R', i)).put(hash).u8(kReplyDays).put(envelopes_[i]);
  }
  (void)desk("/desk/v1/push", body.view());
}

/// Spent is spent, so there are always fresh ones, until eight pools of 4,096 are full.
void Scene::push_tokens() {
  if (in_pool_ + kTokenPiece > kTokensInPool) {
    if (pool_ == kWeek + kPoolWeeksAhead) return;
    ++pool_;
    in_pool_ = 0;
  }
  ByteWriter body;
  body.u32(pool_).u16(kTokenPiece);
  for (std::size_t i = 0; i < kTokenPiece; ++i) {
    tokens_.push_back(random_.array<work::kTokenBytes>());
    body.put(work::hash_of(tokens_.back()));
  }
  in_pool_ += kTokenPiece;
  (void)desk("/desk/v1/tokens", body.view());
}

std::string Scene::fresh_token() {
  const work::Token token = tokens_.empty() ? work::Token{} : tokens_.back();
  if (!tokens_.empty()) tokens_.pop_back();
  return to_string(work::write_pass(token));
}

/// Good for the first two envelopes, in the form of work for the others.
std::string Scene::work_for(unsigned number) {
  if (number < work_.size() && !work_[number].empty()) return work_[number];
  return to_string(work::write_pass(work::DoneWork{.epoch = work::epoch_of(relay_.clock().now()), .nonce = {9}}));
}

std::string Scene::named(char letter, unsigned number) {
  const Bytes& envelope = envelopes_[number];
  const RowId id = row_id_of(kToday, envelope);
  const auto half = [&](std::uint8_t which) {
    const ByteView part = ByteView{envelope}.subspan(which * kHalfBytes, kHalfBytes);
    return to_string(ByteWriter{}.put(id).u8(which).put(part).view());
  };
  switch (letter) {
    case 'E': return to_string(envelope);
    case 'F': return half(0);
    case 'S': return half(1);
    case 'I': return to_string(id);
    case 'P': return work_for(number);
    case 'T': return fresh_token();
    case 'W':
      return to_string(ReceiptKey{crypto::SigningSeed::copy_of(ByteArray<32>{5}), relay_.office().instance()}.sign(id));
    case 'R': return std::string(kRowIdBytes, static_cast<char>('a' + number));
    case 'K': return std::string(kTokenBytes, static_cast<char>('A' + number));
    case 'D': return std::to_string(kToday);
    case 'O': return to_string(relay_.office().instance().bytes);
    case 'C': return std::string{kCanary};
    default: return {};
  }
}

Names Scene::names() {
  return {.of = [this](char letter, unsigned number) { return named(letter, number); },
          .sign =
              [this](std::string_view path, std::string_view body) {
                ++desk_calls_;
                return relay_.office().auth(path, view_of(body), relay_.clock().now());
              }};
}

std::uint16_t Scene::port(Listener listener) {
  switch (listener) {
    case Listener::kDesk: return relay_.relay().desk_port();
    case Listener::kOperator: return relay_.relay().operator_port();
    default: return relay_.relay().public_port();
  }
}

bool Scene::comes_to_rest() {
  const auto rests = [this] {
    const Relay::Held held = relay_.relay().held();
    return held.connections == 0 && held.bytes == 0;
  };
  for (int i = 0; i < 100 && !rests(); ++i) std::this_thread::yield();  // nearly always enough, and sooner than a sleep
  return comes_true(rests, kPatience);
}

std::vector<Scene::Row> Scene::pull() {
  const std::string answer = desk("/desk/v1/pull", ByteWriter{}.u16(kPullMax).view());
  ByteReader reader{view_of(answer)};
  std::vector<Row> rows(reader.u16().value());
  for (Row& row : rows) {
    row.id = reader.array<kRowIdBytes>().value();
    const std::uint32_t day = reader.u32().value();
    const ByteView blob = reader.take(envelope::kEnvelopeBytes).value();
    CHECK(row.id == row_id_of(day, blob));
    row.blob = to_string(blob);
  }
  CHECK(reader.remaining() == 0);
  return rows;
}

/// With the names' own ids, whose halves go too.
void Scene::acknowledge(const std::vector<Row>& rows) {
  ByteWriter ids;
  const std::size_t count = std::min(rows.size() + envelopes_.size(), kAckMax);
  ids.u16(static_cast<std::uint16_t>(count));
  for (const Bytes& envelope : envelopes_) ids.put(row_id_of(kToday, envelope));
  for (std::size_t i = 0; i + envelopes_.size() < count; ++i) ids.put(rows[i].id);
  const std::string answer = desk("/desk/v1/ack", ids.view());
  CHECK(ByteReader{view_of(answer)}.u16().value() >= std::min(rows.size(), count - envelopes_.size()));
}

/// What one connection was told is kept is among what the desk is given.
void Scene::look_at(const Said& said, const std::vector<Row>& rows) {
  if (said.listener == Listener::kDesk || said.listener == Listener::kOperator) return;
  const auto is_of = [&](const Row& row) {
    return said.asked.contains(text_of(row.id)) || said.asked.contains(row.blob);
  };
  if (says_stored(said)) CHECK(std::ranges::any_of(rows, is_of));
  const auto answers = read_answers(said.answered, false);
  if (!said.asked.starts_with("POST /v1/copy/") || answers.empty()) return;
  if (answers.back().status != 200 || answers.back().body.size() != kReceiptBytes) return;
  const auto word = ByteReader{view_of(answers.back().body)}.array<kReceiptBytes>().value();
  CHECK(std::ranges::any_of(rows, [&](const Row& row) {
    return is_of(row) && receipt_fits(relay_.relay().own_key().verify_key(), relay_.office().instance(), row.id, word);
  }));
}

void Scene::settle(const Talk& talk, const std::vector<Said>& said) {
  const auto speaks_of = [&](std::string_view path) {
    return std::ranges::any_of(talk.connections, [&](const auto& requests) {
      return std::ranges::any_of(requests, [&](const std::string& request) { return request.contains(path); });
    });
  };
  if (speaks_of("/v1/put/") || speaks_of("/v1/copy/")) {
    const std::vector<Row> rows = pull();
    for (const Said& one : said) look_at(one, rows);
    acknowledge(rows);
  }
  if (speaks_of("/v1/delete")) push_replies();
  if (tokens_.size() < kThings) push_tokens();
  start_anew_in_time();
}

void Scene::start_anew_in_time() {
  if (desk_calls_ > kDeskCallsMax) begin();
}

/// libFuzzer looks at its time by an alarm, which would end a wait as if nothing had come. Threads that begin meanwhile
/// never see it; what hangs is told by kPatience.
class NoAlarm {
 public:
  NoAlarm() {
    sigset_t alarm;
    ::sigemptyset(&alarm);
    ::sigaddset(&alarm, SIGALRM);
    ::pthread_sigmask(SIG_BLOCK, &alarm, &before_);
  }
  ~NoAlarm() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoAlarm(const NoAlarm&) = delete;
  NoAlarm& operator=(const NoAlarm&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

/// What was asked and answered on the connections of the last input; for relay_socket_test.cpp.
std::vector<std::pair<std::string, std::string>> last_talk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  last_talk.clear();
  if (size < 2 || size > 16'384) return 0;
  const NoAlarm no_alarm;
  const Listener listener = how_of(data[0]).listener;
  Scene& office = scene(listener == Listener::kUnderFlood);
  const Talk talk = read_talk({data, size}, office.names());
  std::vector<Said> said = hold(talk, office.port(listener));
  for (const Said& one : said) {
    last_talk.emplace_back(one.asked, one.answered);
    const std::string_view fault = fault_of(one);
    if (!fault.empty()) std::fprintf(stderr, "%.*s\n", static_cast<int>(fault.size()), fault.data());
    CHECK(fault.empty());
  }
  CHECK(office.comes_to_rest());
  office.settle(talk, said);
  return 0;
}
