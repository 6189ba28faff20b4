#include "relay/config.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "base/encoding.h"

namespace waymark::relay {
namespace {

using Sentence = std::string;
template <class T>
using OrSentence = std::expected<T, Sentence>;

struct Setting {
  std::string_view path;  ///< in the file
  const char* variable;   ///< in the environment; null: file only
};
constexpr Setting kData{"data", "WAYMARK_RELAY_DATA"};
constexpr Setting kStore{"store", "WAYMARK_RELAY_STORE"};
constexpr Setting kStorePassword{"store_password_file", "WAYMARK_RELAY_STORE_PASSWORD_FILE"};
constexpr Setting kPages{"pages", "WAYMARK_RELAY_PAGES"};
constexpr Setting kName{"name", "WAYMARK_RELAY_NAME"};
constexpr Setting kInstance{"instance", "WAYMARK_RELAY_INSTANCE"};
constexpr Setting kTransportKey{"transport_key", "WAYMARK_RELAY_TRANSPORT_KEY"};
constexpr Setting kPublicListen{"public.listen", "WAYMARK_RELAY_PUBLIC_LISTEN"};
constexpr Setting kDeskListen{"desk.listen", "WAYMARK_RELAY_DESK_LISTEN"};
constexpr Setting kOperatorListen{"operator.listen", "WAYMARK_RELAY_OPERATOR_LISTEN"};
constexpr Setting kSecondUrl{"second.url", "WAYMARK_RELAY_SECOND_URL"};
constexpr Setting kSecondKey{"second.key", "WAYMARK_RELAY_SECOND_KEY"};
constexpr Setting kSecondProxy{"second.proxy", "WAYMARK_RELAY_SECOND_PROXY"};
constexpr Setting kSecondCa{"second.ca_file", "WAYMARK_RELAY_SECOND_CA_FILE"};

constexpr std::array<std::string_view, 9> kTopKeys{"data", "store",    "store_password_file", "store_standby", "pages",
                                                   "name", "instance", "transport_key",       "copies_from"};
constexpr std::size_t kKnownRelaysMax = 16;
/// As the unit's LoadCredential= calls the password of the database.
constexpr std::string_view kPasswordCredential = "store-password";
constexpr std::string_view kStandardName = "relay";
constexpr std::size_t kNameBytesMax = 64;
constexpr std::array<std::string_view, 1> kListenKeys{"listen"};
constexpr std::array<std::string_view, 5> kSecondKeys{"url", "key", "proxy", "ca_file", "beat_s"};
constexpr std::array<std::string_view, 8> kQuotaKeys{"per_day",  "in_all",        "reserve", "work_from",
                                                     "per_hour", "token_reserve", "replies", "disk_reserve_mib"};

OrSentence<std::string> text_of_setting(const toml::table& table, const Environment& environment,
                                        const Setting& setting) {
  if (auto value = environment(setting.variable)) return *value;
  const auto node = table.at_path(setting.path);
  if (!node) return std::string{};
  if (!node.is_string()) return std::unexpected("'" + std::string{setting.path} + "' must be a text in quotes.");
  return *node.value<std::string>();
}

OrSentence<std::string> name_of_setting(const toml::table& table, const Environment& environment) {
  auto text = text_of_setting(table, environment, kName);
  if (!text) return text;
  if (text->empty()) return std::string{kStandardName};
  const bool fits =
      text->size() <= kNameBytesMax && std::ranges::all_of(*text, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' || letter == '-';
      });
  if (!fits) return std::unexpected("'name' must be at most 64 of a-z, 0-9, '.' and '-'.");
  return text;
}

/// The file that the configuration names, or the credential that systemd hands over; empty when there is neither.
OrSentence<std::filesystem::path> password_file(const toml::table& table, const Environment& environment) {
  auto named = text_of_setting(table, environment, kStorePassword);
  if (!named) return std::unexpected(named.error());
  if (!named->empty()) return std::filesystem::path{*named};
  const auto credentials = environment("CREDENTIALS_DIRECTORY");
  if (!credentials) return std::filesystem::path{};
  const std::filesystem::path handed = std::filesystem::path{*credentials} / kPasswordCredential;
  std::error_code none;
  return std::filesystem::exists(handed, none) ? handed : std::filesystem::path{};
}

OrSentence<std::optional<PostgresSetting>> postgres_of_settings(const toml::table& table,
                                                                const Environment& environment) {
  const auto url = text_of_setting(table, environment, kStore);
  if (!url) return std::unexpected(url.error());
  if (url->empty()) return std::optional<PostgresSetting>{};
  auto address = store::PgAddress::parse(*url);
  if (!address && address.error().code == Code::kDenied)
    return std::unexpected(
        "'store' must not hold the password; put it into a file and name that in "
        "'store_password_file'.");
  if (!address) return std::unexpected("'store' must be an address such as \"postgresql://waymark@db1,db2/waymark\".");
  const auto password = password_file(table, environment);
  if (!password) return std::unexpected(password.error());
  address->set_password_file(*password);
  const auto standby = table.at_path("store_standby");
  if (standby && !standby.is_boolean()) return std::unexpected("'store_standby' must be true or false.");
  return std::optional{PostgresSetting{.address = std::move(*address), .standby = standby.value_or(true)}};
}

OrSentence<ByteArray<32>> key_of_setting(const toml::table& table, const Environment& environment,
                                         const Setting& setting) {
  auto text = text_of_setting(table, environment, setting);
  if (!text) return std::unexpected(text.error());
  const auto bytes = array_from_base64<32>(*text, Padding::kRequired);
  if (!bytes)
    return std::unexpected("'" + std::string{setting.path} + "' must be 32 bytes in base64; `waymark init` prints it.");
  return *bytes;
}

OrSentence<http::Endpoint> endpoint_of_setting(const toml::table& table, const Environment& environment,
                                               const Setting& setting) {
  auto text = text_of_setting(table, environment, setting);
  if (!text) return std::unexpected(text.error());
  const auto endpoint = http::Endpoint::parse(*text);
  if (!endpoint)
    return std::unexpected("'" + std::string{setting.path} +
                           "' must be an address and a port, such as \"127.0.0.1:8080\".");
  return *endpoint;
}

/// On loopback, or none: what it tells is for this machine alone.
OrSentence<std::optional<http::Endpoint>> operator_endpoint(const toml::table& table, const Environment& environment) {
  const auto text = text_of_setting(table, environment, kOperatorListen);
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return std::nullopt;
  const auto endpoint = endpoint_of_setting(table, environment, kOperatorListen);
  if (!endpoint) return std::unexpected(endpoint.error());
  if (!endpoint->is_loopback())
    return std::unexpected("'operator.listen' must be an address of loopback, such as \"127.0.0.1:8082\".");
  return *endpoint;
}

OrSentence<std::optional<SecondSetting>> read_second_relay(const toml::table& table, const Environment& environment,
                                                           const http::Endpoint& own) {
  std::array<std::string, 4> texts;
  std::size_t next = 0;
  for (const Setting& setting : {kSecondUrl, kSecondKey, kSecondProxy, kSecondCa}) {
    auto text = text_of_setting(table, environment, setting);
    if (!text) return std::unexpected(text.error());
    texts[next++] = std::move(*text);
  }
  auto& [url, key, proxy, ca_file] = texts;
  if (url.empty() && key.empty() && proxy.empty() && ca_file.empty()) return std::optional<SecondSetting>{};
  auto second = read_second(std::move(url), key, std::move(proxy), std::move(ca_file), own);
  if (!second) return std::unexpected(second.error());
  const auto beat = table.at_path("second.beat_s");
  const auto seconds = beat.is_integer() ? beat.value<std::int64_t>() : std::nullopt;
  if (beat && (!seconds || *seconds < 1 || *seconds > kBeatMost_s))
    return std::unexpected("'second.beat_s' must be a whole number from 1 to 3600.");
  second->beat = std::chrono::seconds{seconds.value_or(kBeatUsual_s)};
  return std::optional{*std::move(second)};
}

/// The first key of `table` that is not known, with its section; empty when all are.
template <std::size_t N>
std::string unknown_key(const toml::table* table, std::string_view section,
                        const std::array<std::string_view, N>& known) {
  if (table == nullptr) return {};
  for (const auto& [key, value] : *table) {
    const bool fits = std::ranges::find(known, key.str()) != known.end();
    if (!fits && !(section.empty() && value.is_table())) return std::string{section} + std::string{key.str()};
  }
  return {};
}

std::string first_unknown(const toml::table& table) {
  for (const auto& [key, value] : table) {
    const std::string_view name = key.str();
    if (value.is_table() && name != "public" && name != "desk" && name != "operator" && name != "quota" &&
        name != "second")
      return std::string{name};
  }
  for (const std::string& unknown :
       {unknown_key(&table, "", kTopKeys), unknown_key(table["public"].as_table(), "public.", kListenKeys),
        unknown_key(table["desk"].as_table(), "desk.", kListenKeys),
        unknown_key(table["operator"].as_table(), "operator.", kListenKeys),
        unknown_key(table["second"].as_table(), "second.", kSecondKeys),
        unknown_key(table["quota"].as_table(), "quota.", kQuotaKeys)}) {
    if (!unknown.empty()) return unknown;
  }
  return {};
}

OrSentence<std::int64_t> quota(const toml::table& table, std::string_view name, std::int64_t standard) {
  constexpr std::int64_t kMost = 100'000'000;
  const auto node = table.at_path("quota." + std::string{name});
  if (!node) return standard;
  const auto value = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
  if (!value || *value < 0 || *value > kMost)
    return std::unexpected("'quota." + std::string{name} + "' must be a whole number from 0 to 100000000.");
  return *value;
}

OrSentence<Quotas> read_quotas(const toml::table& table) {
  const Quotas standard;
  Quotas quotas;
  std::int64_t disk_mib = 0;
  const std::array<std::tuple<std::string_view, std::int64_t*, std::int64_t>, 8> fields{{
      {"per_day", &quotas.per_day, standard.per_day},
      {"in_all", &quotas.in_all, standard.in_all},
      {"reserve", &quotas.reserve, standard.reserve},
      {"work_from", &quotas.work_from, standard.work_from},
      {"per_hour", &quotas.per_hour, standard.per_hour},
      {"token_reserve", &quotas.token_reserve, standard.token_reserve},
      {"replies", &quotas.replies, standard.replies},
      {"disk_reserve_mib", &disk_mib, static_cast<std::int64_t>(standard.disk_reserve_bytes >> 20U)},
  }};
  for (const auto& [name, target, fallback] : fields) {
    const auto value = quota(table, name, fallback);
    if (!value) return std::unexpected(value.error());
    *target = *value;
  }
  if (quotas.work_from < 1)
    return std::unexpected("'quota.work_from' must be at least 1; a large number asks nobody for work.");
  quotas.disk_reserve_bytes = static_cast<std::uint64_t>(disk_mib) << 20U;
  return quotas;
}

/// Keys of other relays, as `waymark-relay key` prints them there.
OrSentence<std::vector<crypto::RelayVerifyKey>> copies_from(const toml::table& table) {
  const std::string sentence =
      "'copies_from' must be a list of other relays' keys: `waymark-relay --config FILE key` prints them there.";
  std::vector<crypto::RelayVerifyKey> keys;
  const auto node = table["copies_from"];
  if (!node) return keys;
  const toml::array* const list = node.as_array();
  if (list == nullptr || list->size() > kKnownRelaysMax) return std::unexpected(sentence);
  for (const auto& one : *list) {
    const auto text = one.value<std::string>();
    const auto bytes = text ? array_from_base64<crypto::kVerifyKeyBytes>(*text, Padding::kRequired)
                            : Result<crypto::VerifyKeyBytes>{fail(Code::kInvalid, "relay/config")};
    const auto key = bytes ? crypto::RelayVerifyKey::from_bytes(*bytes)
                           : Result<crypto::RelayVerifyKey>{fail(Code::kInvalid, "relay/config")};
    if (!key) return std::unexpected(sentence);
    keys.push_back(*key);
  }
  return keys;
}

OrSentence<Config> read_table(const toml::table& table, const Environment& environment) {
  if (const std::string unknown = first_unknown(table); !unknown.empty())
    return std::unexpected("unknown setting '" + unknown + "'.");
  const auto data = text_of_setting(table, environment, kData);
  const auto postgres = postgres_of_settings(table, environment);
  const auto pages = text_of_setting(table, environment, kPages);
  const auto name = name_of_setting(table, environment);
  const auto instance = key_of_setting(table, environment, kInstance);
  const auto transport = key_of_setting(table, environment, kTransportKey);
  const auto public_listen = endpoint_of_setting(table, environment, kPublicListen);
  const auto desk_listen = endpoint_of_setting(table, environment, kDeskListen);
  const auto operator_listen = operator_endpoint(table, environment);
  const auto quotas = read_quotas(table);
  const auto known = copies_from(table);
  for (const auto* sentence :
       {data ? nullptr : &data.error(), postgres ? nullptr : &postgres.error(), pages ? nullptr : &pages.error(),
        name ? nullptr : &name.error(), instance ? nullptr : &instance.error(),
        transport ? nullptr : &transport.error(), public_listen ? nullptr : &public_listen.error(),
        desk_listen ? nullptr : &desk_listen.error(), operator_listen ? nullptr : &operator_listen.error(),
        quotas ? nullptr : &quotas.error(), known ? nullptr : &known.error()}) {
    if (sentence != nullptr) return std::unexpected(*sentence);
  }
  if (data->empty() && !*postgres) return std::unexpected("'data' must name the folder of the database.");
  const auto second = read_second_relay(table, environment, *public_listen);
  if (!second) return std::unexpected(second.error());
  const auto key = crypto::TransportVerifyKey::from_bytes(*transport);
  if (!key) return std::unexpected("'transport_key' is not a usable Ed25519 key.");
  return Config{.data = *data,
                .postgres = *postgres,
                .pages = *pages,
                .instance = {*instance},
                .name = *name,
                .transport_key = *key,
                .public_listen = *public_listen,
                .desk_listen = *desk_listen,
                .operator_listen = *operator_listen,
                .quotas = *quotas,
                .copies_from = *known,
                .second = *second};
}

}  // namespace

std::expected<Config, std::string> load_config(const std::filesystem::path& file, const Environment& environment) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::unexpected("there is no such file.");
  const toml::parse_result parsed = toml::parse_file(file.string());
  if (!parsed) {
    return std::unexpected("line " + std::to_string(parsed.error().source().begin.line) +
                           " is not TOML: " + std::string{parsed.error().description()} + ".");
  }
  return read_table(parsed.table(), environment);
}

}  // namespace waymark::relay
