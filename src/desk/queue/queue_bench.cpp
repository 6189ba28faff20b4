// How long the first 50 rows of the queue take with 1,000 and with 100,000 cases, sentences in Russian included.
// Limit: 50 ms (docs: the Now screen).
#include <benchmark/benchmark.h>

#include <map>

#include "desk/queue/board.h"
#include "desk/queue/code_names.h"
#include "desk/queue/labels.h"
#include "desk/queue/sample_case.h"
#include "desk/queue/sentence.h"

namespace waymark::desk::queue {
namespace {

constexpr double kLimitMs = 50.0;
constexpr std::int64_t kFew = 1'000, kMany = 100'000;

struct Office {
  pack::Pack pack = sample::shipped_pack();
  text::Zone zone = sample::moscow();
  text::Catalogue catalogue = *text::Catalogue::embedded();
  TimePoint now = sample::at("2026-11-22T12:00");
  Board board{pack, zone};

  Situation situation(std::uint32_t i) const {
    Situation made = sample::request({"status=mobilised", "where=on_leave",
                                      "documents=internal_passport;state=taken_by_command", "need=legal_question"},
                                     now - Seconds{(i * 7919UL) % 900'000UL});
    const std::string day = std::to_string(10 + i % 19);
    made.facts.push_back(sample::fact("what_next=leave_ends;date=2026-12-" + day + ";precision=day", made.received_at));
    if (i % 4 == 0)
      made.facts.push_back(sample::fact("left=yes;date=2026-11-" + day + ";precision=about", made.received_at));
    if (i % 50 == 0) made.facts.push_back(sample::fact("danger=beaten_or_threatened", made.received_at));
    return made;
  }
  CaseId id(std::uint32_t i) const {
    CaseId made;
    for (int byte = 0; byte < 4; ++byte)
      made.bytes[static_cast<std::size_t>(byte)] = static_cast<std::uint8_t>(i * 2'654'435'761U >> (8 * byte));
    return made;
  }
};

Office& office(std::int64_t cases) {
  static std::map<std::int64_t, Office> offices;
  Office& one = offices[cases];
  if (one.board.size() == 0)
    for (std::uint32_t i = 0; i < cases; ++i) one.board.set(one.id(i), i, sample::packed(one.situation(i)));
  return one;
}

void first_rows(benchmark::State& state) {
  Office& o = office(state.range(0));
  for (auto _ : state) {
    const Speech speech(o.catalogue, o.pack, o.zone, Language::kRussian, "vera");
    const Page page = o.board.page(View::kAll, "vera", o.now, 0, 50, Sight::kOwn, {}, Waves::kFolded);
    for (const BoardRow& row : page.rows) {
      benchmark::DoNotOptimize(speech.sentence(row.entry->derived, row.placement, o.now));
      benchmark::DoNotOptimize(situation_labels(o.pack, row.entry->derived.situation.facts, Language::kRussian));
      benchmark::DoNotOptimize(code_name(o.catalogue, Language::kRussian, row.entry->code_name));
    }
  }
  state.counters["cases"] = static_cast<double>(o.board.size());
  state.counters["limit_ms"] = kLimitMs;
}
BENCHMARK(first_rows)->Arg(kFew)->Arg(kMany)->Unit(benchmark::kMillisecond);

void derive_one(benchmark::State& state) {
  Office& o = office(kFew);
  const Situation situation = o.situation(4);
  for (auto _ : state) benchmark::DoNotOptimize(derive(o.pack, situation, o.zone));
}
BENCHMARK(derive_one)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace waymark::desk::queue

BENCHMARK_MAIN();
