// The network's thread, the connections it keeps, and the pool of handlers.
#include "http/server.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <unordered_map>

#include "base/check.h"
#include "base/process.h"
#include "http/session.h"
#include "http/worker_pool.h"

namespace waymark::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// A whole 16 KiB body with its header fits: one read and no growth.
constexpr std::size_t kScratchBytes = 24 * 1024;
constexpr std::chrono::milliseconds kSweepEvery{100};
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr int kAcceptedAtOnce = 256;
/// Of the files that the process may open, these are for its own: databases, pages, calls to other servers.
constexpr std::size_t kOwnFiles = 256;

std::size_t places_for(std::size_t wanted) {
  const std::size_t files = raise_open_files();
  return std::min(wanted, files > 2 * kOwnFiles ? files - kOwnFiles : files / 2);
}

// What the kernel keeps for a connection is not in our memory, but in the machine's. Without a limit it grows to 6 MiB
// for somebody who sends while nobody reads, and to 4 MiB for an answer that nobody takes.
constexpr int kKernelReceiveBytes = 32 * 1024;  // the kernel takes it twice
constexpr int kKernelSendBytes = 32 * 1024;

/// Limits and answers at once, for a connection or, by way of the listening socket, for all that it accepts: Linux
/// copies these three. So three calls to the kernel are not made for each connection.
template <class Socket>
void prepare(Socket& socket) {
  error_code ignored;  // a socket that is not TCP (adopt) knows no no_delay
  socket.set_option(tcp::no_delay{true}, ignored);
  socket.set_option(asio::socket_base::receive_buffer_size{kKernelReceiveBytes}, ignored);
  socket.set_option(asio::socket_base::send_buffer_size{kKernelSendBytes}, ignored);
}

bool is_shortage(const error_code& error) {
  return error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
         error == asio::error::no_memory || error == error_code{ENFILE, boost::system::system_category()};
}

}  // namespace

/// The network thread, its sessions and the pool.
class Server::Core final : public Session::Owner, public std::enable_shared_from_this<Server::Core> {
 public:
  explicit Core(ServerOptions options)
      : options_(std::move(options)),
        places_max_(places_for(options_.limits.connections_max)),
        scratch_(kScratchBytes),
        acceptor_(context_),
        sweep_timer_(context_),
        accept_timer_(context_) {}

  Result<void> bind();
  void run();
  void stop();
  void adopt(int descriptor);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t connections() const { return connection_count_; }
  [[nodiscard]] std::size_t places() const { return places_max_; }
  [[nodiscard]] std::size_t held() const { return held_ + queued_; }

 private:
  const ServerOptions& options() const override { return options_; }
  SteadyTime now() const override { return options_.now(); }
  std::span<std::uint8_t> scratch() override { return scratch_; }
  bool stopping() const override { return stopping_; }
  void handle(Request request, const PathRule& rule, const std::shared_ptr<Session>& session) override;
  void stands(Places::Id id, Standing standing, SteadyTime late) override { places_.set(id, standing, late); }
  bool holds(Places::Id id, std::size_t bytes) override;
  void forget(Places::Id id) override;
  Responder responder_for(const std::shared_ptr<Session>& session);
  void submit(Request request, Responder respond, const std::shared_ptr<Session>& session);
  void accept();
  void take_waiting();
  void pause_accepting(const error_code& error);
  void admit(tcp::socket socket);
  bool make_room();
  void close(Places::Id id);
  void sweep();
  void begin_stop();

  const ServerOptions options_;
  const std::size_t places_max_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> connection_count_ = 0;
  std::atomic<std::size_t> held_ = 0;    ///< by connections
  std::atomic<std::size_t> queued_ = 0;  ///< by requests that wait for a worker or are with one
  std::uint16_t port_ = 0;
  std::unordered_map<Places::Id, std::shared_ptr<Session>> sessions_;  // owners: this and the operation under way
  Places places_;
  Places::Id last_id_ = 0;
  WipingBytes scratch_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer sweep_timer_;
  asio::steady_timer accept_timer_;
  SteadyTime stop_deadline_;
  std::optional<WorkerPool> pool_;
  std::thread thread_;
};

Code code_of_bind(const error_code& error) {
  if (error == asio::error::address_in_use) return Code::kConflict;
  // Without IPv6 the kernel knows no such family, or the family has no address.
  const bool none =
      error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
  if (none) return Code::kNotFound;
  if (error == asio::error::access_denied) return Code::kDenied;
  return Code::kUnavailable;
}

Result<void> Server::Core::bind() {
  error_code error;
  const tcp::endpoint endpoint{asio::ip::make_address(options_.listen.address, error), options_.listen.port};
  if (!error) acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) prepare(acceptor_);  // before it listens: what it accepts inherits
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fail(code_of_bind(error), "http/server", "bind: error " + std::to_string(error.value()));
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

void Server::Core::run() {
  pool_.emplace(options_.limits.workers, options_.limits.worker_queue_max);
  accept();
  sweep();
  thread_ = std::thread{[this] { context_.run(); }};
}

void Server::Core::accept() {
  acceptor_.async_wait(tcp::acceptor::wait_read, [this](error_code error) {
    if (error != asio::error::operation_aborted) take_waiting();
  });
}

/// Takes whoever is in line. Many at once: somebody new stands behind a whole flood there, and each turn of the loop
/// reads from all that were taken before.
void Server::Core::take_waiting() {
  for (int taken = 0; taken < kAcceptedAtOnce && !stopping_; ++taken) {
    error_code error;
    tcp::socket socket{context_};
    acceptor_.accept(socket, error);
    if (error == asio::error::would_block) return accept();
    if (error) return pause_accepting(error);
    admit(std::move(socket));
  }
  if (!stopping_) asio::post(context_, [this] { take_waiting(); });
}

/// Out of file descriptors or the like: wait a moment instead of spinning, with room for the next one.
void Server::Core::pause_accepting(const error_code& error) {
  if (is_shortage(error)) make_room();
  accept_timer_.expires_after(kAcceptPause);
  accept_timer_.async_wait([this](error_code stopped) {
    if (!stopped) accept();
  });
}

void Server::Core::admit(tcp::socket socket) {
  if (sessions_.size() >= places_max_ && !make_room()) {
    static constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: "
        "close\r\n\r\nbusy";
    error_code ignored;
    socket.non_blocking(true, ignored);  // Session::start() has not seen it
    socket.write_some(asio::buffer(kBusy), ignored);
    return;
  }
  const Places::Id id = ++last_id_;
  const auto session = std::make_shared<Session>(*this, std::move(socket), id);
  sessions_.emplace(id, session);
  connection_count_ = sessions_.size();
  session->start();
}

/// Closes the connection that has been idle longest, or else the slowest.
bool Server::Core::make_room() {
  const auto worst = places_.worst();
  if (worst) close(*worst);
  return worst.has_value();
}

void Server::Core::close(Places::Id id) {
  const auto found = sessions_.find(id);
  CHECK(found != sessions_.end());
  const std::shared_ptr<Session> session = found->second;
  session->close();
}

bool Server::Core::holds(Places::Id id, std::size_t bytes) {
  places_.hold(id, bytes);
  while (places_.held() + queued_ > options_.limits.memory_bytes_max) {
    const auto worst = places_.worst_holder(id);
    if (!worst) break;
    close(*worst);
  }
  held_ = places_.held();
  return held_ + queued_ <= options_.limits.memory_bytes_max;
}

void Server::Core::sweep() {
  const SteadyTime now = options_.now();
  std::vector<std::shared_ptr<Session>> late;
  for (const auto& [id, session] : sessions_) {
    if (session->deadline() < now || (stopping_ && stop_deadline_ < std::chrono::steady_clock::now()))
      late.push_back(session);
  }
  for (const auto& session : late) session->close();
  if (stopping_ && sessions_.empty()) return context_.stop();
  sweep_timer_.expires_after(kSweepEvery);
  sweep_timer_.async_wait([this](error_code stopped) {
    if (!stopped) sweep();
  });
}

Responder Server::Core::responder_for(const std::shared_ptr<Session>& session) {
  return Responder{
      [core = shared_from_this(), session = std::weak_ptr{session}, turn = session->turn()](Response response) {
        asio::post(core->context_, [session, turn, response = std::move(response)]() mutable {
          if (const auto alive = session.lock()) alive->answer(turn, std::move(response));
        });
      }};
}

void Server::Core::handle(Request request, const PathRule& rule, const std::shared_ptr<Session>& session) {
  Responder respond = responder_for(session);
  if (rule.where == PathRule::Where::kInline) return options_.handler(std::move(request), std::move(respond));
  submit(std::move(request), std::move(respond), session);
}

void Server::Core::submit(Request request, Responder respond, const std::shared_ptr<Session>& session) {
  // Counted apart from the session: its client may leave while the body still waits in the queue.
  struct Queued {
    Queued(std::atomic<std::size_t>& all_bytes, std::size_t own_bytes) : all(all_bytes), bytes(own_bytes) {
      all += bytes;
    }
    ~Queued() { all -= bytes; }
    std::atomic<std::size_t>& all;
    const std::size_t bytes;
  };
  auto queued = std::make_unique<Queued>(queued_, request.body.capacity());
  auto task = [this, queued = std::move(queued), request = std::move(request), respond = std::move(respond)]() mutable {
    options_.handler(std::move(request), std::move(respond));
  };
  WorkerPool::Task boxed{std::move(task)};
  if (pool_->submit(std::move(boxed))) return;
  session->answer(session->turn(), text_response(503, "busy"));  // the dropped responder's 500 comes too late
}

void Server::Core::forget(Places::Id id) {
  places_.remove(id);
  sessions_.erase(id);
  connection_count_ = sessions_.size();
  held_ = places_.held();
}

void Server::Core::adopt(int descriptor) {
  asio::post(context_, [this, descriptor] {
    tcp::socket socket{context_};
    error_code error;
    socket.assign(tcp::v4(), descriptor, error);
    CHECK(!error);
    prepare(socket);
    if (!stopping_) admit(std::move(socket));
  });
}

void Server::Core::begin_stop() {
  stop_deadline_ = std::chrono::steady_clock::now() + options_.limits.stop_time;
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  accept_timer_.cancel();
  std::vector<std::shared_ptr<Session>> all;
  for (const auto& [id, session] : sessions_) all.push_back(session);
  for (const auto& session : all) session->close_if_idle();
  sweep();
}

void Server::Core::stop() {
  if (!thread_.joinable()) return;
  asio::post(context_, [this] { begin_stop(); });
  thread_.join();
  pool_.reset();  // handlers finish; their answers find nobody
}

Server::Server(std::shared_ptr<Core> core) : core_(std::move(core)) {}

Server::~Server() { core_->stop(); }

Result<std::unique_ptr<Server>> Server::start(ServerOptions options) {
  CHECK(options.handler && options.rule_of && options.now);
  auto core = std::make_shared<Core>(std::move(options));
  TRY(core->bind());
  core->run();
  return std::unique_ptr<Server>{new Server{std::move(core)}};
}

std::uint16_t Server::port() const { return core_->port(); }

std::size_t Server::connections() const { return core_->connections(); }

std::size_t Server::places() const { return core_->places(); }

std::size_t Server::held() const { return core_->held(); }

void Server::adopt(int descriptor) { core_->adopt(descriptor); }

void Server::stop() { core_->stop(); }

}  // namespace waymark::http
