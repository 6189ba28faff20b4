// LockFile: only one process at a time: one desk over a folder, one release of figures of an office. The lock is the
// kernel's: a killed process leaves none behind.
#pragma once

#include <filesystem>
#include <utility>

#include "programs/waymark/terminal.h"

namespace waymark::program {

class LockFile {
 public:
  /// Makes the file where there is none. Stops with `held` when another process has it.
  static OrStop<LockFile> claim(const std::filesystem::path& file, Stop held);
  LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  LockFile& operator=(LockFile&&) = delete;
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace waymark::program
