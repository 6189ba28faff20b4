// What pages and clerk know of the organisation before they have asked anybody.
// @source docs/spec/freshness.md
#pragma once

#include <filesystem>

#include "programs/waymark/commands.h"

namespace waymark::program {

struct Pinned {
  std::string instance;  ///< base64
  std::uint64_t roster = 0, list = 0;
};

/// Writes the newest roster and the serial of the newest list into site.json, which must be there.
OrStop<Pinned> pin_site(const OfficeFolder& office, const std::filesystem::path& site, const World& world);

}  // namespace waymark::program
