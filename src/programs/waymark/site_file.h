// The organisation's site.json as commands change it: one member, nothing else in it touched.
// @source docs/spec/site.md
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "programs/waymark/office_folder.h"

namespace waymark::program {

/// Sets `member` of the file, which must be a JSON object of at most 64 KiB. Written beside and moved over.
OrStop<void> put_into_site(const std::filesystem::path& path, const std::string& member,
                           const nlohmann::ordered_json& value);

}  // namespace waymark::program
