// Connection and Rows: SQLite behind RAII and Result. Bytes and rows, no domain words.
//
// Every connection is opened the same way: WAL, synchronous=FULL (a commit that returned survives a power cut),
// secure_delete (deleted content is overwritten with zeros), foreign keys, a busy timeout. One connection belongs to
// one thread at a time. Nothing here throws.
//
// Errors, everywhere: kFull when the disk or max_pages is full, kConflict for a broken constraint, kUnavailable when
// another process holds the lock for longer than the busy timeout, kStorage for the rest.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace waymark::store {

/// What may be bound to a `?`. Text and bytes are borrowed until the call that takes the value returns.
class Value {
 public:
  enum class Kind { kNull, kInteger, kReal, kText, kBlob };
  Value(std::nullptr_t) : kind_(Kind::kNull) {}  // NOLINT: implicit on purpose
  template <std::integral T>
  Value(T number) : kind_(Kind::kInteger), integer_(static_cast<std::int64_t>(number)) {}  // NOLINT
  Value(double number) : kind_(Kind::kReal), real_(number) {}                              // NOLINT
  Value(std::string_view text) : kind_(Kind::kText), bytes_(view_of(text)) {}              // NOLINT
  Value(const char* text) : Value(std::string_view{text}) {}                               // NOLINT
  Value(const std::string& text) : Value(std::string_view{text}) {}                        // NOLINT
  Value(ByteView bytes) : kind_(Kind::kBlob), bytes_(bytes) {}                             // NOLINT
  Value(const Bytes& bytes) : Value(ByteView{bytes}) {}                                    // NOLINT
  template <std::size_t N>
  Value(const ByteArray<N>& bytes) : Value(ByteView{bytes}) {}  // NOLINT

 private:
  friend class Connection;
  Kind kind_;
  std::int64_t integer_ = 0;
  double real_ = 0;
  ByteView bytes_;
};

class Connection;

/// The answer of a query, read row by row. Gives its statement back to the connection when it dies, so it must not
/// outlive the connection.
class Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows();

  /// Moves to the next row; false when there is none.
  Result<bool> next();
  // Columns of the current row, from 0. Borrowed bytes and text live until next() or the end of this object.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] ByteView blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Connection;
  Rows(Connection* owner, std::string_view sql, sqlite3_stmt* statement);
  Connection* owner_;
  std::string_view sql_;
  sqlite3_stmt* statement_;
};

struct OpenOptions {
  /// Fault injection and hard limit: pages the file may have; 0 = no limit.
  std::int64_t max_pages = 0;
  std::int64_t page_bytes = 8192;  ///< of a new file; a power of two
  std::int64_t cache_kib = 2048;
  int busy_timeout_ms = 5000;
  bool query_only = false;  ///< refuses every write
};

class Connection {
 public:
  /// Opens or creates the file (mode 0600). The folder must exist.
  /// @error kStorage when it cannot be opened or is no database
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, const OpenOptions& options = {});
  /// The in-memory twin for tests.
  static Result<std::unique_ptr<Connection>> open_in_memory(const OpenOptions& options = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs several statements without values: schemas and pragmas.
  Result<void> run_script(const std::string& sql);

  /// Runs one statement with values for its `?` and returns the number of rows it changed.
  /// @param sql  must live as long as the connection (a literal): prepared statements are kept under it
  template <class... Values>
  Result<std::int64_t> execute(std::string_view sql, const Values&... values) {
    const std::array<Value, sizeof...(Values)> list{Value{values}...};
    return execute_list(sql, list);
  }
  /// Starts a query; @param sql as above. The values are copied: they may die before the rows are read.
  template <class... Values>
  Result<Rows> query(std::string_view sql, const Values&... values) {
    const std::array<Value, sizeof...(Values)> list{Value{values}...};
    return query_list(sql, list);
  }
  Result<std::int64_t> execute_list(std::string_view sql, std::span<const Value> values);
  Result<Rows> query_list(std::string_view sql, std::span<const Value> values);
  /// The first column of the first row as a number. @error kNotFound when there is no row
  template <class... Values>
  Result<std::int64_t> number(std::string_view sql, const Values&... values) {
    LET(Rows rows, query(sql, values...));
    return first_number(rows);
  }

  /// The id of the last row that execute() inserted.
  [[nodiscard]] std::int64_t last_row_id() const;
  /// Whether BEGIN has been run and SQLite has not rolled back on its own.
  [[nodiscard]] bool in_transaction() const;
  /// Looks at every page: that the whole file is in order (but not that each index fits its table). Reads all of it.
  /// @error kStorage when it is damaged
  Result<void> check_whole();
  /// That the file and its log still lie where they were opened: what is written into a file that was deleted, moved or
  /// replaced is durable and lost. Two calls to the system. @error kStorage
  Result<void> check_in_place();
  /// Copies the write-ahead log into the file and truncates it, so that deleted content is in neither.
  /// @error kUnavailable when a reader is in the way
  Result<void> scrub_log();

 private:
  friend class Rows;
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  static Result<std::unique_ptr<Connection>> open_handle(const char* name, const OpenOptions& options);
  static Result<std::int64_t> first_number(Rows& rows);
  Result<void> configure(const OpenOptions& options);
  Result<sqlite3_stmt*> take_statement(std::string_view sql);
  enum class Binding { kBorrowed, kCopied };
  Result<Rows> bind(std::string_view sql, std::span<const Value> values, Binding keeping);
  void give_back(std::string_view sql, sqlite3_stmt* statement);
  [[nodiscard]] std::unexpected<Error> failure(std::string_view where, int code) const;

  /// Which file lies at a path; nullopt: none.
  using FileId = std::optional<std::pair<std::uint64_t, std::uint64_t>>;
  static FileId file_at(const std::filesystem::path& path);

  sqlite3* handle_;
  std::filesystem::path path_ = {};  ///< empty: in memory
  FileId file_ = {};
  FileId log_ = {};  ///< once it was seen
  std::unordered_map<std::string_view, std::vector<sqlite3_stmt*>> idle_;
};

/// Whether an error says that what the file holds is damaged, not that it cannot be reached.
[[nodiscard]] bool is_damage(const Error& error);
/// That error, for whoever finds by other means that a row is not what was put.
std::unexpected<Error> damage();

/// BEGIN IMMEDIATE … COMMIT; rolls back when it dies without commit().
class Transaction {
 public:
  static Result<Transaction> begin(Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// Durable, in the file that was opened, when it returns without an error; rolled back otherwise, but for kStorage
  /// from check_in_place(): then it is in a file that has no name any more.
  Result<void> commit();

 private:
  explicit Transaction(Connection* connection) : connection_(connection) {}
  Connection* connection_;
};

}  // namespace waymark::store
