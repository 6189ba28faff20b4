#include "programs/waymark/office_folder.h"

// As everywhere else in the program: with and without exceptions the parser is not the same type under the same name.
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/encoding.h"
#include "desk/keyring/schema.h"
#include "http/endpoint.h"
#include "programs/waymark/database_stop.h"
#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

constexpr std::string_view kUnattendedTitle = "waymark unattended v1\n";
constexpr std::string_view kRootTitle = "waymark root key v1\n";
constexpr unsigned kPollMax_s = 3'600;
constexpr std::int64_t kInboundLeast = 100;
constexpr std::int64_t kInboundMost = 10'000'000;

SecretBytes titled(std::string_view title, ByteView key) {
  const std::string text = to_base64(key, Padding::kRequired);
  SecretBytes out(title.size() + text.size() + 1);
  auto end = std::copy(title.begin(), title.end(), out.writable().begin());
  end = std::copy(text.begin(), text.end(), end);
  *end = '\n';
  return out;
}

/// The bytes after the title line; nothing if it is another file.
std::optional<SecretBytes> untitled(std::string_view title, ByteView content, std::size_t size) {
  std::string_view text = text_of(content);
  if (!text.starts_with(title)) return std::nullopt;
  text.remove_prefix(title.size());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  auto bytes = from_base64(text, Padding::kRequired);
  if (!bytes.has_value() || bytes->size() != size) return std::nullopt;
  auto secret = SecretBytes::copy_of(*bytes);
  wipe(*bytes);
  return secret;
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') out += '\\';
    if (static_cast<unsigned char>(character) >= 0x20) out += character;
  }
  return out + "\"";
}

/// Unknown keys are refused: a misspelled setting must not be passed over.
std::optional<std::string> unknown_key(const toml::table& table, std::span<const std::string_view> known,
                                       std::string_view prefix) {
  for (const auto& [key, value] : table)
    if (std::ranges::find(known, key.str()) == known.end()) return std::string{prefix} + std::string{key.str()};
  return std::nullopt;
}

std::optional<std::string> first_unknown(const toml::table& table) {
  static constexpr std::array<std::string_view, 4> top{"name", "relay", "more_relays", "desk"};
  static constexpr std::array<std::string_view, 6> relay{"desk_url", "name", "private_line", "proxy", "key", "poll_s"};
  static constexpr std::array<std::string_view, 5> more{"desk_url", "name", "private_line", "proxy", "key"};
  static constexpr std::array<std::string_view, 7> desk{"listen", "hosts",        "behind_proxy", "web_root",
                                                        "pack",   "unopened_max", "calendar_file"};
  if (auto key = unknown_key(table, top, "")) return key;
  if (const auto* part = table["relay"].as_table())
    if (auto key = unknown_key(*part, relay, "relay.")) return key;
  if (const auto* all = table["more_relays"].as_array())
    for (const auto& one : *all)
      if (const auto* part = one.as_table())
        if (auto key = unknown_key(*part, more, "more_relays.")) return key;
  if (const auto* part = table["desk"].as_table())
    if (auto key = unknown_key(*part, desk, "desk.")) return key;
  return std::nullopt;
}

/// Whether anybody on the way could read the calls: mailbox ids, token hashes and how many envelopes there are.
bool crosses_a_network_openly(const RelaySetting& relay) {
  constexpr std::string_view kPlain = "http://";
  std::string_view url = relay.desk_url;
  if (!url.starts_with(kPlain) || relay.private_line) return false;
  url.remove_prefix(kPlain.size());
  std::string_view host = url.substr(0, url.find('/'));
  if (host.starts_with("[::1]")) return false;
  host = host.substr(0, host.rfind(':'));
  const bool loopback = host == "localhost" || http::Endpoint{std::string{host}, 0}.is_loopback();
  const bool onion = host.ends_with(".onion") && relay.proxy.starts_with("socks5h://");
  return !loopback && !onion;
}

/// Calls are signed for a relay's name, and what each has is kept under it.
std::optional<Stop> problem_of(const std::vector<RelaySetting>& relays) {
  std::set<std::string> names;
  std::set<std::string> addresses;
  for (const RelaySetting& relay : relays) {
    if (crosses_a_network_openly(relay)) return Stop{Exit::kUsage, say("folder.plain-http")};
    if (relays.size() > 1 && relay.desk_url.empty())
      return Stop{Exit::kUsage, say("folder.relay-address", {{"name", relay.name}})};
    if (!relay.key.empty() && !key_of(relay))
      return Stop{Exit::kUsage, say("folder.relay-key", {{"name", relay.name}})};
    if (!names.insert(relay.name).second) return Stop{Exit::kUsage, say("folder.relay-twice", {{"name", relay.name}})};
    if (!addresses.insert(relay.desk_url).second)
      return Stop{Exit::kUsage, say("folder.relay-address-twice", {{"url", relay.desk_url}})};
  }
  return std::nullopt;
}

RelaySetting relay_from(const toml::table& part) {
  return {.desk_url = part["desk_url"].value_or<std::string>(""),
          .name = part["name"].value_or<std::string>("relay"),
          .private_line = part["private_line"].value_or(false),
          .proxy = part["proxy"].value_or<std::string>(""),
          .key = part["key"].value_or<std::string>("")};
}

DeskConfig config_from(const toml::table& table) {
  DeskConfig config;
  config.name = table["name"].value_or<std::string>("");
  config.relay_desk_url = table["relay"]["desk_url"].value_or<std::string>("");
  config.relay_name = table["relay"]["name"].value_or<std::string>("relay");
  config.relay_private_line = table["relay"]["private_line"].value_or(false);
  config.relay_proxy = table["relay"]["proxy"].value_or<std::string>("");
  config.relay_key = table["relay"]["key"].value_or<std::string>("");
  if (const auto* all = table["more_relays"].as_array())
    for (const auto& one : *all)
      if (const auto* part = one.as_table()) config.more_relays.push_back(relay_from(*part));
  config.poll_s = static_cast<unsigned>(
      std::clamp<std::int64_t>(table["relay"]["poll_s"].value_or<std::int64_t>(2), 1, kPollMax_s));
  config.listen = table["desk"]["listen"].value_or<std::string>("127.0.0.1:8090");
  config.behind_proxy = table["desk"]["behind_proxy"].value_or(false);
  config.web_root = table["desk"]["web_root"].value_or<std::string>("");
  config.calendar_file = table["desk"]["calendar_file"].value_or(false);
  config.pack = table["desk"]["pack"].value_or<std::string>("");
  config.inbound_max = static_cast<std::uint64_t>(std::clamp<std::int64_t>(
      table["desk"]["unopened_max"].value_or<std::int64_t>(desk::kInboundMax), kInboundLeast, kInboundMost));
  if (const auto* hosts = table["desk"]["hosts"].as_array())
    for (const auto& host : *hosts) config.hosts.push_back(host.value_or<std::string>(""));
  return config;
}

}  // namespace

std::optional<crypto::VerifyKeyBytes> key_of(const RelaySetting& relay) {
  const auto bytes = array_from_base64<crypto::kVerifyKeyBytes>(relay.key, Padding::kRequired);
  if (!bytes.has_value() || !crypto::RelayVerifyKey::from_bytes(*bytes).has_value()) return std::nullopt;
  return *bytes;
}

std::vector<RelaySetting> relays_of(const DeskConfig& config) {
  std::vector<RelaySetting> relays{{.desk_url = config.relay_desk_url,
                                    .name = config.relay_name,
                                    .private_line = config.relay_private_line,
                                    .proxy = config.relay_proxy,
                                    .key = config.relay_key}};
  relays.insert(relays.end(), config.more_relays.begin(), config.more_relays.end());
  return relays;
}

OrStop<DeskConfig> load_config(const OfficeFolder& folder) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(folder.config_file(), error))
    return std::unexpected(Stop{Exit::kUsage, say("folder.no-config", {{"folder", folder.path.string()}})});
  const toml::parse_result parsed = toml::parse_file(folder.config_file().string());
  if (!parsed) {
    const toml::parse_error& problem = parsed.error();
    return std::unexpected(
        Stop{Exit::kUsage, say("folder.bad-config", {{"line", std::to_string(problem.source().begin.line)},
                                                     {"detail", std::string{problem.description()}}})});
  }
  const toml::table& table = parsed.table();
  if (const auto key = first_unknown(table))
    return std::unexpected(Stop{Exit::kUsage, say("folder.unknown-setting", {{"key", *key}})});
  if (table.contains("more_relays") && !table["more_relays"].is_array_of_tables())
    return std::unexpected(Stop{Exit::kUsage, say("folder.more-relays")});
  DeskConfig config = config_from(table);
  config.reports = folder.path / "reports";
  config.series = folder.path / "series";
  if (auto problem = problem_of(relays_of(config))) return std::unexpected(*std::move(problem));
  return config;
}

std::string write_config(const DeskConfig& config) {
  return "# This desk's configuration. No secrets are in here.\n"
         "name = " +
         toml_text(config.name) +
         "\n\n"
         "[relay]\n"
         "desk_url = " +
         toml_text(config.relay_desk_url) +
         "  # the relay's desk listener\n"
         "proxy = " +
         toml_text(config.relay_proxy) +
         "  # \"socks5h://127.0.0.1:9050\" goes through Tor\n"
         "poll_s = " +
         std::to_string(config.poll_s) +
         "\n\n"
         "[desk]\n"
         "listen = " +
         toml_text(config.listen) +
         "\n"
         "behind_proxy = false  # true only if a proxy with TLS or an onion service stands in front\n"
         "web_root = \"\"  # empty: the staff application that is built in\n"
         "calendar_file = false  # true: a docket may leave as a file; calendars are often copied to other companies\n";
}

OrStop<UnattendedKeys> load_unattended_keys(const OfficeFolder& folder) {
  auto content = read_file(folder.unattended_file());
  if (!content) return std::unexpected(content.error());
  const auto keys = untitled(kUnattendedTitle, content->view(), 64);
  if (!keys) return std::unexpected(Stop{Exit::kStorage, say("folder.unattended-damaged")});
  return UnattendedKeys{crypto::TransportSigningKey(Secret<32>::copy_of(keys->view().first<32>())),
                        desk::Pepper(Secret<32>::copy_of(keys->view().last<32>()))};
}

SecretBytes write_unattended_keys(const crypto::TransportSigningKey& transport, const desk::Pepper& pepper) {
  SecretBytes both(64);
  auto end = std::copy(transport.seed().view().begin(), transport.seed().view().end(), both.writable().begin());
  std::copy(pepper.secret().view().begin(), pepper.secret().view().end(), end);
  return titled(kUnattendedTitle, both.view());
}

SecretBytes write_root_key(const crypto::RootSigningKey& key) { return titled(kRootTitle, key.seed().view()); }

OrStop<crypto::RootSigningKey> load_root_key(const std::filesystem::path& file) {
  auto content = read_file(file);
  if (!content) return std::unexpected(content.error());
  const auto key = untitled(kRootTitle, content->view(), 32);
  if (!key) return std::unexpected(Stop{Exit::kWrongKey, say("folder.not-root", {{"file", file.string()}})});
  return crypto::RootSigningKey(Secret<32>::copy_of(key->view().first<32>()));
}

OrStop<std::unique_ptr<store::Connection>> open_database(const OfficeFolder& folder) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(folder.database(), error))
    return std::unexpected(Stop{Exit::kUsage, say("folder.no-database", {{"folder", folder.path.string()}})});
  auto store = desk::open_desk_store(folder.database());
  if (!store.has_value()) return std::unexpected(stop_for_database(store.error(), folder.path));
  return *std::move(store);
}

OrStop<std::unique_ptr<desk::Office>> open_office(const OfficeFolder& folder, const DeskConfig& config,
                                                  const desk::Pepper& pepper, const Clock& clock,
                                                  crypto::Random& random) {
  auto store = open_database(folder);
  if (!store) return std::unexpected(store.error());
  auto office = desk::Office::open({.store = *std::move(store),
                                    .clock = clock,
                                    .random = random,
                                    .pepper = pepper.duplicate(),
                                    .organisation = config.name,
                                    .inbound_max = config.inbound_max});
  if (!office.has_value()) return std::unexpected(stop_for(office.error(), say("cannot.open-office")));
  return *std::move(office);
}

OrStop<OpenedOffice> open_office(const OfficeFolder& folder, const Clock& clock, crypto::Random& random) {
  auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  const auto keys = load_unattended_keys(folder);
  if (!keys) return std::unexpected(keys.error());
  auto office = open_office(folder, *config, keys->pepper, clock, random);
  if (!office) return std::unexpected(office.error());
  return OpenedOffice{*std::move(config), *std::move(office)};
}

}  // namespace waymark::program
