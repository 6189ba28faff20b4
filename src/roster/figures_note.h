// FiguresNote: what the organisation signs of a release of figures: the hash of its line in the ledger, and the hash of
// the sums of all its files. What the files say is src/figures' work: here they are bytes.
// @source docs/spec/figures-release.md
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "crypto/verify/hash.h"
#include "roster/roster.h"

namespace waymark::roster {

/// Of the signed text with its signature.
inline constexpr std::size_t kFiguresNoteBytesMax = 1'024;
inline constexpr std::size_t kFigureFilesMax = 4'000;
inline constexpr std::size_t kFigureFileNameMax = 120;

struct FiguresNote {
  crypto::InstanceId instance;
  std::uint32_t serial = 1;      ///< of the release in its ledger
  std::uint32_t issued_day = 0;  ///< UTC, on which it was signed
  crypto::Sha256 release = {};   ///< of the release's line, without its line feed
  crypto::Sha256 sums = {};      ///< of the text of write_sums()
  bool operator==(const FiguresNote&) const = default;
};

std::string write_figures_note(const FiguresNote& note);
/// Grammar and limits only. @error kMalformed, kTooLarge, kUnsupported (another first line)
Result<FiguresNote> parse_figures_note(std::string_view text);
/// Signs under the name "figures".
Note sign_figures_note(const FiguresNote& note, const crypto::ReplySigningKey& key);
/// Grammar, limits, instance, and the signature of a reply key of this roster.
/// @error kMalformed, kTooLarge, kUnsupported, kWrongInstance, kAuthentication
Result<FiguresNote> verify_figures_note(std::string_view note, const VerifiedRoster& roster);

using Sums = std::map<std::string, std::string>;  ///< name of a file → SHA-256, hexadecimal
/// "HEX  NAME" a line, by name: as `sha256sum --check` reads it.
std::string write_sums(const Sums& sums);
/// Its own form and no other: a name is letters, digits, "." "-" "_", and none begins with a point.
/// @error kMalformed, kTooLarge
Result<Sums> parse_sums(std::string_view text);
/// A name that may stand in the sums.
bool is_file_name(std::string_view name);

}  // namespace waymark::roster
