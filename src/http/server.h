// Server: a bounded HTTP/1.1 server for one address. Boost.Beast stays in server.cpp.
//
// One thread does the network; handlers run there (PathRule kInline) or on a small pool, and may answer later from any
// thread. Every size, count and time has a limit below. The peer's address is never asked for. Bytes that are not
// HTTP get 400 and a closed connection; a full server answers 503 `busy`.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/endpoint.h"
#include "http/message.h"

namespace waymark::http {

struct ServerLimits {
  std::size_t header_bytes_max = 8'192;
  std::size_t connections_max = 512;
  std::chrono::milliseconds idle_time{15'000};    ///< between two requests of a connection
  std::chrono::milliseconds header_time{15'000};  ///< from a request's first byte to its last header
  std::chrono::milliseconds body_time{90'000};    ///< 16 KiB take 66 s at 2 kbit/s: bad phones over Tor
  std::chrono::milliseconds answer_time{90'000};  ///< for the handler
  std::chrono::milliseconds write_time{120'000};  ///< for the client to take the answer
  std::chrono::milliseconds stop_time{3'000};     ///< for open requests when the server stops
  std::size_t workers = 2;
  std::size_t worker_queue_max = 512;
};

struct ServerOptions {
  Endpoint listen;
  ServerLimits limits = {};
  /// Called with method and path before a body is read.
  std::function<PathRule(std::string_view, std::string_view)> rule_of;
  Handler handler;
};

class Server {
 public:
  /// Binds and starts. @error kUnavailable when the address cannot be bound
  static Result<std::unique_ptr<Server>> start(ServerOptions options);
  /// Stops as stop() does.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The bound port.
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;
  /// Takes no more connections, lets open requests finish for stop_time, closes the rest. Returns when all is still.
  void stop();

 private:
  class Core;
  explicit Server(std::shared_ptr<Core> core);
  std::shared_ptr<Core> core_;  // shared with responders that have not answered yet
};

}  // namespace waymark::http
