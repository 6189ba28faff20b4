// What programs do to themselves: before they touch anything, leave no core dump, take no new privileges, make files
// for their owner only; while they serve, keep memory out of swap and dead stacks empty.
#pragma once

#include <cstddef>

namespace waymark {

/// No core dumps and no reading of this process by others of the same user, no new privileges, umask 077.
/// Best effort: a system that refuses one of them does not stop the program. Call before threads exist.
void harden_process();

/// Raises the soft limit of open files to the hard one. @return how many this process may open now
std::size_t raise_open_files();

enum class Locked {
  kAll,          ///< every page, also those to come
  kSecretsOnly,  ///< the system's limit is too low: only Secret<N> is locked, each for itself
};

/// Keeps all memory of the process out of swap, if the limit of the system allows all that may come; half a lock would
/// make allocations fail later. For programs that hold what people wrote.
Locked lock_memory();

/// How much of a thread's stack below the caller scrub_stack() overwrites: more than a request's deepest call was seen
/// to use (Argon2, JSON, curl and SQLite keep their large pieces on the heap).
inline constexpr unsigned kDeadStackBytes = 96 * 1'024;

/// Overwrites what calls that have returned left on this thread's stack: copies of passphrases and texts that no
/// destructor knows of. Call after a request is answered.
void scrub_stack();

}  // namespace waymark
