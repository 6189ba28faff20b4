// TemporaryFolder: a private folder that disappears with its owner. For tests and benches.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace waymark::store {

class TemporaryFolder {
 public:
  /// A new folder (mode 0700) under the system's temporary folder. @error kStorage
  static Result<TemporaryFolder> make();
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace waymark::store
