#include "bridge/loopback.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"

namespace waymark::bridge::testing {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// A socket bound to a free port.
int bound(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  CHECK(bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
  CHECK(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return socket;
}

}  // namespace

std::uint16_t free_port() {
  std::uint16_t port = 0;
  close(bound(port));
  return port;
}

bool answers(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  const bool connected = connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return connected;
}

int listen_somewhere(std::uint16_t& port) {
  const int socket = bound(port);
  CHECK(listen(socket, 8) == 0);
  return socket;
}

}  // namespace waymark::bridge::testing
