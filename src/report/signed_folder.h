// Signed folder: a release that anybody can check without us: SHA256SUMS lists every file (as `sha256sum -c` reads it),
// SHA256SUMS.sig signs that list with Ed25519. A changed, missing or added file is found.
//
//   SHA256SUMS       "<64 hex>  <path>\n" for each file, sorted by path; paths are relative with "/"
//   SHA256SUMS.sig   "waymark release v1\n" "key <64 hex>\n" "signature <base64 of 64 bytes>\n"
//   signed bytes     "waymark/v1/release\n" ‖ the bytes of SHA256SUMS
//
// The key in the file only says which key it was; trust comes from the key that the checker brings.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/sign.h"

namespace waymark::report {

inline constexpr const char* kSumsFile = "SHA256SUMS";
inline constexpr const char* kSignatureFile = "SHA256SUMS.sig";
inline constexpr std::size_t kFolderFilesMax = 10'000;

/// Lists and signs all files in a folder and below; an earlier list and signature are replaced.
/// @error kStorage, kTooLarge (more than kFolderFilesMax), kUnsupported for a link or a name with a line feed
Result<void> sign_folder(const std::filesystem::path& folder, const crypto::ListSigningKey& key);

/// What does not fit the signed list; relative paths, sorted.
struct FolderCheck {
  std::vector<std::string> changed = {};
  std::vector<std::string> missing = {};
  std::vector<std::string> extra = {};
  [[nodiscard]] bool intact() const { return changed.empty() && missing.empty() && extra.empty(); }
};
/// @error kNotFound without list or signature, kAuthentication when the list was not signed with this key or was
///        changed, kMalformed, kStorage
Result<FolderCheck> check_folder(const std::filesystem::path& folder, const crypto::ListVerifyKey& key);

}  // namespace waymark::report
