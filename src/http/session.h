// Session: one connection of a Server: reads a request, has it answered, writes the answer, and again. Lives on the
// network's thread only. Internal to src/http; the only header of the project that includes Asio.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "http/places.h"
#include "http/server.h"

namespace waymark::http {

class Session : public std::enable_shared_from_this<Session> {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  class Owner;
  Session(Owner& owner, Socket socket, Places::Id id);
  void start();
  /// The answer to request number `turn`; ignored when that one has been answered or given up.
  void answer(std::uint64_t turn, Response response);
  void close();
  void close_if_idle() {
    if (state_ == State::kIdle) close();
  }
  [[nodiscard]] SteadyTime deadline() const { return deadline_; }
  [[nodiscard]] std::uint64_t turn() const { return turn_; }
  [[nodiscard]] Places::Id id() const { return id_; }

 private:
  enum class State { kIdle, kReading, kHandling, kWriting, kLingering, kClosed };
  enum class After { kConnecting, kAnAnswer };

  void next_request(After after);
  void wait_to_read();
  void read(std::size_t bytes_max);
  void consume(ByteView bytes);
  void hold();
  void dispatch();
  void say_continue();
  void write(Response response);
  void write_more();
  void wrote(std::size_t bytes);
  void refuse(int status, std::string_view word);
  void written();
  /// Whether the connection goes on behind the answer that is about to be written.
  [[nodiscard]] bool stays_open() const;
  void linger();
  void stand(State state, Standing standing, SteadyTime deadline);
  /// At the pace of this connection, and not longer than `at_most` after it began what it does now.
  void go_on(State state, std::chrono::milliseconds at_most);

  Owner& owner_;
  Socket socket_;
  const Places::Id id_;
  State state_ = State::kIdle;
  SteadyTime began_;
  SteadyTime deadline_;
  Pace pace_;
  std::uint64_t turn_ = 0;  ///< counts requests, so that a late answer cannot meet the next one
  std::optional<RequestReader> reader_;
  WipingBytes rest_;  ///< what came behind a whole request: the next one
  bool keep_alive_ = false;
  bool head_only_ = false;
  bool said_continue_ = false;
  std::string head_;
  Response response_;
  std::size_t taken_ = 0;    ///< of head and response
  std::size_t carried_ = 0;  ///< of this connection, both ways, without what a proxy or the kernel adds
  std::size_t dropped_ = 0;  ///< bytes that came after the last answer
};

/// What sessions may ask of the server.
class Session::Owner {
 public:
  virtual ~Owner() = default;
  virtual const ServerOptions& options() const = 0;
  virtual SteadyTime now() const = 0;
  /// Where one read puts its bytes; used by one call at a time and wiped by it.
  virtual std::span<std::uint8_t> scratch() = 0;
  virtual void handle(Request request, const PathRule& rule, const std::shared_ptr<Session>& session) = 0;
  virtual void stands(Places::Id id, Standing standing, SteadyTime late) = 0;
  /// Counts what a session holds and closes others until all fits. @return whether it fits
  virtual bool holds(Places::Id id, std::size_t bytes) = 0;
  virtual void forget(Places::Id id) = 0;
  virtual bool stopping() const = 0;
};

}  // namespace waymark::http
