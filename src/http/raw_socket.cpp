#include "http/raw_socket.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace waymark::http {

RawSocket::RawSocket(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  closed_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
}

RawSocket::~RawSocket() { ::close(descriptor_); }

bool RawSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawSocket::send_last(std::string_view bytes) {
  const bool sent = send(bytes);
  ::shutdown(descriptor_, SHUT_WR);
  return sent;
}

bool RawSocket::receive(std::chrono::milliseconds patience) {
  if (closed_) return false;
  pollfd poll{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (::poll(&poll, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::array<char, 65'536> chunk;
  const ssize_t got = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
  if (got <= 0) {
    closed_ = true;
    return false;
  }
  pending_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

std::string RawSocket::read_all(std::chrono::milliseconds patience) {
  while (receive(patience)) {
  }
  return std::exchange(pending_, {});
}

std::string RawSocket::read_response(std::chrono::milliseconds patience) {
  constexpr std::string_view kLength = "Content-Length: ";
  while (true) {
    const std::size_t end = pending_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const std::size_t field = pending_.find(kLength);
      const std::size_t body = field < end ? std::stoul(pending_.substr(field + kLength.size())) : 0;
      const std::size_t whole = end + 4 + body;
      if (pending_.size() >= whole) {
        std::string response = pending_.substr(0, whole);
        pending_.erase(0, whole);
        return response;
      }
    }
    if (!receive(patience)) return {};
  }
}

bool RawSocket::closes_within(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!closed_ && std::chrono::steady_clock::now() < end) (void)receive(std::chrono::milliseconds{50});
  return closed_;
}

std::uint32_t RawSocket::packets_in() const {
  tcp_info info{};
  socklen_t bytes = sizeof info;
  ::getsockopt(descriptor_, IPPROTO_TCP, TCP_INFO, &info, &bytes);
  return info.tcpi_segs_in;
}

std::string ask(std::uint16_t port, std::string_view request) {
  RawSocket socket{port};
  socket.send(request);
  return socket.read_response();
}

std::string status_of(std::string_view response) {
  if (!response.starts_with("HTTP/1.1 ") || response.size() < 12) return {};
  return std::string{response.substr(9, 3)};
}

std::string body_of(std::string_view response) {
  const std::size_t end = response.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string{} : std::string{response.substr(end + 4)};
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
  return "POST " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers} +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

}  // namespace waymark::http
