// waymark-bridge as a program, with its filter of system calls on: a letter goes from Dovecot to the relay and is gone;
// while the relay is away it stays; who asks is answered through Postfix's SMTP server; the log says nothing of it.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>

#include "../relay/running_program.h"
#include "base/comes_true.h"
#include "base/encoding.h"
#include "bridge/dovecot.h"
#include "bridge/letter_corpus.h"
#include "bridge/smtp_sink.h"
#include "crypto/xwing_open.h"
#include "envelope/armor.h"
#include "envelope/poll_letter.h"
#include "envelope/seal.h"
#include "http/routes.h"
#include "http/server.h"

namespace waymark::bridge {
namespace {

namespace fs = std::filesystem;

class BridgeProgram : public ::testing::Test {
 protected:
  BridgeProgram() {
    std::string name = (fs::temp_directory_path() / "waymark-bridge-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    routes_.on("POST", "/v1/put/*",
               [this](const http::Request& request, http::Responder respond) {
                 http::Response response;
                 response.status = away_ ? 503 : 200;
                 response.body = to_wiping(view_of(away_ ? "busy" : "stored"));
                 if (!away_) {
                   const std::lock_guard lock{mutex_};
                   stored_.push_back(to_bytes(request.body));
                 }
                 respond(std::move(response));
               },
               {.body_bytes_max = 65'536});
    routes_.on("POST", "/v1/poll",
               [](const http::Request&, http::Responder respond) {
                 http::Response response;
                 response.status = 200;
                 response.body = WipingBytes(envelope::kPollAnswerBytes, 9);
                 respond(std::move(response));
               },
               {.body_bytes_max = 65'536});
    auto server = http::Server::start(
        {.listen = {"127.0.0.1", 0},
         .rule_of = [this](auto method, auto path) { return routes_.rule_of(method, path); },
         .handler = [this](http::Request q, http::Responder r) { routes_.handle(std::move(q), std::move(r)); }});
    EXPECT_TRUE(server.has_value());
    relay_ = std::move(*server);
  }
  ~BridgeProgram() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string configuration(const std::string& password) {
    std::ofstream{folder_ / "password"} << password << "\n";
    std::ofstream{folder_ / "bridge.toml"}
        << "relay = \"http://127.0.0.1:" << relay_->port() << "\"\nevery_seconds = 1\n[[mailbox]]\nimap = \""
        << mail_.address() << "\"\nuser = \"box\"\npassword_file = \"" << (folder_ / "password").string() << "\"\n";
    return (folder_ / "bridge.toml").string();
  }
  /// The same with answers through the sink.
  std::string answering_configuration() {
    configuration("secret");
    std::ofstream{folder_ / "bridge.toml", std::ios::app} << "address = \"box@mail.example\"\nsmtp = \""
                                                          << sink_.address() << "\"\n";
    std::ifstream in{folder_ / "bridge.toml"};
    const std::string rest{std::istreambuf_iterator<char>{in}, {}};
    std::ofstream{folder_ / "bridge.toml"} << "keys = \"" << (folder_ / "keys").string() << "\"\ninstance = \""
                                           << to_base64(ByteArray<32>{}, Padding::kRequired) << "\"\n"
                                           << rest;
    return (folder_ / "bridge.toml").string();
  }
  /// The public keys that the program makes.
  nlohmann::json made_keys(const std::string& config) {
    fs::create_directory(folder_ / "make");
    relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", config, "--make-keys"}, folder_ / "make"};
    EXPECT_EQ(program.wait(), 0) << program.errors();
    return nlohmann::json::parse(program.output());
  }
  int checked(const std::string& password) {
    relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", configuration(password), "--check"}, folder_};
    return program.wait();
  }
  [[nodiscard]] std::vector<Bytes> stored() const {
    const std::lock_guard lock{mutex_};
    return stored_;
  }

  testing::Dovecot mail_;
  testing::SmtpSink sink_;
  fs::path folder_;
  std::atomic<bool> away_ = false;
  mutable std::mutex mutex_;
  std::vector<Bytes> stored_;
  http::Routes routes_;
  std::unique_ptr<http::Server> relay_;
};

TEST_F(BridgeProgram, CheckSaysWhetherTheMailboxCanBeListed) {
  EXPECT_EQ(checked("secret"), 0);
  EXPECT_EQ(checked("another"), 6);
  EXPECT_EQ(checked(""), 2);
}

TEST_F(BridgeProgram, ALetterIsStoredOnceAndGoneAndTheLogKnowsNothing) {
  const testing::Envelopes envelopes = testing::some_envelopes(41);
  away_ = true;
  mail_.deliver("From: olena@pochta.example\nSubject: hello\n\n" + testing::armored(envelopes[0]));
  relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", configuration("secret")}, folder_};
  ASSERT_NE(program.wait_for_line("relay-away").find("relay-away"), std::string::npos) << program.errors();
  EXPECT_EQ(mail_.letters(), 1U);
  away_ = false;
  ASSERT_NE(program.wait_for_line("relay-back").find("relay-back"), std::string::npos) << program.errors();
  EXPECT_TRUE(comes_true([&] { return mail_.letters() == 0; }));
  EXPECT_EQ(stored(), std::vector<Bytes>{envelopes[0]});
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  for (const char* trace : {"olena", "pochta", "hello", "box", "secret", "127.0.0.1"})
    EXPECT_EQ(program.errors().find(trace), std::string::npos) << trace;
}

TEST_F(BridgeProgram, WhoAsksByLetterIsAnsweredOnceAndTheLogKnowsNothing) {
  const std::string config = answering_configuration();
  const nlohmann::json keys = made_keys(config);
  EXPECT_EQ(keys.at("mails"), std::vector<std::string>{"box@mail.example"});
  const auto today = keys.at("keys").at(0);
  const crypto::XWingPublicKey key{
      *array_from_base64<crypto::kXWingPublicKeyBytes>(today.at("key").get<std::string>(), Padding::kRequired)};
  crypto::SeededRandom random{14};
  envelope::PollLetter poll;
  poll.day = today.at("day").get<std::uint32_t>();
  poll.reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random));
  const auto sealed = envelope::seal_plaintext(envelope::write_poll_letter(poll).view(), key, random);
  ASSERT_TRUE(sealed.has_value());
  relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", config}, folder_};
  ASSERT_NE(program.wait_for_line("started").find("started"), std::string::npos) << program.errors();
  for (int twice = 0; twice < 2; ++twice) {
    mail_.deliver("From: olena@pochta.example\nSubject: hello\n\n" + envelope::to_armor(sealed->view()));
    EXPECT_TRUE(comes_true([&] { return mail_.letters() == 0; }));
  }
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  const auto letters = sink_.letters();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_NE(letters[0].find("X-Rcpt-Args: <olena@pochta.example>"), std::string::npos);
  EXPECT_TRUE(stored().empty());
  for (const char* trace : {"olena", "pochta", "hello", "box", "secret", "127.0.0.1"})
    EXPECT_EQ(program.errors().find(trace), std::string::npos) << trace;
}

TEST_F(BridgeProgram, KeysThatAreForgottenAreGoneFromTheFile) {
  const std::string config = answering_configuration();
  made_keys(config);
  const auto lines = [&] {
    std::ifstream in{folder_ / "keys"};
    return std::vector<std::string>{std::istream_iterator<std::string>{in}, {}};
  };
  const std::vector<std::string> fresh = lines();
  {
    std::ofstream out{folder_ / "keys"};
    out << "20000 " << to_base64(ByteArray<32>{}, Padding::kRequired) << "\n";
    for (std::size_t i = 0; i + 1 < fresh.size(); i += 2) out << fresh[i] << ' ' << fresh[i + 1] << '\n';
  }
  relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", config, "--forget-keys"}, folder_};
  EXPECT_EQ(program.wait(), 0) << program.errors();
  EXPECT_EQ(program.output(), "");
  EXPECT_EQ(lines(), fresh);
}

TEST_F(BridgeProgram, WithoutItsKeysItDoesNotStart) {
  relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", answering_configuration()}, folder_};
  EXPECT_EQ(program.wait(), 2);
  EXPECT_NE(program.errors().find("--make-keys"), std::string::npos);
}

}  // namespace
}  // namespace waymark::bridge
