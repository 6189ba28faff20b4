#include "bridge/config.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/encoding.h"
#include "roster/roster.h"

namespace waymark::bridge {
namespace {

constexpr std::size_t kMailboxesMax = 8;
constexpr std::int64_t kEveryMax = 3'600;
constexpr std::int64_t kLettersMax = 100'000;
constexpr std::int64_t kPollsMax = 1'000;

/// Reads values and remembers the first sentence that says what is wrong.
class Reader {
 public:
  std::string text(const toml::table& table, std::string_view name, bool needed) {
    const auto node = table[name];
    const auto value = node.is_string() ? node.value<std::string>() : std::nullopt;
    if ((node && !value) || (needed && value.value_or("").empty()))
      complain("'" + std::string{name} + "' must be a text in quotes.");
    return value.value_or("");
  }
  std::int64_t number(const toml::table& table, std::string_view name, std::int64_t standard, std::int64_t most) {
    const auto node = table[name];
    if (!node) return standard;
    const auto value = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
    if (value && *value >= 1 && *value <= most) return *value;
    complain("'" + std::string{name} + "' must be a whole number from 1 to " + std::to_string(most) + ".");
    return standard;
  }
  void known(const toml::table& table, std::initializer_list<std::string_view> names) {
    for (const auto& [key, value] : table)
      if (std::ranges::find(names, key.str()) == names.end())
        complain("unknown setting '" + std::string{key.str()} + "'.");
  }
  void complain(std::string sentence) {
    if (sentence_.empty()) sentence_ = std::move(sentence);
  }
  [[nodiscard]] const std::string& sentence() const { return sentence_; }

 private:
  std::string sentence_;
};

bool is_plain(std::string_view address) {
  return std::ranges::all_of(address, [](char c) { return c > ' ' && c < 127 && c != '"' && c != ';' && c != '@'; });
}

/// "imaps://host[:port]/NAME" with one name behind one slash.
bool is_mailbox_address(std::string_view address) {
  const bool scheme = address.starts_with("imaps://") || address.starts_with("imap://");
  return scheme && is_plain(address) && std::ranges::count(address, '/') == 3 && !address.ends_with('/');
}

/// "smtps://host[:port]"
bool is_mail_server(std::string_view address) {
  const bool scheme = address.starts_with("smtps://") || address.starts_with("smtp://");
  return scheme && is_plain(address) && std::ranges::count(address, '/') == 2 && !address.ends_with('/');
}

MailboxConfig read_mailbox(Reader& read, const toml::table& table, bool answers) {
  read.known(table, {"imap", "user", "password_file", "address", "smtp"});
  MailboxConfig mailbox{.imap = read.text(table, "imap", true),
                        .user = read.text(table, "user", true),
                        .password_file = read.text(table, "password_file", true),
                        .address = read.text(table, "address", answers),
                        .smtp = read.text(table, "smtp", answers)};
  if (!is_mailbox_address(mailbox.imap))
    read.complain("'imap' must be an address such as \"imaps://mail.example/INBOX\".");
  if (!answers && !(mailbox.address + mailbox.smtp).empty())
    read.complain("'address' and 'smtp' are for answers, and those need 'keys'.");
  if (answers && !roster::is_mail_address(mailbox.address))
    read.complain("'address' must be a plain address such as \"box@mail.example\".");
  if (answers && !is_mail_server(mailbox.smtp))
    read.complain("'smtp' must be an address such as \"smtps://mail.example\".");
  return mailbox;
}

void read_answers(Reader& read, const toml::table& table, Config& config) {
  config.keys = read.text(table, "keys", false);
  config.polls_an_hour = static_cast<std::size_t>(
      read.number(table, "polls_an_hour", static_cast<std::int64_t>(config.polls_an_hour), kPollsMax));
  const std::string text = read.text(table, "instance", !config.keys.empty());
  if (text.empty() && config.keys.empty()) return;
  const auto instance = array_from_base64<32>(text, Padding::kRequired);
  if (!instance) return read.complain("'instance' must be 32 bytes in base64; `waymark init` prints it.");
  config.instance = crypto::InstanceId{*instance};
}

std::expected<Config, std::string> read_table(const toml::table& table) {
  Reader read;
  read.known(table, {"relay", "relay_proxy", "every_seconds", "letters_an_hour", "polls_an_hour", "keys", "instance",
                     "mailbox"});
  Config config{.relay = read.text(table, "relay", true), .relay_proxy = read.text(table, "relay_proxy", false)};
  const bool web = config.relay.starts_with("http://") || config.relay.starts_with("https://");
  if (!web || !is_plain(config.relay) || config.relay.ends_with('/'))
    read.complain("'relay' must be an address that begins with http:// or https:// and ends without a slash.");
  config.every = std::chrono::seconds{read.number(table, "every_seconds", config.every.count(), kEveryMax)};
  config.letters_an_hour = static_cast<std::size_t>(
      read.number(table, "letters_an_hour", static_cast<std::int64_t>(config.letters_an_hour), kLettersMax));
  read_answers(read, table, config);
  const toml::array* const mailboxes = table["mailbox"].as_array();
  if (mailboxes == nullptr || mailboxes->empty() || mailboxes->size() > kMailboxesMax)
    return std::unexpected("there must be one to " + std::to_string(kMailboxesMax) + " sections [[mailbox]].");
  for (const toml::node& node : *mailboxes) {
    if (node.is_table())
      config.mailboxes.push_back(read_mailbox(read, *node.as_table(), !config.keys.empty()));
    else
      read.complain("'mailbox' must be a section [[mailbox]].");
  }
  if (!read.sentence().empty()) return std::unexpected(read.sentence());
  return config;
}

}  // namespace

std::expected<Config, std::string> load_config(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::unexpected("there is no such file.");
  const toml::parse_result parsed = toml::parse_file(file.string());
  if (!parsed) {
    return std::unexpected("line " + std::to_string(parsed.error().source().begin.line) +
                           " is not TOML: " + std::string{parsed.error().description()} + ".");
  }
  return read_table(parsed.table());
}

}  // namespace waymark::bridge
