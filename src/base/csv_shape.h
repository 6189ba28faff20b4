// The costume of a CSV file, told from its beginning: separator, ends of lines, Excel's own first line. One rule for
// every reader of tables, so that one file is one table to all programs.
#pragma once

#include <cstddef>
#include <string_view>

namespace waymark {

struct CsvShape {
  char separator = ',';  ///< comma, semicolon or tab, or what a line "sep=…" says
  char line_end = '\n';  ///< '\r' where lines end with a carriage return alone, as on old Macintoshes
  std::size_t skip = 0;  ///< bytes before the header: byte order marks, empty lines, a line "sep=…"
};

/// Counts separators in the header line outside of quotes: a comma in a quoted name decides nothing. Never fails; an
/// empty text has the shape above.
CsvShape csv_shape_of(std::string_view text);

/// A cell without what surrounds it and is not seen: blanks, carriage returns, no-break and zero-width spaces, marks.
std::string_view cell_of(std::string_view cell);

}  // namespace waymark
