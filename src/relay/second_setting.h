// SecondSetting: the relay to which this one hands on what it stores, as the configuration names it.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <string>

#include "crypto/verify/relay_key.h"
#include "http/endpoint.h"

namespace waymark::relay {

inline constexpr std::int64_t kBeatUsual_s = 10;
inline constexpr std::int64_t kBeatMost_s = 3'600;

struct SecondSetting {
  std::string url;  ///< of its public listener, as the roster has it; no slash at its end
  crypto::RelayVerifyKey key;
  std::string proxy = {};                   ///< "socks5h://…" or empty
  std::filesystem::path ca_file = {};       ///< empty: the system's certificates
  std::chrono::seconds beat{kBeatUsual_s};  ///< between rounds: what the desk fetches before one goes nowhere
};

/// The four texts of a configuration. @param own  where this relay's public listener is
/// @return one sentence for the operator when they do not do
std::expected<SecondSetting, std::string> read_second(std::string url, std::string_view key, std::string proxy,
                                                      std::string ca_file, const http::Endpoint& own);

}  // namespace waymark::relay
