#include "store/migrations.h"

#include "base/check.h"

namespace waymark::store {
namespace {

Result<void> run_step(Connection& connection, const Schema& schema, std::size_t version) {
  LET(Transaction transaction, Transaction::begin(connection));
  TRY(connection.run_script(std::string{schema.steps[version - 1]}));
  TRY(connection.run_script("PRAGMA application_id=" + std::to_string(schema.application_id) +
                            "; PRAGMA user_version=" + std::to_string(version)));
  return transaction.commit();
}

}  // namespace

Result<std::int64_t> version_of(Connection& connection, const Schema& schema) {
  CHECK(schema.application_id != 0);
  LET(const std::int64_t version, connection.number("PRAGMA user_version"));
  LET(const std::int64_t application, connection.number("PRAGMA application_id"));
  LET(const std::int64_t objects, connection.number("SELECT count(*) FROM sqlite_schema"));
  const bool empty = version == 0 && application == 0 && objects == 0;
  if (!empty && application != schema.application_id) {
    return fail(Code::kUnsupported, "store/migrations", "the file belongs to another program");
  }
  return version;
}

Result<void> migrate(Connection& connection, const Schema& schema) {
  LET(const std::int64_t version, version_of(connection, schema));
  const auto newest = static_cast<std::int64_t>(schema.steps.size());
  if (version > newest) {
    return fail(Code::kUnsupported, "store/migrations",
                "schema " + std::to_string(version) + " is newer than this program's " + std::to_string(newest));
  }
  for (std::int64_t next = version + 1; next <= newest; ++next) {
    TRY(run_step(connection, schema, static_cast<std::size_t>(next)));
  }
  return {};
}

}  // namespace waymark::store
