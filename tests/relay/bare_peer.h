// BarePeer: what any program has to do for a durable put that comes on a connection of its own, and nothing else:
// accept, read a known number of bytes, insert them in a batch with others, commit, answer, close. No HTTP, no check,
// no hash, no limit of time. Or what any program has to do for a poll: read as many bytes, answer with as many, close.
// The measure for the relay; never a server that anybody else talks to.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>

#include "store/temporary_folder.h"

namespace waymark::relay {

class BarePeer {
 public:
  /// Starts it as a process of its own on a port of loopback. This process must have no other threads.
  /// @param day  part of the row, as with the relay  @param body_bytes  of every put
  BarePeer(std::uint32_t day, std::size_t body_bytes) : BarePeer(Work{day, body_bytes, false}) {}
  static std::unique_ptr<BarePeer> of_polls();
  ~BarePeer() { stop(); }
  BarePeer(const BarePeer&) = delete;
  BarePeer& operator=(const BarePeer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Ends it and waits, so that its processor time counts among this process's children.
  void stop();

 private:
  struct Work {
    std::uint32_t day;
    std::size_t body_bytes;
    bool polls;
  };
  explicit BarePeer(Work work);
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();  ///< ours: the process ends without a farewell
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace waymark::relay
