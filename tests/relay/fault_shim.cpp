// fault_shim.so: loaded before libc by LD_PRELOAD, it makes calls to files fail as FaultControl says, moves the wall
// clock, and can cut the power: every stretch of a file that was written and not synced since becomes what it was, as
// on a disk that has lost its cache. After a sync that failed a stretch stays lost until it is written and synced
// again, as Linux does it. A truncation counts as durable at once.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "fault_control.h"

namespace waymark::relay {
namespace {

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// Looked up at the first call: other libraries may write before our constructors have run.
struct Real {
  ssize_t (*pwrite)(int, const void*, size_t, off64_t) = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  ssize_t (*pread)(int, void*, size_t, off64_t) = next<ssize_t(int, void*, size_t, off64_t)>("pread64");
  int (*open)(const char*, int, ...) = next<int(const char*, int, ...)>("open64");
  int (*sync)(int) = next<int(int)>("fdatasync");
  int (*truncate)(int, off64_t) = next<int(int, off64_t)>("ftruncate64");
  int (*unlink)(const char*) = next<int(const char*)>("unlink");
  int (*clock)(clockid_t, timespec*) = next<int(clockid_t, timespec*)>("clock_gettime");
};
const Real& real() {
  static const Real functions;
  return functions;
}

FaultControl& map_control() {
  const char* const file = std::getenv(kFaultVariable);
  const int descriptor = file == nullptr ? -1 : real().open(file, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) ::_exit(125);  // a shim that cannot bite must not look like one that does
  void* const memory = ::mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) ::_exit(125);
  ::close(descriptor);
  return *static_cast<FaultControl*>(memory);
}
FaultControl& control() {
  static FaultControl& mapped = map_control();
  return mapped;
}

/// Where it lies and what was there when it was durable last.
struct Stretch {
  std::string path;
  std::vector<char> durable;
  std::size_t bytes = 0;
  bool lost = false;  ///< a sync of it failed
};
using Place = std::pair<ino_t, off64_t>;
std::mutex mutex;
/// Guarded by mutex. Never freed: other threads write until the very end.
std::map<Place, Stretch>& unsynced() {
  static auto& all = *new std::map<Place, Stretch>;
  return all;
}

std::string path_of(int descriptor) {
  char path[4096];
  const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path, sizeof path);
  return {path, size < 0 ? 0 : static_cast<std::size_t>(size)};
}

ino_t file_of(int descriptor) {
  struct stat about{};
  return ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) ? about.st_ino : 0;
}

[[noreturn]] void cut_power() {
  const std::lock_guard lock{mutex};
  for (const auto& [place, stretch] : unsynced()) {
    const int descriptor = real().open(stretch.path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) continue;
    std::vector<char> before = stretch.durable;
    before.resize(stretch.bytes);  // zeros where the file had not reached
    if (real().pwrite(descriptor, before.data(), before.size(), place.second) > 0) ++control().undone;
    ::close(descriptor);
  }
  ::_exit(137);
}

/// Whether a call that `faults` concern fails now.
bool bites(std::uint32_t faults) {
  if ((control().faults & kPowerCut) != 0) cut_power();
  if ((control().faults & faults) == 0) return false;
  static std::atomic<std::uint32_t> calls = 0;
  if (++calls % control().every != 0) return false;
  ++control().bitten;
  return true;
}

void remember(int descriptor, std::size_t size, off64_t at) {
  const ino_t file = file_of(descriptor);
  if (file == 0) return;
  Stretch& stretch = unsynced()[{file, at}];
  stretch.lost = false;
  if (stretch.bytes >= size) return;
  // What is known of its beginning is older than what stands there now.
  std::vector<char> before(size);
  const ssize_t got = real().pread(descriptor, before.data(), size, at);
  before.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  std::copy(stretch.durable.begin(), stretch.durable.end(), before.begin());
  stretch.durable = std::move(before);
  stretch.bytes = size;
  stretch.path = path_of(descriptor);
}

void forget(int descriptor, bool synced) {
  const ino_t file = file_of(descriptor);
  const auto is_file = [file](const auto& entry) { return entry.first.first == file; };
  if (synced)
    std::erase_if(unsynced(), [&](const auto& entry) { return is_file(entry) && !entry.second.lost; });
  else
    for (auto& entry : unsynced()) entry.second.lost = entry.second.lost || is_file(entry);
}

ssize_t write_at(int descriptor, const void* data, std::size_t size, off64_t at) {
  if (bites(kDiskFull)) return errno = ENOSPC, -1;
  if (bites(kReadOnlyDisk)) return errno = EROFS, -1;
  if (bites(kWriteFails)) return errno = EIO, -1;
  if (size > 1 && bites(kShortWrites)) size /= 2;
  const std::lock_guard lock{mutex};
  remember(descriptor, size, at);
  return real().pwrite(descriptor, data, size, at);
}

int sync(int descriptor) {
  const bool fails = bites(kSyncFails);
  const bool lies = !fails && bites(kSyncLies);
  const std::lock_guard lock{mutex};
  if (lies) return 0;
  const int result = real().sync(descriptor);
  forget(descriptor, result == 0 && !fails);
  return fails ? (errno = EIO, -1) : result;
}

int truncate(int descriptor, off64_t size) {
  if (bites(kReadOnlyDisk)) return errno = EROFS, -1;
  const std::lock_guard lock{mutex};
  const ino_t file = file_of(descriptor);
  std::erase_if(unsynced(), [&](const auto& entry) { return entry.first.first == file && entry.first.second >= size; });
  return real().truncate(descriptor, size);
}

int open_file(const char* path, int flags, mode_t mode) {
  if ((flags & O_ACCMODE) != O_RDONLY && bites(kReadOnlyDisk)) return errno = EROFS, -1;
  return real().open(path, flags, mode);
}

}  // namespace
}  // namespace waymark::relay

using namespace waymark::relay;  // NOLINT: this is a program's own end

extern "C" {

ssize_t pwrite(int descriptor, const void* data, size_t size, off_t at) { return write_at(descriptor, data, size, at); }
ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t at) {
  return write_at(descriptor, data, size, at);
}
ssize_t pread64(int descriptor, void* data, size_t size, off64_t at) {
  return bites(kReadFails) ? (errno = EIO, -1) : real().pread(descriptor, data, size, at);
}
ssize_t pread(int descriptor, void* data, size_t size, off_t at) { return pread64(descriptor, data, size, at); }
int fsync(int descriptor) { return sync(descriptor); }
int fdatasync(int descriptor) { return sync(descriptor); }
int ftruncate(int descriptor, off_t size) noexcept { return truncate(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) noexcept { return truncate(descriptor, size); }
int unlink(const char* path) noexcept { return bites(kReadOnlyDisk) ? (errno = EROFS, -1) : real().unlink(path); }
int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return open_file(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return open_file(path, flags, mode);
}
int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if ((control().faults & kPowerCut) != 0) cut_power();
  const int result = real().clock(clock, time);
  if (clock == CLOCK_REALTIME) time->tv_sec += control().clock_ahead_s;
  return result;
}
}
