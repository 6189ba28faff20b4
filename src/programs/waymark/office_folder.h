// OfficeFolder: a desk's folder on disk: its configuration, the key that works unattended, and opening the office in
// it.
// @source docs/spec/desk-store.md "Files"
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/sign.h"
#include "crypto/verify/relay_key.h"
#include "desk/office/office.h"
#include "programs/waymark/terminal.h"

namespace waymark::program {

/// One relay of the office, as desk.toml names it.
struct RelaySetting {
  std::string desk_url;
  std::string name = "relay";  ///< as in the relay's configuration
  /// A line that nobody else reads carries plain HTTP to a relay on another machine: WireGuard, ssh, a cable.
  bool private_line = false;
  std::string proxy = {};  ///< "socks5h://…" or empty
  /// What it signs with, as its operator has brought it: base64, or empty.
  std::string key = {};
};

struct DeskConfig {
  std::string name;  ///< of the organisation
  std::string relay_desk_url;
  std::string relay_name = "relay";
  bool relay_private_line = false;
  std::string relay_proxy;
  std::string relay_key;
  std::vector<RelaySetting> more_relays = {};  ///< from, published and pushed to as the first one
  unsigned poll_s = 2;
  std::string listen = "127.0.0.1:8090";
  std::vector<std::string> hosts;  ///< names under which browsers reach the desk; empty: those of `listen`
  bool behind_proxy = false;       ///< a proxy with TLS or an onion service stands in front
  std::string web_root;            ///< folder of the staff application; empty: the one installed with the program
  std::uint64_t inbound_max = desk::kInboundMax;  ///< envelopes that may wait here unopened
  bool calendar_file = false;                     ///< the docket may be taken out as a file for a calendar
  std::string pack;               ///< folder of the question pack; empty: the one installed with the program
  std::filesystem::path reports;  ///< folder of the office's own templates of reports; need not be there
  std::filesystem::path series;   ///< of series of others that are there for everybody; need not be there
};

/// The relay's key; nothing when desk.toml has none. load_config has refused what is no key.
std::optional<crypto::VerifyKeyBytes> key_of(const RelaySetting& relay);
/// All of them, the main one first.
std::vector<RelaySetting> relays_of(const DeskConfig& config);

/// What works without anybody being signed in.
struct UnattendedKeys {
  crypto::TransportSigningKey transport;
  desk::Pepper pepper;
};

struct OfficeFolder {
  std::filesystem::path path;

  [[nodiscard]] std::filesystem::path config_file() const { return path / "desk.toml"; }
  [[nodiscard]] std::filesystem::path database() const { return path / "desk.sqlite"; }
  [[nodiscard]] std::filesystem::path unattended_file() const { return path / "unattended.key"; }
  [[nodiscard]] std::filesystem::path kept_packs() const { return path / "pack.kept"; }
  [[nodiscard]] std::filesystem::path relay_config() const { return path / "relay.toml"; }
};

OrStop<DeskConfig> load_config(const OfficeFolder& folder);
std::string write_config(const DeskConfig& config);

OrStop<UnattendedKeys> load_unattended_keys(const OfficeFolder& folder);
SecretBytes write_unattended_keys(const crypto::TransportSigningKey& transport, const desk::Pepper& pepper);

/// Root key files.
SecretBytes write_root_key(const crypto::RootSigningKey& key);
OrStop<crypto::RootSigningKey> load_root_key(const std::filesystem::path& file);

/// The database alone, for commands that need no session.
OrStop<std::unique_ptr<store::Connection>> open_database(const OfficeFolder& folder);
/// An office with its configuration, for commands that sign in.
struct OpenedOffice {
  DeskConfig config;
  std::unique_ptr<desk::Office> office;
};
OrStop<OpenedOffice> open_office(const OfficeFolder& folder, const Clock& clock, crypto::Random& random);
/// The same where configuration and keys were read already.
OrStop<std::unique_ptr<desk::Office>> open_office(const OfficeFolder& folder, const DeskConfig& config,
                                                  const desk::Pepper& pepper, const Clock& clock,
                                                  crypto::Random& random);

}  // namespace waymark::program
