// StaticFiles: a folder of built pages, read once at start and served from memory.
//
// `x.html.gz` beside `x.html` is the same file compressed at build time. `index.html` answers for its folder ("/",
// "/ru/"), `page.html` also for "/page". Nothing is read from the disk after the start, so no request can name a
// path outside the folder. Read-only after load; safe from all threads.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace waymark::http {

inline constexpr std::size_t kStaticFilesMax = 4'000;
inline constexpr std::size_t kStaticBytesMax = 32UL << 20U;  ///< of the whole folder

/// How long a browser may keep a file.
enum class CacheRule {
  kNoStore,     ///< leaves nothing in the browser's cache
  kRevalidate,  ///< may be kept, asked for again each time (ETag)
};

struct StaticFile {
  std::shared_ptr<const Bytes> bytes;       // shared with the answers that are being sent
  std::shared_ptr<const Bytes> gzip_bytes;  // null when there is no compressed twin
  std::string content_type;
  std::string etag;
};

class StaticFiles {
 public:
  /// Loads a folder.
  /// @error kNotFound when there is no such folder; kTooLarge over the limits; kStorage when a file cannot be read
  static Result<StaticFiles> load(const std::filesystem::path& folder, CacheRule rule);
  /// No files at all.
  StaticFiles() = default;
  /// Adds or replaces one file under its URL path.
  void add(std::string path, StaticFile file);

  /// The answer for a GET; 404 `not-found` for an unknown path.
  [[nodiscard]] Response answer(const Request& request) const;
  [[nodiscard]] bool has(std::string_view path) const { return files_.contains(path); }
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  /// All files by their URL paths.
  [[nodiscard]] const std::map<std::string, StaticFile, std::less<>>& files() const { return files_; }

 private:
  CacheRule rule_ = CacheRule::kNoStore;
  std::map<std::string, StaticFile, std::less<>> files_;
};

/// The content type of a file name by its ending; application/octet-stream for an unknown one.
std::string_view content_type_of(std::string_view file_name);

}  // namespace waymark::http
