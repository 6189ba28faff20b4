// kept: the pack that an office works with, also when somebody has spoiled its files since.
//
// A pack that was read and passed its checks is copied (its JSON files, nothing else) to the office's own folder. When
// the files have an error at the next start, the copy serves on, and whoever looks at the desk's health is told where
// the error is: a comma that is missing at night must not shut an office. It is not a history: the last two are kept,
// so that a copy that was cut off by a power failure has one before it.
// @source docs/spec/pack.md "When the files have an error"
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pack/card.h"
#include "pack/pack.h"
#include "pack/ready.h"

namespace waymark::pack {

/// Everything that the desk reads of a pack's folder.
struct WholePack {
  Pack pack;
  std::vector<Card> cards;   ///< the withdrawn ones too
  std::vector<Ready> ready;  ///< of the folder, besides the plain ones of pack.json
};

/// Why a folder is not used: for the person who writes it, in English as the findings of check.h.
struct PackRefusal {
  std::string place;  ///< "pack.json:93" or a name such as "card.terms"; empty where the sentence says it
  std::string about;
};

struct PackInUse {
  WholePack whole;
  std::optional<PackRefusal> refused;  ///< the folder has an error, and this is the copy
};

/// Reads the folder and everything in it, and checks it with its override.
/// @param today  what is past its review depends on it
std::expected<WholePack, PackRefusal> read_whole(const std::filesystem::path& folder, TimePoint today);

/// As read_whole; a sound pack is copied below `kept`, and with an error the newest sound copy of the same name is
/// used. That a copy cannot be written is no error: the pack itself is sound.
/// @return the error of the folder if no copy is sound either
std::expected<PackInUse, PackRefusal> pack_in_use(const std::filesystem::path& folder,
                                                  const std::filesystem::path& kept, TimePoint today);

}  // namespace waymark::pack
