// Config: what an operator sets, from a TOML file. An example: packaging/bridge/waymark-bridge.toml.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/verify/instance_id.h"

namespace waymark::bridge {

struct MailboxConfig {
  std::string imap;  ///< "imaps://mail.example/INBOX"
  std::string user;
  std::filesystem::path password_file;  ///< its first line; the same user and password for smtp
  std::string address;                  ///< "box@mail.example"; with `smtp`
  std::string smtp;                     ///< "smtps://mail.example"; nothing: polls are not answered
};

struct Config {
  std::string relay;        ///< "http://127.0.0.1:8080": its public listener
  std::string relay_proxy;  ///< "socks5h://127.0.0.1:9050", or nothing
  std::chrono::seconds every{60};
  std::size_t letters_an_hour = 600;
  std::size_t polls_an_hour = 60;
  std::filesystem::path keys = {};                  ///< seeds.h; nothing: the bridge answers nothing
  std::optional<crypto::InstanceId> instance = {};  ///< whose polls it answers and for whose relay it works
  std::vector<MailboxConfig> mailboxes = {};        ///< 1 … 8
};

/// Reads and checks a configuration. Unknown keys are refused.
/// @return the configuration, or one sentence for the operator that says what is wrong
std::expected<Config, std::string> load_config(const std::filesystem::path& file);

}  // namespace waymark::bridge
