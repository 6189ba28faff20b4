// Server: a bounded HTTP/1.1 server for one address.
//
// One thread does the network; handlers run there (PathRule kInline) or on a small pool, and may answer later from any
// thread. Every size, count, time and rate has a limit below, for bytes that come and for answers that are taken. When
// the places or the memory run out, the idle and then the slowest connections go, so that somebody new is served; only
// when every place waits for a handler does the server answer 503 `busy`. The peer's address is never asked for. Bytes
// that are not HTTP, and HTTP that two programs could read differently (http/request_head.h), get 400 and a closed
// connection.
// @source docs/spec/limits.md
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
#include "http/pace.h"
#include "http/request_reader.h"

namespace waymark::http {

struct ServerLimits {
  std::size_t header_bytes_max = 8'192;
  /// Fewer when the process may not open as many files: see Server::places().
  std::size_t connections_max = 4'096;
  /// What all connections and waiting requests hold together. One answer larger than this is still given.
  std::size_t memory_bytes_max = 32UL << 20U;
  /// For whoever sends or takes bytes. A line of 64 kbit/s moves 30 times as much as this asks for.
  PaceRule pace = {};
  std::chrono::milliseconds idle_time{15'000};    ///< between two requests of a connection
  std::chrono::milliseconds read_time{180'000};   ///< from a request's first byte to its last, whatever the pace
  std::chrono::milliseconds answer_time{90'000};  ///< for the handler
  std::chrono::milliseconds write_time{600'000};  ///< for the client to take the answer, whatever the pace
  std::chrono::milliseconds stop_time{3'000};     ///< for open requests when the server stops
  std::size_t workers = 2;
  /// Requests that wait for a worker; what they hold counts into memory_bytes_max. Further ones get 503 `busy`.
  std::size_t worker_queue_max = 2'048;
  /// A connection that has carried as many bytes, both ways together, is closed behind the answer. 0: it is kept.
  /// @source docs/spec/lines.md
  std::size_t connection_bytes_max = 0;
};

struct ServerOptions {
  Endpoint listen;
  ServerLimits limits = {};
  /// Called with method and path before a body is read.
  RuleOf rule_of;
  Handler handler;
  /// The clock of all limits, asked on the network's thread. @thread any
  std::function<SteadyTime()> now = std::chrono::steady_clock::now;
};

class Server {
 public:
  /// Binds and starts. Raises this process's limit of open files as far as it may.
  /// @error kConflict, kNotFound, kDenied or kUnavailable when the address cannot be bound: see why_not()
  static Result<std::unique_ptr<Server>> start(ServerOptions options);
  /// Stops as stop() does.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The bound port.
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;
  /// How many connections it takes at a time: connections_max, or what the limit of open files leaves.
  [[nodiscard]] std::size_t places() const;
  /// What connections and waiting requests hold now, in bytes; never above memory_bytes_max for long.
  [[nodiscard]] std::size_t held() const;
  /// Takes over a connected stream socket as if it had been accepted. For tests that have no network.
  void adopt(int descriptor);
  /// Takes no more connections, lets open requests finish for stop_time, closes the rest. Returns when all is still.
  void stop();

 private:
  class Core;
  explicit Server(std::shared_ptr<Core> core);
  std::shared_ptr<Core> core_;  // shared with responders that have not answered yet
};

}  // namespace waymark::http
