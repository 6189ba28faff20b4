// Preloaded into `waymark setup` by tests/setup/bad_input: a clock that has lost its time, a kernel without randomness.
#include <dlfcn.h>
#include <sys/random.h>
#include <sys/types.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>

extern "C" int clock_gettime(clockid_t which, timespec* time) noexcept {
  using Real = int (*)(clockid_t, timespec*);
  static const Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = real(which, time);
  if (which == CLOCK_REALTIME && std::getenv("PLANTED_1970") != nullptr) time->tv_sec = 86'400;
  return result;
}

extern "C" ssize_t getrandom(void* buffer, size_t size, unsigned flags) {
  using Real = ssize_t (*)(void*, size_t, unsigned);
  static const Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "getrandom"));
  if (std::getenv("PLANTED_NO_ENTROPY") != nullptr && (flags & GRND_NONBLOCK) != 0) {
    errno = EAGAIN;
    return -1;
  }
  return real(buffer, size, flags);
}
