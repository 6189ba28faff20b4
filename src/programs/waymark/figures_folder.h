// FiguresFolder: one release of figures as a folder: written whole or not at all, and checked without anything else.
// @source docs/spec/figures.md "A release as a folder"
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "figures/release.h"

namespace waymark::program {

inline constexpr const char* kLedgerFile = "ledger.jsonl";
inline constexpr const char* kSumsFile = "SHA256SUMS";

/// The ledger of a folder; empty where there is no folder yet.
/// @error kMalformed with the line; kStorage for a folder that is there and has no ledger, or cannot be read
Result<figures::Ledger> ledger_in(const std::filesystem::path& folder);

/// Files and their sums in the place of what stood there, in one step. @error kStorage
Result<void> put_release(const std::filesystem::path& folder, std::map<std::string, std::string> files);

/// What is wrong with a folder that somebody was handed; the name of the file in detail.
/// @error kAuthentication for a file that is not what its sum says, is missing, or is not in the sums; kMalformed for a
///        ledger that is broken or does not end with release.json; kStorage
Result<figures::Ledger> check_release(const std::filesystem::path& folder);

}  // namespace waymark::program
