// What every call of the bridge through libcurl has in common: TLS always but to this machine's own loopback, a
// password, an end in time, and a stop that ends it at once. Internal to src/bridge.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace waymark::bridge {

/// Once a process.
void start_curl();

struct Call {
  const std::string& address;
  const char* protocols;
  const std::string& user;
  const SecretBytes& password;
  std::chrono::milliseconds timeout;  ///< of the whole call
  const std::stop_token& stop;        ///< outlives it
};
/// Resets the handle, which keeps its open connection, and sets all of the above.
void prepare_call(CURL* curl, const Call& call);

/// @return kDenied, kNotFound, kInvalid, kAuthentication (of the server's certificate), or kUnavailable
Code code_of(CURLcode code);

}  // namespace waymark::bridge
