// What must be refused before the TOML parser sees it: toml++ 3.3 takes two things for granted and does whatever it
// likes when they do not hold (found by fuzzing): that a section's name begins with a letter of names, and that what
// stands where a blank may stand is ASCII or a blank.
#pragma once

#include <cstddef>
#include <string_view>

namespace waymark::linkage {

/// The first line (from 1) that has anything but ASCII outside of quotes and comments, a control character, or a
/// section without a name; 0 if there is none.
std::size_t line_refused(std::string_view toml);

}  // namespace waymark::linkage
