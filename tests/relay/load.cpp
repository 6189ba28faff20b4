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
#include "crypto/random.h"
#include "envelope/frame.h"
#include "relay/envelopes.h"
#include "relay/limits.h"

namespace waymark::relay {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kStored = "\r\n\r\nstored";
constexpr std::string_view kFirst = "\r\n\r\nfirst";

}  // namespace

std::string put_head(std::uint32_t day, std::size_t body_bytes) {
  return "POST /v1/put/" + std::to_string(day) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body_bytes) + "\r\n\r\n";
}

std::string poll_head() {
  return "POST /v1/poll HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(kPollBytes) + "\r\n\r\n";
}

namespace {

enum class Call { kPut, kPutInHalves, kPoll };

struct Client {
  int descriptor = -1;
  Bytes frame;  ///< changed in place
  std::string request;
  bool second = false;  ///< of two halves
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
  /// @param frames  envelopes, or bodies of polls
  Load(std::uint16_t port, std::uint32_t day, std::size_t clients, std::span<const Bytes> frames, Call call)
      : port_(port),
        day_(day),
        call_(call),
        head_(call == Call::kPoll ? poll_head()
                                  : put_head(day, call == Call::kPutInHalves ? kHalfPutBytes : frames.front().size())),
        clients_(clients) {
    for (std::size_t i = 0; i < clients; ++i) {
      clients_[i].frame = frames[i % frames.size()];
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
    if (call_ != Call::kPoll) make_unique_envelope(client.frame, ++number_);
    client.second = false;
    client.begun = SteadyClock::now();
    ++open_;
    send(client);
  }
  void send(Client& client) {
    client.answer.clear();
    client.request = head_;
    if (call_ == Call::kPutInHalves) {
      append(client.request, row_id_of(day_, client.frame));
      client.request.push_back(client.second ? '\1' : '\0');
      append(client.request, ByteView{client.frame}.subspan(client.second ? kHalfBytes : 0, kHalfBytes));
    } else {
      append(client.request, client.frame);
    }
    // A request fits the socket's send buffer, so a blocking send does not wait for the relay.
    const ssize_t sent = ::send(client.descriptor, client.request.data(), client.request.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(client.request.size())) finish(client, false);
  }
  static void append(std::string& text, ByteView bytes) {
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  void receive(Client& client) {
    std::array<char, 9'216> chunk;
    const ssize_t got = ::recv(client.descriptor, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got <= 0) return finish(client, false);
    client.answer.append(chunk.data(), static_cast<std::size_t>(got));
    if (call_ == Call::kPoll) return look_at_poll(client);
    if (client.answer.ends_with(kStored)) return finish(client, true);
    if (call_ == Call::kPutInHalves && !client.second && client.answer.ends_with(kFirst)) return second_half(client);
    if (!client.answer.starts_with("HTTP/1.1 200")) finish(client, false);
  }
  void look_at_poll(Client& client) {
    if (!client.answer.starts_with("HTTP/1.1 200")) return finish(client, false);
    const std::size_t end = client.answer.find("\r\n\r\n");
    if (end != std::string::npos && client.answer.size() == end + 4 + kPollAnswerBytes) finish(client, true);
  }
  void second_half(Client& client) {
    client.second = true;
    disconnect(client);
    connect(client);
    send(client);
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
  const std::uint32_t day_;
  const Call call_;
  const std::string head_;
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
                    std::span<const Bytes> frames, PutAs put_as) {
  return Load{port, day, clients, frames, put_as == PutAs::kHalves ? Call::kPutInHalves : Call::kPut}.run(time);
}

LoadResult run_polls(std::uint16_t port, std::size_t clients, std::chrono::milliseconds time) {
  crypto::SystemRandom random;
  Bytes body(kPollBytes);
  random.fill(body);
  body[0] = body[1] = 0;  // skips none
  return Load{port, 0, clients, std::span(&body, 1), Call::kPoll}.run(time);
}

}  // namespace waymark::relay
