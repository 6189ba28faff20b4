#include "relay/sqlite_store.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <latch>
#include <limits>

#include "relay/envelopes.h"
#include "relay/halves.h"
#include "relay/replies.h"
#include "relay/schema.h"
#include "relay/second_rows.h"
#include "relay/token_rows.h"

namespace waymark::relay {
namespace {

constexpr std::chrono::milliseconds kFreeSpaceEvery{100};
constexpr std::string_view kDatabaseName = "relay.db";

std::uint64_t ask_free_space(const std::string& path) {
  struct statvfs stats{};
  if (::statvfs(path.c_str(), &stats) != 0) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(stats.f_bavail) * stats.f_frsize;
}

/// Called on the writer's thread alone. Asks the system ten times a second at most: what comes in between is far
/// less than the reserve.
std::function<std::uint64_t()> free_space_of(const std::filesystem::path& folder) {
  using SteadyClock = std::chrono::steady_clock;
  return [path = folder.string(), asked = SteadyClock::time_point{}, free = std::uint64_t{0}]() mutable {
    const auto now = SteadyClock::now();
    if (now - asked >= kFreeSpaceEvery) {
      free = ask_free_space(path);
      asked = now;
    }
    return free;
  };
}

std::string storage_sentence(const Error& error, const std::filesystem::path& folder) {
  const std::string where = "the database in " + folder.string();
  if (error.code == Code::kUnsupported)
    return where + " was made by a newer version of Waymark or another program: " + error.detail + ".";
  if (error.code == Code::kMalformed)
    return where + " is not whole (" + error.detail +
           "): it was changed by hand, or brought to another version half way. Put a copy in its place, or move it "
           "away "
           "(what the desk has not fetched is then lost), and start again.";
  if (error.code == Code::kFull) return where + " cannot be written: the disk is full.";
  if (error.code == Code::kUnavailable) return where + " is in use by another process.";
  return where + " cannot be used (" + error.detail + ").";
}

OrRefusal<void> check_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    return refuse(Exit::kStorage, "the folder " + folder.string() + " does not exist.");
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return refuse(Exit::kStorage, "the folder " + folder.string() + " cannot be written.");
  return {};
}

Result<void> all_is_whole(store::Connection& db) {
  TRY(db.check_whole());
  LET(const bool envelopes, envelopes_are_whole(db));
  LET(const bool replies, replies_are_whole(db));
  return envelopes && replies ? Result<void>{} : store::damage();
}

OrRefusal<std::unique_ptr<store::Connection>> open_file(const std::filesystem::path& folder, std::int64_t pages_max) {
  const std::filesystem::path file = folder / kDatabaseName;
  const auto damaged = [&folder] {
    return refuse(Exit::kStorage, "the database in " + folder.string() +
                                      " is damaged; move it away or put a copy in its place, then start again.");
  };
  // SQLite takes an emptied file for a new database: all that was stored would be gone without a word.
  std::error_code none;
  if (std::filesystem::is_regular_file(file, none) && std::filesystem::is_empty(file, none)) return damaged();
  auto connection = store::Connection::open(file, {.max_pages = pages_max, .page_bytes = kPageBytes});
  if (!connection) return refuse(Exit::kStorage, storage_sentence(connection.error(), folder));
  if (const auto migrated = store::migrate(**connection, schema()); !migrated)
    return refuse(Exit::kStorage, storage_sentence(migrated.error(), folder));
  // Before anybody is told "stored": a file that is damaged somewhere may lose what is put into it.
  if (!all_is_whole(**connection)) return damaged();
  return std::move(*connection);
}

Result<KeptDocuments> read_documents(store::Connection& db) {
  KeptDocuments kept;
  {
    LET(store::Rows rows, db.query("SELECT note FROM roster ORDER BY serial"));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      kept.chain.append(rows.text(0)).push_back('\0');
    }
  }
  {
    LET(store::Rows rows, db.query("SELECT note FROM day_keys"));
    LET(const bool there, rows.next());
    if (there) kept.day_keys = std::string{rows.text(0)};
  }
  {
    LET(store::Rows rows, db.query("SELECT serial, cards FROM public_cards"));
    LET(const bool there, rows.next());
    if (there) kept.cards_serial = static_cast<std::uint32_t>(rows.integer(0));
    if (there) kept.cards = to_bytes(rows.blob(1));
  }
  LET(store::Rows rows, db.query("SELECT serial, release FROM figures"));
  LET(const bool there, rows.next());
  if (there) kept.figures_serial = static_cast<std::uint32_t>(rows.integer(0));
  if (there) kept.figures = to_bytes(rows.blob(1));
  return kept;
}

Result<std::int64_t> write_document(store::Connection& db, DocumentKind kind, std::uint32_t serial, ByteView document) {
  switch (kind) {
    case DocumentKind::kRoster:
      return db.execute("INSERT INTO roster(serial, note) VALUES(?, ?)", serial, text_of(document));
    case DocumentKind::kDayKeys:
      return db.execute(
          "INSERT INTO day_keys(only_row, serial, note) VALUES(1, ?, ?) "
          "ON CONFLICT(only_row) DO UPDATE SET serial = excluded.serial, note = excluded.note",
          serial, text_of(document));
    case DocumentKind::kPublicCards:
      return db.execute(
          "INSERT INTO public_cards(only_row, serial, cards) VALUES(1, ?, ?) "
          "ON CONFLICT(only_row) DO UPDATE SET serial = excluded.serial, cards = excluded.cards",
          serial, document);
    case DocumentKind::kFigures:
      return db.execute(
          "INSERT INTO figures(only_row, serial, release) VALUES(1, ?, ?) "
          "ON CONFLICT(only_row) DO UPDATE SET serial = excluded.serial, release = excluded.release",
          serial, document);
  }
  return fail(Code::kMalformed, "relay/documents");
}

}  // namespace

OrRefusal<std::unique_ptr<Store>> SqliteStore::open(const std::filesystem::path& folder, const Quotas& quotas,
                                                    std::int64_t pages_max) {
  if (auto good = check_folder(folder); !good) return std::unexpected(good.error());
  auto connection = open_file(folder, pages_max);
  if (!connection) return std::unexpected(connection.error());
  auto reader = store::Reader::open(folder / kDatabaseName);
  if (!reader) return refuse(Exit::kStorage, storage_sentence(reader.error(), folder));
  return std::unique_ptr<Store>{new SqliteStore{folder, quotas, std::move(*connection), std::move(*reader)}};
}

SqliteStore::SqliteStore(const std::filesystem::path& folder, const Quotas& quotas,
                         std::unique_ptr<store::Connection> connection, std::unique_ptr<store::Reader> reader)
    : quotas_(quotas),
      free_disk_bytes_(free_space_of(folder)),
      reader_(std::move(reader)),
      writer_(std::move(connection)) {}

Quotas SqliteStore::quotas_now() const {
  Quotas quotas = quotas_;
  if (free_disk_bytes_() < quotas.disk_reserve_bytes) quotas.in_all = 0;
  return quotas;
}

template <class Work, class Outcome>
void SqliteStore::submit(Work work, Done<Outcome> done, store::Undo undo) {
  if (const auto queued = writer_.submit(std::move(work), done, undo); !queued)
    done(std::unexpected<Error>(queued.error()));
}

void SqliteStore::put(std::uint32_t day, const RowId& id, envelope::Envelope envelope, Admission admission,
                      Done<HalfOutcome> done) {
  // With a token two rows change: both or none.
  const auto undo = admission.token ? store::Undo::kSavepoint : store::Undo::kNothing;
  auto work = [this, day, id, envelope = std::move(envelope),
               admission = std::move(admission)](store::WriteContext& context) -> Result<HalfOutcome> {
    TRY(put_envelope(context.db, quotas_now(), day, id, envelope, admission));
    return HalfOutcome::kStored;
  };
  submit(std::move(work), std::move(done), undo);
}

void SqliteStore::put_half(std::uint32_t day, Half half, Admission admission, Done<HalfOutcome> done) {
  auto work = [this, day, half = std::move(half), admission = std::move(admission)](store::WriteContext& context) {
    return relay::put_half(context.db, quotas_now(), day, half, admission);
  };
  submit(std::move(work), std::move(done), store::Undo::kSavepoint);
}

void SqliteStore::find_half(const RowId& id, Done<HalfOutcome> done) {
  // On the writer's thread, behind what came before it.
  submit([id](store::WriteContext& context) { return relay::find_half(context.db, id); }, std::move(done),
         store::Undo::kNothing);
}

void SqliteStore::put_copy(std::uint32_t day, const RowId& id, envelope::Envelope envelope,
                           const crypto::Signature& word, Admission admission, Done<HalfOutcome> done) {
  auto work = [this, day, id, word, envelope = std::move(envelope),
               admission = std::move(admission)](store::WriteContext& context) -> Result<HalfOutcome> {
    TRY(relay::put_copy(context.db, quotas_now(), day, id, envelope, word, admission));
    return HalfOutcome::kStored;
  };
  submit(std::move(work), std::move(done), store::Undo::kNothing);
}

Result<std::vector<DueCopy>> SqliteStore::due_copies(std::uint32_t oldest_day, std::int64_t after, std::size_t limit) {
  return reader_->read([&](store::Connection& db) { return relay::due_copies(db, oldest_day, after, limit); });
}

Result<std::uint32_t> SqliteStore::count_due_copies(std::uint32_t oldest_day) {
  return reader_->read([&](store::Connection& db) { return relay::count_due_copies(db, oldest_day); });
}

Result<void> SqliteStore::keep_receipts(std::span<const KeptReceipt> receipts) {
  return writer_.run([&](store::WriteContext& context) { return relay::keep_receipts(context.db, receipts); });
}

Result<std::vector<std::optional<crypto::Signature>>> SqliteStore::receipts(std::span<const RowId> ids) {
  return reader_->read([&](store::Connection& db) { return find_receipts(db, ids); });
}

Result<std::vector<DueErasure>> SqliteStore::due_erasures(std::uint32_t today, std::size_t limit) {
  return reader_->read([&](store::Connection& db) { return relay::due_erasures(db, today, limit); });
}

Result<void> SqliteStore::forget_erasures(std::span<const RowId> ids) {
  return writer_.run([&](store::WriteContext& context) {
    context.scrub_after_commit();
    return relay::forget_erasures(context.db, ids);
  });
}

Result<crypto::SigningSeed> SqliteStore::own_seed(const crypto::SigningSeed& fresh) {
  return writer_.run([&](store::WriteContext& context) { return relay::own_seed(context.db, fresh); });
}

Result<Bytes> SqliteStore::pull(std::size_t limit) {
  return reader_->read([&](store::Connection& db) { return pull_envelopes(db, limit); });
}

Result<std::uint16_t> SqliteStore::acknowledge(std::span<const RowId> ids) {
  return writer_.run([&](store::WriteContext& context) {
    context.scrub_after_commit();
    return purge_envelopes(context.db, ids);
  });
}

Result<EnvelopeCounts> SqliteStore::count_envelopes() { return reader_->read(relay::count_envelopes); }

// One job a reply: a disk that is full for one of them must not undo the others.
Result<std::vector<PushOutcome>> SqliteStore::push(std::uint32_t today, std::span<const PushedReply> replies) {
  std::vector<std::optional<Result<PushOutcome>>> outcomes(replies.size());
  std::latch all_done{static_cast<std::ptrdiff_t>(replies.size())};
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const auto queued =
        writer_.submit([this, today, &reply = replies[i]](
                           store::WriteContext& context) { return push_reply(context.db, quotas_, today, reply); },
                       [&all_done, &outcome = outcomes[i]](Result<PushOutcome> result) {
                         outcome.emplace(std::move(result));
                         all_done.count_down();
                       });
    if (queued) continue;
    outcomes[i].emplace(std::unexpected<Error>(queued.error()));
    all_done.count_down();
  }
  all_done.wait();
  std::vector<PushOutcome> pushed;
  for (const auto& outcome : outcomes) {
    const bool disk_full = !outcome->has_value() && outcome->error().code == Code::kFull;
    if (!outcome->has_value() && !disk_full) return std::unexpected<Error>(outcome->error());
    pushed.push_back(disk_full ? PushOutcome::kFull : **outcome);
  }
  return pushed;
}

Result<FoundReplies> SqliteStore::poll(std::uint32_t today, const PollQuestion& question) {
  return reader_->read([&](store::Connection& db) { return find_replies(db, today, question); });
}

Result<void> SqliteStore::remove(std::span<const Deletion> deletions, SecondPlace second) {
  return writer_.run([&](store::WriteContext& context) -> Result<void> {
    if (second == SecondPlace::kThere) TRY(owe_erasures(context.db, deletions));
    LET(const std::int64_t deleted, delete_replies(context.db, deletions));
    if (deleted > 0) context.scrub_after_commit();
    return {};
  });
}

Result<std::uint32_t> SqliteStore::count_replies() { return reader_->read(relay::count_replies); }

Result<TokenPool> SqliteStore::newest_tokens() { return reader_->read(newest_token_pool); }

Result<std::uint16_t> SqliteStore::keep_tokens(std::uint32_t pool, std::span<const work::TokenHash> hashes) {
  return writer_.run([&](store::WriteContext& context) { return keep_token_pool(context.db, pool, hashes); });
}

Result<KeptDocuments> SqliteStore::documents() {
  return writer_.run([this](store::WriteContext& context) -> Result<KeptDocuments> {
    LET(KeptDocuments kept, read_documents(context.db));
    kept.version = documents_version_.load();
    return kept;
  });
}

Result<std::uint64_t> SqliteStore::keep(std::uint64_t version, DocumentKind kind, std::uint32_t serial,
                                        ByteView document) {
  const std::lock_guard lock{keep_mutex_};
  TRY(writer_.run([&](store::WriteContext& context) -> Result<std::int64_t> {
    if (documents_version_.load() != version) return fail(Code::kConflict, "relay/documents");
    // What was withdrawn does not stay in the file.
    if (kind == DocumentKind::kPublicCards) context.scrub_after_commit();
    return write_document(context.db, kind, serial, document);
  }));
  return ++documents_version_;
}

Result<void> SqliteStore::expire(std::uint32_t today) {
  return writer_.run([today](store::WriteContext& context) -> Result<void> {
    LET(const std::int64_t expired, expire_replies(context.db, today));
    LET(const std::int64_t alone, expire_halves(context.db, today));
    LET(const std::int64_t owed, expire_erasures(context.db, today));
    if (expired + alone + owed > 0) context.scrub_after_commit();
    return {};
  });
}

Result<void> SqliteStore::check_whole() { return reader_->read(all_is_whole); }

void SqliteStore::try_to_write(Done<void> done) {
  const auto work = [](store::WriteContext& context) -> Result<void> {
    TRY(
        context.db.execute("INSERT INTO pulse(only_row, beats) VALUES(1, 1) "
                           "ON CONFLICT(only_row) DO UPDATE SET beats = beats + 1"));
    return {};
  };
  submit(work, std::move(done), store::Undo::kSavepoint);
}

}  // namespace waymark::relay
