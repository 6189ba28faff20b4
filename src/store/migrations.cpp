#include "store/migrations.h"

#include <set>
#include <string>

#include "base/check.h"

namespace waymark::store {
namespace {

/// Names of all tables, indexes and columns that a connection has.
Result<std::set<std::string>> names_in(Connection& connection) {
  LET(Rows rows, connection.query("SELECT name, '' FROM sqlite_schema UNION ALL SELECT t.name, '.' || c.name FROM "
                                  "sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"));
  std::set<std::string> names;
  for (;;) {
    LET(const bool more, rows.next());
    if (!more) return names;
    names.insert(std::string{rows.text(0)} + std::string{rows.text(1)});
  }
}

Result<std::set<std::string>> names_of(const Schema& schema, std::size_t version) {
  LET(const auto twin, Connection::open_in_memory());
  for (const std::string_view step : schema.steps.first(version)) TRY(twin->run_script(std::string{step}));
  return names_in(*twin);
}

/// A version is a number that anybody can set, and a person may have run half of a step: a program that lacks a table
/// would start all the same, and fail at the first writer.
Result<void> is_of_its_version(Connection& connection, const Schema& schema, std::size_t version) {
  const auto no = [](const std::string& why) { return fail(Code::kMalformed, "store/migrations", why); };
  LET(const std::set<std::string> there, names_in(connection));
  if (version == 0 && there.empty()) return {};  // a new file
  LET(const std::set<std::string> wanted, names_of(schema, version));
  for (const std::string& name : wanted)
    if (!there.contains(name)) return no(name + " is missing");
  LET(const std::set<std::string> newest, names_of(schema, schema.steps.size()));
  for (const std::string& name : newest)
    if (!wanted.contains(name) && there.contains(name)) return no(name + " is of a later version");
  return {};
}

/// Two programs may open a new file at once: what the other one did meanwhile is not done again.
Result<void> run_step(Connection& connection, const Schema& schema, std::size_t version) {
  LET(Transaction transaction, Transaction::begin(connection));
  LET(const std::int64_t now, connection.number("PRAGMA user_version"));
  if (now >= static_cast<std::int64_t>(version)) return {};
  TRY(is_of_its_version(connection, schema, static_cast<std::size_t>(now)));
  TRY(connection.run_script(std::string{schema.steps[version - 1]}));
  TRY(connection.run_script("PRAGMA application_id=" + std::to_string(schema.application_id) +
                            "; PRAGMA user_version=" + std::to_string(version)));
  return transaction.commit();
}

/// What the schemas of this program never have: it would act or answer in the place of a table.
Result<void> holds_tables_alone(Connection& connection) {
  LET(Rows rows, connection.query("SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"));
  LET(const bool any, rows.next());
  if (!any) return {};
  return fail(Code::kMalformed, "store/migrations",
              "the " + std::string{rows.text(0)} + " " + std::string{rows.text(1)} + " was added by another program");
}

}  // namespace

Result<void> has_its_tables(Connection& connection, const Schema& schema, std::size_t version) {
  TRY(holds_tables_alone(connection));
  return is_of_its_version(connection, schema, version);
}

Result<std::int64_t> version_of(Connection& connection, const Schema& schema) {
  CHECK(schema.application_id != 0);
  // In one statement: another program may be making the file at this moment.
  LET(Rows rows, connection.query("SELECT v.user_version, a.application_id, (SELECT count(*) FROM sqlite_schema) FROM "
                                  "pragma_user_version AS v, pragma_application_id AS a"));
  LET(const bool any, rows.next());
  CHECK(any);
  const std::int64_t version = rows.integer(0), application = rows.integer(1), objects = rows.integer(2);
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
  if (version == newest) return is_of_its_version(connection, schema, static_cast<std::size_t>(version));
  for (std::int64_t next = version + 1; next <= newest; ++next) {
    TRY(run_step(connection, schema, static_cast<std::size_t>(next)));
  }
  return {};
}

}  // namespace waymark::store
