// Addresses: those on a page are no words of a court, and the name of an archive is a file's, whatever it looks like.
#include <gtest/gtest.h>

#include <fstream>

#include "courts/archive/archive.h"
#include "courts/archive/card_json.h"
#include "courts/archive/reader.h"
#include "courts/pages/page.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

std::string card_page(const std::string& address, const std::string& judge) {
  return "<html><body><table><tr><td>Уникальный идентификатор дела</td><td><a href='" + address +
         "'>26RS0001-01-2024-012553-83</a></td></tr><tr><td>Номер дела</td><td>01-0007/2024</td></tr>"
         "<tr><td>Судья</td><td>" +
         judge + "</td></tr></table></body></html>";
}

std::string list_page(const std::string& address) {
  return "<html><body><table><tr><th>№ дела</th><th>Дата поступления</th><th>Решение</th></tr><tr><td><a href='" +
         address + "'>1-7/2024</a></td><td>10.01.2024</td><td>Вынесен ПРИГОВОР</td></tr></table></body></html>";
}

PutCounts put(ArchiveWriter& writer, const std::string& html, std::int32_t day) {
  const PageReading reading = read_page(html).value();
  EXPECT_EQ(reading.cards.size(), 1U);
  EXPECT_TRUE(writer.begin_import("day " + std::to_string(day), "", day).has_value());
  const PageRecord page{
      .source = "a.html", .seen = day, .kind = reading.kind, .sha256 = crypto::sha256(view_of(html)), .bytes = html};
  const PutCounts counts = writer.put_page("a.html", page, reading.cards).value();
  EXPECT_TRUE(writer.end_import({}, false).has_value());
  return counts;
}

TEST(Addresses, ThePageSavedAnotherWaySaysTheSame) {
  const auto folder = store::TemporaryFolder::make().value();
  const auto writer = ArchiveWriter::open(folder.path() / "a").value();
  const std::string relative = "/modules.php?name=sud_delo&srv_num=1", whole = "https://a.sudrf.ru" + relative + "&s=7";
  EXPECT_EQ(put(*writer, card_page(relative, "Ольхов О.О."), 20'000).new_revisions, 1);
  EXPECT_EQ(put(*writer, card_page(whole, "Ольхов О.О."), 20'001).new_revisions, 0);
  EXPECT_EQ(put(*writer, card_page(whole, "Клёнов К.К."), 20'002).new_revisions, 1);
  EXPECT_EQ(put(*writer, list_page(relative), 20'003).new_revisions, 1);
  EXPECT_EQ(put(*writer, list_page(whole), 20'004).new_revisions, 0);
}

TEST(Addresses, AnArchiveIsTheFileOfItsName) {
  const auto folder = store::TemporaryFolder::make().value();
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const char* name : {"file:x", ":memory:", "file:a?mode=ro", "a?b", "a#b", "a%41", "-dash", "sp ace", "имя"}) {
    SCOPED_TRACE(name);
    {
      const auto writer = ArchiveWriter::open(name);
      ASSERT_TRUE(writer.has_value()) << writer.error().detail;
      EXPECT_EQ(put(**writer, list_page("/1"), 20'000).new_revisions, 1);
    }
    EXPECT_TRUE(std::filesystem::exists(folder.path() / name));
    const auto reader = ArchiveReader::open(name);
    ASSERT_TRUE(reader.has_value()) << reader.error().detail;
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "x"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "a"));
  std::filesystem::current_path(before);
}

}  // namespace
}  // namespace waymark::courts
