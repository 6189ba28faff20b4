// PlaceLine: on which line of a file a place of a finding stands.
#pragma once

#include <cstddef>
#include <string_view>

namespace waymark::pack {

/// The line, from 1, on which the members that a place names stand: "silence.danger.when" goes to the list of silence,
/// then to what is called danger in it, then to its `when`. Where a part is not found, the line of the part before; 0
/// when none is. It looks at the text alone, so that it can also say where a broken rule stands.
std::size_t line_of_place(std::string_view json, std::string_view place);

/// The line of one whole key; 0 when it is not there.
std::size_t line_of_key(std::string_view json, std::string_view key);

}  // namespace waymark::pack
