#include "clerk/site.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "base/language.h"
#include "text/json.h"

namespace waymark::clerk {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kSha256Digits = 64;

std::unexpected<Error> malformed(std::string_view member) {
  return fail(Code::kMalformed, "clerk/site", std::string{member});
}

/// Printable ASCII without what could end an attribute or a directive of the policy.
bool is_plain(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 127 && std::string_view{"\"'<>;,\\"}.find(c) == std::string_view::npos;
  });
}

bool is_address(std::string_view text) {
  return is_plain(text) && (text.starts_with("https://") || text.starts_with("http://"));
}

template <class Check>
Result<std::array<std::string, 3>> by_language(const Json& site, std::string_view member, Check good) {
  std::array<std::string, 3> all;
  const auto found = site.find(member);
  if (found == site.end()) return all;
  if (!found->is_object()) return malformed(member);
  for (const Language language : kLanguages) {
    const auto one = found->find(code_of(language));
    if (one == found->end()) continue;
    if (!one->is_string() || !good(one->template get_ref<const std::string&>())) return malformed(member);
    all.at(static_cast<std::size_t>(language) - 1) = one->template get<std::string>();
  }
  return all;
}

Result<std::vector<std::string>> parse_mirrors(const Json& site) {
  std::vector<std::string> mirrors;
  const auto found = site.find("mirrors");
  if (found == site.end()) return mirrors;
  if (!found->is_array() || found->size() > kMirrorsMax) return malformed("mirrors");
  for (const Json& mirror : *found) {
    if (!mirror.is_string() || !is_address(mirror.get_ref<const std::string&>())) return malformed("mirrors");
    mirrors.push_back(mirror.get<std::string>());
  }
  return mirrors;
}

Result<std::optional<PortableFile>> parse_portable(const Json& site) {
  const auto found = site.find("portable");
  if (found == site.end() || found->is_null()) return std::optional<PortableFile>{};
  PortableFile file;
  LET(file.path, text::string_member(*found, "path"));
  LET(file.sha256, text::string_member(*found, "sha256"));
  const bool hex =
      std::ranges::all_of(file.sha256, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!hex || file.sha256.size() != kSha256Digits) return malformed("portable.sha256");
  if (!is_address(file.path) && (!is_plain(file.path) || file.path.front() != '/')) return malformed("portable.path");
  return std::optional<PortableFile>{std::move(file)};
}

Result<std::optional<SitePins>> parse_site_pins(const Json& site) {
  const auto found = site.find("pins");
  if (found == site.end() || found->is_null()) return std::optional<SitePins>{};
  constexpr std::int64_t kMost = 999'999'999;
  LET(const std::string instance, text::string_member(*found, "instance"));
  const auto bytes = array_from_base64<32>(instance, Padding::kRequired);
  if (!bytes) return malformed("pins.instance");
  SitePins pins{.instance = {*bytes}, .roster = {}};
  LET(pins.roster, text::string_member(*found, "roster"));
  LET(const std::int64_t list, text::integer_member(*found, "list", 0, kMost));
  LET(const std::int64_t made, text::integer_member(*found, "made", 0, kMost));
  pins.list_serial = static_cast<std::uint32_t>(list);
  pins.made_day = static_cast<std::uint32_t>(made);
  return std::optional{std::move(pins)};
}

}  // namespace

Result<Site> parse_site(std::string_view json_text) {
  LET(const Json json, text::parse_json(json_text, {.bytes_max = kSiteBytesMax, .depth_max = 6}));
  if (!json.is_object()) return malformed("site");
  Site site;
  LET(site.title, by_language(json, "title",
                              [](std::string_view title) { return !title.empty() && title.size() <= kTitleBytesMax; }));
  LET(site.leave, by_language(json, "leave", is_address));
  LET(site.mirrors, parse_mirrors(json));
  LET(site.portable, parse_portable(json));
  LET(site.pins, parse_site_pins(json));
  return site;
}

Result<Site> read_site(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return fail(Code::kNotFound, "clerk/site");
  if (size > kSiteBytesMax) return fail(Code::kTooLarge, "clerk/site");
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  return parse_site(content.str());
}

}  // namespace waymark::clerk
