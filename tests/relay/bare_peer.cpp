#include "bare_peer.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/check.h"
#include "envelope/frame.h"
#include "load.h"
#include "relay/envelopes.h"
#include "relay/limits.h"
#include "relay/schema.h"
#include "store/group_writer.h"
#include "store/migrations.h"

namespace waymark::relay {
namespace {

int listen_on_loopback() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(::listen(descriptor, SOMAXCONN) == 0);
  return descriptor;
}

std::uint16_t port_of(int descriptor) {
  sockaddr_in address{};
  socklen_t bytes = sizeof address;
  CHECK(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &bytes) == 0);
  return ntohs(address.sin_port);
}

class Peer {
 public:
  /// @param polls  answers polls; otherwise stores puts of `day`
  Peer(int listener, const std::filesystem::path& folder, std::uint32_t day, std::size_t body_bytes, bool polls)
      : listener_(listener),
        day_(day),
        body_bytes_(body_bytes),
        request_bytes_((polls ? poll_head() : put_head(day, body_bytes)).size() + body_bytes),
        answer_(polls ? "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(kPollAnswerBytes, 'x') : ""),
        connection_(*store::Connection::open(folder / "peer.db", {.page_bytes = kPageBytes})) {
    CHECK(store::migrate(*connection_, schema()));
    watch(listener_);
  }
  void run() {
    store::GroupWriter writer{std::move(connection_)};
    std::array<epoll_event, 256> events;
    while (true) {
      const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < ready; ++i) {
        const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
        descriptor == listener_ ? accept_all() : receive(descriptor, writer);
      }
    }
  }

 private:
  void watch(int descriptor) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
    CHECK(::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0);
  }
  void accept_all() {
    while (true) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      came_[descriptor].clear();
      watch(descriptor);
    }
  }
  void receive(int descriptor, store::GroupWriter& writer) {
    std::array<std::uint8_t, 24UL * 1024> chunk;
    const ssize_t got = ::recv(descriptor, chunk.data(), chunk.size(), 0);
    Bytes& bytes = came_[descriptor];
    if (got <= 0 || bytes.size() == request_bytes_) return;
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
    if (bytes.size() != request_bytes_) return;
    if (answer_.empty()) return store(descriptor, bytes, writer);
    (void)::send(descriptor, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    ::close(descriptor);
  }
  void store(int descriptor, const Bytes& bytes, store::GroupWriter& writer) {
    Bytes blob{bytes.end() - static_cast<std::ptrdiff_t>(body_bytes_), bytes.end()};
    const auto work = [day = day_, blob = std::move(blob)](store::WriteContext& context) {
      RowId id{};
      std::copy_n(blob.begin() + envelope::kHeaderBytes, id.size(), id.begin());  // new in every row, as a hash is
      return context.db.execute("INSERT INTO envelope(id, day, blob) VALUES(?, ?, ?)", id, day, blob);
    };
    const auto done = [descriptor](const Result<std::int64_t>& outcome) {
      constexpr std::string_view kStored = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nstored";
      if (outcome) (void)::send(descriptor, kStored.data(), kStored.size(), MSG_NOSIGNAL);
      ::close(descriptor);
    };
    CHECK(writer.submit(work, done, store::Undo::kNothing));
  }

  const int listener_;
  const std::uint32_t day_;
  const std::size_t body_bytes_;
  const std::size_t request_bytes_;
  const std::string answer_;  ///< to a poll; puts are answered when they are stored
  const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  std::unordered_map<int, Bytes> came_;  ///< by connection; a number is used again once its put is answered
  std::unique_ptr<store::Connection> connection_;
};

}  // namespace

std::unique_ptr<BarePeer> BarePeer::of_polls() {
  return std::unique_ptr<BarePeer>(new BarePeer(Work{0, kPollBytes, true}));
}

BarePeer::BarePeer(Work work) {
  const int listener = listen_on_loopback();
  port_ = port_of(listener);
  process_ = ::fork();
  CHECK(process_ >= 0);
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Peer{listener, folder_.path(), work.day, work.body_bytes, work.polls}.run();
  }
  ::close(listener);
}

void BarePeer::stop() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace waymark::relay
