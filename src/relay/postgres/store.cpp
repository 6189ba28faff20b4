#include "relay/postgres/store.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "relay/postgres/schema.h"
#include "relay/postgres/statements.h"
#include "roster/day_keys.h"
#include "store/connection.h"

namespace waymark::relay {
namespace {

using store::PgCall;
using store::PgConnection;
using store::PgRows;
using store::PgStatement;

constexpr std::string_view kWhere = "relay/postgres";
/// Pulls, polls and deletions at a time; each is milliseconds.
constexpr std::size_t kSessions = 4;

constexpr PgStatement kPull{
    "pull",
    "SELECT w.id, w.day, e.blob FROM (SELECT id, day, seq FROM waiting ORDER BY seq LIMIT $1) AS w "
    "JOIN envelope AS e ON e.day = w.day AND e.seq = w.seq ORDER BY w.seq"};
constexpr PgStatement kFiled{
    "filed",
    "WITH gone AS (DELETE FROM waiting WHERE id = ANY($1::bytea[]) RETURNING day), "
    "counted AS (INSERT INTO tally (day, slot, held) SELECT day, $2, -count(*) FROM gone GROUP BY day "
    "ON CONFLICT (day, slot) DO UPDATE SET held = tally.held + excluded.held) SELECT count(*) FROM gone"};
constexpr PgStatement kHalvesFiled{"halves_filed", "DELETE FROM half WHERE id = ANY($1::bytea[])"};
constexpr PgStatement kCounts{
    "counts",
    "SELECT coalesce(sum(held), 0)::int8, coalesce(min(day) FILTER (WHERE held > 0), 0)::int8 "
    "FROM (SELECT day, sum(held) AS held FROM tally GROUP BY day) AS days"};
constexpr PgStatement kRepliesThere{"replies_there",
                                    "SELECT id, token_hash, sum FROM reply WHERE id = ANY($1::bytea[])"};
constexpr PgStatement kCountReplies{"count_replies", "SELECT count(*) FROM reply"};
constexpr PgStatement kPush{
    "push",
    "WITH kept AS (INSERT INTO reply (id, token_hash, expires_day, sum) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (id) DO NOTHING RETURNING seq) "
    "INSERT INTO reply_blob (day, seq, blob) SELECT $3, seq, $5 FROM kept"};
constexpr PgStatement kPollCount{"poll_count",
                                 "SELECT count(*) FROM reply WHERE id = ANY($1::bytea[]) AND expires_day >= $2"};
constexpr PgStatement kPoll{
    "poll",
    "SELECT r.id, b.blob, r.sum FROM (SELECT id, expires_day, seq, sum FROM reply WHERE id = ANY($1::bytea[]) "
    "AND expires_day >= $2 ORDER BY seq OFFSET $3 LIMIT $4) AS r "
    "JOIN reply_blob AS b ON b.day = r.expires_day AND b.seq = r.seq ORDER BY r.seq"};
constexpr PgStatement kRemove{
    "remove",
    "WITH gone AS (DELETE FROM reply AS r USING unnest($1::bytea[], $2::bytea[]) AS d (id, token_hash) "
    "WHERE r.id = d.id AND r.token_hash = d.token_hash RETURNING r.expires_day, r.seq) "
    "DELETE FROM reply_blob AS b USING gone WHERE b.day = gone.expires_day AND b.seq = gone.seq"};
constexpr PgStatement kOwe{"owe",
                           "INSERT INTO erasure (id, token, day) SELECT r.id, d.token, r.expires_day FROM reply AS r "
                           "JOIN unnest($1::bytea[], $2::bytea[], $3::bytea[]) AS d (id, token_hash, token) "
                           "ON r.id = d.id AND r.token_hash = d.token_hash ON CONFLICT (id) DO NOTHING"};
constexpr PgStatement kOweLess{"owe_less",
                               "DELETE FROM erasure WHERE id IN (SELECT id FROM erasure ORDER BY day "
                               "LIMIT greatest(0, (SELECT count(*) FROM erasure) - $1))"};
constexpr PgStatement kExpireErasures{"expire_erasures", "DELETE FROM erasure WHERE day < $1"};
constexpr PgStatement kExpireReplies{"expire_replies", "DELETE FROM reply WHERE expires_day < $1"};
constexpr PgStatement kExpireHalves{"expire_halves", "DELETE FROM half WHERE day < $1"};
constexpr PgStatement kRosters{"rosters", "SELECT note FROM roster ORDER BY serial"};
constexpr PgStatement kDocuments{"documents", "SELECT kind, serial, content FROM document"};
constexpr PgStatement kVersion{"version", "SELECT documents FROM about"};
constexpr PgStatement kNextVersion{
    "next_version", "UPDATE about SET documents = documents + 1 WHERE documents = $1 RETURNING documents"};
constexpr PgStatement kKeepRoster{"keep_roster", "INSERT INTO roster (serial, note) VALUES ($1, $2)"};
constexpr PgStatement kKeepDocument{
    "keep_document",
    "INSERT INTO document (kind, serial, content) VALUES ($1, $2, $3) "
    "ON CONFLICT (kind) DO UPDATE SET serial = excluded.serial, content = excluded.content"};

OrRefusal<std::unique_ptr<PgConnection>> reach(const PostgresPlace& place, const std::string& where) {
  auto db = PgConnection::open(place.address);
  if (db) return std::move(*db);
  if (db.error().code == Code::kNotFound)
    return refuse(Exit::kStorage, "the server at " + where + " has no such database; make it (createdb).");
  if (db.error().code == Code::kDenied && db.error().detail != "refused")
    return refuse(Exit::kStorage, "the password of the database cannot be used: " + db.error().detail +
                                      "; it must be a file that this user alone may read (chmod 600).");
  if (db.error().code == Code::kDenied)
    return refuse(Exit::kStorage, "the database at " + where +
                                      " refuses this user; check the user in 'store', its password and pg_hba.conf.");
  return refuse(Exit::kStorage, "no database server that takes writes is reached at " + where +
                                    "; name all hosts of the cluster in 'store', and see that one of them leads.");
}

std::vector<ByteView> views_of(std::span<const RowId> ids) { return {ids.begin(), ids.end()}; }

}  // namespace

OrRefusal<std::unique_ptr<Store>> PostgresStore::open(const PostgresPlace& place, const Quotas& quotas,
                                                      const Log& log) {
  const std::string where = place.address.hosts();
  auto db = reach(place, where);
  if (!db) return std::unexpected(db.error());
  if (auto good = prepare_database(**db, place.instance, where); !good) return std::unexpected(good.error());
  if (place.standby) {
    if (auto good = check_standby(**db, where); !good) return std::unexpected(good.error());
  }
  return std::unique_ptr<Store>{new PostgresStore{place, quotas, log}};
}

PostgresStore::PostgresStore(const PostgresPlace& place, const Quotas& quotas, const Log& log)
    : place_(place), quotas_(quotas), sessions_(place_, kSessions), writer_(place_, quotas, log) {}

void PostgresStore::put(std::uint32_t day, const RowId& id, envelope::Envelope envelope, Admission admission,
                        Done<HalfOutcome> done) {
  writer_.submit({.kind = PutJob::Kind::kWhole,
                  .day = day,
                  .id = id,
                  .second = false,
                  .bytes = std::move(envelope).take(),
                  .admission = std::move(admission),
                  .done = std::move(done)});
}

void PostgresStore::put_copy(std::uint32_t day, const RowId& id, envelope::Envelope envelope,
                             const crypto::Signature& word, Admission admission, Done<HalfOutcome> done) {
  writer_.submit({.kind = PutJob::Kind::kWhole,
                  .day = day,
                  .id = id,
                  .second = false,
                  .bytes = std::move(envelope).take(),
                  .word = to_bytes(word),
                  .admission = std::move(admission),
                  .done = std::move(done)});
}

void PostgresStore::put_half(std::uint32_t day, Half half, Admission admission, Done<HalfOutcome> done) {
  writer_.submit({.kind = PutJob::Kind::kHalf,
                  .day = day,
                  .id = half.id,
                  .second = half.second,
                  .bytes = std::move(half.bytes),
                  .admission = std::move(admission),
                  .done = std::move(done)});
}

void PostgresStore::find_half(const RowId& id, Done<HalfOutcome> done) {
  writer_.submit(
      {.kind = PutJob::Kind::kQuestion, .day = 0, .id = id, .second = false, .bytes = {}, .done = std::move(done)});
}

void PostgresStore::try_to_write(Done<void> done) {
  writer_.submit({.kind = PutJob::Kind::kBeat,
                  .day = 0,
                  .id = {},
                  .second = false,
                  .bytes = {},
                  .done = [done = std::move(done)](const Result<HalfOutcome>& outcome) {
                    done(outcome ? Result<void>{} : Result<void>{std::unexpected<Error>(outcome.error())});
                  }});
}

Result<Bytes> PostgresStore::pull(std::size_t limit) {
  CHECK(limit >= 1 && limit <= kPullMax);
  return sessions_.with([&](PgConnection& db) -> Result<Bytes> {
    LET(const PgRows rows, db.run(PgCall{kPull}.number(static_cast<std::int64_t>(limit))));
    ByteWriter answer{2 + rows.size() * kPullEntryBytes};
    answer.u16(static_cast<std::uint16_t>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto day = static_cast<std::uint32_t>(rows.integer(i, 1));
      // What has rotted must not be acknowledged by the desk, which could only throw it away.
      if (!std::ranges::equal(rows.blob(i, 0), row_id_of(day, rows.blob(i, 2)))) return store::damage();
      answer.put(rows.blob(i, 0)).u32(day).put(rows.blob(i, 2));
    }
    return answer.finish();
  });
}

Result<std::uint16_t> PostgresStore::acknowledge(std::span<const RowId> ids) {
  return sessions_.with([&](PgConnection& db) -> Result<std::uint16_t> {
    const std::vector<ByteView> list = views_of(ids);
    const std::int64_t slot = writer_.slot();
    LET(const auto answers,
        commit_durably(
            db, {PgCall{store::kPgBegin}, PgCall{kFiled}.list(list).number(slot), PgCall{kHalvesFiled}.list(list)},
            slot, place_.standby));
    return static_cast<std::uint16_t>(answers[1].integer(0, 0));
  });
}

Result<EnvelopeCounts> PostgresStore::count_envelopes() {
  return sessions_.with([](PgConnection& db) -> Result<EnvelopeCounts> {
    LET(const PgRows rows, db.run(PgCall{kCounts}));
    return EnvelopeCounts{static_cast<std::uint32_t>(rows.integer(0, 0)),
                          static_cast<std::uint32_t>(rows.integer(0, 1))};
  });
}

Result<std::vector<PushOutcome>> PostgresStore::push(std::uint32_t today, std::span<const PushedReply> replies) {
  auto outcomes = sessions_.with([&](PgConnection& db) { return push_through(db, today, replies); });
  if (!outcomes && outcomes.error().code == Code::kFull) return std::vector(replies.size(), PushOutcome::kFull);
  return outcomes;
}

Result<std::vector<PushOutcome>> PostgresStore::push_through(PgConnection& db, std::uint32_t today,
                                                             std::span<const PushedReply> replies) {
  std::vector<ByteView> ids;
  std::set<std::uint32_t> days;
  for (const PushedReply& reply : replies) {
    ids.emplace_back(reply.id);
    days.insert(today + reply.keep_days);
  }
  for (const std::uint32_t day : days) TRY(make_partition(db, Blobs::kReplies, day));
  LET(const auto there,
      db.run(std::array{PgCall{store::kPgBegin}, PgCall{kRepliesThere}.list(ids), PgCall{kCountReplies}}));
  std::map<Bytes, Bytes> known;  // id → token hash ‖ sum
  for (std::size_t i = 0; i < there[1].size(); ++i)
    known[to_bytes(there[1].blob(i, 0))] = ByteWriter{}.put(there[1].blob(i, 1)).put(there[1].blob(i, 2)).finish();
  std::int64_t kept = there[2].integer(0, 0);
  std::vector<crypto::Sha256> sums;
  for (const PushedReply& reply : replies) sums.push_back(crypto::sha256(reply.blob.view()));
  std::vector<PushOutcome> outcomes;
  std::vector<PgCall> calls;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const PushedReply& reply = replies[i];
    const Bytes mine = ByteWriter{}.put(reply.token_hash).put(sums[i]).finish();
    const auto before = known.find(to_bytes(reply.id));
    if (before != known.end()) {
      outcomes.push_back(before->second == mine ? PushOutcome::kSameIsThere : PushOutcome::kAnotherIsThere);
      continue;
    }
    const bool room = kept < quotas_.replies;
    outcomes.push_back(room ? PushOutcome::kStored : PushOutcome::kFull);
    if (!room) continue;
    ++kept;
    known[to_bytes(reply.id)] = mine;
    calls.push_back(PgCall{kPush}
                        .bytes(reply.id)
                        .bytes(reply.token_hash)
                        .number(today + reply.keep_days)
                        .bytes(sums[i])
                        .bytes(reply.blob.view()));
  }
  const std::size_t pushed = calls.size();
  LET(const auto answers, commit_durably(db, std::move(calls), writer_.slot(), place_.standby));
  for (std::size_t i = 0; i < pushed; ++i) {
    // Pushed through another relay in this moment: asked again, it is there.
    if (answers[i].changed() == 0) return fail(Code::kUnavailable, kWhere);
  }
  return outcomes;
}

Result<FoundReplies> PostgresStore::poll(std::uint32_t today, const PollQuestion& question) {
  const std::vector<ByteView> ids = views_of(question.ids);
  return sessions_.with([&](PgConnection& db) -> Result<FoundReplies> {
    LET(const auto answers, db.run(std::array{PgCall{kPollCount}.list(ids).number(today),
                                              PgCall{kPoll}
                                                  .list(ids)
                                                  .number(today)
                                                  .number(question.skip)
                                                  .number(static_cast<std::int64_t>(kPollReplies))}));
    FoundReplies found{.total = static_cast<std::uint16_t>(answers[0].integer(0, 0)), .returned = {}};
    for (std::size_t i = 0; i < answers[1].size(); ++i) {
      if (!std::ranges::equal(answers[1].blob(i, 2), crypto::sha256(answers[1].blob(i, 1)))) return store::damage();
      FoundReplies::Reply reply{.id = {}, .blob = to_bytes(answers[1].blob(i, 1))};
      std::ranges::copy(answers[1].blob(i, 0).first(reply.id.size()), reply.id.begin());
      found.returned.push_back(std::move(reply));
    }
    return found;
  });
}

Result<void> PostgresStore::remove(std::span<const Deletion> deletions, SecondPlace second) {
  std::vector<ByteView> ids;
  std::vector<ByteView> hashes;
  std::vector<ByteView> tokens;
  for (const Deletion& deletion : deletions) {
    ids.emplace_back(deletion.id);
    hashes.emplace_back(deletion.token_hash);
    tokens.emplace_back(deletion.token);
  }
  std::vector<PgCall> calls{PgCall{store::kPgBegin}};
  if (second == SecondPlace::kThere) {
    calls.push_back(PgCall{kOwe}.list(ids).list(hashes).list(tokens));
    calls.push_back(PgCall{kOweLess}.number(kErasuresKept));
  }
  calls.push_back(PgCall{kRemove}.list(ids).list(hashes));
  return sessions_.with([&](PgConnection& db) -> Result<void> {
    TRY(commit_durably(db, calls, writer_.slot(), place_.standby));
    return {};
  });
}

Result<std::uint32_t> PostgresStore::count_replies() {
  return sessions_.with([](PgConnection& db) -> Result<std::uint32_t> {
    LET(const PgRows rows, db.run(PgCall{kCountReplies}));
    return static_cast<std::uint32_t>(rows.integer(0, 0));
  });
}

Result<KeptDocuments> PostgresStore::documents() {
  return sessions_.with([](PgConnection& db) -> Result<KeptDocuments> {
    // The version first: what comes in between is then read once more, not missed.
    LET(const auto answers, db.run(std::array{PgCall{kVersion}, PgCall{kRosters}, PgCall{kDocuments}}));
    KeptDocuments kept;
    kept.version = static_cast<std::uint64_t>(answers[0].integer(0, 0));
    for (std::size_t i = 0; i < answers[1].size(); ++i) {
      kept.chain.append(text_of(answers[1].blob(i, 0))).push_back('\0');
    }
    for (std::size_t i = 0; i < answers[2].size(); ++i) {
      const ByteView content = answers[2].blob(i, 2);
      const auto serial = static_cast<std::uint32_t>(answers[2].integer(i, 1));
      // A kind of a newer version is none of ours.
      switch (static_cast<DocumentKind>(answers[2].integer(i, 0))) {
        case DocumentKind::kRoster: break;
        case DocumentKind::kDayKeys: kept.day_keys = std::string{text_of(content)}; break;
        case DocumentKind::kPublicCards:
          kept.cards_serial = serial;
          kept.cards = to_bytes(content);
          break;
        case DocumentKind::kFigures:
          kept.figures_serial = serial;
          kept.figures = to_bytes(content);
          break;
      }
    }
    return kept;
  });
}

Result<std::uint64_t> PostgresStore::documents_version() {
  return sessions_.with([](PgConnection& db) -> Result<std::uint64_t> {
    LET(const PgRows rows, db.run(PgCall{kVersion}));
    return static_cast<std::uint64_t>(rows.integer(0, 0));
  });
}

Result<std::uint64_t> PostgresStore::keep(std::uint64_t version, DocumentKind kind, std::uint32_t serial,
                                          ByteView document) {
  return sessions_.with([&](PgConnection& db) -> Result<std::uint64_t> {
    LET(const auto next,
        db.run(std::array{PgCall{store::kPgBegin}, PgCall{kNextVersion}.number(static_cast<std::int64_t>(version))}));
    if (next[1].size() == 0) {
      TRY(db.run_script("ROLLBACK"));
      return fail(Code::kConflict, "relay/documents");
    }
    const auto write =
        kind == DocumentKind::kRoster
            ? PgCall{kKeepRoster}.number(serial).bytes(document)
            : PgCall{kKeepDocument}.number(static_cast<std::int64_t>(kind)).number(serial).bytes(document);
    TRY(commit_durably(db, {write}, writer_.slot(), place_.standby));
    return static_cast<std::uint64_t>(next[1].integer(0, 0));
  });
}

Result<void> PostgresStore::expire(std::uint32_t today) {
  const std::uint32_t accepted = today < roster::kDayAcceptedDays ? 0 : today - roster::kDayAcceptedDays;
  return sessions_.with([&](PgConnection& db) -> Result<void> {
    TRY(commit_durably(db,
                       {PgCall{store::kPgBegin}, PgCall{kExpireReplies}.number(today),
                        PgCall{kExpireHalves}.number(accepted), PgCall{kExpireErasures}.number(today)},
                       writer_.slot(), place_.standby));
    TRY(drop_partitions(db, Blobs::kReplies, today));
    return drop_partitions(db, Blobs::kEnvelopes, accepted);
  });
}

}  // namespace waymark::relay
