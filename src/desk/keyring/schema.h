// The desk's database: its schema and how it is opened. @source docs/spec/desk-store.md "Tables"
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "store/connection.h"
#include "store/migrations.h"

namespace waymark::desk {

/// 'WMDK' and the steps of every version so far.
const store::Schema& desk_schema();

/// Opens or creates the database and brings it to the newest version.
/// @error as store::Connection::open and store::migrate
Result<std::unique_ptr<store::Connection>> open_desk_store(const std::filesystem::path& file);

}  // namespace waymark::desk
