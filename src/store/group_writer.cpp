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
  while (take_batch(batch)) {
    write_batch(batch);
    for (const auto& job : batch) job->finish();
    batch.clear();
  }
}

bool GroupWriter::take_batch(Batch& batch) {
  std::unique_lock lock{mutex_};
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  while (!queue_.empty() && batch.size() < limits_.batch_max) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  counts_.jobs += batch.size();
  if (!batch.empty()) ++counts_.commits;
  return !batch.empty();
}

void GroupWriter::write_batch(std::span<const std::unique_ptr<Job>> batch) {
  if (write_together(batch)) return;
  for (const auto& job : batch) {
    const std::span one{&job, 1};
    if (const auto outcome = write_together(one); !outcome) job->fail_with(outcome.error());
  }
}

Result<void> GroupWriter::write_together(std::span<const std::unique_ptr<Job>> batch) {
  WriteContext context{*connection_};
  LET(Transaction transaction, Transaction::begin(*connection_));
  for (const auto& job : batch) TRY(run_in_savepoint(*job, context));
  TRY(transaction.commit());
  if (context.wants_scrub() || scrub_owed_) scrub_owed_ = !connection_->scrub_log().has_value();
  return {};
}

// An error here means that the whole transaction is lost, not that the job failed.
Result<void> GroupWriter::run_in_savepoint(Job& job, WriteContext& context) {
  TRY(connection_->execute("SAVEPOINT job"));
  const bool keep = job.run(context);
  // SQLite may answer a full disk by rolling the transaction back as a whole.
  if (!connection_->in_transaction()) return fail(Code::kFull, "store/group_writer");
  if (!keep) TRY(connection_->execute("ROLLBACK TO job"));
  TRY(connection_->execute("RELEASE job"));
  return {};
}

}  // namespace waymark::store
