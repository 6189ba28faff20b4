// Postman: sends one letter. An interface, so that tests have a twin in memory.
// @source docs/spec/mail.md "Never twice"
#pragma once

#include <string>
#include <string_view>

namespace waymark::bridge {

/// What the mail server said.
enum class Sent {
  kTaken,    ///< it answers for the letter now
  kLater,    ///< not now (4xx), or it was not reached before it had the whole letter
  kRefused,  ///< never (5xx)
  kUnsure    ///< it had the whole letter, and then nothing was heard: it may be on its way
};

class Postman {
 public:
  virtual ~Postman() = default;
  /// @param to one address of return_address
  /// @param letter head and body, lines that end in CRLF
  virtual Sent send(const std::string& to, std::string_view letter) = 0;
};

}  // namespace waymark::bridge
