// How fast pages become records: pages of 300 KB a second on one core, by step and in all. docs/measurements.md has the
// figures.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "courts/archive/archive.h"
#include "courts/archive/reader.h"
#include "courts/pages/encoding.h"
#include "courts/pages/html.h"
#include "courts/pages/page.h"
#include "store/temporary_folder.h"

namespace {

using namespace waymark;          // NOLINT: a program of one file
using namespace waymark::courts;  // NOLINT
constexpr double kPage = 300'000;

std::string page_bytes(const char* name) {
  const char* const root = std::getenv("WAYMARK_SOURCE_DIR");
  std::ifstream stream{
      std::filesystem::path{root == nullptr ? WAYMARK_SOURCE_DIR : root} / "tests/data/courts/pages" / name,
      std::ios::binary};
  std::stringstream buffer;
  buffer << stream.rdbuf();
  return buffer.str();
}

/// The card as a browser saves it, with the scripts that the kept page has lost: 300 KB.
std::string with_scripts(const std::string& page) {
  std::string script = "<script type=\"text/javascript\">\n";
  for (int line = 0; page.size() + script.size() < static_cast<std::size_t>(kPage) - 12; ++line)
    script +=
        fmt::format("function f{0}(a, b) {{ if (a < b && b > {0}) return document.getElementById('x{0}'); }}\n", line);
  std::string whole = page;
  const std::size_t head = whole.find("</head>");
  return whole.insert(head == std::string::npos ? 0 : head, script + "</script>\n");
}

std::string page_named(const char* name) {
  const std::string_view wanted{name};
  return wanted == "card with scripts" ? with_scripts(page_bytes("leninsky_ufa_criminal.html")) : page_bytes(name);
}

void count(benchmark::State& state, const std::string& bytes) {
  state.counters["pages_of_300KB"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * static_cast<double>(bytes.size()) / kPage, benchmark::Counter::kIsRate);
}

void parse_html(benchmark::State& state, const char* name) {
  const std::string bytes = page_named(name);
  for (auto _ : state) benchmark::DoNotOptimize(Html::parse(bytes));
  count(state, bytes);
}

void read(benchmark::State& state, const char* name) {
  const std::string bytes = page_named(name);
  for (auto _ : state) benchmark::DoNotOptimize(read_page(bytes));
  count(state, bytes);
}

/// Reading, keeping, chaining and deriving facts: each page is a new one (another number in it).
void import_all(benchmark::State& state, const char* name) {
  const auto folder = store::TemporaryFolder::make().value();
  const auto writer = ArchiveWriter::open(folder.path() / "archive").value();
  if (!writer->begin_import("bench", "", 20'000)) return;
  std::string bytes = page_named(name);
  std::int64_t number = 0;
  for (auto _ : state) {
    ++number;
    const std::string page_text = fmt::format("<!-- {} -->{}", number, bytes);
    auto page = read_page(page_text).value();
    for (Card& card : page.cards)
      card.number = read_case_number(fmt::format("1-{}/{}", number * 100 + (&card - page.cards.data()), 2024));
    const PageRecord record{.source = std::to_string(number),
                            .seen = 20'000,
                            .kind = page.kind,
                            .encoding = std::string{name_of(page.encoding)},
                            .court_code = page.court_code,
                            .sha256 = crypto::sha256(view_of(page_text)),
                            .bytes = page_text};
    if (!writer->put_page(record.source, record, page.cards)) state.SkipWithError("put");
    if (number % 200 == 0 && !writer->commit()) state.SkipWithError("commit");
  }
  if (!writer->end_import({}, false)) state.SkipWithError("end");
  count(state, bytes);
}

/// Facts out of an archive, as the tally reads them.
void stream_facts(benchmark::State& state) {
  const auto folder = store::TemporaryFolder::make().value();
  const std::int64_t wanted = state.range(0);
  {
    const auto writer = ArchiveWriter::open(folder.path() / "archive").value();
    if (!writer->begin_import("bench", "", 20'000)) return;
    for (std::int64_t number = 0; number < wanted; number += 500) {
      std::vector<Card> cards(500);
      for (std::size_t i = 0; i < cards.size(); ++i) {
        cards[i].view = View::kScrape;
        cards[i].court_code = fmt::format("61GV{:04}", number % 108);
        cards[i].number = read_case_number(fmt::format("1-{}/2024", number + static_cast<std::int64_t>(i)));
        cards[i].received = read_date("10.01.2024");
        cards[i].result = "Вынесен ПРИГОВОР";
        cards[i].persons.push_back(
            {.articles_written = "ст.337 ч.5 УК РФ", .articles = read_articles("ст.337 ч.5 УК РФ")});
      }
      const std::string bytes = std::to_string(number);
      const PageRecord record{.source = bytes,
                              .seen = 20'000,
                              .kind = PageKind::kScrape,
                              .sha256 = crypto::sha256(view_of(bytes)),
                              .bytes = bytes};
      if (!writer->put_page(bytes, record, cards)) return;
    }
    if (!writer->end_import({}, false)) return;
  }
  const auto reader = ArchiveReader::open(folder.path() / "archive").value();
  std::int64_t seen = 0;
  for (auto _ : state) {
    if (!reader->for_each_fact({},
                               [&](std::span<const Fact> facts) { seen += static_cast<std::int64_t>(facts.size()); }))
      return;
  }
  state.counters["facts"] = benchmark::Counter(static_cast<double>(seen), benchmark::Counter::kIsRate);
}

}  // namespace

BENCHMARK_CAPTURE(parse_html, list, "ksoyu_listing_appeal_delo_id.html")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, list, "ksoyu_listing_appeal_delo_id.html")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, card, "leninsky_ufa_criminal.html")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(import_all, list, "ksoyu_listing_appeal_delo_id.html")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(import_all, card, "leninsky_ufa_criminal.html")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, card_with_scripts, "card with scripts")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(import_all, card_with_scripts, "card with scripts")->Unit(benchmark::kMillisecond);
BENCHMARK(stream_facts)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
