#include "relay_speaker.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "base/check.h"

namespace waymark::fuzz {
namespace {

/// How long a connection that waits gives the server to answer, where the input may have asked for nothing yet.
constexpr std::chrono::milliseconds kMoment{3};
constexpr int kPiecesMax = 64;

/// One connection to the relay, from its first byte to its last.
class Speaker {
 public:
  Speaker(std::uint16_t port, const std::vector<std::string>& requests, const How& how);
  ~Speaker() { ::close(socket_); }
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  /// Sends a piece. @return whether there is more
  bool speak();
  /// Reads to the end, unless all that was already read.
  void listen_to_the_end();
  /// Leaves at once, with what is under way.
  void reset();
  [[nodiscard]] Said said(Listener listener) const { return {listener, asked_, answered_, to_its_end_}; }

 private:
  bool read_within(std::chrono::milliseconds patience);
  const int socket_;
  const How how_;
  std::vector<std::size_t> ends_;  ///< of requests
  std::string asked_;
  std::size_t sent_ = 0;
  int pieces_ = 0;
  std::string answered_;
  bool over_ = false;
  bool to_its_end_ = false;
};

Speaker::Speaker(std::uint16_t port, const std::vector<std::string>& requests, const How& how)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), how_(how) {
  for (const std::string& request : requests) ends_.push_back((asked_ += request).size());
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const timeval patience{.tv_sec = kPatience.count() / 1'000, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  CHECK(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

bool Speaker::speak() {
  if (sent_ == asked_.size() || over_) return false;
  std::size_t until = asked_.size();
  if (how_.waits) until = *std::ranges::upper_bound(ends_, sent_);
  if (++pieces_ < kPiecesMax) until = std::min(until, sent_ + how_.piece);
  const ssize_t count = ::send(socket_, asked_.data() + sent_, until - sent_, MSG_NOSIGNAL);
  CHECK(count > 0 || (errno != EAGAIN && errno != EWOULDBLOCK));  // nobody reads, and nobody closes
  if (count <= 0) return false;
  sent_ += static_cast<std::size_t>(count);
  if (how_.waits && std::ranges::binary_search(ends_, sent_)) (void)read_within(kMoment);
  return sent_ < asked_.size() && !over_;
}

/// @return false when nothing came in time, or nothing will come any more
bool Speaker::read_within(std::chrono::milliseconds patience) {
  pollfd poll{.fd = socket_, .events = POLLIN, .revents = 0};
  if (over_ || ::poll(&poll, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::array<char, 16'384> chunk;
  const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (count > 0) answered_.append(chunk.data(), static_cast<std::size_t>(count));
  over_ = count <= 0;
  to_its_end_ = count == 0;
  return !over_;
}

void Speaker::listen_to_the_end() {
  ::shutdown(socket_, SHUT_WR);
  while (read_within(kPatience)) {
  }
  CHECK(over_);  // neither answered nor closed
}

void Speaker::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void speak_in_turns(const std::vector<std::unique_ptr<Speaker>>& speakers) {
  bool more = true;
  while (more) {
    more = false;
    for (const auto& speaker : speakers) more = speaker->speak() || more;
  }
}

}  // namespace

std::vector<Said> hold(const Talk& talk, std::uint16_t port) {
  std::vector<std::unique_ptr<Speaker>> speakers;
  for (const auto& requests : talk.connections) speakers.push_back(std::make_unique<Speaker>(port, requests, talk.how));
  if (talk.how.takes_turns) speak_in_turns(speakers);
  for (const auto& speaker : speakers) {
    while (speaker->speak()) {
    }
  }
  if (talk.how.drops_last) {
    speakers.back()->reset();
    speakers.pop_back();
  }
  std::vector<Said> said;
  for (const auto& speaker : speakers) {
    speaker->listen_to_the_end();
    said.push_back(speaker->said(talk.how.listener));
  }
  return said;
}

}  // namespace waymark::fuzz
