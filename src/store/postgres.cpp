#include "store/postgres.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "base/check.h"
#include "base/secret.h"

namespace waymark::store {
namespace {

constexpr std::string_view kWhere = "store/postgres";
/// Longer than a switch of leaders that somebody waits for; a server that is silent for so long is as good as gone.
constexpr int kPatienceMs = 20'000;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kByteaArray = 1'001;
constexpr Oid kInt8Array = 1'016;
constexpr std::size_t kPasswordBytesMax = 1'024;

// Every statement of ours has an index; a plan that was made while a table was empty must not read a full one.
constexpr const char* kSession =
    "SET synchronous_commit = on; SET default_transaction_isolation = 'read committed'; SET jit = off;"
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET max_parallel_workers_per_gather = 0; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = "
    "'30s';"
    "SET search_path = waymark_relay, pg_catalog; SET client_min_messages = warning";

bool is_this_machine(std::string_view host) {
  return host.empty() || host.starts_with('/') || host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

std::string setting_of(const std::vector<std::pair<std::string, std::string>>& settings, std::string_view name) {
  const auto found = std::ranges::find(settings, name, &std::pair<std::string, std::string>::first);
  return found == settings.end() ? std::string{} : found->second;
}

/// With a NUL behind it, as libpq wants it. @error kDenied: cannot be read, too long, or others may read it
Result<SecretBytes> read_password(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return fail(Code::kDenied, kWhere, "no password file");
  if ((status.st_mode & 077U) != 0) return fail(Code::kDenied, kWhere, "the password file is open to others");
  SecretBytes bytes{kPasswordBytesMax + 1};
  std::ifstream in{file, std::ios::binary};
  in.rdbuf()->pubsetbuf(nullptr, 0);  // no second copy in a buffer that nobody wipes
  in.read(reinterpret_cast<char*>(bytes.writable().data()), kPasswordBytesMax);
  auto size = static_cast<std::size_t>(in.gcount());
  while (size > 0 && (bytes.view()[size - 1] == '\n' || bytes.view()[size - 1] == '\r')) --size;
  if (size == 0) return fail(Code::kDenied, kWhere, "an empty password file");
  bytes.writable()[size] = 0;
  return bytes;
}

Code code_of_state(std::string_view state) {
  constexpr std::array<std::string_view, 11> kAgain{"40001", "40P01", "55P03", "57014", "57P01", "57P02",
                                                    "57P03", "25006", "53300", "25P03", "23514"};
  if (state == "53100") return Code::kFull;
  if (state == "23505") return Code::kConflict;
  if (state == "28P01" || state == "28000" || state == "42501") return Code::kDenied;
  if (state == "3D000") return Code::kNotFound;
  if (state.starts_with("08") || std::ranges::find(kAgain, state) != kAgain.end()) return Code::kUnavailable;
  return Code::kStorage;
}

void put_header(ByteWriter& to, Oid type, std::size_t size) {
  to.u32(1).u32(0).u32(type).u32(static_cast<std::uint32_t>(size)).u32(1);
}

}  // namespace

Result<PgAddress> PgAddress::parse(const std::string& url) {
  if (!url.starts_with("postgresql://")) return fail(Code::kMalformed, kWhere);
  PQconninfoOption* const options = PQconninfoParse(url.c_str(), nullptr);
  if (options == nullptr) return fail(Code::kMalformed, kWhere);
  PgAddress address;
  bool has_password = false;
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view name = option->keyword;
    if (name == "password" || name == "passfile")
      has_password = true;
    else
      address.settings_.emplace_back(name, option->val);
  }
  PQconninfoFree(options);
  if (has_password) return fail(Code::kDenied, kWhere, "a password in the address");
  const std::string hosts = setting_of(address.settings_, "host");
  const bool away = !std::ranges::all_of(split(hosts), is_this_machine);
  if (away && setting_of(address.settings_, "sslmode").empty())
    address.settings_.emplace_back("sslmode", "verify-full");
  constexpr std::array<std::pair<const char*, const char*>, 9> kAlways{{{"target_session_attrs", "read-write"},
                                                                        {"connect_timeout", "4"},
                                                                        {"application_name", "waymark-relay"},
                                                                        {"gssencmode", "disable"},
                                                                        {"client_encoding", "UTF8"},
                                                                        {"tcp_user_timeout", "10000"},
                                                                        {"keepalives_idle", "5"},
                                                                        {"keepalives_interval", "2"},
                                                                        {"keepalives_count", "3"}}};
  for (const auto& [name, value] : kAlways) {
    std::erase_if(address.settings_, [&](const auto& setting) { return setting.first == name; });
    address.settings_.emplace_back(name, value);
  }
  return address;
}

std::string PgAddress::hosts() const {
  const std::string hosts = setting_of(settings_, "host");
  const std::string ports = setting_of(settings_, "port");
  const auto host_list = split(hosts);
  const auto port_list = split(ports);
  std::string text;
  for (std::size_t i = 0; i < host_list.size(); ++i) {
    const std::string_view port = port_list.size() == host_list.size() ? port_list[i] : port_list.front();
    text += std::string{text.empty() ? "" : ", "} + std::string{host_list[i].empty() ? "this machine" : host_list[i]};
    if (!port.empty()) text += ":" + std::string{port};
  }
  return text;
}

PgRows::~PgRows() { PQclear(result_); }

std::size_t PgRows::size() const { return static_cast<std::size_t>(PQntuples(result_)); }

std::int64_t PgRows::integer(std::size_t row, int column) const {
  ByteReader reader{blob(row, column)};
  CHECK(reader.remaining() == 8);
  return static_cast<std::int64_t>(*reader.u64());
}

ByteView PgRows::blob(std::size_t row, int column) const {
  const int at = static_cast<int>(row);
  CHECK(at < PQntuples(result_) && column < PQnfields(result_));
  return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_, at, column)),
          static_cast<std::size_t>(PQgetlength(result_, at, column))};
}

std::int64_t PgRows::changed() const {
  const std::string_view text = PQcmdTuples(result_);
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

PgCall& PgCall::number(std::int64_t value) {
  parameters_.push_back({ByteWriter{8}.u64(static_cast<std::uint64_t>(value)).finish(), {}, kInt8});
  return *this;
}

PgCall& PgCall::bytes(ByteView value) {
  parameters_.push_back({{}, value, kBytea});
  return *this;
}

PgCall& PgCall::list(std::span<const ByteView> values) {
  ByteWriter writer;
  put_header(writer, kBytea, values.size());
  for (const ByteView value : values) writer.u32(static_cast<std::uint32_t>(value.size())).put(value);
  parameters_.push_back({writer.finish(), {}, kByteaArray});
  return *this;
}

PgCall& PgCall::list(std::span<const std::int64_t> values) {
  ByteWriter writer;
  put_header(writer, kInt8, values.size());
  for (const std::int64_t value : values) writer.u32(8).u64(static_cast<std::uint64_t>(value));
  parameters_.push_back({writer.finish(), {}, kInt8Array});
  return *this;
}

Result<std::unique_ptr<PgConnection>> PgConnection::open(const PgAddress& address) {
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : address.settings_) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  std::optional<SecretBytes> password;
  if (!address.password_file_.empty()) {
    LET(password, read_password(address.password_file_));
    names.push_back("password");
    values.push_back(reinterpret_cast<const char*>(password->view().data()));
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<PgConnection> connection{new PgConnection{PQconnectdbParams(names.data(), values.data(), 0)}};
  pg_conn* const handle = connection->handle_;
  if (PQstatus(handle) != CONNECTION_OK) {
    // libpq says why only in words, which may hold names: of all it says, these two refusals are told apart.
    const std::string_view said = PQerrorMessage(handle);
    if (said.find("authentication failed") != std::string_view::npos || PQconnectionNeedsPassword(handle) == 1 ||
        said.find("no pg_hba.conf entry") != std::string_view::npos || said.find("role \"") != std::string_view::npos)
      return fail(Code::kDenied, kWhere, "refused");
    if (said.find("database \"") != std::string_view::npos) return fail(Code::kNotFound, kWhere, "no such database");
    return fail(Code::kUnavailable, kWhere, "no server that takes writes");
  }
  PQsetNoticeReceiver(handle, take_notice, connection.get());
  if (PQsetnonblocking(handle, 1) != 0) return fail(Code::kUnavailable, kWhere);
  TRY(connection->run_script(kSession));
  return connection;
}

PgConnection::~PgConnection() { PQfinish(handle_); }

int PgConnection::server_version() const { return PQserverVersion(handle_); }

void PgConnection::take_notice(void* self, const pg_result* notice) {
  const char* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::string_view{severity} == "WARNING") static_cast<PgConnection*>(self)->warned_ = true;
}

std::unexpected<Error> PgConnection::lose(std::string detail) {
  lost_ = true;
  return fail(Code::kUnavailable, kWhere, std::move(detail));
}

std::unexpected<Error> PgConnection::failure(const pg_result* result) const {
  const char* const field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = field == nullptr ? "none" : field;
  return fail(field == nullptr ? Code::kUnavailable : code_of_state(state), kWhere, "state " + state);
}

Result<void> PgConnection::wait_for_server(bool to_write) {
  pollfd waited{.fd = PQsocket(handle_), .events = static_cast<short>(POLLIN | (to_write ? POLLOUT : 0)), .revents = 0};
  if (waited.fd < 0) return lose("connection lost");
  int ready = 0;
  do ready = ::poll(&waited, 1, kPatienceMs);
  while (ready < 0 && errno == EINTR);
  if (ready == 0) return lose("no answer");
  if ((waited.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(handle_) != 1) return lose("lost");
  return {};
}

Result<void> PgConnection::flush() {
  while (true) {
    const int left = PQflush(handle_);
    if (left < 0) return lose("connection lost");
    if (left == 0) return {};
    TRY(wait_for_server(true));
  }
}

Result<pg_result*> PgConnection::next_result() {
  while (PQisBusy(handle_) == 1) TRY(wait_for_server(false));
  return PQgetResult(handle_);
}

Result<void> PgConnection::send(const PgCall& call) {
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  const std::vector<int> formats(call.parameters_.size(), 1);
  for (const PgCall::Parameter& parameter : call.parameters_) {
    const ByteView view = parameter.view();
    types.push_back(parameter.type);
    values.push_back(view.empty() ? "" : reinterpret_cast<const char*>(view.data()));
    lengths.push_back(static_cast<int>(view.size()));
  }
  const int count = static_cast<int>(values.size());
  const PgStatement& statement = *call.statement_;
  const int sent = statement.name == nullptr ? PQsendQueryParams(handle_, statement.sql, count, types.data(),
                                                                 values.data(), lengths.data(), formats.data(), 1)
                                             : PQsendQueryPrepared(handle_, statement.name, count, values.data(),
                                                                   lengths.data(), formats.data(), 1);
  if (sent != 1) return lose("connection lost");
  return {};
}

Result<void> PgConnection::prepare_missing(std::span<const PgCall> calls) {
  std::vector<const PgCall*> missing;
  for (const PgCall& call : calls) {
    const char* const name = call.statement_->name;
    if (name != nullptr && prepared_.insert(name).second) missing.push_back(&call);
  }
  if (missing.empty()) return {};
  for (const PgCall* call : missing) {
    std::vector<Oid> types;
    for (const PgCall::Parameter& parameter : call->parameters_) types.push_back(parameter.type);
    if (PQsendPrepare(handle_, call->statement_->name, call->statement_->sql, static_cast<int>(types.size()),
                      types.data()) != 1)
      return lose("connection lost");
  }
  if (PQpipelineSync(handle_) != 1) return lose("connection lost");
  const auto prepared = read_answers(missing.size());
  if (prepared) return {};
  for (const PgCall* call : missing) prepared_.erase(call->statement_->name);
  return std::unexpected<Error>(prepared.error());
}

// One answer and a null for each call, then that of the sync.
Result<std::vector<PgRows>> PgConnection::read_answers(std::size_t count) {
  TRY(flush());
  std::vector<PgRows> answers;
  std::optional<Error> first_error;
  while (true) {
    LET(pg_result* const result, next_result());
    if (result == nullptr) {
      if (PQstatus(handle_) != CONNECTION_OK) return lose("connection lost");
      continue;
    }
    PgRows rows{result};
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
      answers.push_back(std::move(rows));
    else if (!first_error && status != PGRES_PIPELINE_ABORTED)
      first_error = failure(result).error();
    if (PQstatus(handle_) != CONNECTION_OK) return lose("connection lost");
  }
  if (first_error) return std::unexpected<Error>(*first_error);
  if (answers.size() != count) return lose("too few answers");
  return answers;
}

Result<std::vector<PgRows>> PgConnection::run(std::span<const PgCall> calls) {
  if (lost_) return fail(Code::kUnavailable, kWhere, "connection lost");
  warned_ = false;
  if (PQenterPipelineMode(handle_) != 1) return lose("pipeline");
  auto answers = [&]() -> Result<std::vector<PgRows>> {
    TRY(prepare_missing(calls));
    for (const PgCall& call : calls) TRY(send(call));
    if (PQpipelineSync(handle_) != 1) return lose("connection lost");
    return read_answers(calls.size());
  }();
  if (!lost_ && PQexitPipelineMode(handle_) != 1) lost_ = true;
  if (answers && warned_) answers = fail(Code::kUnavailable, kWhere, "a warning");
  if (!answers) roll_back();
  return answers;
}

Result<PgRows> PgConnection::run(const PgCall& call) {
  LET(auto answers, run(std::span{&call, 1}));
  return std::move(answers.front());
}

Result<void> PgConnection::run_script(const std::string& sql) {
  if (lost_) return fail(Code::kUnavailable, kWhere, "connection lost");
  warned_ = false;
  if (PQsendQuery(handle_, sql.c_str()) != 1) return lose("connection lost");
  TRY(flush());
  std::optional<Error> first_error;
  while (true) {
    LET(pg_result* const result, next_result());
    if (result == nullptr) break;
    const PgRows rows{result};
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !first_error) first_error = failure(result).error();
  }
  if (PQstatus(handle_) != CONNECTION_OK) return lose("connection lost");
  if (!first_error && warned_) first_error = Error{Code::kUnavailable, kWhere, "a warning"};
  if (!first_error) return {};
  roll_back();
  return std::unexpected<Error>(*first_error);
}

void PgConnection::roll_back() {
  if (lost_ || PQtransactionStatus(handle_) == PQTRANS_IDLE) return;
  if (PQsendQuery(handle_, "ROLLBACK") != 1 || !flush()) {
    lost_ = true;
    return;
  }
  while (true) {
    const auto result = next_result();
    if (!result) return;
    if (*result == nullptr) break;
    PQclear(*result);
  }
  if (PQtransactionStatus(handle_) != PQTRANS_IDLE) lost_ = true;
}

}  // namespace waymark::store
