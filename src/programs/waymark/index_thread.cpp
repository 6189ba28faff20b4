#include "programs/waymark/index_thread.h"

#include "base/process.h"

namespace waymark::program {
namespace {

/// Cases between two looks at whether to stop; the office's lock is free after each.
constexpr std::size_t kAtOnce = 64;
/// How long a new text waits at most until it is found. What fails is tried again after this as well.
constexpr std::chrono::seconds kPause{1};

}  // namespace

IndexThread::IndexThread(desk::office::Search& search) : search_(search), thread_([this] { run(); }) {}

IndexThread::~IndexThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void IndexThread::run() {
  for (;;) {
    const auto more = search_.work(kAtOnce);
    const bool at_once = more.has_value() && *more;
    if (!at_once) scrub_stack();  // reading opened texts on it
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, at_once ? std::chrono::seconds{0} : kPause, [this] { return stopping_; })) return;
  }
}

}  // namespace waymark::program
