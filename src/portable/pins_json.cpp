#include "portable/pins_json.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "base/encoding.h"

namespace waymark::portable {
namespace {

constexpr std::string_view kWhere = "portable/pins";
constexpr unsigned kVersion = 2;

using Json = nlohmann::json;

/// JSON without the one letter that could end a script element.
std::string safe_in_html(const Json& json) {
  std::string safe;
  for (const char c : json.dump()) {
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  }
  return safe;
}

Result<std::uint32_t> number_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_unsigned() || *found > UINT32_MAX)
    return fail(Code::kMalformed, kWhere, key);
  return found->get<std::uint32_t>();
}

Result<roster::DayKey> parse_key(const Json& json) {
  if (!json.is_object() || json.size() != 2 || !json.contains("key") || !json["key"].is_string())
    return fail(Code::kMalformed, kWhere, "key");
  LET(const std::uint32_t day, number_at(json, "day"));
  LET(const auto bytes,
      array_from_base64<crypto::kXWingPublicKeyBytes>(json["key"].get_ref<const std::string&>(), Padding::kRequired));
  return roster::DayKey{day, {bytes}};
}

Json written(const std::vector<roster::DayKey>& keys) {
  Json json = Json::array();
  for (const roster::DayKey& key : keys)
    json.push_back({{"day", key.day}, {"key", to_base64(key.key.bytes, Padding::kRequired)}});
  return json;
}

Result<std::vector<roster::DayKey>> parse_keys(const Json& json) {
  std::vector<roster::DayKey> keys;
  for (const Json& entry : json) {
    LET(const roster::DayKey key, parse_key(entry));
    keys.push_back(key);
  }
  return keys;
}

bool days_follow(const std::vector<roster::DayKey>& keys) {
  if (keys.empty() || keys.size() > roster::kPinnedKeysMax) return false;
  for (std::size_t at = 0; at < keys.size(); ++at)
    if (keys[at].day != keys[0].day + at) return false;
  return true;
}

Result<roster::PinnedBridge> bridge_from(const Json& json) {
  if (!json.is_object() || json.size() != 2 || !json.contains("mails") || !json.contains("keys") ||
      !json["mails"].is_array() || !json["keys"].is_array())
    return fail(Code::kMalformed, kWhere, "bridge");
  roster::PinnedBridge bridge;
  for (const Json& mail : json["mails"]) {
    if (!mail.is_string() || !roster::is_mail_address(mail.get_ref<const std::string&>()))
      return fail(Code::kMalformed, kWhere, "bridge's address");
    bridge.mails.push_back(mail.get<std::string>());
  }
  LET(bridge.keys, parse_keys(json["keys"]));
  if (bridge.mails.empty() || bridge.mails.size() > roster::kMailsMax || !days_follow(bridge.keys))
    return fail(Code::kMalformed, kWhere, "bridge");
  return bridge;
}

}  // namespace

std::string write_pins(const roster::Pins& pins) {
  Json bridges = Json::array();
  for (const roster::PinnedBridge& bridge : pins.bridges)
    bridges.push_back({{"mails", bridge.mails}, {"keys", written(bridge.keys)}});
  return safe_in_html({{"version", kVersion},
                       {"made", pins.made_day},
                       {"chain", pins.chain},
                       {"list", pins.list_serial},
                       {"keys", written(pins.keys)},
                       {"bridges", std::move(bridges)}});
}

Result<roster::Pins> parse_pins(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.size() != 6) return fail(Code::kMalformed, kWhere);
  LET(const std::uint32_t version, number_at(json, "version"));
  if (version != kVersion) return fail(Code::kUnsupported, kWhere);
  roster::Pins pins;
  LET(pins.made_day, number_at(json, "made"));
  LET(pins.list_serial, number_at(json, "list"));
  const auto chain = json.find("chain");
  const auto keys = json.find("keys");
  const auto bridges = json.find("bridges");
  if (chain == json.end() || !chain->is_array() || keys == json.end() || !keys->is_array() || bridges == json.end() ||
      !bridges->is_array() || bridges->size() > roster::kPinnedBridgesMax)
    return fail(Code::kMalformed, kWhere);
  for (const Json& note : *chain) {
    if (!note.is_string()) return fail(Code::kMalformed, kWhere, "chain");
    pins.chain.push_back(note.get<std::string>());
  }
  LET(pins.keys, parse_keys(*keys));
  for (const Json& entry : *bridges) {
    LET(roster::PinnedBridge bridge, bridge_from(entry));
    pins.bridges.push_back(std::move(bridge));
  }
  if (!keys_fit(pins)) return fail(Code::kMalformed, kWhere, "days");
  return pins;
}

Result<roster::PinnedBridge> parse_bridge(std::string_view text) {
  return bridge_from(Json::parse(text, nullptr, false));
}

bool keys_fit(const roster::Pins& pins) { return days_follow(pins.keys) && pins.keys[0].day == pins.made_day; }

}  // namespace waymark::portable
