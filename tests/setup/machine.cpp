// Preloaded into programs by tests/setup/bad_input: a clock that has lost its time, a kernel without randomness, or one
// without IPv6.
#include <dlfcn.h>
#include <sys/random.h>
#include <sys/socket.h>
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

extern "C" int socket(int family, int type, int protocol) noexcept {
  using Real = int (*)(int, int, int);
  static const Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "socket"));
  if (std::getenv("PLANTED_NO_IPV6") != nullptr && family == AF_INET6) {
    errno = EAFNOSUPPORT;
    return -1;
  }
  return real(family, type, protocol);
}
