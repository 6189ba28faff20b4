// How long it takes to make the rows for counting anew: from events in memory, and from sealed case files of an office
// in a real file, whose keys are opened case by case. Limit: 10 s for a million rows.
#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>

#include "base/check.h"
#include "base/parallel.h"
#include "crypto/xwing_open.h"
#include "desk/casefile/case_store.h"
#include "desk/casefile/recount.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/schema.h"
#include "desk/search/made_texts.h"
#include "desk/staff/people.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

constexpr double kLimit_s = 10;
constexpr double kMillion = 1'000'000;
constexpr std::size_t kCasesOfTransaction = 500;
constexpr std::size_t kCasesOfRange = 5'000;
constexpr std::string_view kFounder = "mira";
constexpr const char* kPassphrase = "marigold under seven lanterns";
constexpr TimePoint kFirst{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}.time_since_epoch()};

/// A case from its request to its end: six rows of it are counted.
class Story {
 public:
  explicit Story(crypto::Random& random) : random_(random) {
    const auto reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random));
    reply_key_ = to_bytes(reply_key.bytes);
  }
  std::vector<Event> of(std::size_t number) {
    const TimePoint at = kFirst + Seconds{static_cast<std::int64_t>(number) * 300};
    std::vector<Event> events{request(at)};
    Event taken = staff_event(EventKind::kTaken, "anna", at + Seconds{600}, random_);
    events.push_back(taken);
    Event reply = staff_event(EventKind::kReply, "anna", at + Seconds{1'200}, random_);
    reply.text = language_.text(kWords);
    reply.cards.push_back({.id = "first-steps"});
    events.push_back(reply);
    Event outcome = staff_event(EventKind::kOutcome, "anna", at + Seconds{90'000}, random_);
    outcome.outcome = Outcome{"consulted", "2024-02-01", Evidence::kSelfReported};
    events.push_back(outcome);
    Event end = staff_event(EventKind::kStage, "anna", at + Seconds{90'060}, random_);
    end.stage = Stage::kClosed;
    events.push_back(end);
    return events;
  }

 private:
  static constexpr std::size_t kWords = 40;
  Event request(TimePoint at) {
    Event event{.operation = {random_.array<16>()}, .at = at, .kind = EventKind::kMessage};
    event.text = language_.text(kWords);
    event.assurance = "browser";
    event.pack = "military-refusal@1";
    event.answers = {"status=mobilised", "where=on_leave", "need=legal_question"};
    const auto mailbox = random_.array<32>();
    event.mailbox.assign(mailbox.begin(), mailbox.end());
    event.reply_key = reply_key_;
    return event;
  }
  crypto::Random& random_;
  search::Tongue language_;
  Bytes reply_key_;
};

/// An office with as many cases, and the keys of its founder.
class Files {
 public:
  explicit Files(std::size_t cases) {
    SecretBytes secret = SecretBytes::copy_of(view_of(std::string_view{kPassphrase}));
    PassphraseGate gate;
    const auto founded = found_office(*store_,
                                      {.name = "Bench",
                                       .relays = {"http://127.0.0.1:8080"},
                                       .alias = std::string(kFounder),
                                       .passphrase = secret,
                                       .cost = crypto::kTestArgon2},
                                      gate, kFirst, random_)
                             .value();
    const StaffId id = staff_id_of(founded.pepper, kFounder);
    const auto secrets = staff_secrets(*store_, id).value().value();
    const auto wrap = gate.derive(view_of(std::string_view{kPassphrase}), secrets.salt, secrets.cost).value();
    keys_.emplace(
        KeyRing::open(*store_, id, open_seed(wrap, SeedUse::kPassphrase, id, secrets.sealed_seed).value()).value());
    Story story(random_);
    while (ids_.size() < cases) fill(story, std::min(ids_.size() + kCasesOfTransaction, cases));
  }
  /// On all cores, each with a connection of its own.
  [[nodiscard]] std::size_t recount_all() const {
    std::atomic<std::size_t> rows = 0;
    in_parallel(ids_.size(), kCasesOfRange, [&](std::size_t begin, std::size_t end) {
      const auto store = store::Connection::open(file(), {.query_only = true}).value();
      for (std::size_t at = begin; at < end; ++at) {
        const CaseKey key = open_case_key(*store, *keys_, ids_[at]).value();
        const std::vector<StoredEvent> events = read_events(*store, key).value();
        rows += recount(ids_[at], events, StatCalendar{}, {}).size();
      }
    });
    return rows;
  }

 private:
  void fill(Story& story, std::size_t until) {
    auto transaction = store::Transaction::begin(*store_).value();
    const auto filing_key = make_filing_key(*store_, random_).value();
    while (ids_.size() < until) {
      const CaseId id{random_.array<CaseId::kSize>()};
      const CaseKey key = CaseKey::generate(id, 1, random_);
      const CompartmentKey& first_line = *keys_->newest(Compartment::kFirstLine);
      CHECK(put_case_key(*store_, key, {.filing_key = &filing_key}, first_line, random_).has_value());
      for (const Event& event : story.of(ids_.size())) CHECK(append_event(*store_, key, event, random_).has_value());
      ids_.push_back(id);
    }
    CHECK(transaction.commit().has_value());
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "desk.sqlite"; }
  crypto::SystemRandom random_;
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::unique_ptr<store::Connection> store_ = open_desk_store(file()).value();
  std::optional<KeyRing> keys_;
  std::vector<CaseId> ids_;
};

void print(benchmark::State& state, std::size_t rows, double seconds) {
  state.counters["rows"] = static_cast<double>(rows);
  state.counters["million_s"] = seconds * kMillion / static_cast<double>(rows);
  state.counters["limit_s"] = kLimit_s;
}

template <class Work>
double seconds_of(const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void from_events(benchmark::State& state) {
  crypto::SystemRandom random;
  Story story(random);
  std::vector<std::pair<CaseId, std::vector<StoredEvent>>> cases;
  for (std::size_t number = 0; number < static_cast<std::size_t>(state.range(0)); ++number) {
    std::vector<StoredEvent> events;
    for (Event& event : story.of(number)) events.push_back({{random.array<16>()}, std::move(event)});
    cases.emplace_back(CaseId{random.array<CaseId::kSize>()}, std::move(events));
  }
  for (auto _ : state) {
    std::size_t rows = 0;
    const double took = seconds_of([&] {
      for (const auto& [id, events] : cases) rows += recount(id, events, StatCalendar{}, {}).size();
    });
    print(state, rows, took);
  }
}
BENCHMARK(from_events)->Arg(200'000)->Unit(benchmark::kMillisecond)->Iterations(1);

void from_files(benchmark::State& state) {
  static Files files(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    std::size_t rows = 0;
    const double took = seconds_of([&] { rows = files.recount_all(); });
    print(state, rows, took);
  }
}
BENCHMARK(from_files)
    ->Arg(200'000)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Iterations(1);

}  // namespace
}  // namespace waymark::desk

BENCHMARK_MAIN();
