#include "base/process.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace waymark {
namespace {

/// What POSIX promises at least; a system that cannot say is taken to have no more.
constexpr std::size_t kUnknownLimit = 1'024;

}  // namespace

void harden_process() {
  constexpr rlimit kNone{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &kNone);
  (void)::prctl(PR_SET_DUMPABLE, 0);
  (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  (void)::umask(0077);
}

std::size_t raise_open_files() {
  constexpr std::size_t kWithoutALimit = 1'048'576;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kUnknownLimit;
  const rlimit raised{limit.rlim_max, limit.rlim_max};
  if (limit.rlim_cur < limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  return limit.rlim_cur == RLIM_INFINITY ? kWithoutALimit : static_cast<std::size_t>(limit.rlim_cur);
}

Locked lock_memory() {
  rlimit limit{};
  const bool unlimited =
      ::geteuid() == 0 || (::getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY);
  // ONFAULT: pages are locked when they are first used, so that the untouched part of stacks costs nothing.
  if (unlimited && ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0) return Locked::kAll;
  return Locked::kSecretsOnly;
}

[[gnu::noinline]] void scrub_stack() {
  std::array<unsigned char, kDeadStackBytes> dead;  // NOLINT: it is what is dead that is overwritten
  ::explicit_bzero(dead.data(), dead.size());
}

}  // namespace waymark
