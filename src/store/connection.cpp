#include "store/connection.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <concepts>
#include <utility>

#include "base/check.h"

namespace waymark::store {
namespace {

constexpr std::string_view kWhere = "store/connection";
constexpr std::string_view kDamaged = "store/damaged";

Code code_of(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_FULL: return Code::kFull;
    case SQLITE_CONSTRAINT: return Code::kConflict;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Code::kUnavailable;
    default: return Code::kStorage;
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, const OpenOptions& options) {
  const mode_t before = ::umask(0077);
  auto connection = open_handle(file.c_str(), options);
  ::umask(before);
  if (!connection) return connection;
  (*connection)->path_ = file;
  (*connection)->file_ = file_at(file);
  return connection;
}

Result<std::unique_ptr<Connection>> Connection::open_in_memory(const OpenOptions& options) {
  return open_handle(":memory:", options);
}

Result<std::unique_ptr<Connection>> Connection::open_handle(const char* name, const OpenOptions& options) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(name, &handle, flags, nullptr);
  CHECK(handle != nullptr);
  std::unique_ptr<Connection> connection{new Connection{handle}};
  if (code != SQLITE_OK) return connection->failure("store/open", code);
  TRY(connection->configure(options));
  return connection;
}

Result<void> Connection::configure(const OpenOptions& options) {
  sqlite3_busy_timeout(handle_, options.busy_timeout_ms);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  std::string pragmas = "PRAGMA page_size=" + std::to_string(options.page_bytes) + ";";
  pragmas += "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;";
  pragmas += "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-" +
             std::to_string(options.cache_kib) + ";";
  if (options.max_pages > 0) pragmas += "PRAGMA max_page_count=" + std::to_string(options.max_pages) + ";";
  if (options.query_only) pragmas += "PRAGMA query_only=ON;";
  return run_script(pragmas);
}

Connection::~Connection() {
  for (auto& [sql, statements] : idle_) {
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  }
  // SQLITE_BUSY here would mean that a Rows outlived its connection: our bug.
  CHECK(sqlite3_close(handle_) == SQLITE_OK);
}

namespace {

/// What an operator can do about the kind of failure.
std::string_view what_to_do(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL: return "The disk is full: make room and start again, nothing that was committed is lost";
    case SQLITE_CANTOPEN: return "The file cannot be opened: is it there, and may this user read it and its folder?";
    case SQLITE_READONLY: return "The file or its folder is read-only: copy it to where you may write";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "Another program uses the file: wait for it or close it";
    case SQLITE_CORRUPT: return "The file is damaged: take the last good copy";
    case SQLITE_NOTADB: return "This is not a file of this program, or it is damaged: take the last good copy";
    case SQLITE_IOERR: return "The disk does not read or write: look at it and at the cable";
    case SQLITE_NOMEM: return "There is not enough memory";
    default: return "The file refused a step";
  }
}

}  // namespace

std::unexpected<Error> Connection::failure(std::string_view where, int code) const {
  // The SQLite message may quote SQL or values; what is said here is the kind of failure alone, with its number.
  const int extended = sqlite3_extended_errcode(handle_);
  const int kind = code & 0xff;
  if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB) where = kDamaged;
  return fail(code_of(code), where, std::string{what_to_do(code)} + " (sqlite " + std::to_string(extended) + ")");
}

Result<void> Connection::run_script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure("store/script", code);
  return {};
}

Result<sqlite3_stmt*> Connection::take_statement(std::string_view sql) {
  if (const auto found = idle_.find(sql); found != idle_.end() && !found->second.empty()) {
    sqlite3_stmt* const statement = found->second.back();
    found->second.pop_back();
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return failure("store/prepare", code);
  return statement;
}

void Connection::give_back(std::string_view sql, sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);  // borrowed bytes must not be reachable any more
  idle_[sql].push_back(statement);
}

Result<Rows> Connection::query_list(std::string_view sql, std::span<const Value> values) {
  return bind(sql, values, Binding::kCopied);
}

Result<Rows> Connection::bind(std::string_view sql, std::span<const Value> values, Binding keeping) {
  const auto keep = keeping == Binding::kCopied ? SQLITE_TRANSIENT : SQLITE_STATIC;
  LET(sqlite3_stmt* const statement, take_statement(sql));
  Rows rows{this, sql, statement};
  CHECK(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()));
  int index = 0;
  for (const Value& value : values) {
    ++index;
    int code = SQLITE_OK;
    switch (value.kind_) {
      case Value::Kind::kNull: code = sqlite3_bind_null(statement, index); break;
      case Value::Kind::kInteger: code = sqlite3_bind_int64(statement, index, value.integer_); break;
      case Value::Kind::kReal: code = sqlite3_bind_double(statement, index, value.real_); break;
      case Value::Kind::kText:
        code = sqlite3_bind_text64(statement, index, reinterpret_cast<const char*>(value.bytes_.data()),
                                   value.bytes_.size(), keep, SQLITE_UTF8);
        break;
      case Value::Kind::kBlob:
        // A null pointer would bind NULL instead of an empty blob.
        code = value.bytes_.empty()
                   ? sqlite3_bind_zeroblob(statement, index, 0)
                   : sqlite3_bind_blob64(statement, index, value.bytes_.data(), value.bytes_.size(), keep);
        break;
    }
    if (code != SQLITE_OK) return failure("store/bind", code);
  }
  return rows;
}

Result<std::int64_t> Connection::execute_list(std::string_view sql, std::span<const Value> values) {
  LET(Rows rows, bind(sql, values, Binding::kBorrowed));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) break;
  }
  return sqlite3_changes64(handle_);
}

Result<std::int64_t> Connection::first_number(Rows& rows) {
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, kWhere);
  return rows.integer(0);
}

std::int64_t Connection::last_row_id() const { return sqlite3_last_insert_rowid(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Result<void> Connection::check_whole() {
  LET(Rows rows, query("PRAGMA quick_check(1)"));
  LET(const bool found, rows.next());
  // The text of a finding names tables and pages; that there is one is enough.
  if (!found || rows.text(0) != "ok") return fail(Code::kStorage, kDamaged, "damaged");
  return {};
}

Connection::FileId Connection::file_at(const std::filesystem::path& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;
  return std::pair{static_cast<std::uint64_t>(about.st_dev), static_cast<std::uint64_t>(about.st_ino)};
}

Result<void> Connection::check_in_place() {
  if (path_.empty()) return {};
  const FileId log = file_at(path_.string() + "-wal");
  if (!log_) log_ = log;
  if (file_ && log && file_at(path_) == file_ && log == log_) return {};
  return fail(Code::kStorage, "store/place", "the file or its log was moved, deleted or replaced: put it back");
}

Result<void> Connection::scrub_log() {
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) return failure("store/scrub", code);
  return {};
}

bool is_damage(const Error& error) { return error.where == kDamaged; }

std::unexpected<Error> damage() { return fail(Code::kStorage, kDamaged, "a row is not what was put"); }

Rows::Rows(Connection* owner, std::string_view sql, sqlite3_stmt* statement)
    : owner_(owner), sql_(sql), statement_(statement) {}

Rows::Rows(Rows&& other) noexcept
    : owner_(other.owner_), sql_(other.sql_), statement_(std::exchange(other.statement_, nullptr)) {}

Rows::~Rows() {
  if (statement_ != nullptr) owner_->give_back(sql_, statement_);
}

Result<bool> Rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return owner_->failure("store/step", code);
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double Rows::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Rows::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {text == nullptr ? "" : text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

ByteView Rows::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Result<Transaction> Transaction::begin(Connection& connection) {
  TRY(connection.execute("BEGIN IMMEDIATE"));
  return Transaction{&connection};
}

Transaction::~Transaction() {
  if (connection_ == nullptr || !connection_->in_transaction()) return;
  // A rollback that fails leaves nothing committed either; the next BEGIN reports the trouble.
  (void)connection_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
  CHECK(connection_ != nullptr);
  TRY(connection_->execute("COMMIT"));
  // Or nobody will ever find again what was just made durable.
  return std::exchange(connection_, nullptr)->check_in_place();
}

}  // namespace waymark::store
