#include "courts/archive/open_to_read.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "courts/archive/schema.h"

namespace waymark::courts {
namespace {

/// The file's name as an address that tells SQLite that nobody writes to it: then it wants no file beside it.
std::string unchanging(const std::filesystem::path& file) {
  std::error_code ignored;
  std::string out = "file:";
  for (const char c : std::filesystem::absolute(file, ignored).string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                       c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out + "?immutable=1";
}

bool may_write_beside(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const auto may_write = [](const std::filesystem::path& path) {
    return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
  };
  return may_write(folder) && may_write(file);
}

}  // namespace

Result<std::unique_ptr<store::Connection>> open_to_read(const std::filesystem::path& file, std::int64_t cache_kib) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    return fail(Code::kNotFound, "courts/archive", "There is no such file. Is the name right, and the disk there?");
  const store::OpenOptions options{.cache_kib = cache_kib, .query_only = true};
  if (may_write_beside(file)) return store::Connection::open(std::filesystem::absolute(file, ignored), options);
  // A program that was killed leaves its last entries in a second file; read alone, the first would be older than it
  // is.
  const std::filesystem::path beside = file.string() + "-wal";
  if (const auto size = std::filesystem::file_size(beside, ignored); !ignored && size > 0)
    return fail(
        Code::kStorage, "courts/archive",
        "Its newest entries are in the file beside it whose name ends in -wal. Copy both to where you may write.");
  return store::Connection::open(unchanging(file), options);
}

Result<void> check_tables(store::Connection& db, std::int64_t version) {
  const auto checked = store::has_its_tables(db, archive_schema(), static_cast<std::size_t>(version));
  if (checked || checked.error().code != Code::kMalformed) return checked;
  return fail(Code::kMalformed, "courts/archive",
              fmt::format("Somebody changed the archive's tables: {}. Go back to a copy.", checked.error().detail));
}

}  // namespace waymark::courts
