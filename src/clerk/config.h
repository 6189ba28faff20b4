// Config: what an operator sets, from a TOML file and the environment. An example: packaging/clerk/waymark-clerk.toml.
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "clerk/slow_lane.h"
#include "crypto/verify/instance_id.h"
#include "http/server.h"

namespace waymark::clerk {

struct Config {
  crypto::InstanceId instance;
  http::Endpoint listen;
  std::string relay;                 ///< "http://127.0.0.1:8080": its public listener
  std::string relay_proxy;           ///< "socks5h://127.0.0.1:9050", or nothing
  std::filesystem::path pack;        ///< folder of the question pack
  std::filesystem::path site;        ///< the organisation's site.json, or nothing
  std::array<std::string, 3> leave;  ///< ru, uk, en; takes the place of the site's; empty only with a site
  LaneLimits lanes;
  std::size_t per_hour = 600;  ///< letters put within an hour
};

/// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// Reads and checks a configuration. Unknown keys are refused.
/// @return the configuration, or one sentence for the operator that says what is wrong
std::expected<Config, std::string> load_config(const std::filesystem::path& file, const Environment& environment);

}  // namespace waymark::clerk
