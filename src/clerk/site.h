// Site: what the organisation chose for all its pages: neutral title, where Leave goes, further addresses, portable
// page.
//
// The same site.json that the pages with scripts are built from (web/intake/site.json); everything in it is optional.
// @source docs/spec/site.md
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/verify/instance_id.h"

namespace waymark::clerk {

inline constexpr std::size_t kSiteBytesMax = 65'536;
inline constexpr std::size_t kMirrorsMax = 32;
inline constexpr std::size_t kTitleBytesMax = 120;

struct PortableFile {
  std::string path;    ///< an address, or a path on the relay's site
  std::string sha256;  ///< 64 hexadecimal digits
};

/// What the organisation was on some day, as `waymark pages pin` wrote it: nothing older is believed.
struct SitePins {
  crypto::InstanceId instance;
  std::string roster;             ///< the newest roster of that day, signatures included
  std::uint32_t list_serial = 0;  ///< of the day-key list of that day
  std::uint32_t made_day = 0;
};

struct Site {
  std::array<std::string, 3> title = {};  ///< ru, uk, en; empty: the catalogue's
  std::array<std::string, 3> leave = {};  ///< ru, uk, en; empty: not said here
  std::vector<std::string> mirrors = {};
  std::optional<PortableFile> portable = {};
  std::optional<SitePins> pins = {};
};

/// @error kMalformed with the member in detail; kTooLarge
Result<Site> parse_site(std::string_view json);
/// @error kNotFound, and those of parse_site
Result<Site> read_site(const std::filesystem::path& file);

}  // namespace waymark::clerk
