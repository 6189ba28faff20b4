#include "programs/waymark/courier_thread.h"

#include <utility>

#include "base/process.h"

namespace waymark::program {

CourierThread::CourierThread(desk::Courier& courier, std::chrono::seconds pause, const Log& log,
                             std::function<void()> after_round)
    : courier_(courier), log_(log), after_round_(std::move(after_round)), thread_([this, pause] { run(pause); }) {}

CourierThread::~CourierThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void CourierThread::run(std::chrono::seconds pause) {
  for (;;) {
    const auto round = courier_.round();
    tell(round);
    after_round_();
    scrub_stack();  // filing opened texts on it
    const bool at_once = round.has_value() && round->more;
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, at_once ? std::chrono::seconds{0} : pause, [this] { return stopping_; })) return;
  }
}

void CourierThread::tell(const Result<desk::RoundReport>& round) {
  if (!round.has_value()) {
    if (well_) log_.event("relay-trouble", {{"code", static_cast<std::int64_t>(round.error().code)}});
    well_ = false;
    return;
  }
  // Nothing about envelopes: a line a round would be a list of the times at which people wrote. Counts are in the
  // health view, behind a sign-in.
  if (!well_) log_.event("relay-well-again");
  well_ = true;
}

}  // namespace waymark::program
