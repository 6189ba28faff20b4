// FigureSet: a signed release of figures as one run of bytes, for its way to a relay, and what whoever serves it has to
// check: every sum, the signature, that the ledger ends with this release. What the numbers say it does not read.
// @source docs/spec/figures-release.md "On its way"
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "roster/figures_note.h"

namespace waymark::roster {

/// Of a whole set. Charts of ten metrics in three languages are some 3 MB.
inline constexpr std::size_t kFigureSetBytesMax = 12UL << 20U;
inline constexpr std::size_t kFigureSetFilesMax = 1'000;

// Files with a meaning of their own.
inline constexpr const char* kFigureSums = "SHA256SUMS";
inline constexpr const char* kFigureNote = "release.note";
inline constexpr const char* kFigureChain = "rosters.chain";
inline constexpr const char* kFigureLedger = "ledger.jsonl";
inline constexpr const char* kFigureRelease = "release.json";
inline constexpr const char* kFigureIndex = "index.html";

using FigureSet = std::map<std::string, std::string, std::less<>>;  ///< name → content

/// count u16 ‖ count x (name length u8 ‖ name ‖ size u32 ‖ content), by name. @error kTooLarge
Result<Bytes> write_figure_set(const FigureSet& files);
/// Its own form and no other; sizes are looked at before they are believed. @error kMalformed, kTruncated, kTooLarge
Result<FigureSet> parse_figure_set(ByteView bytes);

/// Whether the files are those that a reply key of `roster` signed, each of them and no other.
/// @error as verify_figures_note; kAuthentication for a file that is not what its sum says, is missing or is not in the
/// sums; kMalformed for a ledger that does not end with this release; kNotFound without a first page
Result<FiguresNote> verify_figure_set(const FigureSet& files, const VerifiedRoster& roster);
/// The same against the rosters that lie in it: for a set that was believed once, whatever key there is now.
/// @error also any of verify_chain
Result<FiguresNote> verify_kept_figure_set(const FigureSet& files, const crypto::InstanceId& instance);

}  // namespace waymark::roster
