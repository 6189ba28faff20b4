#include "http/session.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "base/secret.h"
#include "http/response_head.h"

namespace waymark::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kLingerTime{1'000};
/// A request without a body, and no more: whoever takes a flood of connections reads a little from each.
constexpr std::size_t kFirstReadBytes = 2 * 1024;
constexpr std::size_t kLingerBytes = 1UL << 20U;

bool would_wait(const error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted;
}

}  // namespace

Session::Session(Owner& owner, Socket socket, Places::Id id) : owner_(owner), socket_(std::move(socket)), id_(id) {}

void Session::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  next_request(After::kConnecting);
}

void Session::stand(State state, Standing standing, SteadyTime deadline) {
  state_ = state;
  deadline_ = deadline;
  owner_.stands(id_, standing, deadline);
}

void Session::go_on(State state, std::chrono::milliseconds at_most) {
  stand(state, Standing::kMoving, std::min(pace_.late(), began_ + at_most));
}

void Session::next_request(After after) {
  if (owner_.stopping()) return close();
  const ServerOptions& options = owner_.options();
  reader_.emplace(options.limits.header_bytes_max, options.rule_of);
  said_continue_ = false;
  began_ = owner_.now();
  pace_ = Pace{options.limits.pace, began_};
  if (!rest_.empty()) {  // pipelined
    const WipingBytes bytes = std::exchange(rest_, {});
    return consume(bytes);
  }
  hold();
  // Whoever has just come is not idle yet: in a flood of connections it must live long enough to ask.
  if (after == After::kConnecting) {
    stand(State::kIdle, Standing::kMoving, pace_.late());
    return read(kFirstReadBytes);  // most have asked by now, and need not wait behind everybody's bodies
  }
  stand(State::kIdle, Standing::kIdle, began_ + options.limits.idle_time);
  wait_to_read();
}

void Session::wait_to_read() {
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
    if (self->state_ == State::kClosed) return;
    if (error) return self->close();
    self->read(self->owner_.scratch().size());
  });
}

void Session::read(std::size_t bytes_max) {
  const std::span<std::uint8_t> scratch = owner_.scratch().first(bytes_max);
  error_code error;
  const std::size_t bytes = socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
  if (would_wait(error)) return wait_to_read();
  if (error) return close();
  const std::span<std::uint8_t> came = scratch.first(bytes);
  carried_ += bytes;
  if (state_ == State::kLingering) {
    dropped_ += bytes;
    wipe(came);
    return dropped_ > kLingerBytes ? close() : wait_to_read();
  }
  if (state_ == State::kIdle && turn_ > 0) {  // the first byte of a later request starts its time
    began_ = owner_.now();
    pace_ = Pace{owner_.options().limits.pace, began_};
  }
  consume(came);
  wipe(came);
}

void Session::consume(ByteView bytes) {
  pace_.moved(bytes.size(), owner_.now());
  const std::size_t used = reader_->feed(bytes);
  if (reader_->state() == RequestReader::State::kRefused) {
    return refuse(reader_->refusal().status, reader_->refusal().word);
  }
  rest_.assign(bytes.begin() + static_cast<std::ptrdiff_t>(used), bytes.end());
  if (!owner_.holds(id_, reader_->held() + rest_.capacity())) return refuse(503, "busy");
  if (reader_->state() == RequestReader::State::kWhole) return dispatch();
  if (reader_->expects_continue()) say_continue();
  go_on(State::kReading, owner_.options().limits.read_time);
  wait_to_read();
}

void Session::hold() { owner_.holds(id_, rest_.capacity() + response_.body.capacity()); }

void Session::say_continue() {
  // Fits any socket buffer; a client that cannot take 25 bytes will not send a body either.
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  if (std::exchange(said_continue_, true)) return;
  error_code ignored;
  socket_.write_some(asio::buffer(kContinue), ignored);
}

void Session::dispatch() {
  stand(State::kHandling, Standing::kFixed, owner_.now() + owner_.options().limits.answer_time);
  ++turn_;
  keep_alive_ = reader_->keep_alive();
  head_only_ = reader_->is_head_request();
  const PathRule rule = reader_->rule();
  Request request = reader_->take();
  reader_.reset();
  hold();
  owner_.handle(std::move(request), rule, shared_from_this());
}

void Session::refuse(int status, std::string_view word) {
  keep_alive_ = false;
  head_only_ = false;
  reader_.reset();
  WipingBytes{}.swap(rest_);
  write(text_response(status, word));
}

void Session::answer(std::uint64_t turn, Response response) {
  if (state_ == State::kHandling && turn == turn_) write(std::move(response));
}

void Session::write(Response response) {
  response_ = std::move(response);
  keep_alive_ = keep_alive_ && stays_open();
  head_ = write_head(response_, keep_alive_ ? AfterAnswer::kKeepAlive : AfterAnswer::kClose);
  taken_ = 0;
  began_ = owner_.now();
  pace_ = Pace{owner_.options().limits.pace, began_};
  go_on(State::kWriting, owner_.options().limits.write_time);
  hold();
  write_more();
}

bool Session::stays_open() const {
  const std::size_t most = owner_.options().limits.connection_bytes_max;
  const std::size_t after = carried_ + response_.content().size();
  return !owner_.stopping() && !response_.closes && (most == 0 || after < most);
}

void Session::write_more() {
  const ByteView body = head_only_ ? ByteView{} : response_.content();
  const std::size_t of_head = std::min(taken_, head_.size());
  const std::size_t of_body = taken_ - of_head;
  if (taken_ == head_.size() + body.size()) return written();
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head_) + of_head,
                                                asio::buffer(body.data(), body.size()) + of_body};
  // Where nothing follows, the last bytes wait for linger(), a few lines on, and leave in one packet with the end.
  const int more = keep_alive_ ? 0 : MSG_MORE;
  socket_.async_send(parts, more, [self = shared_from_this()](error_code error, std::size_t bytes) {
    if (self->state_ == State::kClosed) return;
    if (error) return self->close();
    self->wrote(bytes);
  });
}

void Session::wrote(std::size_t bytes) {
  taken_ += bytes;
  carried_ += bytes;
  pace_.moved(bytes, owner_.now());
  go_on(State::kWriting, owner_.options().limits.write_time);
  write_more();
}

void Session::written() {
  response_ = {};
  wipe({reinterpret_cast<std::uint8_t*>(head_.data()), head_.size()});
  head_.clear();
  if (keep_alive_) return next_request(After::kAnAnswer);
  hold();
  linger();
}

// Closing with unread input would reset the connection and could take our last answer with it.
void Session::linger() {
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  stand(State::kLingering, Standing::kIdle, owner_.now() + kLingerTime);
  wait_to_read();
}

void Session::close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  error_code ignored;
  socket_.close(ignored);
  owner_.forget(id_);
}

}  // namespace waymark::http
