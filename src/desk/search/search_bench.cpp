// How long the index takes to answer while somebody types, and how much memory it needs, with 200,000 messages in
// 33,334 cases. Limits: 50 ms for 95 of 100 answers while typing, 100 ms for 99 of 100 for the commonest word.
//
// Texts are made, see made_texts.h. What an answer takes besides is in tests/desk/large_office_bench.cpp.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <chrono>
#include <memory>

#include "desk/search/made_texts.h"
#include "desk/search/query.h"

namespace waymark::desk::search {
namespace {

constexpr double kTypingLimitMs = 50.0;
constexpr double kCommonestLimitMs = 100.0;
constexpr std::size_t kMessages = 200'000;
constexpr std::size_t kMessagesOfCase = 6;
constexpr std::size_t kWordsOfMessage = 40;

const TimePoint kNow{Seconds{1'795'000'000}};

CaseId id_of(std::size_t number) {
  CaseId id;
  std::uint64_t spread = number * 0x9E3779B97F4A7C15ULL;
  for (std::size_t byte = 0; byte < 8; ++byte) id.bytes[byte] = static_cast<std::uint8_t>(spread >> (8 * byte));
  return id;
}

struct Filled {
  Tongue language;
  text::Stemmer stemmer;
  text::Zone zone = *text::Zone::named("UTC");
  Index index;
  double index_bytes = 0;
  double texts_bytes = 0;
  double seconds = 0;

  Filled() {
    const double before = static_cast<double>(mallinfo2().uordblks);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t number = 0; number * kMessagesOfCase < kMessages; ++number) {
      CaseWords words;
      for (std::size_t message = 0; message < kMessagesOfCase; ++message) {
        std::string text;
        for (std::size_t word = 0; word < kWordsOfMessage; ++word) text += language.word() + " ";
        texts_bytes += static_cast<double>(text.size());
        words.add(stemmer, text, Language::kRussian);
      }
      index.put(id_of(number), number % 3 == 0 ? "vera" : "", words.all());
    }
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    index_bytes = static_cast<double>(mallinfo2().uordblks) - before;
  }
};

Filled& filled() {
  static Filled one;
  return one;
}

/// The time below which this part of all answers lies.
double percentile(std::vector<double> all, double part) {
  std::ranges::sort(all);
  return all.empty() ? 0 : all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))];
}

double ms_of(const std::string& typed) {
  Filled& one = filled();
  const auto start = std::chrono::steady_clock::now();
  const auto query = std::get<Query>(read_query(typed, "vera", kNow, one.zone));
  const Reach everything{.everybodys = true};
  benchmark::DoNotOptimize(one.index.find(everything, wanted_by(query, one.stemmer)));
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Two words, a letter at a time: each is a search.
void while_typing(benchmark::State& state) {
  std::vector<double> all;
  for (auto _ : state) {
    const std::string typed = filled().language.word() + " " + filled().language.word();
    for (std::size_t end = 1; end <= typed.size(); ++end)
      if (end == typed.size() || (static_cast<unsigned char>(typed[end]) & 0xC0U) != 0x80U)
        all.push_back(ms_of(typed.substr(0, end)));
  }
  state.counters["p50_ms"] = percentile(all, 0.50);
  state.counters["p95_ms"] = percentile(all, 0.95);
  state.counters["p99_ms"] = percentile(all, 0.99);
  state.counters["limit_p95_ms"] = kTypingLimitMs;
}
BENCHMARK(while_typing)->Iterations(200)->Unit(benchmark::kMillisecond);

void commonest_word(benchmark::State& state) {
  std::vector<double> all;
  for (auto _ : state) all.push_back(ms_of(filled().language.commonest()));
  state.counters["p99_ms"] = percentile(all, 0.99);
  state.counters["limit_p99_ms"] = kCommonestLimitMs;
}
BENCHMARK(commonest_word)->Iterations(500)->Unit(benchmark::kMillisecond);

void memory(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(filled().index.size());
  state.counters["cases"] = static_cast<double>(filled().index.size());
  state.counters["index_MiB"] = filled().index_bytes / 1'048'576;
  state.counters["texts_MiB"] = filled().texts_bytes / 1'048'576;
  state.counters["fill_s"] = filled().seconds;
}
BENCHMARK(memory)->Iterations(1);

}  // namespace
}  // namespace waymark::desk::search

BENCHMARK_MAIN();
