// waymark-bridge as a program, with its filter of system calls on: a letter goes from Dovecot to the relay and is gone;
// while the relay is away it stays; the log says nothing of it.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "../relay/running_program.h"
#include "bridge/dovecot.h"
#include "bridge/letter_corpus.h"
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
  int checked(const std::string& password) {
    relay::RunningProgram program{WAYMARK_BRIDGE, {"--config", configuration(password), "--check"}, folder_};
    return program.wait();
  }
  [[nodiscard]] std::vector<Bytes> stored() const {
    const std::lock_guard lock{mutex_};
    return stored_;
  }

  testing::Dovecot mail_;
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
  const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes{2};
  while (mail_.letters() > 0 && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  EXPECT_EQ(mail_.letters(), 0U);
  EXPECT_EQ(stored(), std::vector<Bytes>{envelopes[0]});
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  for (const char* trace : {"olena", "pochta", "hello", "box", "secret", "127.0.0.1"})
    EXPECT_EQ(program.errors().find(trace), std::string::npos) << trace;
}

}  // namespace
}  // namespace waymark::bridge
