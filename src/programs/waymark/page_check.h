// What `waymark doctor --pages` asks: each file of the published pages, as a visitor gets it, compared byte for byte
// with the list that came with the program (or that the organisation has published of its own pages).
//
// It finds what is served to everybody. What is served to one visitor only, no check from elsewhere finds.
// @source docs/operate/pages.md
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "crypto/verify/hash.h"
#include "http/line_probe.h"
#include "programs/waymark/terminal.h"

namespace waymark::program {

/// Path → SHA-256 in hexadecimal digits. "x.gz" is what is sent of "x" to browsers.
using PageHashes = std::map<std::string, std::string>;

/// A list as sha256sum writes it. Refuses a list that is empty, malformed, or names a path with "..".
OrStop<PageHashes> read_page_hashes(const std::filesystem::path& file);

struct PageFinding {
  std::string what;     ///< address and path
  std::string problem;  ///< a sentence's end, by say(); empty: as published
};

/// Asks one address for every file of the list. Blocks for some seconds, over Tor for a minute.
std::vector<PageFinding> look_at_pages(const std::string& address, const PageHashes& hashes,
                                       const http::ProbeOptions& options);

}  // namespace waymark::program
