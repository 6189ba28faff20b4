#include "relay/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/encoding.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

class ConfigTest : public testing::Test {
 protected:
  std::expected<Config, std::string> load(std::string_view text, std::map<std::string, std::string> environment = {}) {
    std::ofstream{folder_.path() / "c.toml"} << text;
    return load_config(folder_.path() / "c.toml", [&](const char* name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional{found->second};
    });
  }
  std::string refusal(std::string_view text) {
    const auto config = load(text);
    return config ? "accepted" : config.error();
  }
  Office office_{kToday};
  std::string key_ = to_base64(office_.transport_key().bytes(), Padding::kRequired);
  std::string good_ = "data = \"/tmp\"\ninstance = \"" + key_ + "\"\ntransport_key = \"" + key_ +
                      "\"\n[public]\nlisten = \"127.0.0.1:1\"\n[desk]\nlisten = \"127.0.0.1:2\"\n";
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

TEST_F(ConfigTest, ReadsEverySetting) {
  const auto config = load(good_ +
                           "[quota]\nper_day = 1\nin_all = 2\nreserve = 3\nreplies = 4\ndisk_reserve_mib = 5\n"
                           "work_from = 6\nper_hour = 7\ntoken_reserve = 8\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->data, "/tmp");
  EXPECT_EQ(config->public_listen.port, 1);
  EXPECT_EQ(config->desk_listen.port, 2);
  EXPECT_EQ(config->quotas.per_day, 1);
  EXPECT_EQ(config->quotas.in_all, 2);
  EXPECT_EQ(config->quotas.reserve, 3);
  EXPECT_EQ(config->quotas.replies, 4);
  EXPECT_EQ(config->quotas.disk_reserve_bytes, 5U << 20U);
  EXPECT_EQ(config->quotas.work_from, 6);
  EXPECT_EQ(config->quotas.per_hour, 7);
  EXPECT_EQ(config->quotas.token_reserve, 8);
}

TEST_F(ConfigTest, KnownRelaysAreAListOfKeys) {
  EXPECT_TRUE(load(good_)->copies_from.empty());
  const auto known = load("copies_from = [\"" + key_ + "\", \"" + key_ + "\"]\n" + good_);
  ASSERT_TRUE(known.has_value()) << known.error();
  EXPECT_EQ(known->copies_from.size(), 2U);
  for (const std::string& bad : {"\"" + key_ + "\"", std::string{"[\"AAAA\"]"}, std::string{"[5]"}})
    EXPECT_NE(refusal("copies_from = " + bad + "\n" + good_).find("'copies_from'"), std::string::npos) << bad;
}

TEST_F(ConfigTest, OperatorsListenOnLoopbackOrNowhere) {
  EXPECT_FALSE(load(good_)->operator_listen.has_value());
  EXPECT_EQ(load(good_ + "[operator]\nlisten = \"127.0.0.1:3\"\n")->operator_listen->port, 3);
  EXPECT_NE(refusal(good_ + "[operator]\nlisten = \"0.0.0.0:3\"\n").find("loopback"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[operator]\nlisten = \"3\"\n").find("operator.listen"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[operator]\nport = 3\n").find("operator.port"), std::string::npos);
}

TEST_F(ConfigTest, ASecondRelayIsAnotherOneThatIsReachedSafely) {
  EXPECT_FALSE(load(good_)->second.has_value());
  const auto second = [&](std::string_view lines) { return good_ + "[second]\n" + std::string{lines}; };
  const std::string key = "key = \"" + key_ + "\"\n";
  const auto config = load(second("url = \"https://two.example/\"\n" + key + "ca_file = \"/ca\"\nbeat_s = 3\n"));
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->second->url, "https://two.example");
  EXPECT_EQ(config->second->ca_file, "/ca");
  EXPECT_EQ(config->second->beat, std::chrono::seconds{3});
  const std::string onion = "url = \"http://" + std::string(56, 'a') + ".onion\"\n";
  const std::string tor = "proxy = \"socks5h://127.0.0.1:9050\"\n";
  EXPECT_EQ(load(second(onion + key + tor))->second->beat, std::chrono::seconds{10});
  EXPECT_TRUE(load(second("url = \"http://127.0.0.1:9\"\n" + key)).has_value()) << "a tunnel that ends here";
  const std::vector<std::pair<std::string, std::string_view>> wrong{
      {"url = \"ftp://two.example\"\n" + key, "address of the roster"},
      {key, "address of the roster"},
      {"url = \"http://two.example\"\n" + key, "https://"},
      {"url = \"http://two.example/x.onion\"\n" + key, "https://"},
      {"url = \"http://x.onion.two.example\"\n" + key, "https://"},
      {onion + key, "must name Tor"},
      {onion + key + "proxy = \"socks5://127.0.0.1:9050\"\n", "socks5h://"},
      {"url = \"http://127.0.0.1:1\"\n" + key, "own public listener"},
      {"url = \"https://two.example\"\n", "'second.key'"},
      {"url = \"https://two.example\"\nkey = \"AAAA\"\n", "'second.key'"},
      {"url = \"https://two.example\"\n" + key + "beat_s = 0\n", "second.beat_s"},
      {"url = \"https://two.example\"\n" + key + "beat_s = \"3\"\n", "second.beat_s"},
      {"url = \"https://two.example\"\n" + key + "name = \"b\"\n", "second.name"},
  };
  for (const auto& [lines, why] : wrong)
    EXPECT_NE(refusal(second(lines)).find(why), std::string::npos) << lines << " → " << refusal(second(lines));
}

TEST_F(ConfigTest, APostgresStoreTakesThePlaceOfTheFolder) {
  const std::string no_data = good_.substr(good_.find('\n') + 1);
  EXPECT_NE(refusal(no_data).find("'data'"), std::string::npos);
  const std::string store = "store = \"postgresql://waymark@db1,db2/waymark\"\n";
  const auto config = load(store + no_data);
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->postgres->address.hosts(), "db1, db2");
  EXPECT_TRUE(config->postgres->standby);
  EXPECT_FALSE(load(store + "store_standby = false\n" + no_data)->postgres->standby);
  EXPECT_NE(refusal(store + "store_standby = 1\n" + no_data).find("true or false"), std::string::npos);
  EXPECT_NE(refusal("store = \"mysql://db1\"\n" + no_data).find("must be an address"), std::string::npos);
  const std::string secret = refusal("store = \"postgresql://w:hush@db1/w\"\n" + no_data);
  EXPECT_NE(secret.find("store_password_file"), std::string::npos);
  EXPECT_EQ(secret.find("hush"), std::string::npos) << secret;
  EXPECT_EQ(load(good_)->postgres.has_value(), false);
}

TEST_F(ConfigTest, AClockThatHasLostItsTimeIsRefusedBeforeAnythingIsOpened) {
  const ManualClock clock{TimePoint{Seconds{86'400}}};
  const Log log = Log::to_nothing();
  auto config = *load(good_);
  config.data = folder_.path();
  const auto refused = [&] {
    const auto checked = Relay::check(config, {.clock = clock, .log = log, .fill_random = [](auto) {}});
    return checked ? Refusal{Exit::kOk, ""} : checked.error();
  };
  EXPECT_EQ(refused().exit, Exit::kClock);
  EXPECT_NE(refused().sentence.find("before 2026"), std::string::npos) << refused().sentence;
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "relay.db"));
  config = *load("store = \"postgresql://waymark@127.0.0.1:1/relay\"\n" + good_.substr(good_.find("instance")));
  EXPECT_EQ(refused().exit, Exit::kClock) << refused().sentence;
}

TEST_F(ConfigTest, TheEnvironmentGoesBeforeTheFile) {
  const auto config = load(good_, {{"WAYMARK_RELAY_DATA", "/elsewhere"}, {"WAYMARK_RELAY_DESK_LISTEN", "[::1]:99"}});
  ASSERT_TRUE(config.has_value());
  EXPECT_EQ(config->data, "/elsewhere");
  EXPECT_EQ(config->desk_listen.port, 99);
}

TEST_F(ConfigTest, TheNameTellsRelaysOfOneOfficeApart) {
  EXPECT_EQ(load(good_)->name, "relay");
  EXPECT_EQ(load("name = \"second.example-1\"\n" + good_)->name, "second.example-1");
  EXPECT_EQ(load(good_, {{"WAYMARK_RELAY_NAME", "third"}})->name, "third");
  const std::string long_name = "name = \"" + std::string(65, 'a') + "\"\n";
  for (const std::string& bad : {std::string{"name = \"Two Words\"\n"}, std::string{"name = \"a/b\"\n"}, long_name})
    EXPECT_NE(refusal(bad + good_).find("'name'"), std::string::npos) << bad;
}

TEST_F(ConfigTest, SaysWhatIsWrong) {
  EXPECT_NE(refusal("data = ").find("line 1"), std::string::npos);
  EXPECT_NE(refusal("dada = \"x\"\n" + good_).find("'dada'"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[quota]\nper_dya = 1\n").find("'quota.per_dya'"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[quotas]\nper_day = 1\n").find("'quotas'"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[quota]\nwork_from = 0\n").find("'quota.work_from'"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[quota]\nper_hour = 1.5\n").find("'quota.per_hour'"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[quota]\nper_day = -1\n").find("'quota.per_day'"), std::string::npos);
  EXPECT_NE(refusal(good_ + "[quota]\nper_day = \"1\"\n").find("'quota.per_day'"), std::string::npos);
  EXPECT_NE(refusal("data = 5\n" + good_.substr(good_.find('\n') + 1)).find("'data'"), std::string::npos);
  EXPECT_NE(refusal(good_.substr(good_.find('\n') + 1)).find("'data'"), std::string::npos);
  std::string bad = good_;
  bad.replace(bad.find("127.0.0.1:2"), 11, "localhost:2");
  EXPECT_NE(refusal(bad).find("'desk.listen'"), std::string::npos);
  bad = good_;
  bad.replace(bad.rfind(key_), key_.size(), to_base64(Bytes(32), Padding::kRequired));
  EXPECT_NE(refusal(bad).find("'transport_key'"), std::string::npos);
  bad.replace(bad.find(key_), key_.size(), "short");
  EXPECT_NE(refusal(bad).find("'instance'"), std::string::npos);
  EXPECT_NE(load_config("/nonexistent.toml", [](auto) { return std::nullopt; }).error().find("no such file"),
            std::string::npos);
}

TEST_F(ConfigTest, TheExampleThatWeShipIsComplete) {
  const std::string folder = std::string{WAYMARK_SOURCE_DIR} + "/packaging/relay/waymark-relay.toml";
  const auto config = load_config(folder, [&](const char* name) -> std::optional<std::string> {
    const std::string_view wanted = name;
    if (wanted == "WAYMARK_RELAY_INSTANCE" || wanted == "WAYMARK_RELAY_TRANSPORT_KEY") return key_;
    return std::nullopt;
  });
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->quotas.per_day, Quotas{}.per_day);
  EXPECT_EQ(config->quotas.in_all, Quotas{}.in_all);
  EXPECT_EQ(config->quotas.reserve, Quotas{}.reserve);
  EXPECT_EQ(config->quotas.work_from, Quotas{}.work_from);
  EXPECT_EQ(config->quotas.per_hour, Quotas{}.per_hour);
  EXPECT_EQ(config->quotas.token_reserve, Quotas{}.token_reserve);
  EXPECT_EQ(config->quotas.replies, Quotas{}.replies);
  EXPECT_EQ(config->quotas.disk_reserve_bytes, Quotas{}.disk_reserve_bytes);
}

}  // namespace
}  // namespace waymark::relay
