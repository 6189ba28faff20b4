// PgConnection: PostgreSQL behind RAII and Result. Prepared statements, sent in pipelines; every value is binary.
//
// Every session is the same: on a server that takes writes, synchronous_commit=on, no parallel or compiled plans, a
// limit on every wait. A pipeline that ends in a warning has failed: that is how PostgreSQL says that a commit stands
// on this server alone because its wait for the standby was cancelled. One connection belongs to one thread at a time.
// Nothing here throws, and no text of the server's goes into an error: only its five-letter code.
//
// Errors, everywhere: kFull for a full disk, kConflict for a broken constraint, kUnavailable for what another try may
// mend (lost connection, deadlock, lock not had, a warning), kStorage for the rest.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

struct pg_conn;
struct pg_result;

namespace waymark::store {

/// Where the database is, without its password.
class PgAddress {
 public:
  /// `postgresql://user@host1,host2:port/name?…`, all hosts of a cluster in it. Encryption that checks the server's
  /// name (sslmode=verify-full) is asked for unless every host is this machine or the address says otherwise.
  /// @error kMalformed; kDenied when a password stands in it: addresses are seen by more people than files
  static Result<PgAddress> parse(const std::string& url);
  /// Read anew at every connect, so that a password may be changed. Empty: none.
  void set_password_file(std::filesystem::path file) { password_file_ = std::move(file); }
  /// "db1:5432, db2:5432", for sentences.
  [[nodiscard]] std::string hosts() const;

 private:
  friend class PgConnection;
  std::vector<std::pair<std::string, std::string>> settings_;
  std::filesystem::path password_file_;
};

/// The answer of one statement. Numbers are int8, bytes bytea.
class PgRows {
 public:
  explicit PgRows(pg_result* result) : result_(result) {}
  PgRows(PgRows&& other) noexcept : result_(std::exchange(other.result_, nullptr)) {}
  PgRows& operator=(PgRows&& other) noexcept {
    std::swap(result_, other.result_);
    return *this;
  }
  PgRows(const PgRows&) = delete;
  ~PgRows();
  [[nodiscard]] std::size_t size() const;
  /// CHECKs that it is an int8.
  [[nodiscard]] std::int64_t integer(std::size_t row, int column) const;
  /// Borrowed until this dies.
  [[nodiscard]] ByteView blob(std::size_t row, int column) const;
  /// Rows that a statement without answer changed.
  [[nodiscard]] std::int64_t changed() const;

 private:
  pg_result* result_;
};

/// A statement that is prepared under its name when a connection first meets it. Both live as long as the program.
struct PgStatement {
  const char* name;  ///< null: sent as it is, not prepared
  const char* sql;
};

/// One statement with its values. Byte views are borrowed until the pipeline has run.
class PgCall {
 public:
  explicit PgCall(const PgStatement& statement) : statement_(&statement) {}
  PgCall& number(std::int64_t value);
  PgCall& bytes(ByteView value);
  /// `bytea[]`, `int8[]`
  PgCall& list(std::span<const ByteView> values);
  PgCall& list(std::span<const std::int64_t> values);

 private:
  friend class PgConnection;
  struct Parameter {
    Bytes owned;
    ByteView borrowed;
    std::uint32_t type;
    [[nodiscard]] ByteView view() const { return owned.empty() ? borrowed : ByteView{owned}; }
  };
  const PgStatement* statement_;
  std::vector<Parameter> parameters_;
};

class PgConnection {
 public:
  /// @error kUnavailable: no server that takes writes is reached; kDenied: it refuses this user or password, or the
  /// password file cannot be read or is open to others; kNotFound: it has no such database
  static Result<std::unique_ptr<PgConnection>> open(const PgAddress& address);
  ~PgConnection();
  PgConnection(const PgConnection&) = delete;
  PgConnection& operator=(const PgConnection&) = delete;

  /// Sends all, then reads all answers. Outside BEGIN … COMMIT they are one transaction of their own. After an error
  /// what was begun is rolled back; if even that fails the connection is lost.
  Result<std::vector<PgRows>> run(std::span<const PgCall> calls);
  Result<PgRows> run(const PgCall& call);
  /// Statements without values or answers, as one transaction: schemas.
  Result<void> run_script(const std::string& sql);
  /// Whether it still has a server; a lost one is opened anew.
  [[nodiscard]] bool is_lost() const { return lost_; }
  /// PostgreSQL's number, such as 150018.
  [[nodiscard]] int server_version() const;

 private:
  explicit PgConnection(pg_conn* handle) : handle_(handle) {}
  static void take_notice(void* self, const pg_result* notice);
  Result<void> prepare_missing(std::span<const PgCall> calls);
  Result<void> send(const PgCall& call);
  Result<std::vector<PgRows>> read_answers(std::size_t count);
  Result<pg_result*> next_result();
  Result<void> flush();
  Result<void> wait_for_server(bool to_write);
  void roll_back();
  [[nodiscard]] std::unexpected<Error> lose(std::string detail);
  [[nodiscard]] std::unexpected<Error> failure(const pg_result* result) const;

  pg_conn* handle_;
  std::set<std::string_view> prepared_;
  bool lost_ = false;
  bool warned_ = false;
};

inline constexpr PgStatement kPgBegin{nullptr, "BEGIN"};
inline constexpr PgStatement kPgCommit{nullptr, "COMMIT"};

}  // namespace waymark::store
