#include "relay/postgres/writer.h"

#include <algorithm>

#include "relay/postgres/schema.h"
#include "relay/postgres/statements.h"

namespace waymark::relay {
namespace {

using store::PgCall;
using store::PgStatement;

constexpr std::string_view kWhere = "relay/postgres";
/// A batch that met a lost connection, a deadlock or a switch of leaders is tried so often.
constexpr int kTries = 3;

constexpr PgStatement kSlot{
    "slot", "SELECT s::int8 FROM generate_series(1, 256) AS s WHERE pg_try_advisory_lock(1464684883, s) LIMIT 1"};
constexpr PgStatement kBeats{"beats", "SELECT beats FROM node WHERE slot = $1"};
constexpr PgStatement kLockHalves{"lock_halves",
                                  "SELECT 1::int8 FROM unnest($1::int8[]) AS k, pg_advisory_xact_lock(k)"};
// Sorted, so that two relays wait for each other in one direction only. Before the look at what is held: whoever waited
// here for the other relay's commit then sees what it has stored.
constexpr PgStatement kGoodTokens{
    "good_tokens", "SELECT hash FROM token WHERE hash = ANY($1::bytea[]) AND spent = 0 ORDER BY hash FOR UPDATE"};
constexpr PgStatement kSpend{"spend", "UPDATE token SET spent = 1 WHERE hash = ANY($1::bytea[])"};
constexpr PgStatement kHeld{"held",
                            "SELECT id, copy, CASE WHEN receipt IS NULL THEN 0 ELSE 1 END::int8 FROM waiting "
                            "WHERE id = ANY($1::bytea[])"};
constexpr PgStatement kTallies{"tallies", "SELECT day, sum(held)::int8 FROM tally GROUP BY day"};
constexpr PgStatement kHalves{"halves", "SELECT id, second, blob FROM half WHERE id = ANY($1::bytea[])"};
constexpr PgStatement kPut{
    "put",
    "WITH kept AS (INSERT INTO waiting (id, day, copy, receipt) VALUES ($1, $2, $4, nullif($5, ''::bytea)) "
    "ON CONFLICT (id) DO NOTHING RETURNING seq) INSERT INTO envelope (day, seq, blob) SELECT $2, seq, $3 FROM kept"};
constexpr PgStatement kTakeOver{"take_over",
                                "UPDATE waiting SET copy = 0, receipt = NULL WHERE id = ANY($1::bytea[]) AND copy = 1"};
// The newest place, also when the same half comes again: its owner is at work.
constexpr PgStatement kKeepHalf{
    "keep_half",
    "INSERT INTO half (id, second, day, blob, token) VALUES ($1, $2, $3, $4, nullif($5, ''::bytea)) "
    "ON CONFLICT (id, second) DO UPDATE SET day = excluded.day, seq = DEFAULT, blob = excluded.blob, "
    "token = excluded.token"};
// A token is spent only when both halves are here: until then it holds a place for one row.
constexpr PgStatement kOtherHalves{"other_halves", "DELETE FROM half WHERE token = $1 AND id <> $2"};
constexpr PgStatement kHalvesGone{"halves_gone", "DELETE FROM half WHERE id = ANY($1::bytea[])"};
constexpr PgStatement kOldestHalves{"oldest_halves", "DELETE FROM half WHERE seq <= (SELECT max(seq) FROM half) - $1"};

std::int64_t lock_of(const RowId& id) { return static_cast<std::int64_t>(*ByteReader{id}.u64()); }

bool has_halves(const std::vector<PutJob>& batch) {
  return std::ranges::any_of(
      batch, [](const PutJob& job) { return job.kind == PutJob::Kind::kHalf || job.kind == PutJob::Kind::kQuestion; });
}

/// In order and each once, so that two relays wait for each other in one direction only.
std::vector<std::int64_t> locks_of(const std::vector<PutJob>& batch) {
  std::set<std::int64_t> locks;
  for (const PutJob& job : batch) {
    if (job.kind == PutJob::Kind::kHalf) locks.insert(lock_of(job.id));
  }
  return {locks.begin(), locks.end()};
}

std::vector<ByteView> tokens_of(const std::vector<PutJob>& batch) {
  std::vector<ByteView> tokens;
  for (const PutJob& job : batch) {
    if (job.admission.token) tokens.emplace_back(*job.admission.token);
  }
  return tokens;
}

template <std::size_t N>
ByteArray<N> array_of(ByteView bytes) {
  ByteArray<N> copy{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), N), copy.begin());
  return copy;
}

void add_halves(std::vector<PgCall>& calls, const BatchChanges& changes) {
  for (const auto& [key, row] : changes.halves_kept) {
    if (!row.token.empty()) calls.push_back(PgCall{kOtherHalves}.bytes(row.token).bytes(key.first));
    calls.push_back(PgCall{kKeepHalf}
                        .bytes(key.first)
                        .number(key.second ? 1 : 0)
                        .number(row.day)
                        .bytes(row.bytes)
                        .bytes(row.token));
  }
  if (!changes.halves_kept.empty()) calls.push_back(PgCall{kOldestHalves}.number(kHalvesKept));
}

}  // namespace

PutWriter::PutWriter(const PostgresPlace& place, const Quotas& quotas, const Log& log)
    : place_(place), quotas_(quotas), log_(log), session_(place), thread_([this] { loop(); }) {}

PutWriter::~PutWriter() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void PutWriter::submit(PutJob job) {
  {
    const std::lock_guard lock{mutex_};
    if (!stopping_ && queue_.size() < kQueueMax) {
      queue_.push_back(std::move(job));
      wake_.notify_one();
      return;
    }
  }
  job.done(fail(Code::kUnavailable, kWhere));
}

void PutWriter::loop() {
  Batch batch;
  while (take(batch)) {
    const Outcomes outcomes = write(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(outcomes[i]);
    batch.clear();
  }
}

bool PutWriter::take(Batch& batch) {
  std::unique_lock lock{mutex_};
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  while (!queue_.empty() && batch.size() < kBatchMax) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return !batch.empty();
}

PutWriter::Outcomes PutWriter::write(const Batch& batch) {
  for (int tries = 1;; ++tries) {
    auto outcomes = try_to_write(batch);
    if (outcomes) return std::move(*outcomes);
    const bool again = outcomes.error().code == Code::kUnavailable;
    if (again) partitions_.clear();  // one of them may have been dropped
    if (again && tries < kTries) continue;
    Error error = outcomes.error();
    // A queue that is full is load; this is trouble, which the log tells.
    if (error.code != Code::kFull) error.code = Code::kStorage;
    return Outcomes(batch.size(), std::unexpected<Error>(error));
  }
}

Result<PutWriter::Outcomes> PutWriter::try_to_write(const Batch& batch) {
  LET(store::PgConnection* const db, ready());
  TRY(make_partitions(*db, batch));
  LET(BatchSeen seen, look(*db, batch));
  BatchChanges changes;
  Outcomes outcomes;
  for (const PutJob& job : batch) outcomes.push_back(decide(job, quotas_, seen, changes));
  TRY(commit(*db, changes));
  return outcomes;
}

Result<store::PgConnection*> PutWriter::ready() {
  if (behind_) return fail(Code::kStorage, kWhere, "behind");
  LET(store::PgConnection* const db, session_.ready());
  if (!session_.is_new()) return db;
  partitions_.clear();
  auto good = check_beats(*db);
  if (good) good = take_slot(*db);
  if (good) return db;
  session_.drop();
  return std::unexpected<Error>(good.error());
}

// A server that lacks a beat which another one has acknowledged lacks envelopes too: a standby that was behind, made
// leader by hand. Nothing more is said to be stored until a person has looked.
Result<void> PutWriter::check_beats(store::PgConnection& db) {
  if (beats_ == 0) return {};
  LET(const store::PgRows rows, db.run(PgCall{kBeats}.number(slot_.load())));
  if (rows.size() == 1 && rows.integer(0, 0) >= beats_) return {};
  behind_ = true;
  log_.event("database-lacks-what-was-stored");
  return fail(Code::kStorage, kWhere, "behind");
}

Result<void> PutWriter::take_slot(store::PgConnection& db) {
  LET(const store::PgRows rows, db.run(PgCall{kSlot}));
  if (rows.size() == 0) return fail(Code::kStorage, kWhere, "too many relays");
  slot_ = rows.integer(0, 0);
  beats_ = 0;
  return {};
}

Result<void> PutWriter::make_partitions(store::PgConnection& db, const Batch& batch) {
  for (const PutJob& job : batch) {
    const bool stores = job.kind == PutJob::Kind::kWhole || job.kind == PutJob::Kind::kHalf;
    if (!stores || partitions_.contains(job.day)) continue;
    TRY(make_partition(db, Blobs::kEnvelopes, job.day));
    partitions_.insert(job.day);
  }
  return {};
}

Result<BatchSeen> PutWriter::look(store::PgConnection& db, const Batch& batch) {
  std::vector<ByteView> ids;
  for (const PutJob& job : batch) ids.emplace_back(job.id);
  const bool halves = has_halves(batch);
  const std::vector<ByteView> tokens = tokens_of(batch);
  std::vector<PgCall> calls{PgCall{store::kPgBegin}};
  if (halves) calls.push_back(PgCall{kLockHalves}.list(locks_of(batch)));
  if (!tokens.empty()) calls.push_back(PgCall{kGoodTokens}.list(tokens));
  const std::size_t at = calls.size();
  calls.push_back(PgCall{kHeld}.list(ids));
  calls.emplace_back(kTallies);
  if (halves) calls.push_back(PgCall{kHalves}.list(ids));
  LET(const auto answers, db.run(calls));
  BatchSeen seen;
  for (std::size_t i = 0; !tokens.empty() && i < answers[at - 1].size(); ++i)
    seen.good_tokens.insert(array_of<sizeof(work::TokenHash)>(answers[at - 1].blob(i, 0)));
  const store::PgRows& held = answers[at];
  for (std::size_t i = 0; i < held.size(); ++i)
    seen.held[array_of<kRowIdBytes>(held.blob(i, 0))] = {.copy = held.integer(i, 1) == 1,
                                                         .receipted = held.integer(i, 2) == 1};
  const store::PgRows& tallies = answers[at + 1];
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    seen.tally[static_cast<std::uint32_t>(tallies.integer(i, 0))] = tallies.integer(i, 1);
    seen.in_all += tallies.integer(i, 1);
  }
  for (std::size_t i = 0; halves && i < answers[at + 2].size(); ++i) {
    const store::PgRows& rows = answers[at + 2];
    seen.halves[{array_of<kRowIdBytes>(rows.blob(i, 0)), rows.integer(i, 1) == 1}] = to_bytes(rows.blob(i, 2));
  }
  return seen;
}

Result<void> PutWriter::commit(store::PgConnection& db, const BatchChanges& changes) {
  std::map<std::uint32_t, std::int64_t> added;
  std::vector<PgCall> calls;
  for (const auto& [id, row] : changes.envelopes) {
    calls.push_back(
        PgCall{kPut}.bytes(id).number(row.day).bytes(row.bytes).number(row.word.empty() ? 0 : 1).bytes(row.word));
    ++added[row.day];
  }
  for (const auto& [day, count] : added) calls.push_back(PgCall{kTally}.number(day).number(slot_).number(count));
  const std::vector<ByteView> taken_over{changes.taken_over.begin(), changes.taken_over.end()};
  if (!taken_over.empty()) calls.push_back(PgCall{kTakeOver}.list(taken_over));
  const std::vector<ByteView> gone{changes.halves_gone.begin(), changes.halves_gone.end()};
  if (!gone.empty()) calls.push_back(PgCall{kHalvesGone}.list(gone));
  add_halves(calls, changes);
  const std::vector<ByteView> spent{changes.tokens_spent.begin(), changes.tokens_spent.end()};
  if (!spent.empty()) calls.push_back(PgCall{kSpend}.list(spent));
  LET(const auto answers, commit_durably(db, std::move(calls), slot_, place_.standby));
  beats_ = answers.back().integer(0, 0);
  // Stored by another relay between our look and our put: it has counted it already.
  std::size_t next = 0;
  for (const auto& [id, row] : changes.envelopes) {
    if (answers[next++].changed() == 0) (void)db.run(PgCall{kTally}.number(row.day).number(slot_).number(-1));
  }
  return {};
}

}  // namespace waymark::relay
