// The words and rows of keys that people choose first, in Russian, Ukrainian and English: our own list, written by
// hand.
#pragma once

#include <span>
#include <string_view>

namespace waymark::desk {

/// Lower case, at least three letters each.
std::span<const std::string_view> common_passphrases();

}  // namespace waymark::desk
