// SmtpSink: Postfix's SMTP server that only listens, on loopback; what it takes lies in a folder of its own. Rejects or
// hangs up where it is told to. Test code only.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace waymark::bridge::testing {

class SmtpSink {
 public:
  /// @param options of smtp-sink(1), such as {"-r", "data"}; @param port 0: a free one
  explicit SmtpSink(std::vector<std::string> options = {}, std::uint16_t port = 0);
  ~SmtpSink();
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  /// "smtp://127.0.0.1:PORT"
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Each letter as it came, with lines X-Mail-Args and X-Rcpt-Args of its envelope in front.
  [[nodiscard]] std::vector<std::string> letters() const;

 private:
  std::filesystem::path folder_;
  std::uint16_t port_;
  pid_t id_ = 0;
};

}  // namespace waymark::bridge::testing
