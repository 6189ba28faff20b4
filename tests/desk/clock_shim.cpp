// Loaded before the waymark command: its clock runs ahead by so many seconds as WAYMARK_TEST_SECONDS_AHEAD says, so
// that a test that needs the next one-time code does not wait half a minute for it.
#include <dlfcn.h>

#include <cstdlib>
#include <ctime>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  using Call = int (*)(clockid_t, timespec*);
  static const Call real = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = real(clock, time);
  const char* const ahead = getenv("WAYMARK_TEST_SECONDS_AHEAD");
  if (clock == CLOCK_REALTIME && ahead != nullptr) time->tv_sec += strtol(ahead, nullptr, 10);
  return result;
}
