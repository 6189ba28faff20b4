#include "relay/services.h"

namespace waymark::relay {

void StoreWatch::worked() {
  if (state_.load(std::memory_order_relaxed) == State::kWorks) return;
  if (state_.exchange(State::kWorks) != State::kWorks) log_.event("store-works-again");
}

void StoreWatch::failed(const Error& error) {
  if (error.code == Code::kUnavailable) return;  // a full queue is load, not trouble
  if (error.code == Code::kFull) {
    ++refused_full_;
    if (state_.exchange(State::kFull) != State::kFull) log_.event("store-full");
  } else if (state_.exchange(State::kFails) != State::kFails) {
    log_.event("store-fails");
  }
}

http::Response store_refusal(const Error& error) {
  return error.code == Code::kFull ? http::text_response(507, "full") : http::text_response(503, "busy");
}

}  // namespace waymark::relay
