// The three programs, running, each with the address that strangers reach; and a crowd of connections.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "relay/running_program.h"
#include "store/temporary_folder.h"

namespace waymark::doors {

/// One listener of a running program.
struct Door {
  std::string name;
  std::uint16_t port = 0;
  std::string probe;      ///< a request that is answered at once
  std::string good;       ///< the status of the answer
  std::string body_head;  ///< the head of a request with a body that is long enough to be slow with
  std::size_t body_bytes = 0;
  std::string page;  ///< a request with a long answer
};

/// A program with everything it needs, made in a folder of its own.
class Running {
 public:
  /// "relay", "relay-desk" (its other listener), "clerk" or "desk".
  explicit Running(const std::string& name);
  [[nodiscard]] const Door& door() const { return door_; }
  /// Resident memory in bytes: the most it ever was.
  [[nodiscard]] std::size_t resident() const;
  /// Whether it is still there.
  [[nodiscard]] bool alive() const;

 private:
  void start_relay(bool desk_listener);
  void start_clerk();
  void start_desk();
  void write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void run(const std::string& program, const std::vector<std::string>& arguments, std::string_view line);

  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::string said_;
  Door door_;
  std::unique_ptr<relay::RunningProgram> program_;
};

/// Connections of one process to one port; closed with it.
class Crowd {
 public:
  explicit Crowd(std::uint16_t port) : port_(port) {}
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  /// Opens `count` more and sends `bytes` over each as far as the kernel takes them; reads nothing.
  void come(std::size_t count, std::string_view bytes);
  /// Sends more over each that is still open.
  void send(std::string_view bytes);
  [[nodiscard]] std::size_t size() const { return sockets_.size(); }

 private:
  std::uint16_t port_;
  std::vector<int> sockets_;
};

}  // namespace waymark::doors
