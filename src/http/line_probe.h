// LineProbe: one exchange on a connection of its own, and how far it came. For looking at a line from outside as a
// visitor's browser meets it (docs/operate/lines.md); whoever wants answers takes Client. HTTP/1.1, no redirect, no
// cookie, no user agent.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace waymark::http {

enum class Came : std::uint8_t {
  kWhole,      ///< an answer with all bytes that its head promised, whatever its status
  kNoName,     ///< the name leads nowhere
  kNoConnect,  ///< nobody accepts a connection there, or nothing at all comes back
  kTls,        ///< the hello was answered, but not as TLS, or the certificate does not fit
  kSilent,     ///< the connection stood, then nothing more came
  kReset,      ///< the connection was reset or ended without an answer
  kCutShort,   ///< closed before all promised bytes were there
  kTooLarge,   ///< over `bytes_max`
  kNoUrl,      ///< not an address that we speak
};

struct ProbeOptions {
  std::chrono::milliseconds connect_timeout{10'000};  ///< TLS included
  std::chrono::seconds silence{8};                    ///< so long without a byte is silence
  std::chrono::milliseconds total_timeout{60'000};
  std::size_t bytes_max = 1UL << 20U;
  std::string proxy = {};    ///< as in ClientOptions
  std::string ca_file = {};  ///< as in ClientOptions
};

struct Probe {
  Came came = Came::kNoUrl;
  int status = 0;              ///< 0 until a status line has come
  Bytes body = {};             ///< what came of it
  std::size_t bytes_down = 0;  ///< head and body
  std::size_t bytes_up = 0;    ///< of the body
  bool tls_done = false;       ///< false while silent: the hello itself stayed without answer
  std::string content_type = {};
  std::optional<std::int64_t> time = {};  ///< of the answer's Date, Unix seconds
  std::chrono::milliseconds took{0};
};

/// @param body sent with POST when it is there, else GET. Borrowed for the call; blocks for `total_timeout` at most
Probe probe(const std::string& url, std::optional<ByteView> body, const ProbeOptions& options);

}  // namespace waymark::http
