// SmtpPostman: submission over SMTP, through libcurl. TLS always, but for this machine's own loopback. A connection for
// each letter, with an end in time; the machine's own name is not said.
// @source RFC 5321; RFC 6409; docs/spec/mail.md
#pragma once

#include <chrono>
#include <stop_token>

#include "base/result.h"
#include "base/secret.h"
#include "bridge/postman.h"

namespace waymark::bridge {

struct SmtpOptions {
  std::string server;  ///< "smtps://mail.example", without a path
  std::string from;    ///< "box@mail.example", in the envelope of SMTP; its domain greets
  std::string user;
  SecretBytes password{0};
  std::chrono::milliseconds timeout{120'000};
  std::stop_token stop = {};
};

class SmtpPostman final : public Postman {
 public:
  explicit SmtpPostman(SmtpOptions options);
  Sent send(const std::string& to, std::string_view letter) override;
  /// Greets, signs in and goes. @error kDenied (user or password); kAuthentication (certificate); kUnavailable
  [[nodiscard]] Result<void> check() const;

 private:
  const SmtpOptions options_;
};

}  // namespace waymark::bridge
