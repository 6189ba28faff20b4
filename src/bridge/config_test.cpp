#include "bridge/config.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

namespace waymark::bridge {
namespace {

constexpr const char* kGood = R"(relay = "http://127.0.0.1:8080"
[[mailbox]]
imap = "imaps://mail.example/INBOX"
user = "box@mail.example"
password_file = "/etc/waymark/box"
)";

std::expected<Config, std::string> load(const std::string& text) {
  const std::filesystem::path file = ::testing::TempDir() + "bridge-" + std::to_string(getpid()) + ".toml";
  std::ofstream{file} << text;
  auto config = load_config(file);
  std::filesystem::remove(file);
  return config;
}

TEST(BridgeConfig, IsRead) {
  const auto config = load(kGood);
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->mailboxes.at(0).imap, "imaps://mail.example/INBOX");
  EXPECT_EQ(config->letters_an_hour, 600U);
  EXPECT_FALSE(config->instance.has_value());
  const std::string instance = "instance = \"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"\n";
  EXPECT_EQ(load(instance + kGood)->instance->bytes[0], 1) << "also without keys: for work";
}

TEST(BridgeConfig, TheExampleOfThePackageIsGood) {
  const auto config = load_config(WAYMARK_SOURCE_DIR "/packaging/bridge/waymark-bridge.toml");
  EXPECT_TRUE(config.has_value()) << config.error();
}

TEST(BridgeConfig, WhatIsWrongIsNamed) {
  const std::string good = kGood;
  const auto sentence = [](const std::string& text) {
    const auto config = load(text);
    return config ? std::string{"good"} : config.error();
  };
  EXPECT_EQ(sentence("colour = 1\n" + good), "unknown setting 'colour'.");
  EXPECT_NE(sentence("instance = \"AAAA\"\n" + good).find("'instance'"), std::string::npos);
  EXPECT_EQ(sentence(good + "port = 1\n"), "unknown setting 'port'.");
  EXPECT_NE(sentence("relay = \"http://127.0.0.1:8080\"\n").find("[[mailbox]]"), std::string::npos);
  EXPECT_NE(sentence("every_seconds = 0\n" + good).find("every_seconds"), std::string::npos);
  for (const char* bad : {"pop3://mail.example/INBOX", "imaps://mail.example", "imaps://mail.example/",
                          "imaps://mail.example/INBOX;UID=1", "imaps://u:p@mail.example/INBOX"}) {
    std::string text = good;
    text.replace(text.find("imaps://mail.example/INBOX"), std::string_view{"imaps://mail.example/INBOX"}.size(), bad);
    EXPECT_NE(sentence(text).find("'imap'"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace waymark::bridge
