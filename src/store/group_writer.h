// GroupWriter: one thread that writes; as many jobs as wait share one durable commit.
//
// A job is `work`, which runs on the writer's thread inside a savepoint of its own, and `done`, which is called on the
// same thread with what work returned, only after the commit that holds it is on the disk. A job whose work fails is
// undone alone. If the commit of a batch fails, its jobs are tried again one by one, so that one job that finds the
// disk full does not refuse the others. Therefore work may run twice and must not consume what it captured.
// `done` must be quick and must not wait for the writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>

#include "store/connection.h"

namespace waymark::store {

/// What work gets: the connection, and a way to ask that deleted content leaves the log too before `done` is called.
class WriteContext {
 public:
  explicit WriteContext(Connection& connection) : db(connection) {}
  Connection& db;
  void scrub_after_commit() { scrub_ = true; }
  [[nodiscard]] bool wants_scrub() const { return scrub_; }

 private:
  bool scrub_ = false;
};

/// How a job whose work fails is undone.
enum class Undo {
  kSavepoint,  ///< by a savepoint around it: work may do anything
  kNothing,    ///< work promises that it has changed nothing when it fails: reads, then at most one statement that
               ///< writes. Saves copies of the pages it changes, a fifth of the time of a small job
};

class GroupWriter {
 public:
  struct Limits {
    std::size_t queue_max = 1024;  ///< jobs that may wait
    std::size_t batch_max = 256;   ///< jobs in one commit
  };
  /// Counters since the start, for status and benches.
  struct Counts {
    std::uint64_t commits = 0;
    std::uint64_t jobs = 0;
  };

  GroupWriter(std::unique_ptr<Connection> connection, Limits limits);
  explicit GroupWriter(std::unique_ptr<Connection> connection) : GroupWriter(std::move(connection), Limits{}) {}
  /// Finishes what was accepted, then stops.
  ~GroupWriter();
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  /// Queues a job.
  /// @param work  Result<T>(WriteContext&); may run twice
  /// @param done  void(Result<T>); called exactly once if this returns without an error, else never
  /// @error kUnavailable when queue_max jobs wait (come back later) @thread any
  template <class Work, class Done>
  Result<void> submit(Work work, Done done, Undo undo = Undo::kSavepoint) {
    return enqueue(std::make_unique<TypedJob<Work, Done>>(std::move(work), std::move(done), undo));
  }
  /// The same, waiting for the outcome. Not from `done`. @thread any but the writer's
  template <class Work>
  auto run(Work work) -> std::invoke_result_t<Work, WriteContext&>;

  [[nodiscard]] Counts counts() const;

 private:
  struct Job {
    explicit Job(Undo u) : undo(u) {}
    virtual ~Job() = default;
    virtual bool run(WriteContext& context) = 0;     ///< false: undo my savepoint
    virtual void fail_with(const Error& error) = 0;  ///< what run() returned does not hold
    virtual void finish() = 0;
    const Undo undo;
  };
  template <class Work, class Done>
  struct TypedJob final : Job {
    TypedJob(Work w, Done d, Undo u) : Job(u), work(std::move(w)), done(std::move(d)) {}
    bool run(WriteContext& context) override {
      outcome.emplace(work(context));
      return outcome->has_value();
    }
    void fail_with(const Error& error) override { outcome.emplace(std::unexpected<Error>(error)); }
    void finish() override { done(std::move(*outcome)); }
    Work work;
    Done done;
    std::optional<std::invoke_result_t<Work, WriteContext&>> outcome;
  };
  using Batch = std::vector<std::unique_ptr<Job>>;

  Result<void> enqueue(std::unique_ptr<Job> job);
  void loop();
  bool wait_for_jobs();
  bool take_more(Batch& batch);
  void write_batch(Batch& batch);
  Result<void> write_all(Batch& batch);
  Result<void> write_one(Job& job);
  Result<void> commit(Transaction& transaction, const WriteContext& context);
  Result<void> run_job(Job& job, WriteContext& context);

  std::unique_ptr<Connection> connection_;
  const Limits limits_;
  bool scrub_owed_ = false;  ///< a scrub met a reader; tried again with the next batch. Writer's thread only
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> queue_;
  Counts counts_;
  bool stopping_ = false;
  std::thread thread_;
};

template <class Work>
auto GroupWriter::run(Work work) -> std::invoke_result_t<Work, WriteContext&> {
  using Outcome = std::invoke_result_t<Work, WriteContext&>;
  std::mutex mutex;
  std::condition_variable ready;
  std::optional<Outcome> outcome;
  TRY(submit(std::move(work), [&](Outcome result) {
    const std::lock_guard lock{mutex};
    outcome.emplace(std::move(result));
    ready.notify_one();
  }));
  std::unique_lock lock{mutex};
  ready.wait(lock, [&] { return outcome.has_value(); });
  return std::move(*outcome);
}

}  // namespace waymark::store
