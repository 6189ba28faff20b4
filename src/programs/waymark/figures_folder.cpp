#include "programs/waymark/figures_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/office/figures_shelf.h"
#include "roster/figures_note.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWhere = "figures/folder";
constexpr std::uintmax_t kFileBytesMax = 64UL * 1'024 * 1'024;
using desk::kChainFile;
using desk::kLedgerFile;
using desk::kNoteFile;
using desk::kReleaseFile;
using desk::kSumsFile;

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

/// Every file is what its sum says, and there is no other.
Result<std::string> check_sums(const fs::path& folder) {
  LET(std::string text, read(folder / kSumsFile));
  const auto sums = roster::parse_sums(text);
  if (!sums.has_value()) return fail(Code::kAuthentication, kWhere, kSumsFile);
  for (const auto& [name, sum] : *sums) {
    const auto content = read(folder / name);
    if (!content.has_value() || sum_of(*content) != sum) return fail(Code::kAuthentication, kWhere, name);
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const bool signs = name == kSumsFile || name == kNoteFile || name == kChainFile;
    if (!signs && !sums->contains(name)) return fail(Code::kAuthentication, kWhere, name);
  }
  if (error) return storage(folder);
  return text;
}

/// The roster that the chain ends with. Whose chain it is nobody can tell from it: that is what check-words are for.
Result<roster::VerifiedRoster> check_chain(const fs::path& folder) {
  LET(const std::string chain, read(folder / kChainFile));
  const auto bad = [] { return fail(Code::kAuthentication, kWhere, kChainFile); };
  const auto first = roster::verify_first(std::string_view(chain).substr(0, chain.find('\0')));
  if (!first.has_value()) return bad();
  auto newest = roster::verify_chain(chain, first->instance);
  if (!newest.has_value()) return bad();
  return *std::move(newest);
}

Result<void> check_note(const std::string& note, const roster::VerifiedRoster& roster, const std::string& sums,
                        const figures::Release& release) {
  const auto read = roster::verify_figures_note(note, roster);
  const bool fits = read.has_value() && read->serial == release.serial &&
                    read->release == crypto::sha256({view_of(figures::write_release(release))}) &&
                    read->sums == crypto::sha256({view_of(sums)});
  return fits ? Result<void>{} : fail(Code::kAuthentication, kWhere, kNoteFile);
}

}  // namespace

Result<void> put_release(const fs::path& wanted, const std::map<std::string, std::string>& files) {
  // "figures/" is "figures": beside it, not inside it, lies what is on its way.
  const fs::path folder = wanted.has_filename() ? wanted : wanted.parent_path();
  const fs::path next = folder.string() + ".next";
  std::error_code error;
  fs::remove_all(next, error);  // of an attempt that was cut short
  fs::create_directories(next, error);
  if (error || chmod(next.c_str(), 0755) != 0) return storage(next);
  for (const auto& [name, content] : files) TRY(write(next / name, content));
  if (!fs::exists(folder, error)) return rename(next.c_str(), folder.c_str()) == 0 ? Result<void>{} : storage(folder);
  // Both at once: whoever looks sees the old release whole, or the new one.
  if (renameat2(AT_FDCWD, next.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) != 0) return storage(folder);
  fs::remove_all(next, error);
  return {};
}

Result<CheckedRelease> check_release(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error) && !fs::exists(folder / kNoteFile, error))
    return fail(Code::kNotFound, kWhere, kNoteFile);
  LET(const std::string sums, check_sums(folder));
  LET(const std::string lines, read(folder / kLedgerFile));
  LET(figures::Ledger ledger, figures::Ledger::parse(lines));
  LET(const std::string release, read(folder / kReleaseFile));
  if (ledger.releases().empty() || figures::write_release(ledger.releases().back()) + "\n" != release)
    return fail(Code::kMalformed, kWhere, kReleaseFile);
  LET(roster::VerifiedRoster roster, check_chain(folder));
  LET(const std::string note, read(folder / kNoteFile));
  TRY(check_note(note, roster, sums, ledger.releases().back()));
  return CheckedRelease{std::move(ledger), std::move(roster)};
}

}  // namespace waymark::program
