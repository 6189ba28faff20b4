// FiguresFolder: one release of figures as a folder: written whole or not at all, and checked without anything else.
// @source docs/spec/figures-release.md "As a folder"
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "figures/release.h"
#include "roster/roster.h"

namespace waymark::program {

/// Files in the place of what stood there, in one step. @error kStorage
Result<void> put_release(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

struct CheckedRelease {
  figures::Ledger ledger;
  roster::VerifiedRoster roster;  ///< who signed it: only its check-words prove who that is
};

/// What is wrong with a folder that somebody was handed; the name of the file in detail.
/// @error kAuthentication for a file that is not what its sum says, is missing, or is not in the sums, and for a
///        signature that does not fit; kNotFound without a signature; kMalformed for a ledger that is broken or does
///        not end with release.json; kStorage
Result<CheckedRelease> check_release(const std::filesystem::path& folder);

}  // namespace waymark::program
