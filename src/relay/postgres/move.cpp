#include "relay/postgres/move.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/log.h"
#include "relay/documents.h"
#include "relay/postgres/schema.h"
#include "relay/postgres/statements.h"
#include "relay/postgres/store.h"
#include "relay/schema.h"
#include "relay/sqlite_store.h"

namespace waymark::relay {
namespace {

using store::PgCall;
using store::PgConnection;
using store::PgStatement;

/// Rows in one commit: two megabytes.
constexpr std::int64_t kRows = 256;
/// No relay counts under it.
constexpr std::int64_t kMoveSlot = 0;

// The server may take a moment to notice that a killed one is gone.
constexpr PgStatement kOneMove{"one_move", "SELECT 1::int8 FROM pg_advisory_lock(1464684882, 3)"};
// `moved` outlives a kill between the commit here and the deletion in the file.
constexpr PgStatement kMoveEnvelope{
    "move_envelope",
    "WITH fresh AS (INSERT INTO moved (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id), "
    "kept AS (INSERT INTO waiting (id, day, copy, receipt) SELECT id, $2, $4, nullif($5, ''::bytea) FROM fresh "
    "ON CONFLICT (id) DO NOTHING RETURNING seq) "
    "INSERT INTO envelope (day, seq, blob) SELECT $2, seq, $3 FROM kept"};
constexpr PgStatement kMoveReply{
    "move_reply",
    "WITH fresh AS (INSERT INTO moved (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id), "
    "kept AS (INSERT INTO reply (id, token_hash, expires_day, sum) SELECT id, $2, $3, $4 FROM fresh "
    "ON CONFLICT (id) DO NOTHING RETURNING seq) INSERT INTO reply_blob (day, seq, blob) SELECT $3, seq, $5 FROM kept"};
// Spent at either relay, it is spent.
constexpr PgStatement kMoveToken{"move_token",
                                 "INSERT INTO token (hash, pool, spent) VALUES ($1, $2, $3) ON CONFLICT (hash) "
                                 "DO UPDATE SET spent = greatest(token.spent, excluded.spent)"};
constexpr PgStatement kForget{nullptr, "DELETE FROM moved"};

struct Row {
  std::int64_t seq = 0;
  std::uint32_t day = 0;  ///< of a reply its last one
  Bytes id;
  Bytes token_hash;  ///< of an envelope that came as a copy: its sender's word
  Bytes sum, blob;
};

Result<std::vector<Row>> next_rows(store::Connection& file, Blobs of) {
  LET(store::Rows rows,
      of == Blobs::kEnvelopes
          ? file.query("SELECT seq, day, id, CASE copy WHEN 1 THEN receipt ELSE x'' END, id, blob FROM envelope "
                       "ORDER BY seq LIMIT ?",
                       kRows)
          : file.query("SELECT seq, expires_day, id, token_hash, sum, blob FROM reply ORDER BY seq LIMIT ?", kRows));
  std::vector<Row> found;
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return found;
    found.push_back({.seq = rows.integer(0),
                     .day = static_cast<std::uint32_t>(rows.integer(1)),
                     .id = to_bytes(rows.blob(2)),
                     .token_hash = to_bytes(rows.blob(3)),
                     .sum = to_bytes(rows.blob(4)),
                     .blob = to_bytes(rows.blob(5))});
  }
}

Result<void> write_rows(PgConnection& db, bool standby, Blobs of, const std::vector<Row>& rows) {
  std::set<std::uint32_t> days;
  std::vector<PgCall> calls{PgCall{store::kPgBegin}};
  for (const Row& row : rows) {
    if (days.insert(row.day).second) TRY(make_partition(db, of, row.day));
    calls.push_back(
        of == Blobs::kEnvelopes
            ? PgCall{kMoveEnvelope}
                  .bytes(row.id)
                  .number(row.day)
                  .bytes(row.blob)
                  .number(row.token_hash.empty() ? 0 : 1)
                  .bytes(row.token_hash)
            : PgCall{kMoveReply}.bytes(row.id).bytes(row.token_hash).number(row.day).bytes(row.sum).bytes(row.blob));
  }
  LET(const auto answers, db.run(calls));
  std::map<std::uint32_t, std::int64_t> added;
  for (std::size_t i = 0; i < rows.size(); ++i) added[rows[i].day] += answers[i + 1].changed();
  std::vector<PgCall> tallies;
  for (const auto& [day, count] : added) {
    if (of == Blobs::kEnvelopes) tallies.push_back(PgCall{kTally}.number(day).number(kMoveSlot).number(count));
  }
  TRY(commit_durably(db, std::move(tallies), kMoveSlot, standby));
  return {};
}

/// Also by what may have come between: the numbers only grow.
Result<void> forget_rows(store::Connection& file, Blobs of, std::int64_t last) {
  LET(store::Transaction transaction, store::Transaction::begin(file));
  TRY(of == Blobs::kEnvelopes ? file.execute("DELETE FROM envelope WHERE seq <= ?", last)
                              : file.execute("DELETE FROM reply WHERE seq <= ?", last));
  return transaction.commit();
}

Result<std::int64_t> move_rows(store::Connection& file, PgConnection& db, bool standby, Blobs of) {
  std::int64_t moved = 0;
  while (true) {
    LET(const std::vector<Row> rows, next_rows(file, of));
    if (rows.empty()) return moved;
    TRY(write_rows(db, standby, of, rows));
    TRY(forget_rows(file, of, rows.back().seq));
    moved += static_cast<std::int64_t>(rows.size());
  }
}

/// They stay in the file too, as a key does: what passes here and there is said by `spent` at the last move.
Result<void> move_tokens(store::Connection& file, PgConnection& db, bool standby) {
  Bytes last;
  while (true) {
    std::vector<Bytes> hashes;
    hashes.reserve(kRows);  // what a call borrows must stay where it is
    std::vector<PgCall> calls{PgCall{store::kPgBegin}};
    {
      LET(store::Rows rows,
          file.query("SELECT hash, pool, spent FROM token WHERE hash > ? ORDER BY hash LIMIT ?", last, kRows));
      while (true) {
        LET(const bool more, rows.next());
        if (!more) break;
        hashes.push_back(to_bytes(rows.blob(0)));
        calls.push_back(PgCall{kMoveToken}.bytes(hashes.back()).number(rows.integer(1)).number(rows.integer(2)));
      }
    }
    if (hashes.empty()) return {};
    last = hashes.back();
    TRY(commit_durably(db, std::move(calls), kMoveSlot, standby));
  }
}

/// The key under which other relays and the desk know this one goes along, unless the new store has one already.
Result<void> move_own_key(Store& from, Store& to, const crypto::SigningSeed& fresh) {
  LET(const crypto::SigningSeed seed, from.own_seed(fresh));
  TRY(to.own_seed(seed));
  return {};
}

/// Rosters that the new store lacks, day keys where it has none yet, cards and figures where it has older ones.
Result<void> move_documents(Store& from, Store& to) {
  LET(const KeptDocuments old, from.documents());
  LET(KeptDocuments now, to.documents());
  if (now.chain.starts_with(old.chain)) return {};
  if (!old.chain.starts_with(now.chain)) return fail(Code::kConflict, "relay/move");
  std::uint32_t serial = static_cast<std::uint32_t>(std::ranges::count(now.chain, '\0'));
  std::string_view rest = std::string_view{old.chain}.substr(now.chain.size());
  while (!rest.empty()) {
    const std::size_t end = rest.find('\0');
    LET(now.version, to.keep(now.version, DocumentKind::kRoster, ++serial, view_of(rest.substr(0, end))));
    rest.remove_prefix(end + 1);
  }
  if (old.day_keys && !now.day_keys) {
    LET(now.version, to.keep(now.version, DocumentKind::kDayKeys, 1, view_of(*old.day_keys)));
  }
  if (old.cards_serial > now.cards_serial) {
    LET(now.version, to.keep(now.version, DocumentKind::kPublicCards, old.cards_serial, old.cards));
  }
  if (old.figures_serial > now.figures_serial) {
    LET(now.version, to.keep(now.version, DocumentKind::kFigures, old.figures_serial, old.figures));
  }
  return {};
}

Result<void> move_tokens_alone(const std::filesystem::path& from, const PostgresPlace& to) {
  LET(const auto file, store::Connection::open(from / "relay.db"));
  LET(const auto db, PgConnection::open(to.address));
  return move_tokens(*file, *db, to.standby);
}

std::unexpected<Refusal> stopped(const Error& error) {
  if (error.code == Code::kConflict)
    return refuse(Exit::kRoster,
                  "the file and the database hold different rosters: they are of two organisations, or somebody "
                  "published to both. Nothing was moved; empty the wrong one.");
  return refuse(Exit::kStorage, "the move stopped (" + error.detail +
                                    "); what went over is over there, the rest is still in the file. Begin it again.");
}

Result<Moved> move_all(const std::filesystem::path& from, const PostgresPlace& to) {
  LET(const auto file, store::Connection::open(from / "relay.db"));
  LET(const auto db, PgConnection::open(to.address));
  if (!db->run(PgCall{kOneMove})) return fail(Code::kUnavailable, "relay/move", "another move is under way");
  Moved moved;
  LET(moved.replies, move_rows(*file, *db, to.standby, Blobs::kReplies));
  LET(moved.envelopes, move_rows(*file, *db, to.standby, Blobs::kEnvelopes));
  TRY(move_tokens(*file, *db, to.standby));
  TRY(file->scrub_log());
  TRY(commit_durably(*db, {PgCall{store::kPgBegin}, PgCall{kForget}}, kMoveSlot, to.standby));
  return moved;
}

}  // namespace

OrRefusal<Moved> move_to_postgres(const std::filesystem::path& from, const PostgresPlace& to, MoveWhat what,
                                  const crypto::SigningSeed& fresh) {
  std::error_code none;
  if (!std::filesystem::exists(from / "relay.db", none))
    return refuse(Exit::kStorage, "there is no relay.db in " + from.string() + ".");
  const Log log = Log::to_nothing();
  {
    auto old = SqliteStore::open(from, {});
    if (!old) return std::unexpected(old.error());
    auto opened = PostgresStore::open(to, {}, log);
    if (!opened) return std::unexpected(opened.error());
    const auto documents = (*old)->documents();
    if (documents && !verify_documents(*documents, to.instance))
      return refuse(Exit::kRoster,
                    "the roster in " + from.string() + " does not fit the instance of the configuration.");
    if (const auto went = move_documents(**old, **opened); !went) return stopped(went.error());
    if (const auto went = move_own_key(**old, **opened, fresh); !went) return stopped(went.error());
  }
  if (what == MoveWhat::kDocuments) {
    if (const auto went = move_tokens_alone(from, to); !went) return stopped(went.error());
    return Moved{};
  }
  const auto moved = move_all(from, to);
  if (!moved) return stopped(moved.error());
  return *moved;
}

}  // namespace waymark::relay
