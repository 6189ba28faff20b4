// Override: two named people took it upon themselves that a pack asks what the product forbids.
//
// packs/NAME/override.json names the version of the pack, the two, their reason, and each question with the very text
// that they permit: another text, another version or another question is refused again. It lifts `asks-forbidden` and
// nothing else; for cards there is none. Immutable after reading; safe from any thread.
// @source docs/spec/pack.md "Override"
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pack/check.h"

namespace waymark::pack {

inline constexpr std::size_t kOverrideNames = 2;
inline constexpr std::size_t kReasonBytesMax = 1'000;

struct Permitted {
  std::string place;  ///< of a Finding
  std::string quote;  ///< what stood there
};

struct Override {
  std::string pack;                ///< "id@version"
  std::vector<std::string> names;  ///< two different aliases
  std::string reason;
  std::string date;  ///< YYYY-MM-DD
  std::vector<Permitted> permitted;
};

/// For everything in `findings` that asks for something forbidden.
/// @error kMalformed unless there are two different names and a reason
Result<Override> make_override(const Pack& pack, const std::vector<Finding>& findings, std::vector<std::string> names,
                               std::string reason, TimePoint now);
/// The JSON of override.json.
std::string write_override(const Override& decision);
/// Nothing if the folder has none. @error as parse_pack
Result<std::optional<Override>> read_override(const std::filesystem::path& pack_folder);

/// The findings that still count: what the two permitted becomes a warning.
std::vector<Finding> apply_override(std::vector<Finding> findings, const Pack& pack,
                                    const std::optional<Override>& decision);

/// A pack ready for use: read, checked with its cards, and its override applied.
struct CheckedPack {
  Pack pack;
  std::vector<Finding> findings;  ///< refused ones first
};
/// @error of read_pack, read_cards and read_override
Result<CheckedPack> read_and_check(const std::filesystem::path& pack_folder, TimePoint today);

}  // namespace waymark::pack
