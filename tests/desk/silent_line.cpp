#include "silent_line.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "base/check.h"

namespace waymark::line {
namespace {

constexpr int kTickMs = 50;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

SilentLine::SilentLine(std::uint16_t to, std::uint64_t bytes_max) : to_(to), bytes_max_(bytes_max) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  CHECK(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener, 64) == 0);
  socklen_t size = sizeof address;
  CHECK(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  listener_ = std::thread{[this, listener] { listen_on(listener); }};
}

SilentLine::~SilentLine() {
  stopping_ = true;
  listener_.join();
  for (std::thread& carrier : carriers_) carrier.join();
}

void SilentLine::listen_on(int listener) {
  while (!stopping_) {
    pollfd waiting{.fd = listener, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, kTickMs) <= 0) continue;
    const int one = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(to_);
    if (one < 0 || ::connect(other, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(one);
      ::close(other);
      continue;
    }
    carriers_.emplace_back([this, one, other] { carry(one, other); });
  }
  ::close(listener);
}

void SilentLine::carry(int one, int other) {
  std::uint64_t carried = 0;
  bool open = true;
  while (open && !stopping_) {
    std::array<pollfd, 2> ends{
        {{.fd = one, .events = POLLIN, .revents = 0}, {.fd = other, .events = POLLIN, .revents = 0}}};
    if (::poll(ends.data(), ends.size(), kTickMs) <= 0) continue;
    for (std::size_t i = 0; i < ends.size() && open; ++i) {
      if (ends[i].revents == 0) continue;
      std::array<char, 1'024> bytes;
      const ssize_t got = ::recv(ends[i].fd, bytes.data(), bytes.size(), 0);
      open = got > 0;
      if (!open) break;
      carried += static_cast<std::uint64_t>(got);
      if (carried > bytes_max_) {
        ++silent_;
        // Nothing more comes and nothing is closed.
        while (!stopping_) ::poll(nullptr, 0, kTickMs);
        break;
      }
      (void)::send(ends[1 - i].fd, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL);
    }
  }
  ::close(one);
  ::close(other);
}

}  // namespace waymark::line
