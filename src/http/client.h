// Client: HTTP requests with hard limits, through libcurl. Talks http and https only, follows no redirect, sends no
// cookie and no user agent, ignores proxies of the environment.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace waymark::http {

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{60'000};
  std::size_t response_bytes_max = 16UL << 20U;
  /// "socks5h://127.0.0.1:9050" sends everything, names included, through Tor; empty: direct.
  std::string proxy = {};
  /// A PEM file of certificates to trust instead of the system's; empty: the system's.
  std::string ca_file = {};
  /// Asked about once a second during a call; true ends it as kUnavailable.
  std::function<bool()> cancelled = {};
};

struct ClientRequest {
  std::string method = "GET";  ///< GET, POST, PUT, DELETE
  std::string url;
  std::vector<Header> headers = {};
  ByteView body = {};  ///< borrowed for the call; sent with POST and PUT
};

struct ClientResponse {
  int status = 0;
  std::vector<Header> headers;  ///< names in lower case
  Bytes body;
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// One connection kept open between requests. One thread at a time.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Any status code is a success here.
  /// @error kUnavailable: not reached, cut off or timed out; kTooLarge: the answer is over the limit;
  ///        kAuthentication: the certificate does not fit; kInvalid: not a URL that we speak
  Result<ClientResponse> send(const ClientRequest& request);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  ClientOptions options_;
};

}  // namespace waymark::http
