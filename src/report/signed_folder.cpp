#include "report/signed_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLabel = "waymark/v1/release\n";
constexpr std::string_view kFirstLine = "waymark release v1\n";
constexpr std::size_t kHexBytes = 64;
constexpr std::string_view kGap = "  ";

using Sums = std::map<std::string, std::string>;  // path → hash in hex

Result<std::string> contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) return fail(Code::kStorage, "report/release", "a file cannot be read");
  return bytes;
}

Result<void> write(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) return fail(Code::kStorage, "report/release", "a file cannot be written");
  return {};
}

/// Files of the folder but for the list and its signature. A link is listed with no hash: it never fits.
Result<Sums> sums_of(const fs::path& folder) {
  Sums sums;
  std::error_code error;
  fs::recursive_directory_iterator files(folder, error);
  if (error) return fail(Code::kStorage, "report/release", "the folder cannot be read");
  for (; files != fs::recursive_directory_iterator(); files.increment(error)) {
    if (error) return fail(Code::kStorage, "report/release", "the folder cannot be read");
    const std::string path = files->path().lexically_relative(folder).generic_string();
    if (path == kSumsFile || path == kSignatureFile) continue;
    if (sums.size() == kFolderFilesMax) return fail(Code::kTooLarge, "report/release", "too many files");
    if (files->is_symlink(error) || (!files->is_regular_file(error) && !files->is_directory(error))) {
      sums[path] = "";
    } else if (files->is_regular_file(error)) {
      LET(const std::string bytes, contents(files->path()));
      sums[path] = to_hex(crypto::sha256(view_of(bytes)));
    }
  }
  return sums;
}

std::unexpected<Error> malformed() {
  return fail(Code::kMalformed, "report/release", "the list or its signature is not well-formed");
}

/// Strict: sorted, each path once.
Result<Sums> parse_sums(std::string_view text) {
  Sums sums;
  std::string last;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < kHexBytes + kGap.size() + 1) return malformed();
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    std::string path{line.substr(kHexBytes + kGap.size())};
    if (!from_hex(line.substr(0, kHexBytes)) || line.substr(kHexBytes, kGap.size()) != kGap || path <= last)
      return malformed();
    sums[path] = std::string{line.substr(0, kHexBytes)};
    last = std::move(path);
  }
  return sums;
}

Result<crypto::Signature> parse_signature(std::string_view text) {
  constexpr std::string_view kKey = "key ";
  constexpr std::string_view kSignature = "signature ";
  if (!text.starts_with(kFirstLine)) return malformed();
  text.remove_prefix(kFirstLine.size());
  const std::size_t first = text.find('\n');
  if (first == std::string_view::npos || !text.starts_with(kKey) || first != kKey.size() + kHexBytes)
    return malformed();
  text.remove_prefix(first + 1);
  if (!text.starts_with(kSignature) || !text.ends_with('\n')) return malformed();
  text.remove_prefix(kSignature.size());
  return array_from_base64<crypto::kSignatureBytes>(text.substr(0, text.size() - 1), Padding::kRequired);
}

}  // namespace

Result<void> sign_folder(const fs::path& folder, const crypto::ListSigningKey& key) {
  LET(const Sums sums, sums_of(folder));
  std::string list;
  for (const auto& [path, hash] : sums) {
    if (hash.empty() || path.find('\n') != std::string::npos)
      return fail(Code::kUnsupported, "report/release", "the folder holds a link or a name with a line feed");
    list += hash + std::string{kGap} + path + "\n";
  }
  TRY(write(folder / kSumsFile, list));
  const crypto::Signature signature = key.sign({view_of(kLabel), view_of(list)});
  return write(folder / kSignatureFile,
               fmt::format("{}key {}\nsignature {}\n", kFirstLine, to_hex(key.verify_key().bytes()),
                           to_base64(signature, Padding::kRequired)));
}

Result<FolderCheck> check_folder(const fs::path& folder, const crypto::ListVerifyKey& key) {
  std::error_code ignored;
  if (!fs::is_regular_file(folder / kSumsFile, ignored) || !fs::is_regular_file(folder / kSignatureFile, ignored))
    return fail(Code::kNotFound, "report/release", "there is no signed list");
  LET(const std::string list, contents(folder / kSumsFile));
  LET(const std::string signature_text, contents(folder / kSignatureFile));
  LET(const crypto::Signature signature, parse_signature(signature_text));
  if (!key.verify({view_of(kLabel), view_of(list)}, signature)) return fail(Code::kAuthentication, "report/release");
  LET(const Sums listed, parse_sums(list));
  LET(const Sums found, sums_of(folder));
  FolderCheck check;
  for (const auto& [path, hash] : listed) {
    const auto there = found.find(path);
    if (there == found.end()) {
      check.missing.push_back(path);
    } else if (there->second != hash) {
      check.changed.push_back(path);
    }
  }
  for (const auto& [path, hash] : found)
    if (!listed.contains(path)) check.extra.push_back(path);
  return check;
}

}  // namespace waymark::report
