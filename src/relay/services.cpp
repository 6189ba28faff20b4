#include "relay/services.h"

#include "store/connection.h"

namespace waymark::relay {

void StoreWatch::worked() {
  if (state_.load(std::memory_order_relaxed) == State::kWorks) return;
  enter(State::kWorks, "store-works-again");
}

void StoreWatch::failed(const Error& error) {
  if (error.code == Code::kUnavailable) return;  // a full queue is load, not trouble
  if (store::is_damage(error)) return enter(State::kDamaged, "store-damaged");
  if (error.code != Code::kFull) return enter(State::kFails, "store-fails");
  ++refused_full_;
  enter(State::kFull, "store-full");
}

void StoreWatch::mended() {
  if (state_.exchange(State::kWorks) != State::kWorks) log_.event("store-works-again");
}

void StoreWatch::enter(State state, Literal event) {
  State before = state_;
  while (before != State::kDamaged && before != state) {
    if (state_.compare_exchange_weak(before, state)) return log_.event(event);
  }
}

http::Response store_refusal(const Error& error) {
  return error.code == Code::kFull ? http::text_response(507, "full") : http::text_response(503, "busy");
}

}  // namespace waymark::relay
