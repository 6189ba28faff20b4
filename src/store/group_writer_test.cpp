#include "store/group_writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <utility>

#include "store/temporary_folder.h"

namespace waymark::store {
namespace {

class GroupWriterTest : public testing::Test {
 protected:
  std::unique_ptr<Connection> open(const OpenOptions& options = {}) {
    auto connection = Connection::open(folder_.path() / "a.db", options);
    EXPECT_TRUE(connection.has_value());
    return std::move(*connection);
  }
  std::unique_ptr<Connection> open_with_table(const OpenOptions& options = {}) {
    auto connection = open(options);
    EXPECT_TRUE(connection->run_script("CREATE TABLE t(id INTEGER PRIMARY KEY, b BLOB)"));
    return connection;
  }
  std::int64_t rows() { return *open()->number("SELECT count(*) FROM t"); }

  TemporaryFolder folder_ = *TemporaryFolder::make();
};

Result<void> insert(WriteContext& context, std::int64_t id, std::size_t bytes = 10) {
  TRY(context.db.execute("INSERT INTO t(id, b) VALUES(?, ?)", id, Bytes(bytes, 1)));
  return {};
}

/// Holds the writer's thread so that a batch can build up behind it. Opens at the latest with its end, so that a test
/// that fails on the way does not hang.
class Gate {
 public:
  Gate() = default;
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  ~Gate() { open(); }

  /// What to submit; it may run twice.
  auto work() {
    return [opened = opened_](WriteContext&) -> Result<void> {
      opened.wait();
      return {};
    };
  }
  void open() {
    if (!std::exchange(is_open_, true)) opener_.set_value();
  }

 private:
  bool is_open_ = false;
  std::promise<void> opener_;
  std::shared_future<void> opened_ = opener_.get_future().share();
};

TEST_F(GroupWriterTest, RowIsReadableByOthersWhenDoneIsCalled) {
  GroupWriter writer{open_with_table()};
  std::promise<std::int64_t> seen;
  ASSERT_TRUE(writer.submit([](WriteContext& c) { return insert(c, 1); },
                            [&](const Result<void>& r) { seen.set_value(r.has_value() ? rows() : -1); }));
  EXPECT_EQ(seen.get_future().get(), 1);
}

TEST_F(GroupWriterTest, WaitingJobsShareOneCommit) {
  GroupWriter writer{open_with_table()};
  Gate gate;
  std::atomic<int> done = 0;
  ASSERT_TRUE(writer.submit(gate.work(), [](const Result<void>&) {}));
  while (writer.counts().commits < 1) std::this_thread::yield();
  for (int id = 0; id < 100; ++id) {
    ASSERT_TRUE(writer.submit([id](WriteContext& c) { return insert(c, id); },
                              [&](const Result<void>& r) { done += r.has_value() ? 1 : 0; }));
  }
  gate.open();
  ASSERT_TRUE(writer.run([](WriteContext&) -> Result<void> { return {}; }));
  EXPECT_EQ(done, 100);
  EXPECT_EQ(rows(), 100);
  EXPECT_LE(writer.counts().commits, 3u);
}

TEST_F(GroupWriterTest, AFailedJobIsUndoneAlone) {
  GroupWriter writer{open_with_table()};
  Gate gate;
  std::vector<bool> outcomes(3);
  ASSERT_TRUE(writer.submit(gate.work(), [](const Result<void>&) {}));
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(writer.submit(
        [i](WriteContext& c) -> Result<void> {
          TRY(insert(c, static_cast<std::int64_t>(i)));
          if (i == 1) return fail(Code::kInvalid, "test");
          return {};
        },
        [&outcomes, i](const Result<void>& r) { outcomes[i] = r.has_value(); }));
  }
  gate.open();
  ASSERT_TRUE(writer.run([](WriteContext&) -> Result<void> { return {}; }));
  EXPECT_EQ(outcomes, (std::vector{true, false, true}));
  EXPECT_EQ(rows(), 2);
}

TEST_F(GroupWriterTest, AJobOfOneStatementNeedsNoSavepoint) {
  GroupWriter writer{open_with_table()};
  Gate gate;
  std::vector<bool> outcomes(4);
  ASSERT_TRUE(writer.submit(gate.work(), [](const Result<void>&) {}));
  for (std::size_t i = 0; i < 4; ++i) {  // the second and the fourth break the primary key
    ASSERT_TRUE(writer.submit([i](WriteContext& c) { return insert(c, static_cast<std::int64_t>(i / 2)); },
                              [&outcomes, i](const Result<void>& r) { outcomes[i] = r.has_value(); }, Undo::kNothing));
  }
  gate.open();
  ASSERT_TRUE(writer.run([](WriteContext&) -> Result<void> { return {}; }));
  EXPECT_EQ(outcomes, (std::vector{true, false, true, false}));
  EXPECT_EQ(rows(), 2);
}

TEST_F(GroupWriterTest, FullDiskRefusesTheBigJobOnly) {
  GroupWriter writer{open_with_table({.max_pages = 40})};
  Gate gate;
  std::vector<std::optional<Code>> errors(3);
  ASSERT_TRUE(writer.submit(gate.work(), [](const Result<void>&) {}));
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t bytes = i == 1 ? 4'000'000 : 100;
    ASSERT_TRUE(writer.submit([i, bytes](WriteContext& c) { return insert(c, static_cast<std::int64_t>(i), bytes); },
                              [&errors, i](const Result<void>& r) {
                                if (!r) errors[i] = r.error().code;
                              }));
  }
  gate.open();
  ASSERT_TRUE(writer.run([](WriteContext&) -> Result<void> { return {}; }));
  EXPECT_EQ(errors[0], std::nullopt);
  EXPECT_EQ(errors[1], Code::kFull);
  EXPECT_EQ(errors[2], std::nullopt);
  EXPECT_EQ(rows(), 2);
}

TEST_F(GroupWriterTest, FullQueueSaysSoAndNeverCallsDone) {
  GroupWriter writer{open_with_table(), {.queue_max = 2, .batch_max = 8}};
  Gate gate;
  std::atomic<int> done = 0;
  const auto count = [&](const Result<void>&) { ++done; };
  ASSERT_TRUE(writer.submit(gate.work(), count));
  while (writer.counts().jobs < 1) std::this_thread::yield();  // the gate has left the queue
  ASSERT_TRUE(writer.submit([](WriteContext& c) { return insert(c, 1); }, count));
  ASSERT_TRUE(writer.submit([](WriteContext& c) { return insert(c, 2); }, count));
  EXPECT_EQ(writer.submit([](WriteContext& c) { return insert(c, 3); }, count).error().code, Code::kUnavailable);
  gate.open();
  while (done < 3) std::this_thread::yield();
  EXPECT_EQ(rows(), 2);
}

TEST_F(GroupWriterTest, FinishesWhatItAcceptedBeforeItStops) {
  std::atomic<int> done = 0;
  {
    GroupWriter writer{open_with_table()};
    for (int id = 0; id < 50; ++id) {
      ASSERT_TRUE(writer.submit([id](WriteContext& c) { return insert(c, id); }, [&](const Result<void>&) { ++done; }));
    }
  }
  EXPECT_EQ(done, 50);
  EXPECT_EQ(rows(), 50);
}

TEST_F(GroupWriterTest, ScrubLeavesAnEmptyLog) {
  GroupWriter writer{open_with_table()};
  ASSERT_TRUE(writer.run([](WriteContext& c) { return insert(c, 1, 50'000); }));
  const auto log = folder_.path() / "a.db-wal";
  EXPECT_GT(std::filesystem::file_size(log), 0u);
  ASSERT_TRUE(writer.run([](WriteContext& c) -> Result<void> {
    TRY(c.db.execute("DELETE FROM t"));
    c.scrub_after_commit();
    return {};
  }));
  EXPECT_EQ(std::filesystem::file_size(log), 0u);
}

}  // namespace
}  // namespace waymark::store
