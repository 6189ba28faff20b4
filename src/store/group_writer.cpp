#include "store/group_writer.h"

namespace waymark::store {

GroupWriter::GroupWriter(std::unique_ptr<Connection> connection, Limits limits)
    : connection_(std::move(connection)), limits_(limits), thread_([this] { loop(); }) {}

GroupWriter::~GroupWriter() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Result<void> GroupWriter::enqueue(std::unique_ptr<Job> job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() >= limits_.queue_max) return fail(Code::kUnavailable, "store/group_writer");
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return {};
}

GroupWriter::Counts GroupWriter::counts() const {
  const std::lock_guard lock{mutex_};
  return counts_;
}

void GroupWriter::loop() {
  Batch batch;
  batch.reserve(limits_.batch_max);
  while (wait_for_jobs()) {
    write_batch(batch);
    for (const auto& job : batch) job->finish();
    batch.clear();
  }
}

bool GroupWriter::wait_for_jobs() {
  std::unique_lock lock{mutex_};
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  if (!queue_.empty()) ++counts_.commits;
  return !queue_.empty();
}

bool GroupWriter::take_more(Batch& batch) {
  const std::lock_guard lock{mutex_};
  const std::size_t before = batch.size();
  while (!queue_.empty() && batch.size() < limits_.batch_max) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  counts_.jobs += batch.size() - before;
  return batch.size() > before;
}

void GroupWriter::write_batch(Batch& batch) {
  if (write_all(batch)) return;
  (void)take_more(batch);  // also when the transaction could not even begin: somebody waits for an answer
  for (const auto& job : batch) {
    if (const auto outcome = write_one(*job); !outcome) job->fail_with(outcome.error());
  }
}

// Jobs that arrive while others are being written join the same commit.
Result<void> GroupWriter::write_all(Batch& batch) {
  WriteContext context{*connection_};
  LET(Transaction transaction, Transaction::begin(*connection_));
  std::size_t next = 0;
  while (next < batch.size() || take_more(batch)) TRY(run_job(*batch[next++], context));
  return commit(transaction, context);
}

Result<void> GroupWriter::write_one(Job& job) {
  WriteContext context{*connection_};
  LET(Transaction transaction, Transaction::begin(*connection_));
  TRY(run_job(job, context));
  return commit(transaction, context);
}

Result<void> GroupWriter::commit(Transaction& transaction, const WriteContext& context) {
  TRY(transaction.commit());
  if (context.wants_scrub() || scrub_owed_) scrub_owed_ = !connection_->scrub_log().has_value();
  return {};
}

// An error here means that the whole transaction is lost, not that the job failed.
Result<void> GroupWriter::run_job(Job& job, WriteContext& context) {
  const bool guarded = job.undo == Undo::kSavepoint;
  if (guarded) TRY(connection_->execute("SAVEPOINT job"));
  const bool keep = job.run(context);
  // SQLite may answer a full disk by rolling the transaction back as a whole.
  if (!connection_->in_transaction()) return fail(Code::kFull, "store/group_writer");
  if (!guarded) return {};
  if (!keep) TRY(connection_->execute("ROLLBACK TO job"));
  TRY(connection_->execute("RELEASE job"));
  return {};
}

}  // namespace waymark::store
