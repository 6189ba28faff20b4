// Config: what an operator sets, from a TOML file and the environment. An example: packaging/relay/waymark-relay.toml.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/verify/instance_id.h"
#include "crypto/verify/relay_key.h"
#include "crypto/verify/verify.h"
#include "http/server.h"
#include "relay/limits.h"
#include "relay/second_setting.h"
#include "store/postgres.h"

namespace waymark::relay {

/// A PostgreSQL cluster as the store.
struct PostgresSetting {
  store::PgAddress address;
  bool standby = true;  ///< refuse a server that waits for no standby
};

struct Config {
  std::filesystem::path data;                    ///< folder of the SQLite file
  std::optional<PostgresSetting> postgres = {};  ///< instead of `data`
  std::filesystem::path pages;                   ///< empty: serve none
  crypto::InstanceId instance;
  std::string name = "relay";  ///< as the desk calls this relay; each relay of an office has its own
  crypto::TransportVerifyKey transport_key;
  http::Endpoint public_listen;
  http::Endpoint desk_listen;
  std::optional<http::Endpoint> operator_listen = {};  ///< on loopback; none: nothing is told
  Quotas quotas;
  std::vector<crypto::RelayVerifyKey> copies_from = {};  ///< relays whose copies are taken in while work is asked
  std::optional<SecondSetting> second = {};              ///< none: what is stored is kept in one place
};

/// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// Reads and checks a configuration. Unknown keys are refused: a misspelled quota must not be ignored.
/// @return the configuration, or one sentence for the operator that says what is wrong
std::expected<Config, std::string> load_config(const std::filesystem::path& file, const Environment& environment);

}  // namespace waymark::relay
