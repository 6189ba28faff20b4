#include "programs/waymark/figures_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWhere = "figures/folder";
constexpr std::uintmax_t kFileBytesMax = 64UL * 1'024 * 1'024;
constexpr std::size_t kHexOfSum = 64;

std::unexpected<Error> storage(const fs::path& path) { return fail(Code::kStorage, kWhere, path.string()); }

Result<std::string> read(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > kFileBytesMax) return storage(path);
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) return storage(path);
  return std::move(content).str();
}

/// On the disk when this returns; anybody may read it.
Result<void> write(const fs::path& path, std::string_view content) {
  const int made = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (made < 0) return storage(path);
  bool whole = fchmod(made, 0644) == 0;
  while (whole && !content.empty()) {
    const ssize_t count = ::write(made, content.data(), content.size());
    whole = count > 0;
    if (whole) content.remove_prefix(static_cast<std::size_t>(count));
  }
  whole = whole && fsync(made) == 0;
  return close(made) == 0 && whole ? Result<void>{} : storage(path);
}

std::string sum_of(std::string_view content) { return to_hex(crypto::sha256(view_of(content))); }

/// As `sha256sum --check` reads it.
std::string sums_of(const std::map<std::string, std::string>& files) {
  std::string lines;
  for (const auto& [name, content] : files) lines += sum_of(content) + "  " + name + "\n";
  return lines;
}

Result<std::map<std::string, std::string>> read_sums(const fs::path& folder) {
  LET(const std::string text, read(folder / kSumsFile));
  std::map<std::string, std::string> sums;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool fits =
        line.size() > kHexOfSum + 2 && line.substr(kHexOfSum, 2) == "  " && line.find('/') == std::string::npos;
    if (!fits) return fail(Code::kMalformed, kWhere, kSumsFile);
    sums.emplace(line.substr(kHexOfSum + 2), line.substr(0, kHexOfSum));
  }
  return sums;
}

/// Every file is what its sum says, and there is no other.
Result<void> check_sums(const fs::path& folder) {
  LET(const auto sums, read_sums(folder));
  for (const auto& [name, sum] : sums) {
    const auto content = read(folder / name);
    if (!content.has_value() || sum_of(*content) != sum) return fail(Code::kAuthentication, kWhere, name);
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name != kSumsFile && !sums.contains(name)) return fail(Code::kAuthentication, kWhere, name);
  }
  return error ? storage(folder) : Result<void>{};
}

}  // namespace

Result<figures::Ledger> ledger_in(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) && !error) return figures::Ledger{};
  LET(const std::string lines, read(folder / kLedgerFile));
  return figures::Ledger::parse(lines);
}

Result<void> put_release(const fs::path& wanted, std::map<std::string, std::string> files) {
  // "figures/" is "figures": beside it, not inside it, lies what is on its way.
  const fs::path folder = wanted.has_filename() ? wanted : wanted.parent_path();
  const fs::path next = folder.string() + ".next";
  std::error_code error;
  fs::remove_all(next, error);  // of an attempt that was cut short
  fs::create_directories(next, error);
  if (error || chmod(next.c_str(), 0755) != 0) return storage(next);
  files[kSumsFile] = sums_of(files);
  for (const auto& [name, content] : files) TRY(write(next / name, content));
  if (!fs::exists(folder, error)) return rename(next.c_str(), folder.c_str()) == 0 ? Result<void>{} : storage(folder);
  // Both at once: whoever looks sees the old release whole, or the new one.
  if (renameat2(AT_FDCWD, next.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) != 0) return storage(folder);
  fs::remove_all(next, error);
  return {};
}

Result<figures::Ledger> check_release(const fs::path& folder) {
  TRY(check_sums(folder));
  LET(figures::Ledger ledger, ledger_in(folder));
  LET(const std::string release, read(folder / "release.json"));
  if (ledger.releases().empty() || figures::write_release(ledger.releases().back()) + "\n" != release)
    return fail(Code::kMalformed, kWhere, "release.json");
  return ledger;
}

}  // namespace waymark::program
