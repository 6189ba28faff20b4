// Sending: at a real SMTP server that takes, puts off, refuses or hangs up; and at one that asks for a password or
// falls silent, to see which silence may be tried again.
#include "bridge/smtp.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "bridge/loopback.h"
#include "bridge/smtp_sink.h"

namespace waymark::bridge {
namespace {

constexpr const char* kTo = "olena@pochta.example";
const std::string kLetter = "Subject: Re:\r\n\r\nline\r\n.\r\n..dots\r\nlast\r\n";

SmtpPostman postman(const std::string& server, std::chrono::milliseconds timeout = std::chrono::minutes{2}) {
  return SmtpPostman{{.server = server,
                      .from = "box@mail.example",
                      .user = "box",
                      .password = SecretBytes::copy_of(view_of("secret")),
                      .timeout = timeout}};
}

TEST(SmtpAtPostfixsSink, ALetterArrivesWholeUnderOurNameAlone) {
  const testing::SmtpSink sink;
  EXPECT_EQ(postman(sink.address()).send(kTo, kLetter), Sent::kTaken);
  const auto letters = sink.letters();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_NE(letters[0].find("X-Helo-Args: mail.example\n"), std::string::npos) << letters[0];
  EXPECT_NE(letters[0].find("X-Mail-Args: <box@mail.example>\n"), std::string::npos);
  EXPECT_NE(letters[0].find("X-Rcpt-Args: <olena@pochta.example>\n"), std::string::npos);
  EXPECT_NE(letters[0].find("\nline\n.\n..dots\nlast\n"), std::string::npos);
  std::array<char, 256> machine{};
  ASSERT_EQ(gethostname(machine.data(), machine.size() - 1), 0);
  const bool tells = std::string_view{machine.data()}.size() > 4;  // a shorter name may stand anywhere
  EXPECT_TRUE(!tells || letters[0].find(machine.data()) == std::string::npos);
}

TEST(SmtpAtPostfixsSink, WhatItSaysIsToldApart) {
  const auto said = [](std::vector<std::string> options) {
    const testing::SmtpSink sink{std::move(options)};
    return postman(sink.address()).send(kTo, kLetter);
  };
  EXPECT_EQ(said({"-r", "rcpt"}), Sent::kLater);  // greylisting
  EXPECT_EQ(said({"-r", "data"}), Sent::kLater);
  EXPECT_EQ(said({"-r", "."}), Sent::kLater);  // refused for now after the whole letter
  EXPECT_EQ(said({"-r", "connect"}), Sent::kLater);
  EXPECT_EQ(said({"-f", "rcpt"}), Sent::kRefused);
  EXPECT_EQ(said({"-f", "."}), Sent::kRefused);
  EXPECT_EQ(said({"-q", "rcpt"}), Sent::kLater);  // hangs up before it has it
  EXPECT_EQ(said({"-q", "."}), Sent::kUnsure);    // and after
}

TEST(SmtpAtPostfixsSink, NobodyThereIsLater) {
  std::string address;
  {
    const testing::SmtpSink sink;
    address = sink.address();
  }
  EXPECT_EQ(postman(address).send(kTo, kLetter), Sent::kLater);
  EXPECT_FALSE(postman(address).check().has_value());
}

TEST(SmtpAtPostfixsSink, ACheckSendsNothing) {
  const testing::SmtpSink sink;
  EXPECT_TRUE(postman(sink.address()).check().has_value());
  EXPECT_TRUE(sink.letters().empty());
}

TEST(Smtp, WithoutTlsItSpeaksToItsOwnMachineOnly) {
  EXPECT_EQ(postman("smtp://127.0.0.1.example.invalid").send(kTo, kLetter), Sent::kLater);
}

/// Speaks just enough SMTP for libcurl, asks for a password, and falls silent at a word.
class SilentServer {
 public:
  explicit SilentServer(std::string silent_at)
      : silent_at_(std::move(silent_at)), listener_(testing::listen_somewhere(port_)) {
    thread_ = std::jthread{[this] { run(); }};
  }
  ~SilentServer() { shutdown(listener_, SHUT_RDWR); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  [[nodiscard]] std::string address() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

 private:
  void run() {
    for (int socket = accept(listener_, nullptr, nullptr); socket >= 0; socket = accept(listener_, nullptr, nullptr)) {
      talk(socket);
      close(socket);
    }
    close(listener_);
  }
  static void say(int socket, std::string_view text) {
    if (send(socket, text.data(), text.size(), MSG_NOSIGNAL) < 0) shutdown(socket, SHUT_RDWR);
  }
  void talk(int socket) const {
    say(socket, "220 x\r\n");
    std::string line;
    bool data = false;
    for (char c = 0; recv(socket, &c, 1, 0) == 1;) {
      line += c;
      if (c != '\n') continue;
      const bool end = data && line == ".\r\n";
      if (end) data = false;
      if (!data && !line.starts_with(silent_at_)) say(socket, answer(line));
      if (line.starts_with("DATA")) data = true;
      line.clear();
    }
  }
  static std::string answer(const std::string& line) {
    if (line.starts_with("EHLO")) return "250-x\r\n250 AUTH PLAIN\r\n";
    if (line.starts_with("AUTH PLAIN "))
      return line.find("AGJveABzZWNyZXQ=") != std::string::npos ? "235 ok\r\n" : "535 no\r\n";
    if (line == "AUTH PLAIN\r\n") return "334 \r\n";
    if (line == "AGJveABzZWNyZXQ=\r\n") return "235 ok\r\n";  // NUL box NUL secret
    if (line.starts_with("DATA")) return "354 go\r\n";
    return line.starts_with("AG") ? "535 no\r\n" : "250 ok\r\n";
  }

  const std::string silent_at_;
  std::uint16_t port_ = 0;
  const int listener_;
  std::jthread thread_;
};

TEST(SmtpThatFallsSilent, IsTriedAgainOnlyIfItCannotHaveTheLetter) {
  {
    const SilentServer server{"nothing"};
    EXPECT_EQ(postman(server.address()).send(kTo, kLetter), Sent::kTaken);
  }
  {
    const SilentServer server{"RCPT"};
    EXPECT_EQ(postman(server.address(), std::chrono::seconds{2}).send(kTo, kLetter), Sent::kLater);
  }
  {
    const SilentServer server{"."};
    EXPECT_EQ(postman(server.address(), std::chrono::seconds{2}).send(kTo, kLetter), Sent::kUnsure);
  }
}

TEST(SmtpThatAsksForAPassword, AWrongOneIsForTheOperatorAndNotTheLettersEnd) {
  const SilentServer server{"nothing"};
  EXPECT_TRUE(postman(server.address()).check().has_value());
  SmtpPostman wrong{{.server = server.address(),
                     .from = "box@mail.example",
                     .user = "box",
                     .password = SecretBytes::copy_of(view_of("other"))}};
  EXPECT_EQ(wrong.send(kTo, kLetter), Sent::kLater);
  const auto checked = wrong.check();
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().code, Code::kDenied);
}

}  // namespace
}  // namespace waymark::bridge
