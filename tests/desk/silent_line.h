// SilentLine: a line between two ends that falls silent after so many bytes of a connection, without a reset, as some
// networks do (docs/spec/lines.md). Loopback alone; ends with its object.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace waymark::line {

class SilentLine {
 public:
  /// @param to  a port of loopback @param bytes_max  of one connection, both ways together
  SilentLine(std::uint16_t to, std::uint64_t bytes_max);
  ~SilentLine();
  SilentLine(const SilentLine&) = delete;
  SilentLine& operator=(const SilentLine&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Connections that fell silent so far.
  [[nodiscard]] int silent() const { return silent_.load(); }

 private:
  void listen_on(int listener);
  void carry(int one, int other);

  const std::uint16_t to_;
  const std::uint64_t bytes_max_;
  std::uint16_t port_ = 0;
  std::atomic<int> silent_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> carriers_;
  std::thread listener_;
};

}  // namespace waymark::line
