// Why the office's database does not open, in a sentence.
#pragma once

#include <filesystem>

#include "programs/waymark/exit_code.h"

namespace waymark::program {

/// @param error  of desk::open_desk_store()
/// @param folder  the office's
Stop stop_for_database(const Error& error, const std::filesystem::path& folder);

}  // namespace waymark::program
