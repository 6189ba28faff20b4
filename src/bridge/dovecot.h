// Dovecot: the real server on loopback, with a mailbox in a folder of its own. Started by the test, stopped with it,
// without rights beyond those of the test. Test code only.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace waymark::bridge::testing {

class Dovecot {
 public:
  /// Throws into the test's face if there is no Dovecot: CHECK.
  Dovecot();
  ~Dovecot();
  Dovecot(const Dovecot&) = delete;
  Dovecot& operator=(const Dovecot&) = delete;

  /// Puts a letter into the mailbox as a delivery agent does.
  void deliver(const std::string& bytes);
  /// Letters that lie there, as files.
  [[nodiscard]] std::size_t letters() const;
  /// "imap://127.0.0.1:PORT/INBOX"; user "box", password "secret".
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string log() const;

 private:
  [[nodiscard]] std::filesystem::path mail() const { return folder_ / "mail"; }
  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t id_ = 0;
  std::size_t delivered_ = 0;
};

}  // namespace waymark::bridge::testing
