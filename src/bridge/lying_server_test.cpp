// IMAP servers that hang, lie about sizes, or refuse: each call comes back, and says what was wrong.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "bridge/bridge.h"
#include "bridge/imap.h"
#include "bridge/limits.h"
#include "bridge/loopback.h"

namespace waymark::bridge {
namespace {

/// One letter, and a fault when it is fetched. Speaks just enough IMAP for libcurl.
class LyingServer {
 public:
  enum class Fault { kHangsInTheMiddle, kSendsWithoutEnd, kClosesInTheMiddle, kRefusesPassword };
  explicit LyingServer(Fault fault) : fault_(fault), listener_(testing::listen_somewhere(port_)) {
    thread_ = std::jthread{[this] { run(); }};
  }
  ~LyingServer() { shutdown(listener_, SHUT_RDWR); }
  LyingServer(const LyingServer&) = delete;
  LyingServer& operator=(const LyingServer&) = delete;
  [[nodiscard]] std::string address() const { return "imap://127.0.0.1:" + std::to_string(port_) + "/INBOX"; }

 private:
  void run() {
    for (;;) {
      const int socket = accept(listener_, nullptr, nullptr);
      if (socket < 0) break;
      talk(socket);
      close(socket);
    }
    close(listener_);
  }
  static bool say(int socket, std::string_view text) {
    return send(socket, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  void talk(int socket) {
    say(socket, "* OK ready\r\n");
    std::string line;
    for (char c = 0; recv(socket, &c, 1, 0) == 1;) {
      if (c != '\n') {
        line += c;
        continue;
      }
      answer(socket, line.substr(0, line.find(' ')), line);
      line.clear();
    }
  }
  void answer(int socket, const std::string& tag, const std::string& line) {
    const auto has = [&](std::string_view word) { return line.find(word) != std::string::npos; };
    if (has("CAPABILITY")) say(socket, "* CAPABILITY IMAP4rev1\r\n");
    if (has("LOGIN") && fault_ == Fault::kRefusesPassword) {
      say(socket, tag + " NO [AUTHENTICATIONFAILED] no\r\n");
      return;
    }
    if (has("STATUS")) say(socket, "* STATUS INBOX (UIDVALIDITY 5 MESSAGES 1)\r\n");
    if (has("SELECT")) say(socket, "* 1 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n");
    if (has("INTERNALDATE")) say(socket, "* 1 FETCH (UID 1 INTERNALDATE \"22-Nov-2026 13:11:12 +0300\")\r\n");
    if (has("BODY[")) {
      misbehave(socket);
      return;
    }
    say(socket, tag + " OK done\r\n");
  }
  void misbehave(int socket) const {
    if (fault_ == Fault::kSendsWithoutEnd) {
      say(socket, "* 1 FETCH (UID 1 BODY[]<0> {99999999}\r\n");
      const std::string block(65'536, 'x');
      while (say(socket, block)) {
      }
      return;
    }
    say(socket, "* 1 FETCH (UID 1 BODY[]<0> {1000}\r\nSubject: x\r\n\r\nhalf");
    if (fault_ == Fault::kClosesInTheMiddle) shutdown(socket, SHUT_RDWR);
  }

  const Fault fault_;
  std::uint16_t port_ = 0;
  const int listener_;
  std::jthread thread_;
};

class NoRelay final : public RelayDoor {
 public:
  std::optional<WipingBytes> poll(ByteView) override { return std::nullopt; }
  Put put(std::uint32_t, ByteView) override {
    ++puts_;
    return Put::kStored;
  }
  int puts_ = 0;
};

ImapOptions options(const LyingServer& server, std::chrono::milliseconds timeout) {
  return {.address = server.address(),
          .user = "box",
          .password = SecretBytes::copy_of(view_of("secret")),
          .timeout = timeout};
}

class LyingImap : public ::testing::TestWithParam<LyingServer::Fault> {};

TEST_P(LyingImap, IsNamedAndNothingIsPutOrRemoved) {
  const LyingServer server{GetParam()};
  ImapMailbox mailbox{options(server, std::chrono::seconds{4})};
  NoRelay relay;
  const SystemClock clock;
  Bridge bridge{mailbox, relay, clock, 10};
  const Counts counts = bridge.round();
  EXPECT_EQ(counts.mailbox_failed, 1U);
  EXPECT_EQ(counts.stored + counts.removed, 0U);
  EXPECT_EQ(relay.puts_, 0);
}

INSTANTIATE_TEST_SUITE_P(Faults, LyingImap,
                         ::testing::Values(LyingServer::Fault::kHangsInTheMiddle, LyingServer::Fault::kSendsWithoutEnd,
                                           LyingServer::Fault::kClosesInTheMiddle,
                                           LyingServer::Fault::kRefusesPassword));

TEST(LyingImapCalls, AStopEndsACallThatHangs) {
  const LyingServer server{LyingServer::Fault::kHangsInTheMiddle};
  std::stop_source stop;
  ImapOptions with_stop = options(server, std::chrono::minutes{10});
  with_stop.stop = stop.get_token();
  ImapMailbox mailbox{std::move(with_stop)};
  ASSERT_TRUE(mailbox.list().has_value());
  std::jthread stopper{[&] { stop.request_stop(); }};
  EXPECT_FALSE(mailbox.fetch(1).has_value());
}

TEST(LyingImapCalls, APasswordThatIsRefusedIsNamed) {
  const LyingServer server{LyingServer::Fault::kRefusesPassword};
  ImapMailbox mailbox{options(server, std::chrono::seconds{60})};
  const auto listing = mailbox.list();
  ASSERT_FALSE(listing.has_value());
  EXPECT_EQ(listing.error().code, Code::kDenied);
}

}  // namespace
}  // namespace waymark::bridge
