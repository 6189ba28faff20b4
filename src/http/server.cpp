// The only file that includes Boost.Beast and Asio: it takes 12 s to compile, so nothing else may.
#include "http/server.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <optional>
#include <thread>
#include <unordered_set>

#include "base/check.h"
#include "http/response_head.h"
#include "http/worker_pool.h"

namespace waymark::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;
using Parser = beast::http::request_parser<beast::http::vector_body<std::uint8_t>>;

/// A whole 16 KiB body with its header fits: one read and no growth (measured: 3x the throughput of the default).
constexpr std::size_t kReadBufferBytes = 24 * 1024;
constexpr std::chrono::milliseconds kSweepEvery{100};
constexpr std::chrono::milliseconds kLingerTime{1'000};
constexpr std::chrono::milliseconds kAcceptPause{100};

Request to_request(Parser::value_type&& message) {
  Request request;
  request.method = std::string_view{message.method_string().data(), message.method_string().size()};
  const std::string_view target{message.target().data(), message.target().size()};
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(target.size(), question + 1));
  for (const std::string_view name : kRequestHeaders) {
    const auto found = message.find(beast::string_view{name.data(), name.size()});
    if (found == message.end()) continue;
    request.headers.push_back({std::string{name}, std::string{found->value().data(), found->value().size()}});
  }
  request.body = std::move(message.body());
  return request;
}

}  // namespace

/// One connection. Lives on the network thread only.
class Session : public std::enable_shared_from_this<Session> {
 public:
  class Owner;
  Session(Owner& owner, tcp::socket socket);
  void start();
  /// The answer to request number `turn`; ignored when that one has been answered or given up.
  void answer(std::uint64_t turn, Response response);
  void close();
  void close_if_idle() {
    if (is_idle()) close();
  }
  [[nodiscard]] bool is_idle() const { return state_ == State::kIdle; }
  [[nodiscard]] SteadyTime deadline() const { return deadline_; }
  [[nodiscard]] std::uint64_t turn() const { return turn_; }

 private:
  enum class State { kIdle, kReading, kHandling, kWriting, kLingering, kClosed };
  void next_request();
  void read_more();
  void parse();
  bool accept_header();
  void continue_body();
  void dispatch();
  void write(Response response);
  void refuse(int status, std::string_view word);
  void written(bool keep_alive);
  void linger();
  void set(State state, std::chrono::milliseconds time);

  Owner& owner_;
  tcp::socket socket_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  State state_ = State::kIdle;
  SteadyTime deadline_;
  std::uint64_t turn_ = 0;  ///< counts requests, so that a late answer cannot meet the next one
  PathRule rule_;
  bool header_seen_ = false;
  bool keep_alive_ = false;
  bool head_only_ = false;
  std::string head_;
  Response response_;
};

/// What sessions may ask of the server.
class Session::Owner {
 public:
  virtual ~Owner() = default;
  virtual const ServerOptions& options() const = 0;
  virtual void handle(Request request, const PathRule& rule, const std::shared_ptr<Session>& session) = 0;
  virtual void forget(const std::shared_ptr<Session>& session) = 0;
  virtual bool stopping() const = 0;
};

Session::Session(Owner& owner, tcp::socket socket) : owner_(owner), socket_(std::move(socket)) {
  buffer_.reserve(kReadBufferBytes);
}

void Session::set(State state, std::chrono::milliseconds time) {
  state_ = state;
  deadline_ = std::chrono::steady_clock::now() + time;
}

void Session::start() {
  error_code ignored;
  socket_.set_option(tcp::no_delay{true}, ignored);
  next_request();
}

void Session::next_request() {
  if (owner_.stopping()) return close();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(owner_.options().limits.header_bytes_max));
  parser_->body_limit(boost::none);  // set from the path's rule once the header is there
  header_seen_ = false;
  if (buffer_.size() > 0) {  // pipelined
    set(State::kReading, owner_.options().limits.header_time);
    return parse();
  }
  set(State::kIdle, owner_.options().limits.idle_time);
  read_more();
}

void Session::read_more() {
  const std::size_t room = std::max<std::size_t>(kReadBufferBytes - std::min(buffer_.size(), kReadBufferBytes), 4096);
  socket_.async_read_some(buffer_.prepare(room), [self = shared_from_this()](error_code error, std::size_t bytes) {
    if (error || self->state_ == State::kClosed) return self->close();
    self->buffer_.commit(bytes);
    if (self->state_ == State::kIdle) self->set(State::kReading, self->owner_.options().limits.header_time);
    self->parse();
  });
}

void Session::parse() {
  while (true) {
    error_code error;
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    const bool starved = error == beast::http::error::need_more;
    if (error == beast::http::error::header_limit) return refuse(431, "header-too-large");
    if (error == beast::http::error::body_limit) return refuse(413, "too-large");
    if (error && !starved) return refuse(400, "malformed");
    if (!header_seen_ && parser_->is_header_done()) {
      header_seen_ = true;
      if (!accept_header()) return;
    }
    if (parser_->is_done()) return dispatch();
    if (starved || buffer_.size() == 0) return read_more();
  }
}

bool Session::accept_header() {
  const auto& message = parser_->get();
  const std::string_view target{message.target().data(), message.target().size()};
  if (target.empty() || target.front() != '/') {
    refuse(400, "malformed");
    return false;
  }
  const beast::string_view method = message.method_string();
  rule_ = owner_.options().rule_of({method.data(), method.size()}, target.substr(0, target.find('?')));
  head_only_ = message.method() == beast::http::verb::head;
  keep_alive_ = message.keep_alive() && message.version() == 11;
  if (parser_->content_length().value_or(0) > rule_.body_bytes_max) {
    refuse(413, "too-large");
    return false;
  }
  parser_->body_limit(rule_.body_bytes_max);
  parser_->eager(true);
  set(State::kReading, owner_.options().limits.body_time);
  if (beast::iequals(message[beast::http::field::expect], "100-continue") && !parser_->is_done()) continue_body();
  return true;
}

void Session::continue_body() {
  // Fits any socket buffer; a client that cannot take 25 bytes will not send a body either.
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.write_some(asio::buffer(kContinue), ignored);
}

void Session::dispatch() {
  set(State::kHandling, owner_.options().limits.answer_time);
  ++turn_;
  Request request = to_request(parser_->release());
  parser_.reset();
  owner_.handle(std::move(request), rule_, shared_from_this());
}

void Session::refuse(int status, std::string_view word) {
  keep_alive_ = false;
  write(text_response(status, word));
}

void Session::answer(std::uint64_t turn, Response response) {
  if (state_ == State::kHandling && turn == turn_) write(std::move(response));
}

void Session::write(Response response) {
  set(State::kWriting, owner_.options().limits.write_time);
  response_ = std::move(response);
  const bool keep_alive = keep_alive_ && !owner_.stopping();
  head_ = write_head(response_, keep_alive ? AfterAnswer::kKeepAlive : AfterAnswer::kClose);
  const ByteView body = head_only_ ? ByteView{} : response_.content();
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::buffer(body.data(), body.size())};
  asio::async_write(socket_, parts, [self = shared_from_this(), keep_alive](error_code error, std::size_t) {
    if (error || self->state_ == State::kClosed) return self->close();
    self->written(keep_alive);
  });
}

void Session::written(bool keep_alive) {
  response_ = {};
  if (keep_alive) return next_request();
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  set(State::kLingering, kLingerTime);
  linger();
}

// Closing with unread input would reset the connection and could take our last answer with it.
void Session::linger() {
  buffer_.consume(buffer_.size());
  socket_.async_read_some(buffer_.prepare(kReadBufferBytes),
                          [self = shared_from_this()](error_code error, std::size_t) {
                            if (error || self->state_ == State::kClosed) return self->close();
                            self->linger();
                          });
}

void Session::close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  error_code ignored;
  socket_.close(ignored);
  owner_.forget(shared_from_this());
}

/// The network thread, its sessions and the pool.
class Server::Core final : public Session::Owner, public std::enable_shared_from_this<Server::Core> {
 public:
  explicit Core(ServerOptions options)
      : options_(std::move(options)), acceptor_(context_), sweep_timer_(context_), accept_timer_(context_) {}

  Result<void> bind();
  void run();
  void stop();
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t connections() const { return connection_count_; }

 private:
  const ServerOptions& options() const override { return options_; }
  bool stopping() const override { return stopping_; }
  void handle(Request request, const PathRule& rule, const std::shared_ptr<Session>& session) override;
  void forget(const std::shared_ptr<Session>& session) override;
  Responder responder_for(const std::shared_ptr<Session>& session);
  void accept();
  void admit(tcp::socket socket);
  bool make_room();
  void sweep();
  void begin_stop();

  const ServerOptions options_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> connection_count_ = 0;
  std::uint16_t port_ = 0;
  std::unordered_set<std::shared_ptr<Session>> sessions_;  // owners: this set and the operation under way
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer sweep_timer_;
  asio::steady_timer accept_timer_;
  SteadyTime stop_deadline_;
  std::optional<WorkerPool> pool_;
  std::thread thread_;
};

Result<void> Server::Core::bind() {
  error_code error;
  const tcp::endpoint endpoint{asio::ip::make_address(options_.listen.address, error), options_.listen.port};
  if (!error) acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fail(Code::kUnavailable, "http/server", "bind: error " + std::to_string(error.value()));
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
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || stopping_) return;
    if (!error) {
      admit(std::move(socket));
      return accept();
    }
    // Out of file descriptors or the like: wait a moment instead of spinning.
    accept_timer_.expires_after(kAcceptPause);
    accept_timer_.async_wait([this](error_code stopped) {
      if (!stopped) accept();
    });
  });
}

void Server::Core::admit(tcp::socket socket) {
  if (sessions_.size() >= options_.limits.connections_max && !make_room()) {
    static constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: "
        "close\r\n\r\nbusy";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(kBusy), ignored);
    return;
  }
  const auto session = std::make_shared<Session>(*this, std::move(socket));
  sessions_.insert(session);
  connection_count_ = sessions_.size();
  session->start();
}

/// Closes the connection that has been idle longest.
bool Server::Core::make_room() {
  std::shared_ptr<Session> oldest;
  for (const auto& session : sessions_) {
    if (session->is_idle() && (!oldest || session->deadline() < oldest->deadline())) oldest = session;
  }
  if (oldest) oldest->close();
  return oldest != nullptr;
}

void Server::Core::sweep() {
  const SteadyTime now = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<Session>> late;
  for (const auto& session : sessions_) {
    if (session->deadline() < now || (stopping_ && stop_deadline_ < now)) late.push_back(session);
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
  auto task = [this, request = std::move(request), respond = std::move(respond)]() mutable {
    options_.handler(std::move(request), std::move(respond));
  };
  WorkerPool::Task boxed{std::move(task)};
  if (pool_->submit(std::move(boxed))) return;
  session->answer(session->turn(), text_response(503, "busy"));  // the dropped responder's 500 comes too late
}

void Server::Core::forget(const std::shared_ptr<Session>& session) {
  sessions_.erase(session);
  connection_count_ = sessions_.size();
}

void Server::Core::begin_stop() {
  stop_deadline_ = std::chrono::steady_clock::now() + options_.limits.stop_time;
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  accept_timer_.cancel();
  const std::vector<std::shared_ptr<Session>> all{sessions_.begin(), sessions_.end()};
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
  CHECK(options.handler && options.rule_of);
  auto core = std::make_shared<Core>(std::move(options));
  TRY(core->bind());
  core->run();
  return std::unique_ptr<Server>{new Server{std::move(core)}};
}

std::uint16_t Server::port() const { return core_->port(); }

std::size_t Server::connections() const { return core_->connections(); }

void Server::stop() { core_->stop(); }

}  // namespace waymark::http
