#include "store/migrations.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "store/temporary_folder.h"

namespace waymark::store {
namespace {

constexpr std::array<std::string_view, 2> kSteps{
    "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "ALTER TABLE note ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0; CREATE INDEX note_pinned ON note(pinned)",
};
constexpr std::int32_t kApplication = 0x574d5458;
constexpr Schema kOld{kApplication, std::span{kSteps}.first(1)};
constexpr Schema kNew{kApplication, kSteps};

TEST(Migrations, UpgradesThePreviousVersionAndKeepsItsRows) {
  const auto folder = TemporaryFolder::make();
  const auto file = folder->path() / "a.db";
  {
    auto old = *Connection::open(file);
    ASSERT_TRUE(migrate(*old, kOld));
    ASSERT_TRUE(old->execute("INSERT INTO note(text) VALUES('kept')"));
    EXPECT_EQ(*version_of(*old, kOld), 1);
  }
  auto db = *Connection::open(file);
  ASSERT_TRUE(migrate(*db, kNew));
  EXPECT_EQ(*version_of(*db, kNew), 2);
  EXPECT_EQ(*db->number("SELECT count(*) FROM note WHERE text = 'kept' AND pinned = 0"), 1);
  ASSERT_TRUE(migrate(*db, kNew)) << "running it again changes nothing";
}

TEST(Migrations, TwoProgramsMayMakeTheSameFileAtOnce) {
  for (int round = 0; round < 20; ++round) {
    const auto folder = TemporaryFolder::make();
    const auto file = folder->path() / "a.db";
    std::atomic<int> ready = 0, made = 0;
    const auto make = [&] {
      ++ready;
      while (ready < 2) std::this_thread::yield();
      auto db = Connection::open(file);
      const auto done = db ? migrate(**db, kNew) : Result<void>{std::unexpected<Error>(db.error())};
      if (done) ++made;
      if (!done) EXPECT_EQ(done.error().code, Code::kUnavailable) << "which says: another program uses the file";
    };
    std::thread other{make};
    make();
    other.join();
    ASSERT_GE(made, 1) << round;
    const auto db = *Connection::open(file);
    ASSERT_TRUE(migrate(*db, kNew)) << round;
  }
}

TEST(Migrations, RefusesANewerSchema) {
  auto db = *Connection::open_in_memory();
  ASSERT_TRUE(migrate(*db, kNew));
  EXPECT_EQ(migrate(*db, kOld).error().code, Code::kUnsupported);
}

TEST(Migrations, RefusesWhatIsNotOfTheVersionThatItSays) {
  const auto refused = [](const std::string& change) {
    auto db = *Connection::open_in_memory();
    EXPECT_TRUE(migrate(*db, kNew));
    EXPECT_TRUE(db->run_script(change)) << change;
    const auto again = migrate(*db, kNew);
    return again ? "opened" : std::string{name_of(again.error().code)} + ": " + again.error().detail;
  };
  EXPECT_EQ(refused("DROP TABLE note"), "malformed: note is missing");
  EXPECT_EQ(refused("DROP INDEX note_pinned"), "malformed: note_pinned is missing");
  EXPECT_EQ(
      refused("DROP INDEX note_pinned; ALTER TABLE note DROP COLUMN pinned; CREATE INDEX note_pinned ON note(id)"),
      "malformed: note.pinned is missing");
  EXPECT_EQ(refused("PRAGMA user_version=1"), "malformed: note.pinned is of a later version");
  EXPECT_EQ(refused("PRAGMA user_version=0"), "malformed: note is of a later version");
  EXPECT_EQ(refused("CREATE TABLE of_a_person(id INTEGER)"), "opened") << "what is more harms nobody";
}

TEST(Migrations, RefusesTheFileOfAnotherProgram) {
  auto db = *Connection::open_in_memory();
  ASSERT_TRUE(db->run_script("CREATE TABLE somebody_elses(id INTEGER)"));
  EXPECT_EQ(migrate(*db, kNew).error().code, Code::kUnsupported);
}

TEST(Migrations, AStepThatFailsLeavesTheVersionBefore) {
  constexpr std::array<std::string_view, 2> kBroken{kSteps[0], "CREATE TABLE extra(id INTEGER); NONSENSE"};
  auto db = *Connection::open_in_memory();
  EXPECT_EQ(migrate(*db, Schema{kApplication, kBroken}).error().code, Code::kStorage);
  EXPECT_EQ(*version_of(*db, kOld), 1);
  EXPECT_EQ(*db->number("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"), 0);
}

}  // namespace
}  // namespace waymark::store
