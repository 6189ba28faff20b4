// The words as the build embeds them from words/{ru,uk,en}.txt. Internal to src/mailbox; word_list.h is what others
// use.
#pragma once

#include <array>
#include <string_view>

#include "mailbox/word_list.h"

namespace waymark::mailbox {

extern const std::array<std::string_view, kListWords> kRussianWords;
extern const std::array<std::string_view, kListWords> kUkrainianWords;
extern const std::array<std::string_view, kListWords> kEnglishWords;

}  // namespace waymark::mailbox
