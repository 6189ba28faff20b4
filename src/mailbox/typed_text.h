// What a person typed, as letters: comparison form, keyboard layouts, words. Internal to src/mailbox.
// The same rules as web/shared/protocol/{words,layout}.ts.
// @source docs/spec/mailbox.md "Words"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waymark::mailbox {

/// Comparison form: composed й and ї, lower case, ё → е, ґ → г; apostrophes, accents and invisible characters dropped.
std::u32string fold(std::u32string_view text);

/// The words of a text in comparison form; everything that is no letter separates. A letter of the other alphabet that
/// looks the same is taken for the one that was meant.
std::vector<std::u32string> split_words(std::u32string_view folded);

/// The text itself first, then what it would have been on the other keyboard layouts (without repetitions).
std::vector<std::u32string> layout_variants(std::u32string_view text);

}  // namespace waymark::mailbox
