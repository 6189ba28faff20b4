#include "desk/api/door_lane.h"

#include <algorithm>

#include "base/process.h"

namespace waymark::desk::api {

DoorLane::DoorLane() : thread_([this] { loop(); }) {}

DoorLane::~DoorLane() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Result<void> DoorLane::submit(Line line, std::string_view who, Task task) {
  const std::size_t key = std::hash<std::string_view>{}(who);
  {
    const std::lock_guard lock(mutex_);
    std::deque<Place>& places = line_of(line);
    const bool full = places.size() >= (line == Line::kKnown ? kKnownMax : kStrangersMax);
    const bool again = who != kInvited && std::ranges::find(places, key, &Place::who) != places.end();
    if (stopping_ || full || again) return fail(Code::kUnavailable, "desk/door_lane");
    places.push_back({key, std::move(task)});
  }
  wake_.notify_one();
  return {};
}

std::size_t DoorLane::waiting(Line line) {
  const std::lock_guard lock(mutex_);
  return line_of(line).size();
}

DoorLane::Task DoorLane::next() {
  const bool strangers_turn = known_.empty() || (known_in_a_row_ >= kKnownInARow && !strangers_.empty());
  known_in_a_row_ = strangers_turn ? 0 : known_in_a_row_ + 1;
  std::deque<Place>& places = strangers_turn ? strangers_ : known_;
  Task task = std::move(places.front().task);
  places.pop_front();
  return task;
}

void DoorLane::loop() {
  for (;;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !known_.empty() || !strangers_.empty(); });
    if (stopping_) return;
    {
      Task task = next();
      lock.unlock();
      task();
    }
    scrub_stack();  // passphrases and tokens went over it, and what writes answers keeps copies
  }
}

}  // namespace waymark::desk::api
