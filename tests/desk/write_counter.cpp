#include "write_counter.h"

#include <sqlite3.h>

#include <atomic>
#include <csignal>

#include "base/check.h"

namespace waymark::desk {
namespace {

std::atomic<int> writes_left{0};

sqlite3_vfs counting;
sqlite3_vfs* beneath = nullptr;

void step() {
  if (writes_left.load() > 0 && writes_left.fetch_sub(1) == 1) ::raise(SIGKILL);
}

/// What SQLite does with one kind of file, and the same with each write counted. The database and its log differ.
template <int kKind>
struct Counted {
  static inline const sqlite3_io_methods* plain = nullptr;
  static inline sqlite3_io_methods methods = {};

  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    step();
    return plain->xWrite(file, bytes, count, at);
  }
  static int cut(sqlite3_file* file, sqlite3_int64 size) {
    step();
    return plain->xTruncate(file, size);
  }
  static int flush(sqlite3_file* file, int flags) {
    step();
    return plain->xSync(file, flags);
  }
  static void put_before(sqlite3_file* file) {
    if (plain == nullptr) {
      plain = file->pMethods;
      methods = *plain;
      methods.xWrite = write;
      methods.xTruncate = cut;
      methods.xSync = flush;
    }
    CHECK(file->pMethods == plain);
    file->pMethods = &methods;
  }
};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
  const int code = beneath->xOpen(beneath, name, file, flags, given);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) Counted<0>::put_before(file);
  if ((flags & SQLITE_OPEN_WAL) != 0) Counted<1>::put_before(file);
  return code;
}

}  // namespace

void count_writes() {
  if (beneath != nullptr) return;
  beneath = sqlite3_vfs_find(nullptr);
  CHECK(beneath != nullptr);
  counting = *beneath;
  counting.zName = "counting";
  counting.xOpen = open_file;
  CHECK(sqlite3_vfs_register(&counting, 1) == SQLITE_OK);
}

void die_at_write(int step) { writes_left.store(step); }

}  // namespace waymark::desk
