#include "clerk/config.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>

#include "base/encoding.h"

namespace waymark::clerk {
namespace {

template <class T>
using OrSentence = std::expected<T, std::string>;

struct Setting {
  std::string_view path;  ///< in the file
  const char* variable;   ///< in the environment
};
constexpr Setting kInstance{"instance", "WAYMARK_CLERK_INSTANCE"};
constexpr Setting kListen{"listen", "WAYMARK_CLERK_LISTEN"};
constexpr Setting kRelay{"relay", "WAYMARK_CLERK_RELAY"};
constexpr Setting kRelayProxy{"relay_proxy", "WAYMARK_CLERK_RELAY_PROXY"};
constexpr Setting kPack{"pack", "WAYMARK_CLERK_PACK"};
constexpr Setting kSite{"site", "WAYMARK_CLERK_SITE"};
constexpr std::array<Setting, 3> kLeave{{{"leave.ru", "WAYMARK_CLERK_LEAVE_RU"},
                                         {"leave.uk", "WAYMARK_CLERK_LEAVE_UK"},
                                         {"leave.en", "WAYMARK_CLERK_LEAVE_EN"}}};

constexpr std::array<std::string_view, 9> kTopKeys{"instance", "listen", "relay", "relay_proxy", "pack",
                                                   "site",     "leave",  "words", "quota"};
constexpr std::array<std::string_view, 3> kLeaveKeys{"ru", "uk", "en"};
constexpr std::array<std::string_view, 2> kWordsKeys{"at_a_time", "waiting"};
constexpr std::array<std::string_view, 1> kQuotaKeys{"per_hour"};
constexpr std::int64_t kPerHourMax = 1'000'000;
constexpr std::int64_t kAtATimeMax = 64;
constexpr std::int64_t kWaitingMax = 1'024;

class Reader {
 public:
  Reader(const toml::table& table, const Environment& environment) : table_(table), environment_(environment) {}

  /// Empty text when it is not set.
  std::string text(const Setting& setting) {
    if (auto value = environment_(setting.variable)) return *value;
    const auto node = table_.at_path(setting.path);
    if (!node) return {};
    if (node.is_string()) return *node.value<std::string>();
    return complain("'" + std::string{setting.path} + "' must be a text in quotes.");
  }

  std::string address(const Setting& setting) {
    std::string value = text(setting);
    if (value.ends_with('/') && std::ranges::count(value, '/') == 3) value.pop_back();
    const bool plain = std::ranges::all_of(
        value, [](char c) { return c > ' ' && c < 127 && c != '"' && c != '\'' && c != ';' && c != ','; });
    const bool web = value.starts_with("http://") || value.starts_with("https://");
    if (!plain || !web)
      return complain("'" + std::string{setting.path} + "' must be an address that begins with http:// or https://.");
    return value;
  }

  std::size_t number(std::string_view path, std::size_t standard, std::int64_t most) {
    const auto node = table_.at_path(path);
    if (!node) return standard;
    const auto value = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
    if (value && *value >= 1 && *value <= most) return static_cast<std::size_t>(*value);
    complain("'" + std::string{path} + "' must be a whole number from 1 to " + std::to_string(most) + ".");
    return standard;
  }

  /// Remembers the first sentence only.
  std::string complain(std::string sentence) {
    if (sentence_.empty()) sentence_ = std::move(sentence);
    return {};
  }
  [[nodiscard]] const std::string& sentence() const { return sentence_; }

 private:
  const toml::table& table_;
  const Environment& environment_;
  std::string sentence_;
};

template <std::size_t N>
std::string unknown_key(const toml::table* table, std::string_view section,
                        const std::array<std::string_view, N>& known) {
  if (table == nullptr) return {};
  for (const auto& [key, value] : *table) {
    if (std::ranges::find(known, key.str()) == known.end()) return std::string{section} + std::string{key.str()};
  }
  return {};
}

OrSentence<Config> read_table(const toml::table& table, const Environment& environment) {
  for (const std::string& unknown :
       {unknown_key(&table, "", kTopKeys), unknown_key(table["leave"].as_table(), "leave.", kLeaveKeys),
        unknown_key(table["words"].as_table(), "words.", kWordsKeys),
        unknown_key(table["quota"].as_table(), "quota.", kQuotaKeys)}) {
    if (!unknown.empty()) return std::unexpected("unknown setting '" + unknown + "'.");
  }
  Reader read{table, environment};
  const auto instance = array_from_base64<32>(read.text(kInstance), Padding::kRequired);
  if (!instance) read.complain("'instance' must be 32 bytes in base64; `waymark init` prints it.");
  const auto listen = http::Endpoint::parse(read.text(kListen));
  if (!listen) read.complain("'listen' must be an address and a port, such as \"127.0.0.1:8082\".");
  Config config{.instance = {},
                .listen = {},
                .relay = read.address(kRelay),
                .relay_proxy = read.text(kRelayProxy),
                .pack = read.text(kPack),
                .site = read.text(kSite),
                .leave = {},
                .lanes = {}};
  for (std::size_t i = 0; i < kLeave.size(); ++i)
    if (config.site.empty() || !read.text(kLeave[i]).empty()) config.leave[i] = read.address(kLeave[i]);
  config.lanes.workers = read.number("words.at_a_time", config.lanes.workers, kAtATimeMax);
  config.lanes.waiting_max = read.number("words.waiting", config.lanes.waiting_max, kWaitingMax);
  config.per_hour = read.number("quota.per_hour", config.per_hour, kPerHourMax);
  if (config.pack.empty()) read.complain("'pack' must name the folder of the question pack.");
  if (!read.sentence().empty()) return std::unexpected(read.sentence());
  config.instance = {*instance};
  config.listen = *listen;
  return config;
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

}  // namespace waymark::clerk
