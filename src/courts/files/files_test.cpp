#include <gtest/gtest.h>
#include <zip.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "courts/files/item.h"
#include "courts/files/rows.h"
#include "courts/ids/court_date.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

std::vector<Item> items_of(std::string_view bytes, Result<void>* outcome = nullptr) {
  std::vector<Item> items;
  const auto done = for_each_item(bytes, {.name = "f"}, [&](Item& item) -> Result<void> {
    items.push_back(item);
    return {};
  });
  if (outcome != nullptr)
    *outcome = done;
  else
    EXPECT_TRUE(done.has_value());
  return items;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  const auto folder = store::TemporaryFolder::make().value();
  const std::string path = (folder.path() / "a.zip").string();
  zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  for (const auto& [name, text] : entries) {
    zip_source_t* const source = zip_source_buffer(archive, text.data(), text.size(), 0);
    EXPECT_GE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8), 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  std::ifstream stream{path, std::ios::binary};
  std::stringstream buffer;
  buffer << stream.rdbuf();
  return buffer.str();
}

TEST(Files, APlainPageIsItself) {
  const auto items = items_of("<html>да</html>");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].bytes, "<html>да</html>");
}

TEST(Files, ZipWithFoldersAndPictures) {
  const auto items = items_of(zip_of({{"a/1.html", "<html>1"}, {"a/b.png", "x"}, {"2.html", gzip("<html>2")}}));
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].name, "f!a/1.html");
  EXPECT_EQ(items[1].bytes, "<html>2") << "gzip inside of zip";
}

TEST(Files, WhatLiesBesidePagesInAZipIsNoPage) {
  const auto items = items_of(zip_of({{"s/1.html", "<html>1"},
                                      {"s/.DS_Store", "x"},
                                      {"s/Thumbs.db", "x"},
                                      {"s/README.txt", "x"},
                                      {"s/1_files/frame.html", "<html>"},
                                      {"__MACOSX/s/._1.html", "x"},
                                      {"own_files/2.html", "<html>2"}}));
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].name, "f!s/1.html");
  EXPECT_EQ(items[1].name, "f!own_files/2.html") << "a folder without its page is somebody's own";
}

TEST(Files, ABrokenZipIsAnErrorAndNeverACrash) {
  const std::string good = zip_of({{"1.html", std::string(5000, 'x')}, {"2.html", "<html>"}});
  for (std::size_t size = 4; size < good.size(); size += 11) {
    Result<void> outcome;
    items_of(good.substr(0, size), &outcome);
    EXPECT_FALSE(outcome.has_value()) << size;
  }
  for (std::size_t at = 4; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x41);
    Result<void> outcome;
    items_of(bad, &outcome);
  }
}

TEST(Files, GzipLimitsAndCuts) {
  EXPECT_EQ(gunzipped(gzip("текст")).value(), "текст");
  EXPECT_EQ(gunzipped(gzip("a") + gzip("b")).value(), "ab") << "members one after the other";
  const std::string good = gzip(std::string(10'000, 'a'));
  EXPECT_FALSE(gunzipped(good.substr(0, good.size() / 2)).has_value());
  std::string nested = "<html>";
  for (int i = 0; i <= kNestingMax + 1; ++i) nested = gzip(nested);
  Result<void> outcome;
  items_of(nested, &outcome);
  EXPECT_EQ(outcome.error().code, Code::kTooLarge);
}

constexpr std::string_view kMhtml =
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.sudrf.ru/m\r\nDate: Mon, 4 Nov 2024 10:11:12 "
    "-0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: "
    "multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--1\"\r\n\r\n----b--1\r\nContent-Type: "
    "text/html\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: "
    "https://x.sudrf.ru/card\r\n\r\n<html>=D0=B4=D0=B0 a=\r\nb</html>\r\n"
    "----b--1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----b--1\r\nContent-Type: "
    "text/html\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nPGh0bWw+\r\n----b--1--\r\n";

TEST(Files, MhtmlPartsWithUrlAndDay) {
  const auto items = items_of(kMhtml);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].bytes, "<html>да ab</html>\r\n");
  EXPECT_EQ(items[0].url, "https://x.sudrf.ru/card");
  EXPECT_EQ(items[0].seen, day_of(2024, 11, 4));
  EXPECT_EQ(items[1].bytes, "<html>");
  EXPECT_FALSE(items[0].inner);
  EXPECT_TRUE(items[1].inner) << "a frame within the page";
}

TEST(Files, MhtmlCutAnywhereEnds) {
  for (std::size_t size = 0; size < kMhtml.size(); ++size) {
    Result<void> outcome;
    EXPECT_LE(items_of(kMhtml.substr(0, size), &outcome).size(), 2U);
  }
}

TEST(Files, WhereAPageHasGoneIsNoAnswer) {
  const auto record = [](std::string_view url, std::string_view block) {
    return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + std::string{url} +
           "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + std::string{block} + "\r\n\r\n";
  };
  const auto items =
      items_of(record("http://x/", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<html>moved") +
               record("https://x/robots.txt", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nDisallow:") +
               record("https://x/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>gone") +
               record("https://x/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>да"));
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].url, "https://x/gone");
  EXPECT_EQ(items[1].bytes, "<html>да");
}

std::string warc_record(std::string_view type, std::string_view block) {
  return "WARC/1.0\r\nWARC-Type: " + std::string{type} +
         "\r\nWARC-Target-URI: https://x/\r\nWARC-Date: 2024-11-04T10:00:00Z\r\nContent-Length: " +
         std::to_string(block.size()) + "\r\n\r\n" + std::string{block} + "\r\n\r\n";
}

TEST(Files, WarcResponses) {
  const std::string warc =
      warc_record("warcinfo", "software: x\r\n") +
      warc_record("response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>1") +
      warc_record("response", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx") +
      warc_record("response",
                  "HTTP/1.1 429 Too Many\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") +
      warc_record("response", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip("<html>2"));
  const auto items = items_of(warc);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].bytes, "<html>1");
  EXPECT_EQ(items[0].seen, day_of(2024, 11, 4));
  EXPECT_EQ(items[1].bytes, "abcde");
  EXPECT_EQ(items[1].http_status, 429);
  EXPECT_EQ(items[2].bytes, "<html>2");
  for (std::size_t size = 0; size < warc.size(); size += 3) {
    Result<void> outcome;
    EXPECT_LE(items_of(warc.substr(0, size), &outcome).size(), 3U);
  }
}

struct Rows {
  std::vector<Card> cards;
  std::vector<Note> notes;
};

Rows rows_of(std::string_view text, bool json) {
  Rows rows;
  const TakeBlock take = [&](RowBlock& block) -> Result<void> {
    rows.cards.insert(rows.cards.end(), block.cards.begin(), block.cards.end());
    rows.notes.insert(rows.notes.end(), block.notes.begin(), block.notes.end());
    return {};
  };
  EXPECT_TRUE((json ? for_each_json_block(text, take) : for_each_csv_block(text, take)).has_value());
  return rows;
}

TEST(Rows, CsvByHeaderWithQuotesAndSeveralAccused) {
  const Rows rows = rows_of(
      "number;articles;court;defendant;strange\n\"1-7/2024\";\"ст.337 ч.5; ст.338 ч.1 УК РФ\";\"Энский "
      "\"\"ГВС\"\"\";Петров П.П.;x\n"
      "1-7/2024;ст.337 ч.3 УК РФ;\"Энский \"\"ГВС\"\"\";Сидоров С.С.;y\n;;;;\n",
      false);
  ASSERT_EQ(rows.cards.size(), 1U);
  EXPECT_EQ(rows.cards[0].court, "Энский \"ГВС\"");
  ASSERT_EQ(rows.cards[0].persons.size(), 2U);
  EXPECT_EQ(rows.cards[0].persons[0].articles.normal(), "УК 337 ч.5; УК 338 ч.1");
  ASSERT_EQ(rows.notes.size(), 2U);
  EXPECT_EQ(rows.notes[0].text, "strange");
  EXPECT_EQ(rows.notes[1].kind, Note::Kind::kRow) << "an empty row is noted";
}

TEST(Rows, EveryCostumeOfCsvIsRead) {
  for (const char* text : {"number,court\r1-7/2024,X\r", "sep=;\r\nnumber;court\r\n1-7/2024;X\r\n",
                           "number;\"court, its region, its kind\"\n1-7/2024;X\n",
                           "\r\n;;\r\nnumber;court\r\n1-7/2024;X\r\n", "\"sep=;\"\nnumber;court\n1-7/2024;X\n"}) {
    std::int64_t cards = 0;
    const auto done = for_each_csv_block(text, [&](RowBlock& block) -> Result<void> {
      cards += static_cast<std::int64_t>(block.cards.size());
      return {};
    });
    EXPECT_TRUE(done.has_value()) << text;
    EXPECT_EQ(cards, 1) << text;
  }
}

// The second column of a meaning took away what the first one said, without a word, also when it was empty.
TEST(Rows, TwoColumnsOfOneMeaningAreNoted) {
  const Rows rows =
      rows_of("number;Дата решения;resultDate;court\n1-7/2024;10.03.2024;;X\n1-8/2024;;11.03.2024;X\n", false);
  ASSERT_EQ(rows.cards.size(), 2U);
  EXPECT_EQ(written_date(rows.cards[0].decided), "10.03.2024");
  EXPECT_EQ(written_date(rows.cards[1].decided), "11.03.2024");
  ASSERT_EQ(rows.notes.size(), 1U);
  EXPECT_EQ(rows.notes[0].text, "resultDate: a second column of this meaning; the last that is not empty counts");
}

// One row of a file in another encoding lost its court and its accused, and the report named the article alone.
TEST(Rows, ARowWithBytesThatAreNoTextIsNoted) {
  const Rows rows =
      rows_of("number,court,defendant\n1-7/2024,\ufffd\ufffd\ufffd,Ольхов О.О.\n1-8/2024,X,Ольхов О.О.\n", false);
  ASSERT_EQ(rows.cards.size(), 2U);
  ASSERT_EQ(rows.notes.size(), 1U);
  EXPECT_EQ(rows.notes[0].kind, Note::Kind::kDamaged);
  EXPECT_EQ(rows.notes[0].text, "1-7/2024: court");
}

TEST(Rows, HeadersOfPagesAndTheFormOfDatesAreRead) {
  const Rows rows = rows_of(
      "\"Лица, перечень статей\";\"№ дела\";\"Дата поступления, дд.мм.гггг\";\"Решение, его вид\"\n"
      "\"Петров П.П.\";\"1-15/2026\";\"12.01.2026\";\"x\"\n",
      false);
  ASSERT_EQ(rows.cards.size(), 1U);
  EXPECT_EQ(written_date(rows.cards[0].received), "12.01.2026");
  ASSERT_EQ(rows.cards[0].persons.size(), 1U);
  EXPECT_EQ(rows.cards[0].persons[0].name, "Петров П.П.");
  ASSERT_EQ(rows.notes.size(), 1U) << "what is no form of a date stays part of the name";
  EXPECT_EQ(rows.notes[0].text, "Решение, его вид");
}

TEST(Rows, TwoActsOfOneCaseAreBothKept) {
  const Rows rows = rows_of(
      R"x({"region":77,"caseNumber":"01-0545/2026 (0)","names":"Подсудимый: Кедров К.К.&Ст. 337, Ч. 5&","judge":"Сосна С.С.","decision":"Вступило в силу, 20.07.2026","text":"ПРИГОВОР"})x"
      "\n"
      R"x({"region":77,"caseNumber":"01-0545/2026 (1)","names":"Подсудимый: Кедров К.К.&Ст. 337, Ч. 5&","judge":"Ель Е.Е.","decision":"Вступило в силу, 20.07.2026","text":"АПЕЛЛЯЦИОННОЕ ПОСТАНОВЛЕНИЕ"})x"
      "\n",
      true);
  ASSERT_EQ(rows.cards.size(), 1U);
  EXPECT_EQ(rows.cards[0].acts.size(), 2U);
  EXPECT_EQ(rows.cards[0].sections.size(), 2U) << "the judge of the other act stays";
  ASSERT_EQ(rows.cards[0].persons.size(), 1U);
  EXPECT_EQ(rows.cards[0].persons[0].name, "Кедров К.К.");
  EXPECT_EQ(rows.cards[0].persons[0].articles.normal(), "УК 337 ч.5");
  EXPECT_TRUE(rows.cards[0].result.empty()) << "where it stands is no decision";
  EXPECT_TRUE(rows.cards[0].in_force.known());
}

TEST(Rows, JsonOverSeveralLinesIsSaid) {
  const Rows rows = rows_of("{\n \"caseNumber\": \"1-7/2024\"\n}\n", true);
  EXPECT_TRUE(rows.cards.empty());
  ASSERT_EQ(rows.notes.size(), 3U);
  EXPECT_EQ(rows.notes[0].text, "row 1 is no JSON object in one line");
}

TEST(Rows, JsonLinesOfAScraper) {
  const Rows rows = rows_of(
      R"({"name":"Энский ГВС","caseNumber":"1-7/2024","entryDate":"10.01.2024","names":"Петров П.П. - ст.337 ч.5 УК РФ","judge":"Иванов И.И.","resultDate":"00.00.0000","decision":"Вынесен ПРИГОВОР","endDate":"","text":"ПРИГОВОР"})"
      "\nnot json\n",
      true);
  ASSERT_EQ(rows.cards.size(), 1U);
  EXPECT_EQ(rows.cards[0].persons.at(0).articles.normal(), "УК 337 ч.5");
  EXPECT_EQ(rows.cards[0].act_state, ActState::kPublished);
  EXPECT_EQ(rows.cards[0].decided.kind, CourtDate::Kind::kUnreadable);
  EXPECT_EQ(rows.notes.size(), 2U) << "the date that is none and the line that is none";
}

TEST(Rows, WhatASpreadsheetPutsAroundANumberIsNoneOfIt) {
  const Rows rows = rows_of(
      "номер дела;дата поступления;фио\r\n\"=\"\"1-7/2024\"\"\";=\"12.03.2024\";Дубов Д.Д.\r\n"
      "'1-8/2024;'12.03.2024;Липов Л.Л.\r\n",
      false);
  ASSERT_EQ(rows.cards.size(), 2U);
  EXPECT_EQ(rows.cards[0].number.main.normal(), "1-7/2024");
  EXPECT_EQ(rows.cards[1].number.main.normal(), "1-8/2024");
  for (const Card& card : rows.cards) EXPECT_TRUE(card.received.known());
  EXPECT_TRUE(rows.notes.empty());
}

TEST(Rows, ATotalBelowTheRowsIsNoCase) {
  const Rows rows = rows_of("номер дела;фио\n1-7/2024;Дубов Д.Д.\nИтого: 1;\nбез номера;Липов Л.Л.\n", false);
  ASSERT_EQ(rows.cards.size(), 2U) << "what has a name is kept, though its number is none";
  ASSERT_EQ(rows.notes.size(), 2U);
  EXPECT_EQ(rows.notes[0].text, "row 2");
  EXPECT_EQ(rows.notes[1].kind, Note::Kind::kNumber);
}

TEST(Rows, AFileWithoutNumbersIsRefused) {
  const auto outcome = for_each_csv_block("a,b\n1,2\n", [](RowBlock&) -> Result<void> { return {}; });
  EXPECT_EQ(outcome.error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::courts
