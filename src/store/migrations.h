// Migrations: every database says what it is (application_id) and which version its schema has (user_version).
//
// A schema is the list of its steps; step N brings version N-1 to version N. Steps that have been released are never
// edited. A file of another program or of a newer version is refused, not guessed at.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "store/connection.h"

namespace waymark::store {

struct Schema {
  std::int32_t application_id;              ///< four letters, e.g. 'WMRL'; never 0
  std::span<const std::string_view> steps;  ///< SQL; the version is their number
};

/// The version of an open database: 0 for an empty one.
/// @error kUnsupported when the file belongs to another program
Result<std::int64_t> version_of(Connection& connection, const Schema& schema);

/// Whether the database has all tables and columns of that version of the schema, none of a later one, and neither
/// triggers nor views, which would change what is written or read. Names the first that is wrong.
/// @error kMalformed
Result<void> has_its_tables(Connection& connection, const Schema& schema, std::size_t version);

/// Brings the database to the newest version, each step in its own transaction.
/// @error kUnsupported: another program's file, a schema newer than ours; kMalformed: not of the version that it says
Result<void> migrate(Connection& connection, const Schema& schema);

}  // namespace waymark::store
