// Sections: the tables of a court page as they stand, each with its title, its label-and-value pairs or its columns and
// rows.
//
// Two cells side by side are a pair; three and more below a row of headers are a row of a table; a table inside a cell
// is a section of its own. A header row is one whose cells are all bold or <th>, or of whose cells three or more are
// known labels.
#pragma once

#include <vector>

#include "courts/archive/records.h"
#include "courts/pages/html.h"

namespace waymark::courts {

/// A section and, cell by cell, the first link in each row's cells ("" where there is none).
struct PageTable {
  Section section = {};
  std::size_t node = 0;                              ///< of the <table>
  std::vector<std::vector<std::string>> links = {};  ///< beside section.rows
};

inline constexpr std::size_t kTablesMax = 400;
inline constexpr std::size_t kRowsMax = 20'000;

/// All tables within an element that have a pair or columns; others (layout, calendars) are left out.
std::vector<PageTable> tables_in(const Html& html, std::size_t within);

/// Pairs of a page whose fields stand in other elements than tables (the portals of Moscow and of the Supreme Court):
/// an element whose whole text is a known label, followed by its value.
std::vector<Pair> loose_pairs(const Html& html, std::size_t within);

}  // namespace waymark::courts
