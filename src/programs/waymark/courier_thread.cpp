#include "programs/waymark/courier_thread.h"

namespace waymark::program {

CourierThread::CourierThread(desk::Courier& courier, std::chrono::seconds pause, const Log& log)
    : courier_(courier), log_(log), thread_([this, pause] { run(pause); }) {}

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
  if (!well_) log_.event("relay-well-again");
  well_ = true;
  if (round->pulled > 0 || round->filed.taken_up > 0)
    log_.event("envelopes", {{"pulled", round->pulled},
                             {"filed", round->filed.new_cases + round->filed.further},
                             {"refused", round->filed.refused}});
}

}  // namespace waymark::program
