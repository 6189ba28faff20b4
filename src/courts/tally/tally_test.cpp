#include "courts/tally/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "courts/archive/reader.h"
#include "courts/tally/test_archive.h"

namespace waymark::courts {
namespace {

using testing::ElementsAre;

Tally tally_of(const TestArchive& archive, const QueryWords& words, unsigned threads = 1) {
  const auto query = query_of(words);
  EXPECT_TRUE(query.has_value());
  auto result = tally({.archive = archive.file()}, *query, threads);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().detail);
  return std::move(*result);
}

/// "2024-01 suspended" → count.
std::map<std::string, std::int64_t> counts_of(const Tally& tally) {
  std::map<std::string, std::int64_t> counts;
  for (const TallyRow& row : tally.rows) {
    std::string words;
    for (const std::string& word : row.words) words += (words.empty() ? "" : " ") + word;
    counts[words] = row.counts.count;
  }
  return counts;
}
using Map = std::map<std::string, std::int64_t>;

/// A valid УИД from its first parts.
std::string uid(const std::string& without_check) { return without_check + "-" + *uid_check_digits(without_check); }

TEST(Tally, ThirtyTwoOfFortyFourKnownOfSixHundredEightyFour) {
  TestArchive archive;
  std::vector<TestCase> cases;
  for (int i = 1; i <= 684; ++i) {
    const char* result = i <= 32 ? kSuspendedWords : i <= 44 ? kFineWords : kSentencedWords;
    cases.push_back({.number = fmt::format("1-{}/2024", i), .decided = "01.03.2024", .persons = {{.result = result}}});
  }
  archive.put("2024-04-01", cases);
  const Tally all = tally_of(archive, {});
  EXPECT_EQ(all.total.counts,
            (Counts{.count = 684, .decided = 684, .in_force = 0, .sentences = 684, .known = 44, .suspended = 32}));
  EXPECT_EQ(all.total.share, (Share{.hits = 32, .known = 44, .total = 684}));
  EXPECT_NEAR(*imputed(*all.total.share), 684 * 32.0 / 44, 1e-9);
  const Tally by_outcome = tally_of(archive, {.by = {"outcome"}});
  EXPECT_EQ(counts_of(by_outcome), (Map{{"suspended", 32}, {"fine", 12}, {"sentenced", 640}}));
  EXPECT_EQ(by_outcome.rows[0].share, (Share{.hits = 32, .known = 44, .total = 684}));
  EXPECT_FALSE(by_outcome.rows[2].share.has_value());
}

TEST(Tally, ACaseSeenAtSeveralViewsIsOneCase) {
  TestArchive archive;
  archive.put("2024-02-01", {{.view = View::kListRow}});
  archive.put("2024-02-02", {{.decided = "05.02.2024", .persons = {{.result = kSuspendedWords}}}});
  archive.put("2024-02-03", {{.view = View::kUidRow}});
  EXPECT_EQ(tally_of(archive, {}).total.counts.count, 1);
  EXPECT_EQ(tally_of(archive, {}).total.counts.suspended, 1);
}

TEST(Tally, ATransferredCaseIsReceivedOnce) {
  TestArchive archive;
  const std::string same = uid("61GV0001-01-2024-000011");
  archive.put(
      "2024-05-01",
      {{.received = "10.01.2024", .decided = "20.01.2024", .uid = same, .persons = {{.result = kTransferredWords}}},
       {.court = "61GV0002",
        .number = "1-7/2024",
        .received = "05.02.2024",
        .decided = "01.03.2024",
        .uid = same,
        .persons = {{.result = kSuspendedWords}}},
       {.court = "61GV0002", .number = "1-8/2024", .received = "05.02.2024"}});
  const Tally by_month = tally_of(archive, {.by = {"received"}});
  EXPECT_EQ(counts_of(by_month), (Map{{"2024-01", 1}, {"2024-02", 1}}));
  EXPECT_EQ(by_month.joined, 1);
  EXPECT_EQ(by_month.total.counts.count, 2);
  EXPECT_EQ(counts_of(tally_of(archive, {.by = {"court"}})), (Map{{"61GV0002", 2}}));
  EXPECT_EQ(tally_of(archive, {.unit = "persons"}).total.counts.count, 2);
  const auto cell = cell_named("cases:stage=first:received=2024-01");
  const auto reasons = reasons_for({.archive = archive.file()}, *cell);
  ASSERT_EQ(reasons->size(), 1U);
  EXPECT_EQ(reasons->front().others.size(), 1U);
}

TEST(Tally, ACaseWhoseActNamesItsCourtInWordsIsOneCase) {
  TestArchive archive;
  const std::string name = "Озёрский гарнизонный военный суд";
  const std::vector<TestPerson> fined = {{.result = kFineWords}};
  const std::string one = uid("61GV0001-01-2024-000007");
  archive.put("2024-06-01",
              {{.court_name = name, .number = "1-1/2024", .persons = fined},
               {.court_name = name, .number = "1-2/2024"},
               {.court_name = name, .number = "1-7/2024", .uid = one},
               {.court = "26GV0001", .court_name = "Лесной гарнизонный военный суд", .number = "1-3/2024"}});
  archive.put(
      "2024-06-02",
      {{.court = "", .court_name = name, .number = "1-1/2024", .received = "", .view = View::kScrape},
       {.court = "", .court_name = name, .number = "1-3/2024", .received = "", .view = View::kScrape},
       {.court = "", .court_name = name, .number = "1-7/2024", .received = "", .uid = one, .view = View::kScrape},
       {.court = "", .court_name = "Иной суд", .number = "1-2/2024", .received = "", .view = View::kScrape}});
  for (const unsigned threads : {1U, 3U}) {
    const Tally result = tally_of(archive, {.by = {"outcome"}}, threads);
    EXPECT_EQ(counts_of(result), (Map{{"fine", 1}, {"unknown", 5}}));
  }
  EXPECT_EQ(tally_of(archive, {.unit = "persons"}).total.counts.count, 6);
  EXPECT_EQ(tally_of(archive, {}).joined, 2);
}

TEST(Tally, AnAppealAndAWrongUidJoinNothing) {
  TestArchive archive;
  const std::string same = uid("61GV0001-01-2024-000011");
  archive.put("2024-05-01", {{.uid = same},
                             {.court = "61OV0000", .number = "22-7/2024", .uid = same, .stage = Stage::kAppeal},
                             {.court = "61GV0003", .number = "1-3/2024", .uid = "61GV0001-01-2024-000012-00"},
                             {.court = "61GV0004", .number = "1-4/2024", .uid = "61GV0001-01-2024-000012-00"}});
  EXPECT_EQ(tally_of(archive, {}).total.counts.count, 3);
  EXPECT_EQ(counts_of(tally_of(archive, {.by = {"stage"}})), (Map{{"first", 3}, {"appeal", 1}}));
}

TEST(Tally, LinksJoinRecordsOfOneCourtAndSayWhatCameLater) {
  TestArchive archive;
  archive.put(
      "2024-09-01",
      {{.received = "10.01.2024", .decided = "01.02.2024", .persons = {{.result = kSuspendedWords}}},
       {.number = "1-9/2024",
        .received = "05.05.2024",
        .decided = "01.06.2024",
        .persons = {{.result = kSuspendedWords}}},
       {.number = "1-5/2024", .received = "06.05.2024", .decided = "01.06.2024", .persons = {{.result = kFineWords}}}});
  SharedCases links(true);
  links.put(1, 1);
  links.put(2, 1);
  const FinalOutcomes final{{accused_key(2, 0), Outcome::kSuspensionCancelled}, {accused_key(3, 0), Outcome::kChanged}};
  const auto query = query_of({.by = {"received"}});
  const auto joined = tally({.archive = archive.file(), .shared = &links}, *query, 2);
  EXPECT_EQ(counts_of(*joined), (Map{{"2024-01", 1}, {"2024-02", 0}, {"2024-03", 0}, {"2024-04", 0}, {"2024-05", 1}}));
  EXPECT_EQ(joined->total.share, (Share{.hits = 1, .known = 2, .total = 2}));
  const auto later = tally({.archive = archive.file(), .shared = &links, .final = &final}, *query, 2);
  EXPECT_EQ(later->total.share, (Share{.hits = 0, .known = 1, .total = 2})) << "real now; changed to nobody knows what";
}

TEST(Tally, CasesAndPersonsAreCountedApart) {
  TestArchive archive;
  archive.put("2024-05-01",
              {{.decided = "01.03.2024",
                .persons = {{.name = "А.", .result = kSuspendedWords},
                            {.name = "Б.", .articles = "ст.338 ч.1 УК РФ", .result = kFineWords}}},
               {.number = "1-2/2024", .persons = {}},
               {.number = "1-3/2024", .decided = "01.03.2024", .persons = {{.result = kSuspendedWords}}}});
  const Tally cases = tally_of(archive, {.by = {"article"}});
  EXPECT_EQ(counts_of(cases), (Map{{"337", 1}, {"differs", 1}, {"unknown", 1}}));
  EXPECT_EQ(cases.total.counts.sentences, 2);
  EXPECT_EQ(cases.total.counts.known, 1) << "a case whose accused got different punishments is not a known one";
  const Tally persons = tally_of(archive, {.unit = "persons", .by = {"article"}});
  EXPECT_EQ(counts_of(persons), (Map{{"337", 2}, {"338", 1}}));
  EXPECT_EQ(persons.unnamed, 1);
  EXPECT_EQ(persons.total.counts.suspended, 2);
  EXPECT_EQ(counts_of(tally_of(archive, {.by = {"article"}, .where = {"article=337"}})), (Map{{"337", 2}}));
}

TEST(Tally, WordsStandInTheirNaturalOrder) {
  TestArchive archive;
  archive.put("2024-05-01", {{.court = "61GV10", .number = "1-1/2024"},
                             {.court = "61GV9", .number = "1-2/2024"},
                             {.court = "61GV", .number = "1-3/2024"},
                             {.court = "61G20", .number = "1-4/2024"},
                             {.court = "7GV1", .number = "1-5/2024"}});
  std::vector<std::string> courts;
  for (const TallyRow& row : tally_of(archive, {.by = {"court"}}).rows) courts.push_back(row.words.front());
  EXPECT_EQ(courts, (std::vector<std::string>{"7GV1", "61G20", "61GV", "61GV9", "61GV10"}))
      << "numbers as numbers, a number before a letter, the shorter before the longer";
}

TEST(Tally, FiltersAndWhatTheyLeaveOut) {
  TestArchive archive;
  archive.put("2024-05-01",
              {{.received = "10.01.2024"},
               {.court = "77GV0005",
                .number = "1-2/2024",
                .received = "11.02.2024",
                .persons = {{.articles = "ст.337 ч.2.1 УК РФ; ст.158 ч.1 УК РФ"}}},
               {.number = "1-3/2024", .received = "00.00.0000", .persons = {{.articles = "ст.338 ч.1 УК РФ"}}},
               {.number = "1-4/2024", .received = "01.03.2024", .persons = {{.articles = ""}}}});
  EXPECT_EQ(counts_of(tally_of(archive, {.by = {"part"}, .where = {"article=337"}})),
            (Map{{"337-2.1", 1}, {"337-5", 1}}));
  EXPECT_EQ(tally_of(archive, {.where = {"article=337"}}).left_out, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(tally_of(archive, {.where = {"part=337-2.1+338-1"}}).total.counts.count, 2);
  EXPECT_EQ(tally_of(archive, {.where = {"article=158"}}).total.counts.count, 1);
  EXPECT_EQ(tally_of(archive, {.where = {"court=77GV0005"}}).total.counts.count, 1);
  EXPECT_EQ(tally_of(archive, {.where = {"region=61"}}).total.counts.count, 3);
  EXPECT_EQ(tally_of(archive, {.where = {"article=unknown"}}).total.counts.count, 1);
  EXPECT_EQ(tally_of(archive, {.where = {"received=2024-01..2024-02"}}).total.counts.count, 2);
  EXPECT_EQ(tally_of(archive, {.where = {"received=2024-01..2024-02"}}).left_out, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(counts_of(tally_of(archive, {.by = {"received"}})),
            (Map{{"2024-01", 1}, {"2024-02", 1}, {"2024-03", 1}, {"unknown", 1}}));
  const auto query = query_of({.where = {"court=99GV9999"}});
  const auto refused = tally({.archive = archive.file()}, *query, 1);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::kInvalid);
  EXPECT_EQ(tally_of(archive, {.where = {"region=61+77"}}).total.counts.count, 4);
  const auto region = tally({.archive = archive.file()}, *query_of({.where = {"region=61+99"}}), 1);
  ASSERT_FALSE(region.has_value()) << "a typing error that would look like a zero";
  EXPECT_EQ(region.error().detail, "Nothing in the archive has region \"99\".");
}

TEST(Tally, MonthsWithoutAnythingAreRowsToo) {
  TestArchive archive;
  archive.put("2024-09-01", {{.received = "10.01.2024"}, {.number = "1-2/2024", .received = "10.04.2024"}});
  const Tally months = tally_of(archive, {.by = {"received"}});
  ASSERT_EQ(months.rows.size(), 4U);
  EXPECT_EQ(months.rows[1].words[0], "2024-02");
  EXPECT_EQ(months.rows[1].counts.count, 0);
}

TEST(Tally, AsOfADayIsWhatHadBeenSeenByThen) {
  TestArchive archive;
  archive.put("2024-02-01", {{}});
  archive.put("2024-04-01",
              {{.decided = "15.03.2024", .persons = {{.result = kSuspendedWords}}}, {.number = "1-2/2024"}});
  const Tally early = tally_of(archive, {.as_of = "2024-03-01"});
  EXPECT_EQ(early.total.counts.count, 1);
  EXPECT_EQ(early.total.counts.decided, 0);
  EXPECT_EQ(early.total.cell, "cases@2024-03-01:stage=first:");
  const Tally late = tally_of(archive, {.as_of = "2024-04-01"});
  EXPECT_EQ(late.total.counts.count, 2);
  EXPECT_EQ(late.total.counts.suspended, 1);
  EXPECT_EQ(tally_of(archive, {.as_of = "2024-01-01"}).total.counts.count, 0);
}

/// A hundred cases at ten courts, some with several accused, some transferred, over a year of looks.
void fill(TestArchive& archive) {
  for (int month = 1; month <= 12; ++month) {
    std::vector<TestCase> cases;
    for (int i = 1; i <= 12; ++i) {
      const char* const results[] = {"", kSuspendedWords, kFineWords, kSentencedWords};
      TestCase one{.court = fmt::format("61GV00{:02}", i % 10 + 1),
                   .number = fmt::format("1-{}/2024", month * 20 + i),
                   .received = fmt::format("{:02}.{:02}.2024", i + 3, month),
                   .decided = i % 4 == 0 ? "" : fmt::format("{:02}.{:02}.2024", i + 10, month),
                   .uid = uid(fmt::format("61GV0001-01-2024-{:06}", month * 20 + (i > 10 ? 1 : i)))};
      one.persons.assign(static_cast<std::size_t>(i % 3),
                         {.articles = i % 2 == 0 ? "ст.337 ч.5 УК РФ" : "ст.338 ч.1 УК РФ", .result = results[i % 4]});
      cases.push_back(one);
    }
    archive.put(iso_day(*day_of(2024, month, 25)).c_str(), cases);
  }
}

TEST(Tally, SameOnAnyNumberOfThreads) {
  TestArchive archive;
  fill(archive);
  for (const QueryWords& words :
       {QueryWords{.by = {"received", "outcome"}}, QueryWords{.unit = "persons", .by = {"court", "part"}}}) {
    const Tally one = tally_of(archive, words, 1);
    for (const unsigned threads : {2U, 3U, 7U}) {
      const Tally many = tally_of(archive, words, threads);
      ASSERT_EQ(one.rows.size(), many.rows.size());
      EXPECT_EQ(one.total.counts, many.total.counts);
      EXPECT_EQ(one.facts, many.facts);
      for (std::size_t i = 0; i < one.rows.size(); ++i) {
        EXPECT_EQ(one.rows[i].cell, many.rows[i].cell);
        EXPECT_EQ(one.rows[i].counts, many.rows[i].counts);
      }
    }
  }
}

TEST(Tally, ReasonsAreExactlyWhatACellCounts) {
  TestArchive archive;
  fill(archive);
  for (const QueryWords& words :
       {QueryWords{.by = {"received"}}, QueryWords{.by = {"article", "outcome"}},
        QueryWords{.unit = "persons", .by = {"court"}}, QueryWords{.as_of = "2024-06-30", .by = {"decided"}},
        QueryWords{.by = {}, .where = {"article=337"}}}) {
    const Tally all = tally_of(archive, words);
    std::vector<TallyRow> rows = all.rows;
    rows.push_back(all.total);
    for (const TallyRow& row : rows) {
      for (int m = 0; m < kMeasures; ++m) {
        const auto measure = static_cast<Measure>(m);
        const auto cell = cell_named(fmt::format("{}/{}", row.cell, name_of(measure)));
        ASSERT_TRUE(cell.has_value()) << row.cell;
        const auto reasons = reasons_for({.archive = archive.file()}, *cell);
        ASSERT_TRUE(reasons.has_value()) << row.cell;
        EXPECT_EQ(static_cast<std::int64_t>(reasons->size()), row.counts.of(measure))
            << row.cell << "/" << name_of(measure);
      }
    }
  }
}

TEST(Tally, MonthsThatStillFillUpAreMarkedAndNowCast) {
  TestArchive archive;
  int number = 0;
  for (int month = 1; month <= 12; ++month) {
    std::vector<TestCase> cases;  // half of a month's cases are seen at its end, the others a month later
    for (int late = 0; late <= 1; ++late)
      for (int i = 0; i < 20 && month - late >= 1; ++i)
        cases.push_back(
            {.number = fmt::format("1-{}/2024", ++number), .received = fmt::format("03.{:02}.2024", month - late)});
    archive.put(iso_day(*day_of(2024, month, 28)).c_str(), cases);
  }
  const Tally months = tally_of(archive, {.by = {"received"}});
  const TallyRow& december = months.rows.back();
  EXPECT_EQ(december.counts.count, 20);
  ASSERT_TRUE(december.filling);
  EXPECT_NEAR(december.cast->expected, 40, 1e-6);
  EXPECT_GT(december.cast->high, december.cast->expected);
  EXPECT_FALSE(months.rows[10].filling);
  const Tally crossed = tally_of(archive, {.by = {"received", "court"}});
  EXPECT_TRUE(crossed.rows.back().filling);
  EXPECT_FALSE(crossed.rows.back().cast.has_value());
}

TEST(Tally, AnEmptyArchiveCountsNothing) {
  TestArchive archive;
  const Tally nothing = tally_of(archive, {.by = {"received"}}, 2);
  EXPECT_TRUE(nothing.rows.empty());
  EXPECT_EQ(nothing.total.counts, Counts{});
  EXPECT_FALSE(tally({.archive = archive.folder() / "none"}, *query_of({}), 1).has_value());
}

}  // namespace
}  // namespace waymark::courts
