#include <gtest/gtest.h>

#include <filesystem>

#include "courts/archive/archive.h"
#include "courts/archive/reader.h"
#include "store/connection.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

// A trigger changes what the next import writes, a view answers in a table's place; both went unseen, and a table that
// was taken away ended with "The file refused a step".
TEST(Tables, WhoAddsATriggerOrAViewOrTakesATableAwayIsNamed) {
  const auto folder = store::TemporaryFolder::make().value();
  const auto file = folder.path() / "archive.sqlite";
  struct Case {
    const char* sql;
    const char* named;
  };
  for (const Case& one :
       {Case{"CREATE TRIGGER q AFTER INSERT ON entry BEGIN DELETE FROM member; END", "trigger q was added"},
        Case{"CREATE VIEW v AS SELECT 1", "view v was added"}, Case{"DROP TABLE member", "member is missing"},
        Case{"ALTER TABLE state RENAME COLUMN gone TO lost", "state.gone is missing"},
        Case{"DROP TABLE fact; CREATE VIEW fact AS SELECT 1 AS id", "view fact was added"}}) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    ASSERT_TRUE(ArchiveWriter::open(file).has_value());
    EXPECT_TRUE(verify_archive(file).has_value());
    ASSERT_TRUE(store::Connection::open(file).value()->run_script(one.sql).has_value()) << one.sql;
    for (const auto& error : {verify_archive(file).error(), ArchiveReader::open(file).error()}) {
      EXPECT_EQ(error.code, Code::kMalformed) << one.sql;
      EXPECT_NE(error.detail.find(one.named), std::string::npos) << error.detail;
    }
  }
}

}  // namespace
}  // namespace waymark::courts
