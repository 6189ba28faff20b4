// PutWriter: puts, halves and questions, as many as wait in one durable commit.
//
// A batch is two pipelines: what is there of its ids and how full the days are; then what follows from that, with the
// commit. Which of both halves comes first is decided here, so both relays of a pair of halves take a lock on its id
// first. Every batch writes something (its beat), because a commit that writes nothing waits for no standby, and
// "stored" is said also about what another batch has written a moment ago. A batch that is lost on its way is tried
// again: to put twice is harmless. What another relay stores in the same moment is not yet counted, so together they
// may pass a quota by one batch each.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "base/log.h"
#include "relay/postgres/batch.h"
#include "relay/postgres/session.h"

namespace waymark::relay {

class PutWriter {
 public:
  static constexpr std::size_t kQueueMax = 1'024;
  static constexpr std::size_t kBatchMax = 256;

  PutWriter(const PostgresPlace& place, const Quotas& quotas, const Log& log);
  /// Finishes what was accepted, then stops.
  ~PutWriter();
  PutWriter(const PutWriter&) = delete;
  PutWriter& operator=(const PutWriter&) = delete;

  /// Answers kUnavailable at once when kQueueMax wait.
  void submit(PutJob job);
  /// The number under which this relay counts and beats; no other relay on the database has it.
  [[nodiscard]] std::int64_t slot() const { return slot_.load(); }

 private:
  using Batch = std::vector<PutJob>;
  using Outcomes = std::vector<Result<HalfOutcome>>;

  void loop();
  bool take(Batch& batch);
  Outcomes write(const Batch& batch);
  Result<Outcomes> try_to_write(const Batch& batch);
  Result<store::PgConnection*> ready();
  Result<void> take_slot(store::PgConnection& db);
  Result<void> check_beats(store::PgConnection& db);
  Result<void> make_partitions(store::PgConnection& db, const Batch& batch);
  Result<BatchSeen> look(store::PgConnection& db, const Batch& batch);
  Result<void> commit(store::PgConnection& db, const BatchChanges& changes);

  const PostgresPlace& place_;
  const Quotas quotas_;
  const Log& log_;
  PgSession session_;
  std::atomic<std::int64_t> slot_ = 0;
  std::int64_t beats_ = 0;  ///< the last that was acknowledged under slot_
  bool behind_ = false;
  std::set<std::uint32_t> partitions_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<PutJob> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace waymark::relay
