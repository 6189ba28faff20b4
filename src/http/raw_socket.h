// RawSocket: a blocking TCP client that sends whatever bytes a test wants, at whatever pace. Loopback only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace waymark::http {

class RawSocket {
 public:
  /// Connects to 127.0.0.1. A failure leaves an object that reads nothing.
  explicit RawSocket(std::uint16_t port);
  ~RawSocket();
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  /// False when the peer has closed.
  bool send(std::string_view bytes);
  /// Sends and says that no more will come.
  bool send_last(std::string_view bytes);
  /// Whatever arrives until the peer closes or nothing comes for `patience`.
  std::string read_all(std::chrono::milliseconds patience = std::chrono::seconds{60});
  /// One response: head and as many bytes as Content-Length says; empty when none comes.
  std::string read_response(std::chrono::milliseconds patience = std::chrono::seconds{60});
  /// Whether the peer closes within `patience`.
  bool closes_within(std::chrono::milliseconds patience);
  /// TCP segments that came on this connection so far, also those without bytes.
  [[nodiscard]] std::uint32_t packets_in() const;

 private:
  bool receive(std::chrono::milliseconds patience);
  int descriptor_;
  std::string pending_;
  bool closed_ = false;
};

/// Connects, sends, reads one response.
std::string ask(std::uint16_t port, std::string_view request);
/// "200" of "HTTP/1.1 200 OK…"; empty for anything else.
std::string status_of(std::string_view response);
/// What follows the empty line.
std::string body_of(std::string_view response);
/// A request with a body and its Content-Length.
std::string post(std::string_view path, std::string_view body, std::string_view headers = "");

}  // namespace waymark::http
