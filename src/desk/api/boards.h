// Boards: the queues in memory of those who are on shift, one for each set of roles, brought up to date on demand.
//
// People with the same roles hold the same compartments and so see the same agenda. A board lives as long as somebody
// asks for it: it is dropped when nobody has for kBoardIdle, and all are dropped when somebody locks or signs out and
// when the last session has ended by itself, so that an office where nobody is signed in keeps no agenda in memory.
// Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/fair_mutex.h"
#include "desk/office/office.h"
#include "desk/queue/board.h"

namespace waymark::desk::api {

inline constexpr Seconds kBoardIdle{10 * 60};

/// Leads hold the keys of all cases, others those of their own and of what nobody has taken.
queue::Sight sight_of(const Me& me);

class Boards {
 public:
  Boards(Office& office, const pack::Pack& pack, const text::Zone& zone, const Clock& clock)
      : office_(office), pack_(pack), zone_(zone), clock_(clock) {}

  /// Calls `use` with the up-to-date board of this session and the change counter it stands for.
  /// @error as Office::list
  Result<void> with(const SessionToken& token, const Me& me,
                    const std::function<void(const queue::Board&, std::uint64_t)>& use);
  void drop_all();
  /// Drops what nobody asked for lately, and everything when nobody is signed in any more: a screen left open ends its
  /// session without a call. For a thread that looks every few seconds.
  void tidy();

 private:
  struct Held {
    queue::Board board;
    std::uint64_t counter = 0;
    bool filled = false;
    TimePoint used_at;
  };
  /// What has changed since the board of these roles was brought up to date, asked for without its lock: whoever waits
  /// for the office must not keep others from the board. Nothing when there is no board yet.
  Result<std::optional<AgendaChanges>> changes_for(const SessionToken& token, const std::string& roles);
  static void apply(AgendaChanges changes, Held& held);
  void drop_idle();

  Office& office_;
  const pack::Pack& pack_;
  const text::Zone& zone_;
  const Clock& clock_;
  FairMutex lock_;
  std::map<std::string, Held> held_;  // by roles; guarded by lock_
};

}  // namespace waymark::desk::api
