#include "portable/pins_json.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "base/encoding.h"

namespace waymark::portable {
namespace {

constexpr std::string_view kWhere = "portable/pins";
constexpr unsigned kVersion = 1;

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

}  // namespace

std::string write_pins(const roster::Pins& pins) {
  Json keys = Json::array();
  for (const roster::DayKey& key : pins.keys)
    keys.push_back({{"day", key.day}, {"key", to_base64(key.key.bytes, Padding::kRequired)}});
  return safe_in_html({{"version", kVersion},
                       {"made", pins.made_day},
                       {"chain", pins.chain},
                       {"list", pins.list_serial},
                       {"keys", std::move(keys)}});
}

Result<roster::Pins> parse_pins(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.size() != 5) return fail(Code::kMalformed, kWhere);
  LET(const std::uint32_t version, number_at(json, "version"));
  if (version != kVersion) return fail(Code::kUnsupported, kWhere);
  roster::Pins pins;
  LET(pins.made_day, number_at(json, "made"));
  LET(pins.list_serial, number_at(json, "list"));
  const auto chain = json.find("chain");
  const auto keys = json.find("keys");
  if (chain == json.end() || !chain->is_array() || keys == json.end() || !keys->is_array())
    return fail(Code::kMalformed, kWhere);
  for (const Json& note : *chain) {
    if (!note.is_string()) return fail(Code::kMalformed, kWhere, "chain");
    pins.chain.push_back(note.get<std::string>());
  }
  for (const Json& entry : *keys) {
    LET(const roster::DayKey key, parse_key(entry));
    pins.keys.push_back(key);
  }
  if (!keys_fit(pins)) return fail(Code::kMalformed, kWhere, "days");
  return pins;
}

bool keys_fit(const roster::Pins& pins) {
  if (pins.keys.empty() || pins.keys.size() > roster::kPinnedKeysMax) return false;
  for (std::size_t at = 0; at < pins.keys.size(); ++at)
    if (pins.keys[at].day != pins.made_day + at) return false;
  return true;
}

}  // namespace waymark::portable
