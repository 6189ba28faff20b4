#include "load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/check.h"
#include "envelope/frame.h"

namespace waymark::relay {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kStored = "\r\n\r\nstored";

}  // namespace

std::string put_head(std::uint32_t day, std::size_t body_bytes) {
  return "POST /v1/put/" + std::to_string(day) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body_bytes) + "\r\n\r\n";
}

namespace {

struct Client {
  int descriptor = -1;
  std::string request;  ///< head and body; the body is changed in place
  std::size_t sent = 0;
  std::string answer;
  SteadyClock::time_point begun;
};

int connect_to(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  const int one = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return descriptor;
}

class Load {
 public:
  Load(std::uint16_t port, std::uint32_t day, std::size_t clients, std::span<const Bytes> frames)
      : port_(port), body_bytes_(frames.front().size()), clients_(clients) {
    const std::string head = put_head(day, body_bytes_);
    for (std::size_t i = 0; i < clients; ++i) {
      clients_[i].request = head + to_string(frames[i % frames.size()]);
      connect(clients_[i]);
    }
  }
  ~Load() {
    for (const Client& client : clients_) {
      if (client.descriptor >= 0) ::close(client.descriptor);
    }
    ::close(epoll_);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  LoadResult run(std::chrono::milliseconds time) {
    const auto start = SteadyClock::now();
    end_ = start + time;
    for (Client& client : clients_) begin(client);
    std::array<epoll_event, 256> events;
    while (open_ > 0) {
      const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 10'000);
      if (ready <= 0) break;
      for (int i = 0; i < ready; ++i) receive(clients_[events[static_cast<std::size_t>(i)].data.u64]);
    }
    result_.seconds = std::chrono::duration<double>(SteadyClock::now() - start).count();
    std::ranges::sort(latencies_ms_);
    if (!latencies_ms_.empty()) {
      result_.latency_p50_ms = latencies_ms_[latencies_ms_.size() / 2];
      result_.latency_p99_ms = latencies_ms_[latencies_ms_.size() * 99 / 100];
    }
    return result_;
  }

 private:
  // The relay closes a connection behind each call, so every put has one of its own.
  void connect(Client& client) {
    client.descriptor = connect_to(port_);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = static_cast<std::uint64_t>(&client - clients_.data())}};
    CHECK(::epoll_ctl(epoll_, EPOLL_CTL_ADD, client.descriptor, &event) == 0);
  }
  void disconnect(Client& client) {
    ::close(client.descriptor);  // which takes it out of the epoll set
    client.descriptor = -1;
  }
  void begin(Client& client) {
    if (SteadyClock::now() >= end_) return;
    auto* const bytes = reinterpret_cast<std::uint8_t*>(client.request.data());
    make_unique_envelope({bytes + client.request.size() - body_bytes_, body_bytes_}, ++number_);
    client.answer.clear();
    client.begun = SteadyClock::now();
    ++open_;
    // A request fits the socket's send buffer, so a blocking send does not wait for the relay.
    const ssize_t sent = ::send(client.descriptor, client.request.data(), client.request.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(client.request.size())) finish(client, false);
  }
  void receive(Client& client) {
    std::array<char, 2'048> chunk;
    const ssize_t got = ::recv(client.descriptor, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got <= 0) return finish(client, false);
    client.answer.append(chunk.data(), static_cast<std::size_t>(got));
    if (client.answer.ends_with(kStored)) return finish(client, true);
    if (!client.answer.starts_with("HTTP/1.1 200")) finish(client, false);
  }
  void finish(Client& client, bool stored) {
    --open_;
    stored ? ++result_.stored : ++result_.refused;
    latencies_ms_.push_back(std::chrono::duration<double, std::milli>(SteadyClock::now() - client.begun).count());
    disconnect(client);
    if (!stored) return;
    connect(client);
    begin(client);
  }

  const std::uint16_t port_;
  const std::size_t body_bytes_;
  int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<Client> clients_;
  std::vector<double> latencies_ms_;
  LoadResult result_;
  SteadyClock::time_point end_;
  std::uint64_t number_ = 0;
  std::size_t open_ = 0;
};

}  // namespace

void make_unique_envelope(std::span<std::uint8_t> envelope, std::uint64_t number) {
  CHECK(envelope.size() >= envelope::kEnvelopeBytes);
  std::memcpy(envelope.data() + envelope::kHeaderBytes, &number, sizeof number);
}

LoadResult run_load(std::uint16_t port, std::uint32_t day, std::size_t clients, std::chrono::milliseconds time,
                    std::span<const Bytes> frames) {
  return Load{port, day, clients, frames}.run(time);
}

}  // namespace waymark::relay
