#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "base/killed_child.h"
#include "base/test_long.h"
#include "courts/archive/reader.h"
#include "courts/files/rows.h"
#include "courts/ids/words.h"
#include "courts/import/importer.h"
#include "store/connection.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

const std::filesystem::path kData = std::filesystem::path{WAYMARK_SOURCE_DIR} / "tests/data/courts";
constexpr std::int32_t kDay = 20'000;
constexpr std::int64_t kPartDocuments = 2901;  // different doc_id among the first 3,000 rows

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::stringstream buffer;
  buffer << stream.rdbuf();
  return buffer.str();
}

void write(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary} << text;
}

std::string card_page(int number, std::string_view result, std::string_view uid = {}) {
  return fmt::format(
      "<html><head><title>Энский гарнизонный военный суд</title></head><body><a "
      "href='https://ej.sudrf.ru/?fromOa=61GV0001'>x</a><div id=content>"
      "<div class=title>Уголовные дела - первая инстанция</div><div class=casenumber>ДЕЛО № "
      "1-{}/2024</div><table><tr><th colspan=2>ДЕЛО</th></tr>"
      "<tr><td><b>Дата поступления</b></td><td>10.01.2024</td></tr><tr><td><b>Уникальный идентификатор "
      "дела</b></td><td>{}</td></tr>"
      "<tr><td><b>Результат рассмотрения</b></td><td>{}</td></tr></table></div></body></html>",
      number, uid, result);
}

class Import : public testing::Test {
 protected:
  Import() : folder_(store::TemporaryFolder::make().value()) {}
  [[nodiscard]] std::filesystem::path in(const char* name) const { return folder_.path() / name; }
  ImportReport run(const std::vector<std::filesystem::path>& inputs,
                   ImportOptions options = {.snapshot = {}, .seen = kDay, .court_code = {}}) {
    const auto writer = ArchiveWriter::open(in("archive")).value();
    return Importer{*writer, std::move(options), kDay, [](const Progress&) {}}.run(inputs).value();
  }
  std::int64_t cases() {
    const auto reader = ArchiveReader::open(in("archive")).value();
    std::set<std::int64_t> ids;
    EXPECT_TRUE(reader
                    ->for_each_fact({},
                                    [&](std::span<const Fact> facts) {
                                      for (const Fact& fact : facts) ids.insert(fact.case_id);
                                    })
                    .has_value());
    return static_cast<std::int64_t>(ids.size());
  }
  store::TemporaryFolder folder_;
};

TEST_F(Import, TheNineSavedPages) {
  const ImportReport report = run({kData / "pages"});
  EXPECT_EQ(report.kinds.at(PageKind::kCard), 3);
  EXPECT_EQ(report.kinds.at(PageKind::kList), 1);
  EXPECT_EQ(report.kinds.at(PageKind::kUidList), 1);
  EXPECT_EQ(report.kinds.at(PageKind::kCaptcha), 2);
  EXPECT_EQ(report.kinds.at(PageKind::kNothingFound), 1);
  EXPECT_EQ(report.kinds.at(PageKind::kUnavailable), 1);
  EXPECT_EQ(report.put.new_cases, 3 + 25 + 2);
  EXPECT_EQ(cases(), 30);
  EXPECT_TRUE(verify_archive(in("archive"))->intact);
  const std::string text = describe(report);
  EXPECT_NE(text.find("captcha  [no answer]"), std::string::npos);
}

TEST_F(Import, EveryBadInputHasItsLine) {
  write(in("p") / "1.html", card_page(1, "", "26RS0001-01-2024-012553-84"));
  write(in("p") / "2.html", std::string_view{card_page(2, "")}.substr(0, 450));
  write(in("p") / "3.html", "<html><body>429 Too Many Requests</body></html>");
  write(in("p") / "4.zip", "PK\x03\x04 not really");
  write(in("p") / "5.csv", "a,b\n1,2\n");
  write(in("p") / "6.html", "<html><body>что-то другое</body></html>");
  write(in("p") / "7.html", card_page(7, "", "26RS0001-01-2024-012553-83"));
  write(in("p") / "8.csv", "number,court,uid,entry_date\n1-7/2024,Другой суд,26RS0001-01-2024-012553-83,31.02.2024\n");
  const ImportReport report = run({in("p")});
  EXPECT_EQ(report.kinds.at(PageKind::kTruncated), 1);
  EXPECT_EQ(report.kinds.at(PageKind::kThrottled), 1);
  EXPECT_EQ(report.uid_in_several_courts, 1);
  for (const char* kind : {"UID fails its check", "file broken or cut off", "file of rows not understood",
                           "page not recognised", "date that is none"}) {
    ASSERT_TRUE(report.not_understood.contains(kind)) << kind << '\n' << describe(report);
    EXPECT_EQ(report.not_understood.find(kind)->second.count, 1) << kind;
    EXPECT_FALSE(report.not_understood.find(kind)->second.examples.empty());
  }
  const auto reader = ArchiveReader::open(in("archive")).value();
  EXPECT_TRUE(reader->cases_with_uid("26RS0001-01-2024-012553-84")->empty()) << "a wrong check is no key";
  EXPECT_EQ(reader->cases_with_uid("26RS0001-01-2024-012553-83")->size(), 2U);
  EXPECT_EQ(reader->card(reader->find_case("61GV0001|1-1/2024")->id)->uid.written(), "26RS0001-01-2024-012553-84")
      << "but it is kept";
}

TEST_F(Import, TwiceIsOnce) {
  run({kData / "pages"});
  const ImportReport again = run({kData / "pages"});
  EXPECT_EQ(again.put.new_cases, 0);
  EXPECT_EQ(again.put.new_revisions, 0);
  EXPECT_EQ(cases(), 30);
}

std::string list_page(int first, int last, int in_all);

TEST_F(Import, SnapshotsAndSilentCourts) {
  for (int number = 1; number <= 3; ++number) write(in("a") / fmt::format("{}.html", number), card_page(number, ""));
  write(in("b") / "1.html", card_page(1, ""));
  write(in("b") / "2.html", card_page(2, "Вынесен ПРИГОВОР"));
  EXPECT_EQ(run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}}).tombstones, 0);
  write(
      in("b") / "3.html",
      "<html><body><a href='https://ej.sudrf.ru/?fromOa=61GV0001'>x</a>Информация временно недоступна.</body></html>");
  const ImportReport silent = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(silent.tombstones, 0);
  EXPECT_TRUE(silent.courts_left_out.contains("61GV0001"));
  std::filesystem::remove(in("b") / "3.html");
  EXPECT_EQ(run({in("b")}, {.snapshot = "s", .seen = kDay + 2, .court_code = {}}).tombstones, 1);
  EXPECT_EQ(run({in("a")}, {.snapshot = {}, .seen = kDay + 1, .court_code = {}}).put.returned, 0)
      << "a page of the day before it was missed, imported late, brings nothing back";
  EXPECT_EQ(run({in("a")}, {.snapshot = {}, .seen = kDay + 3, .court_code = {}}).put.returned, 1);
}

TEST_F(Import, OlderDaysAgainAddNothing) {
  const char* words[] = {"", "Вынесен ПРИГОВОР", "Производство по делу приостановлено"};
  for (int day = 0; day < 3; ++day) {
    write(in("d") / std::to_string(day) / "1.html", card_page(1, words[day]));
    EXPECT_EQ(
        run({in("d") / std::to_string(day)}, {.snapshot = "s", .seen = kDay + day, .court_code = {}}).put.new_revisions,
        1);
  }
  for (const int day : {0, 2, 1, 0}) {
    const ImportReport again =
        run({in("d") / std::to_string(day)}, {.snapshot = "s", .seen = kDay + day, .court_code = {}});
    EXPECT_EQ(again.put.new_revisions, 0) << day;
    EXPECT_EQ(again.put.returned + again.tombstones, 0) << day;
  }
  const auto reader = ArchiveReader::open(in("archive")).value();
  EXPECT_EQ(reader->card(reader->find_case("61GV0001|1-1/2024")->id)->result, words[2]);
  EXPECT_TRUE(verify_archive(in("archive"))->intact);
}

TEST_F(Import, StrayFilesSwitchNothingOff) {
  for (int number = 1; number <= 3; ++number) write(in("a") / fmt::format("{}.html", number), card_page(number, ""));
  EXPECT_EQ(run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}}).tombstones, 0);
  for (int number = 1; number <= 2; ++number) write(in("b") / fmt::format("{}.html", number), card_page(number, ""));
  for (const char* stray :
       {".DS_Store", "Thumbs.db", "desktop.ini", "._1.html", "README.txt", "1_files/frame.html", "1_файлы/frame.html",
        "2-Dateien/frame.html", ".git/config", ".1.html.swp", "1.html~", "seal.PNG", "style.css", "~$list.docx",
        "LICENSE", "1.url", "System Volume Information/x", "$RECYCLE.BIN/desktop.ini", "SHA256SUMS"})
    write(in("b") / stray, "<html><body>nothing of a court</body></html>");
  const ImportReport report = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(report.tombstones, 1);
  EXPECT_FALSE(report.snapshot_incomplete);
}

// A folder that somebody called so was left out whole, without a word.
TEST_F(Import, AFolderOfTheNameOfASavedPagesFilesWithoutItsPageIsReal) {
  write(in("a") / "court_files" / "1.html", card_page(1, ""));
  EXPECT_EQ(run({in("a")}).put.new_cases, 1);
}

TEST_F(Import, AListWithoutACounterIsNotTakenForWhole) {
  const auto without = [](std::string page) {
    const std::size_t at = page.find("<p>"), end = page.find("</p>");
    return page.erase(at, end - at);
  };
  write(in("a") / "1.html", list_page(1, 25, 25));
  EXPECT_EQ(run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}}).put.new_cases, 25);
  write(in("b") / "1.html", without(list_page(1, 24, 24)));
  const ImportReport report = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(report.tombstones, 0);
  EXPECT_TRUE(report.courts_listed_in_part.contains("61GV0001"));
}

std::string list_page(int first, int last, int in_all) {
  std::string rows;
  for (int number = first; number <= last; ++number)
    rows += fmt::format("<tr><td><a href='#'>1-{}/2024</a></td><td>10.01.2024</td><td>Иванов И.И.</td></tr>", number);
  return fmt::format(
      "<html><head><title>Энский гарнизонный военный суд</title></head><body><a "
      "href='https://ej.sudrf.ru/?fromOa=61GV0001'>x</a><div id=content><p>Всего по запросу найдено — {}. На странице "
      "записи с {} по {}.</p><table id=tablcont><tr><th>№ дела</th><th>Дата поступления</th><th>Категория / Лица</th>"
      "</tr>{}</table></div></body></html>",
      in_all, first, last, rows);
}

TEST_F(Import, AListThatLacksPagesMakesNothingVanish) {
  write(in("a") / "1.html", list_page(1, 25, 50));
  write(in("a") / "2.html", list_page(26, 50, 50));
  EXPECT_EQ(run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}}).put.new_cases, 50);
  write(in("b") / "1.html", list_page(1, 25, 50));
  const ImportReport part = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(part.tombstones, 0) << "25 of 50 records were not looked at";
  EXPECT_TRUE(part.courts_listed_in_part.contains("61GV0001"));
  EXPECT_NE(describe(part).find("Court 61GV0001: pages of its lists are missing"), std::string::npos);
  write(in("b") / "1.html", list_page(1, 25, 49));
  write(in("b") / "2.html", list_page(26, 49, 49));
  const ImportReport whole = run({in("b")}, {.snapshot = "s", .seen = kDay + 2, .court_code = {}});
  EXPECT_TRUE(whole.courts_listed_in_part.empty());
  EXPECT_EQ(whole.tombstones, 1) << "only the one that the whole list lacks";
}

// The page counts 25 rows, one of them has no number: that one was called vanished.
TEST_F(Import, AListOfWhichARowWasNotReadMakesNothingVanish) {
  write(in("a") / "1.html", list_page(1, 25, 25));
  run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}});
  std::string page = list_page(1, 25, 25);
  page.replace(page.find("1-7/2024"), 8, "");
  write(in("b") / "1.html", page);
  const ImportReport report = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(report.tombstones, 0);
  EXPECT_TRUE(report.courts_listed_in_part.contains("61GV0001"));
}

// A frame with a captcha or an advertisement left the whole court out, in each page that a browser saved as MHTML.
TEST_F(Import, FramesWithinASavedPageAreNoAnswers) {
  const std::string head =
      "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: "
      "text/html\r\n\r\n";
  const std::string frames =
      "\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><body>Я не робот</body></html>\r\n"
      "--b\r\nContent-Type: text/html\r\n\r\n<html><body>реклама</body></html>\r\n--b--\r\n";
  write(in("a") / "1.mhtml", head + list_page(1, 25, 25) + frames);
  run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}});
  write(in("b") / "1.mhtml", head + list_page(1, 24, 24) + frames);
  const ImportReport report = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(report.tombstones, 1);
  EXPECT_FALSE(report.snapshot_incomplete);
  EXPECT_FALSE(report.not_understood.contains("page not recognised"));
}

TEST_F(Import, AListThatBreaksOffWithinAFrameIsTold) {
  std::string list = list_page(1, 25, 25);
  list.resize(list.size() * 2 / 3);
  write(in("a") / "1.mhtml",
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: "
        "text/html\r\n\r\n<html><body>Суд</body></html>\r\n--b\r\nContent-Type: text/html\r\n\r\n" +
            list + "\r\n--b--\r\n");
  const ImportReport report = run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}});
  EXPECT_EQ(report.kinds.at(PageKind::kTruncated), 1);
  EXPECT_TRUE(report.snapshot_incomplete);
}

/// Cases of the rows from `first` to `last` of a search.
ListPage list_rows(std::string_view search, int first, int last) {
  ListPage page{first, last, {}};
  for (int row = first; row <= last; ++row) page.cases.insert(fmt::format("{}{}", search, row));
  return page;
}

// The second page of one search filled the gap of another one with the same counter.
TEST(ListPages, SearchesWithTheSameCounterFillNoGapsOfEachOther) {
  const ListPage a1 = list_rows("a", 1, 25), a2 = list_rows("a", 26, 30), b1 = list_rows("b", 1, 25),
                 b2 = list_rows("b", 26, 30), whole = list_rows("a", 1, 30), other = list_rows("b", 1, 30);
  EXPECT_TRUE(are_whole({a1, a2}, 30));
  EXPECT_TRUE(are_whole({a1, a2, b1, b2}, 30));
  EXPECT_TRUE(are_whole({whole, other}, 30)) << "each is whole on its own page";
  EXPECT_TRUE(are_whole({whole, a1}, 30)) << "a page of the same search";
  EXPECT_TRUE(are_whole({list_rows("a", 1, 20), list_rows("a", 11, 30)}, 30));
  EXPECT_FALSE(are_whole({a1, a2, b1}, 30));
  EXPECT_FALSE(are_whole({a1, a2, b2}, 30));
  EXPECT_FALSE(are_whole({whole, b1}, 30));
  EXPECT_FALSE(are_whole({a1, b1}, 30));
  EXPECT_FALSE(are_whole({a2}, 30));
}

// "1 530" was read as 1, which any page fulfils.
TEST_F(Import, ACounterOfThousandsIsReadWhole) {
  for (const std::string counter : {"1 530", "1\u00a0530", "0", "1"}) {
    write(in("a") / "1.html", list_page(1, 25, 25));
    run({in("a")}, {.snapshot = counter, .seen = kDay, .court_code = {}});
    std::string page = list_page(1, 24, 9999);
    page.replace(page.find("9999"), 4, counter);
    write(in("b") / "1.html", page);
    const ImportReport report = run({in("b")}, {.snapshot = counter, .seen = kDay + 1, .court_code = {}});
    EXPECT_EQ(report.tombstones, 0) << counter;
    EXPECT_TRUE(report.courts_listed_in_part.contains("61GV0001")) << counter;
  }
}

TEST_F(Import, RowsOfOneCaseOnOnePageAreOneRecord) {
  std::string page = list_page(1, 1, 1);
  const std::size_t at = page.find("<tr><td><a"), end = page.find("</table>");
  page.replace(at, end - at,
               "<tr><td><a href='#'>1-1/2024</a></td><td>10.01.2024</td><td>Полозов П.П. - ст.337 ч.5 УК РФ</td></tr>"
               "<tr><td><a href='#'>1-1/2024</a></td><td>10.01.2024</td><td>Рыжов Р.Р. - ст.338 ч.1 УК РФ</td></tr>");
  write(in("a") / "1.html", page);
  EXPECT_EQ(run({in("a")}).put.new_revisions, 1);
  EXPECT_EQ(run({in("a")}).put.new_revisions, 0) << "the second row is no edit of the first";
  const auto reader = ArchiveReader::open(in("archive")).value();
  EXPECT_EQ(reader->card(reader->find_case("61GV0001|1-1/2024")->id)->persons.size(), 2U);
}

TEST_F(Import, AQuoteThatIsNeverClosedIsReported) {
  const std::string head = "number,court_code,person\n1-1/2024,61GV0001,А\n1-2/2024,61GV0001,Б\n";
  write(in("a") / "rows.csv", head + "1-3/2024,61GV0001,В\n1-4/2024,61GV0001,Г\n");
  EXPECT_EQ(run({in("a")}, {.snapshot = "s", .seen = kDay, .court_code = {}}).put.new_cases, 4);
  write(in("b") / "rows.csv", head + "1-3/2024,61GV0001,\"В\n1-4/2024,61GV0001,Г\n");
  const ImportReport cut = run({in("b")}, {.snapshot = "s", .seen = kDay + 1, .court_code = {}});
  EXPECT_EQ(cut.tombstones, 0);
  EXPECT_TRUE(cut.snapshot_incomplete);
  EXPECT_NE(describe(cut).find("row 3: a quote is never closed"), std::string::npos) << describe(cut);
}

/// Kills a child that imports 300 pages, each time some pages later, until one gets through: everything is there once.
TEST_F(Import, KilledAtAnyMomentNothingIsLostOrCountedTwice) {
  constexpr int kPages = 300;
  for (int number = 1; number <= kPages; ++number)
    write(in("p") / fmt::format("{:03}.html", number), card_page(number, "") + std::string(2000, ' '));
  int kills = 0;
  int continued = 0;
  for (int steps = 0;; steps += 13) {
    const EndedChild ended = run_and_kill(steps, [&](const auto& step) {
      const auto writer = ArchiveWriter::open(in("archive")).value();
      auto report = Importer{
          *writer, {.snapshot = {}, .seen = kDay, .court_code = {}}, kDay, [&](const Progress&) {
            if (!writer->commit().has_value()) _exit(3);  // every page durable at once: more moments to be killed at
            step();
          }}.run({in("p")});
      return !report ? 2 : report->continued ? 1 : 0;
    });
    if (!ended.killed) {
      ASSERT_LE(ended.code, 1);
      continued = ended.code;
      break;
    }
    ++kills;
    ASSERT_LT(kills, 400);
  }
  EXPECT_GT(kills, 2) << "the test killed nobody: it shows nothing";
  EXPECT_EQ(continued, 1) << "the last one went on where the others were cut short";
  EXPECT_EQ(cases(), kPages);
  const auto checked = verify_archive(in("archive")).value();
  EXPECT_TRUE(checked.intact) << checked.what;
  // A revision and a page each, one begin and one end. On a busy machine a child may be killed after it wrote its end:
  // then another import begins and ends, and adds nothing else.
  const auto db = store::Connection::open(in("archive")).value();
  const std::int64_t taken = db->number("SELECT count(*) FROM entry WHERE kind = 8").value();
  const std::int64_t imports = db->number("SELECT count(*) FROM entry WHERE kind = 1").value();
  EXPECT_LE(taken, kPages * imports) << "each page is said to be taken in at most once an import";
  const std::int64_t beside = checked.entries - 2 * kPages - taken;
  EXPECT_GE(beside, 2);
  EXPECT_LE(beside, 2 + 2 * kills);
  EXPECT_EQ(beside % 2, 0) << beside;
}

/// Rows of the search engine: how many of its documents, counted by their true ids, become cases.
void collapse(std::size_t rows_wanted, std::int64_t expected, const std::filesystem::path& folder) {
  const std::string text = gunzipped(bytes_of(kData / "rows" / "bsr_koap_2021_2022.csv.gz")).value();
  std::set<std::string> documents;
  std::size_t end = text.find('\n') + 1;
  std::size_t rows = 0;
  while (rows < rows_wanted && end < text.size()) {
    const std::size_t next = std::min(text.find('\n', end), text.size() - 1) + 1;
    const std::string_view line = std::string_view{text}.substr(end, next - end);
    for (const std::string_view field : split(line, ",")) {
      if (field.size() == 32 && field.find_first_not_of("0123456789abcdef") == std::string_view::npos)
        documents.insert(std::string{field});
    }
    end = next;
    ++rows;
  }
  ASSERT_EQ(rows, rows_wanted);
  write(folder / "rows.csv", std::string_view{text}.substr(0, end));
  const auto writer = ArchiveWriter::open(folder / "archive").value();
  const auto report = Importer{*writer, {.snapshot = {}, .seen = kDay, .court_code = {}}, kDay, [](const Progress&) {}}
                          .run({folder / "rows.csv"})
                          .value();
  EXPECT_EQ(report.rows, static_cast<std::int64_t>(rows_wanted));
  EXPECT_EQ(report.put.new_cases, static_cast<std::int64_t>(documents.size()));
  EXPECT_EQ(report.put.new_cases, expected);
  EXPECT_EQ(report.put.new_revisions, report.put.new_cases) << "a repeated row is no change";
  EXPECT_EQ(ArchiveReader::open(folder / "archive").value()->fact_count().value(), report.put.new_cases);
}

TEST_F(Import, PartOfTheSearchEngineCollapsesToItsDocuments) { collapse(3000, kPartDocuments, folder_.path()); }

TEST_F(Import, The72446RowsAreExactly62425Documents) {
  if (!is_long_run()) GTEST_SKIP() << "in long runs";
  collapse(72'446, 62'425, folder_.path());
}

}  // namespace
}  // namespace waymark::courts
