// Long work: what takes longer than a screen may wait (an index, sealing a case again, an import) runs with the
// office's lock free. Under the lock it only takes a snapshot, and later puts the result in, if nothing it rests on has
// changed.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

#include "base/result.h"

namespace waymark::desk::office {

/// As often it is begun anew when something changed meanwhile.
inline constexpr int kLongWorkTries = 3;

/// @param lock      held by nobody on this thread: taken for `version` with `snapshot`, and for `version` with `put_in`
/// @param version   () → a value that compares; whatever the snapshot rests on: the change counter, a case's key
///                  version, the epoch of keys
/// @param snapshot  () → Result<S>, a copy of what `work` needs; short
/// @param work      (S&&) → Result<R>, with the lock free; touches nothing of the office
/// @param put_in    (R&&) → Result<void>, in a transaction of its own; short
/// @error what the three give; kUnavailable when something changed kLongWorkTries times: ask again
template <class Lock, class Version, class Snapshot, class Work, class PutIn>
Result<void> long_work(Lock& lock, Version version, Snapshot snapshot, Work work, PutIn put_in) {
  for (int tries = 0; tries < kLongWorkTries; ++tries) {
    std::optional<std::unique_lock<Lock>> held(std::in_place, lock);
    const auto before = version();
    auto copy = snapshot();
    held.reset();
    if (!copy.has_value()) return std::unexpected(copy.error());
    auto made = work(*std::move(copy));
    if (!made.has_value()) return std::unexpected(made.error());
    held.emplace(lock);
    if (version() == before) return put_in(*std::move(made));
  }
  return fail(Code::kUnavailable, "desk/long-work", "changed meanwhile");
}

}  // namespace waymark::desk::office
