#include "relay/postgres/schema.h"

#include <array>

namespace waymark::relay {
namespace {

using store::PgCall;
using store::PgStatement;

// `waiting` and `reply` are small rows that come and go; what they name lies in `envelope` and `reply_blob`, where
// nothing is ever deleted one by one. `tally` counts for each day what each relay added or took away, so that no two
// relays wait for one row. `node` is written in every commit: a commit that writes nothing would wait for no standby.
// `half` is not written to the log of the server: nothing is promised for halves.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE waymark_relay.about (
  only_row int8 PRIMARY KEY CHECK (only_row = 1), application bytea NOT NULL, version int8 NOT NULL,
  instance bytea NOT NULL, documents int8 NOT NULL);
CREATE TABLE waymark_relay.node (slot int8 PRIMARY KEY, beats int8 NOT NULL);
CREATE TABLE waymark_relay.tally (day int8, slot int8, held int8 NOT NULL, PRIMARY KEY (day, slot));
CREATE TABLE waymark_relay.waiting (
  id bytea PRIMARY KEY, day int8 NOT NULL, seq int8 NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE);
CREATE TABLE waymark_relay.envelope (day int8 NOT NULL, seq int8 NOT NULL, blob bytea NOT NULL) PARTITION BY LIST (day);
ALTER TABLE waymark_relay.envelope ALTER blob SET STORAGE EXTERNAL;
CREATE INDEX envelope_seq ON waymark_relay.envelope (seq);
CREATE UNLOGGED TABLE waymark_relay.half (
  id bytea, second int8, day int8 NOT NULL, seq int8 NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
  blob bytea NOT NULL, PRIMARY KEY (id, second));
ALTER TABLE waymark_relay.half ALTER blob SET STORAGE PLAIN;
CREATE TABLE waymark_relay.reply (
  id bytea PRIMARY KEY, token_hash bytea NOT NULL, expires_day int8 NOT NULL, sum bytea NOT NULL,
  seq int8 NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE);
CREATE INDEX reply_expires ON waymark_relay.reply (expires_day);
CREATE TABLE waymark_relay.reply_blob (day int8 NOT NULL, seq int8 NOT NULL, blob bytea NOT NULL) PARTITION BY LIST (day);
ALTER TABLE waymark_relay.reply_blob ALTER blob SET STORAGE EXTERNAL;
CREATE INDEX reply_blob_seq ON waymark_relay.reply_blob (seq);
CREATE TABLE waymark_relay.roster (serial int8 PRIMARY KEY, note bytea NOT NULL);
CREATE TABLE waymark_relay.document (kind int8 PRIMARY KEY, serial int8 NOT NULL, content bytea NOT NULL);
CREATE TABLE waymark_relay.moved (id bytea PRIMARY KEY);
)sql";
// Second places, as in the SQLite file: copies, words of other relays, deletions that are owed, and the own key.
constexpr std::string_view kVersion2 = R"sql(
ALTER TABLE waymark_relay.waiting ADD COLUMN copy int8 NOT NULL DEFAULT 0;
ALTER TABLE waymark_relay.waiting ADD COLUMN receipt bytea;
CREATE INDEX waiting_due ON waymark_relay.waiting (seq) WHERE copy = 0 AND receipt IS NULL;
CREATE TABLE waymark_relay.erasure (id bytea PRIMARY KEY, token bytea NOT NULL, day int8 NOT NULL);
ALTER TABLE waymark_relay.about ADD COLUMN seed bytea;
)sql";
// Tokens, as in the SQLite file.
constexpr std::string_view kVersion3 = R"sql(
CREATE TABLE waymark_relay.token (hash bytea PRIMARY KEY, pool int8 NOT NULL, spent int8 NOT NULL DEFAULT 0);
CREATE INDEX token_pool ON waymark_relay.token (pool);
ALTER TABLE waymark_relay.half ADD COLUMN token bytea;
CREATE INDEX half_token ON waymark_relay.half (token) WHERE token IS NOT NULL;
)sql";
constexpr std::array kSteps{kVersion1, kVersion2, kVersion3};
static_assert(kSteps.size() == kPostgresSchema);
/// Ordinary and partitioned tables that each version has.
constexpr std::array<std::int64_t, kPostgresSchema> kTables{11, 12, 13};

constexpr std::string_view kApplication = "waymark-relay";
constexpr PgStatement kLockSchema{"lock_schema", "SELECT 1::int8 FROM pg_advisory_xact_lock(1464684882, 1)"};
// Is our schema there; does the database hold anything else; the tables of our schema.
constexpr PgStatement kLook{nullptr, R"sql(
SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = 'waymark_relay'),
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'waymark_relay')
      AND n.nspname NOT LIKE 'pg\_%'),
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'waymark_relay'
    AND c.relkind IN ('r', 'p') AND NOT c.relispartition),
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'waymark_relay' AND c.relname = 'about')
)sql"};
constexpr PgStatement kAbout{nullptr, "SELECT application, version, instance FROM waymark_relay.about"};
constexpr PgStatement kNewAbout{nullptr, "INSERT INTO waymark_relay.about VALUES (1, $1, $2, $3, 1)"};
constexpr PgStatement kNewVersion{nullptr, "UPDATE waymark_relay.about SET version = $1"};
constexpr PgStatement kStandby{
    nullptr, "SELECT CASE WHEN current_setting('synchronous_standby_names') = '' THEN 0 ELSE 1 END::int8"};

struct Look {
  bool has_schema = false;
  bool has_others = false;
  std::int64_t tables = 0;
  bool has_about = false;
};

Result<Look> look(store::PgConnection& db) {
  LET(const store::PgRows rows, db.run(PgCall{kLook}));
  return Look{.has_schema = rows.integer(0, 0) != 0,
              .has_others = rows.integer(0, 1) != 0,
              .tables = rows.integer(0, 2),
              .has_about = rows.integer(0, 3) != 0};
}

Result<void> make_tables(store::PgConnection& db, const crypto::InstanceId& instance) {
  TRY(db.run_script("CREATE SCHEMA waymark_relay"));
  for (const std::string_view step : kSteps) TRY(db.run_script(std::string{step}));
  TRY(db.run(PgCall{kNewAbout}.bytes(view_of(kApplication)).number(kPostgresSchema).bytes(instance.bytes)));
  return {};
}

std::unexpected<Refusal> unusable(const std::string& where, const Error& error) {
  if (error.code == Code::kDenied)
    return refuse(Exit::kStorage, "the database at " + where +
                                      " does not let this user make or use its tables; make it the owner of the "
                                      "database (ALTER DATABASE … OWNER TO …).");
  if (error.code == Code::kFull)
    return refuse(Exit::kStorage, "the database at " + where + " cannot be written: its disk is full.");
  return refuse(Exit::kStorage, "the database at " + where + " cannot be used (" + error.detail + ").");
}

/// 0 when it cannot be told.
std::int64_t version_of(store::PgConnection& db) {
  const auto rows = db.run(PgCall{kAbout});
  return rows && rows->size() == 1 ? rows->integer(0, 1) : 0;
}

/// Within the transaction that holds the lock: a relay that starts meanwhile finds the old version or the new one.
Result<void> bring_up(store::PgConnection& db, std::int64_t from) {
  for (auto step = static_cast<std::size_t>(from); step < kSteps.size(); ++step)
    TRY(db.run_script(std::string{kSteps[step]}));
  TRY(db.run(PgCall{kNewVersion}.number(kPostgresSchema)));
  return {};
}

OrRefusal<void> check_about(store::PgConnection& db, const crypto::InstanceId& instance, const std::string& where,
                            std::int64_t wanted) {
  const auto rows = db.run(PgCall{kAbout});
  if (!rows) return unusable(where, rows.error());
  if (rows->size() != 1 || text_of(rows->blob(0, 0)) != kApplication)
    return refuse(Exit::kStorage, "the schema waymark_relay in the database at " + where +
                                      " is not the relay's; give the relay an empty database (createdb).");
  const std::int64_t version = rows->integer(0, 1);
  if (version != wanted)
    return refuse(Exit::kStorage, "the database at " + where + " has version " + std::to_string(version) +
                                      " of the relay's tables and this program knows version " +
                                      std::to_string(kPostgresSchema) + "; install the newest waymark-relay.");
  if (!std::ranges::equal(rows->blob(0, 2), instance.bytes))
    return refuse(Exit::kRoster, "the database at " + where +
                                     " belongs to another organisation: its instance is not that of the "
                                     "configuration. Every organisation has a database of its own.");
  return {};
}

OrRefusal<void> prepare_locked(store::PgConnection& db, const crypto::InstanceId& instance, const std::string& where) {
  const auto seen = look(db);
  if (!seen) return unusable(where, seen.error());
  if (!seen->has_schema && seen->has_others)
    return refuse(Exit::kStorage, "the database at " + where +
                                      " holds tables of another program; give the relay an empty one (createdb).");
  if (!seen->has_schema) {
    if (const auto made = make_tables(db, instance); !made) return unusable(where, made.error());
    return {};
  }
  const std::int64_t version = seen->has_about ? version_of(db) : 0;
  const bool known = version >= 1 && version <= kPostgresSchema;
  if (!seen->has_about || (known && seen->tables != kTables[static_cast<std::size_t>(version - 1)]))
    return refuse(Exit::kStorage,
                  "the relay's tables in the database at " + where +
                      " are not all there: a copy was put back in part, or somebody changed them. Put the whole copy "
                      "back into an empty database, or drop the schema waymark_relay if nothing in it is needed.");
  if (known && version < kPostgresSchema) {
    if (auto ours = check_about(db, instance, where, version); !ours) return ours;
    if (const auto brought = bring_up(db, version); !brought) return unusable(where, brought.error());
  }
  return check_about(db, instance, where, kPostgresSchema);
}

}  // namespace

OrRefusal<void> prepare_database(store::PgConnection& db, const crypto::InstanceId& instance,
                                 const std::string& where) {
  if (db.server_version() < kPostgresOldest)
    return refuse(Exit::kStorage, "the database server at " + where + " is older than PostgreSQL 15; upgrade it.");
  // Two relays that start at once on an empty database: one makes the tables, the other finds them.
  const std::array<PgCall, 2> begin{PgCall{store::kPgBegin}, PgCall{kLockSchema}};
  if (const auto locked = db.run(begin); !locked) return unusable(where, locked.error());
  auto prepared = prepare_locked(db, instance, where);
  if (!prepared) {
    (void)db.run_script("ROLLBACK");
    return prepared;
  }
  if (const auto done = db.run(PgCall{store::kPgCommit}); !done) return unusable(where, done.error());
  return {};
}

OrRefusal<void> check_standby(store::PgConnection& db, const std::string& where) {
  const auto rows = db.run(PgCall{kStandby});
  if (!rows) return unusable(where, rows.error());
  if (rows->integer(0, 0) == 1) return {};
  return refuse(Exit::kStorage,
                "the database server at " + where +
                    " waits for no standby (synchronous_standby_names is empty), so a machine that is lost takes "
                    "stored envelopes with it. Was a standby promoted by hand? Put the cluster in order first. If one "
                    "server is what you want, set store_standby = false.");
}

Result<void> check_again(store::PgConnection& db, const crypto::InstanceId& instance) {
  LET(const store::PgRows rows, db.run(PgCall{kAbout}));
  if (rows.size() != 1 || text_of(rows.blob(0, 0)) != kApplication || rows.integer(0, 1) != kPostgresSchema)
    return fail(Code::kUnsupported, "relay/postgres", "another database");
  if (!std::ranges::equal(rows.blob(0, 2), instance.bytes)) return fail(Code::kWrongInstance, "relay/postgres");
  return {};
}

namespace {

std::string table_of(Blobs of) { return of == Blobs::kEnvelopes ? "envelope" : "reply_blob"; }

constexpr std::string_view kPartitionLock =
    "SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock(1464684882, 2);";
/// Nothing is ever deleted in them, so there is nothing to clean up.
constexpr std::string_view kNeverVacuumed = " WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)";
constexpr PgStatement kEnvelopeDays{"envelope_days", R"sql(
SELECT substr(c.relname, length('envelope_') + 1)::int8 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'waymark_relay.envelope'::regclass)sql"};
constexpr PgStatement kReplyDays{"reply_days", R"sql(
SELECT substr(c.relname, length('reply_blob_') + 1)::int8 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'waymark_relay.reply_blob'::regclass)sql"};
constexpr PgStatement kEnvelopesLeft{"envelopes_left",
                                     "SELECT count(*) FROM (SELECT FROM waiting WHERE day = $1 LIMIT 1) s"};
constexpr PgStatement kForgetTally{"forget_tally", "DELETE FROM tally WHERE day = $1"};
constexpr PgStatement kRepliesLeft{"replies_left",
                                   "SELECT count(*) FROM (SELECT FROM reply WHERE expires_day = $1 LIMIT 1) s"};

}  // namespace

Result<void> make_partition(store::PgConnection& db, Blobs of, std::uint32_t day) {
  const std::string table = table_of(of);
  return db.run_script("BEGIN; " + std::string{kPartitionLock} + "CREATE TABLE IF NOT EXISTS waymark_relay." + table +
                       "_" + std::to_string(day) + " PARTITION OF waymark_relay." + table + " FOR VALUES IN (" +
                       std::to_string(day) + ")" + std::string{of == Blobs::kEnvelopes ? kNeverVacuumed : ""} +
                       "; COMMIT");
}

namespace {

// Locked before it is looked at: a put that is under way holds the partition until it is durable, and is then seen.
Result<void> drop_if_empty(store::PgConnection& db, Blobs of, std::int64_t day) {
  const std::string partition = "waymark_relay." + table_of(of) + "_" + std::to_string(day);
  TRY(db.run_script("LOCK TABLE " + partition));
  LET(const store::PgRows left, db.run(PgCall{of == Blobs::kEnvelopes ? kEnvelopesLeft : kRepliesLeft}.number(day)));
  if (left.integer(0, 0) != 0) return {};
  TRY(db.run_script("DROP TABLE " + partition));
  if (of == Blobs::kEnvelopes) TRY(db.run(PgCall{kForgetTally}.number(day)));
  return {};
}

Result<void> drop_under_lock(store::PgConnection& db, Blobs of, std::uint32_t before) {
  LET(const store::PgRows days, db.run(PgCall{of == Blobs::kEnvelopes ? kEnvelopeDays : kReplyDays}));
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days.integer(i, 0) < before) TRY(drop_if_empty(db, of, days.integer(i, 0)));
  }
  return {};
}

}  // namespace

Result<void> drop_partitions(store::PgConnection& db, Blobs of, std::uint32_t before) {
  TRY(db.run_script("BEGIN; " + std::string{kPartitionLock}));
  const auto dropped = drop_under_lock(db, of, before);
  if (dropped) return db.run_script("COMMIT");
  (void)db.run_script("ROLLBACK");
  return dropped;
}

}  // namespace waymark::relay
