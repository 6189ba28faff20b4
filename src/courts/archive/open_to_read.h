// Opens an archive for those who only read it: also on a disk, a share or in a folder where nothing can be written.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "store/connection.h"

namespace waymark::courts {

/// The archive file in a mode that refuses every write.
/// @error kNotFound if there is no such file; kStorage with what to do
Result<std::unique_ptr<store::Connection>> open_to_read(const std::filesystem::path& file,
                                                        std::int64_t cache_kib = 2048);

/// Whether somebody took a table away or put a trigger or a view in. @error kMalformed, with a sentence
Result<void> check_tables(store::Connection& db, std::int64_t version);

}  // namespace waymark::courts
