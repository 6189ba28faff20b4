#include "store/connection.h"

#include <gtest/gtest.h>

#include <fstream>

#include "store/temporary_folder.h"

namespace waymark::store {
namespace {

std::unique_ptr<Connection> open_with_table(const OpenOptions& options = {}) {
  auto connection = Connection::open_in_memory(options);
  EXPECT_TRUE(connection.has_value());
  EXPECT_TRUE((*connection)->run_script("CREATE TABLE t(id INTEGER PRIMARY KEY, b BLOB UNIQUE, s TEXT, r REAL)"));
  return std::move(*connection);
}

TEST(Connection, GivesBackWhatWasBound) {
  const auto db = open_with_table();
  const Bytes blob{0, 1, 2, 0, 255};
  const std::string text{"привет\0 мир", 19};
  ASSERT_EQ(*db->execute("INSERT INTO t(b, s, r) VALUES(?, ?, ?)", blob, text, 2.5), 1);
  auto rows = db->query("SELECT b, s, r, id, NULL FROM t WHERE id = ?", db->last_row_id());
  ASSERT_TRUE(rows.has_value());
  ASSERT_TRUE(*rows->next());
  EXPECT_EQ(to_bytes(rows->blob(0)), blob);
  EXPECT_EQ(rows->text(1), text);
  EXPECT_EQ(rows->real(2), 2.5);
  EXPECT_EQ(rows->integer(3), 1);
  EXPECT_TRUE(rows->is_null(4));
  EXPECT_FALSE(*rows->next());
}

// A query was read after the temporary it was asked with had died; found by AddressSanitizer in open_invitation.
TEST(Connection, QueryOutlivesTheTemporaryItWasAskedWith) {
  const auto db = open_with_table();
  ASSERT_TRUE(db->execute("INSERT INTO t(b) VALUES(?)", Bytes(64, 7)));
  auto rows = db->query("SELECT id FROM t WHERE b = ?", Bytes(64, 7));
  const Bytes in_its_place(64, 8);
  ASSERT_TRUE(*rows->next());
  EXPECT_EQ(rows->integer(0), 1);
}

TEST(Connection, KeepsAnEmptyBlobApartFromNull) {
  const auto db = open_with_table();
  ASSERT_TRUE(db->execute("INSERT INTO t(b) VALUES(?)", Bytes{}));
  EXPECT_EQ(*db->number("SELECT count(*) FROM t WHERE b IS NOT NULL AND length(b) = 0"), 1);
}

TEST(Connection, SameQueryMayBeOpenTwice) {
  const auto db = open_with_table();
  ASSERT_TRUE(db->execute("INSERT INTO t(s) VALUES('a'), ('b')"));
  auto first = db->query("SELECT s FROM t ORDER BY id");
  auto second = db->query("SELECT s FROM t ORDER BY id");
  ASSERT_TRUE(*first->next());
  ASSERT_TRUE(*second->next());
  ASSERT_TRUE(*second->next());
  EXPECT_EQ(first->text(0), "a");
  EXPECT_EQ(second->text(0), "b");
}

TEST(Connection, NamesBrokenConstraintMissingRowAndBadSql) {
  const auto db = open_with_table();
  ASSERT_TRUE(db->execute("INSERT INTO t(b) VALUES(?)", Bytes{7}));
  EXPECT_EQ(db->execute("INSERT INTO t(b) VALUES(?)", Bytes{7}).error().code, Code::kConflict);
  EXPECT_EQ(db->number("SELECT id FROM t WHERE id = ?", 99).error().code, Code::kNotFound);
  EXPECT_EQ(db->execute("NONSENSE").error().code, Code::kStorage);
}

TEST(Connection, ErrorNeverQuotesTheValue) {
  const auto db = open_with_table();
  ASSERT_TRUE(db->run_script("CREATE TABLE u(s TEXT CHECK(s = 'x'))"));
  const auto outcome = db->execute("INSERT INTO u(s) VALUES(?)", "secret-value");
  EXPECT_EQ(describe(outcome.error()).find("secret"), std::string::npos);
}

TEST(Connection, SaysFullWhenNoPageIsLeft) {
  const auto db = open_with_table({.max_pages = 8});
  const Bytes blob(100'000, 1);
  EXPECT_EQ(db->execute("INSERT INTO t(b) VALUES(?)", blob).error().code, Code::kFull);
}

TEST(Connection, TransactionRollsBackUnlessCommitted) {
  const auto db = open_with_table();
  {
    auto transaction = Transaction::begin(*db);
    ASSERT_TRUE(db->execute("INSERT INTO t(s) VALUES('gone')"));
  }
  EXPECT_EQ(*db->number("SELECT count(*) FROM t"), 0);
  auto transaction = Transaction::begin(*db);
  ASSERT_TRUE(db->execute("INSERT INTO t(s) VALUES('kept')"));
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(*db->number("SELECT count(*) FROM t"), 1);
}

TEST(Connection, FileIsForItsOwnerOnlyAndDurable) {
  const auto folder = TemporaryFolder::make();
  const auto file = folder->path() / "a.db";
  auto db = Connection::open(file);
  ASSERT_TRUE(db.has_value());
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms{0600});
  EXPECT_EQ(*(*db)->number("PRAGMA synchronous"), 2);
  EXPECT_EQ(*(*db)->number("PRAGMA secure_delete"), 1);
  EXPECT_EQ(*(*db)->number("PRAGMA foreign_keys"), 1);
  auto mode = (*db)->query("PRAGMA journal_mode");
  ASSERT_TRUE(*mode->next());
  EXPECT_EQ(mode->text(0), "wal");
}

TEST(Connection, ACommitIntoAFileThatIsGoneIsNone) {
  const auto commit = [](Connection& db) {
    auto transaction = *Transaction::begin(db);
    EXPECT_TRUE(db.execute("INSERT INTO t(i) VALUES(1)"));
    return transaction.commit();
  };
  for (const std::string end : {"", "-wal"}) {
    const auto folder = TemporaryFolder::make();
    const auto file = folder->path() / "a.db";
    auto db = *Connection::open(file);
    ASSERT_TRUE(db->run_script("CREATE TABLE t(i INTEGER)"));
    EXPECT_TRUE(commit(*db));
    const std::filesystem::path moved = file.string() + end;
    std::filesystem::rename(moved, folder->path() / "away");
    EXPECT_EQ(commit(*db).error().code, Code::kStorage) << moved;
    std::filesystem::copy_file(folder->path() / "away", moved);
    EXPECT_EQ(commit(*db).error().code, Code::kStorage) << "a copy in its place is another file";
    std::filesystem::rename(folder->path() / "away", moved);
    EXPECT_TRUE(commit(*db)) << "put back it is the file again";
  }
}

TEST(Connection, DamageIsToldFromWhatCannotBeReached) {
  const auto folder = TemporaryFolder::make();
  EXPECT_FALSE(is_damage(Connection::open(folder->path() / "missing" / "a.db").error()));
  std::ofstream{folder->path() / "a.db"} << std::string(5'000, 'x');
  EXPECT_TRUE(is_damage(Connection::open(folder->path() / "a.db").error()));
  EXPECT_TRUE(is_damage(damage().error()));
}

TEST(Connection, RefusesWhatIsNoDatabase) {
  const auto folder = TemporaryFolder::make();
  std::ofstream{folder->path() / "a.db"}
      << "this is a text file, long enough to be looked at as a header of a database";
  EXPECT_EQ(Connection::open(folder->path() / "a.db").error().code, Code::kStorage);
  EXPECT_EQ(Connection::open(folder->path() / "missing" / "a.db").error().code, Code::kStorage);
}

TEST(Connection, ScrubbedContentIsInNoFile) {
  const auto folder = TemporaryFolder::make();
  auto db = *Connection::open(folder->path() / "a.db");
  ASSERT_TRUE(db->run_script("CREATE TABLE t(b BLOB)"));
  const std::string needle = "needle-in-the-file-needle-in-the-file";
  std::string blob;
  while (blob.size() < 40'000) blob += needle;
  const auto hits = [&] {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder->path()}) {
      std::ifstream in{entry.path(), std::ios::binary};
      const std::string content{std::istreambuf_iterator<char>{in}, {}};
      if (content.find(needle) != std::string::npos) ++count;
    }
    return count;
  };
  ASSERT_TRUE(db->execute("INSERT INTO t(b) VALUES(?)", blob));
  EXPECT_GE(hits(), 1);
  ASSERT_TRUE(db->execute("DELETE FROM t"));
  EXPECT_GE(hits(), 1) << "without a scrub the log still has it: otherwise this test proves nothing";
  ASSERT_TRUE(db->scrub_log());
  EXPECT_EQ(hits(), 0);
}

}  // namespace
}  // namespace waymark::store
