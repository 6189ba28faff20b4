// Sections: the tables of a court page as they stand, each with its title, its label-and-value pairs or its columns and
// rows.
//
// Two cells side by side are a pair; three and more below a row of headers are a row of a table; a table inside a cell
// is a section of its own. A header row is one whose cells are all bold or <th>, or of whose cells three or more are
// known labels, or that stands in a <thead>.
#pragma once

#include <vector>

#include "courts/archive/records.h"
#include "courts/pages/html.h"

namespace waymark::courts {

/// A section and, cell by cell, the first link in each row's cells ("" where there is none).
struct PageTable {
  Section section = {};
  std::size_t node = 0;                              ///< of the <table>
  std::size_t last_row = 0;                          ///< the <tr> of the last of section.rows
  std::vector<std::vector<std::string>> links = {};  ///< beside section.rows
};

inline constexpr std::size_t kTablesMax = 400;
inline constexpr std::size_t kRowsMax = 20'000;

/// All tables within an element that have a pair or columns; others (layout, calendars) are left out.
std::vector<PageTable> tables_in(const Html& html, std::size_t within);

/// Pairs of a page whose fields stand in other elements than tables (Moscow's portal): an element whose whole text is a
/// known label, followed by its value; or any label of class "left" with its value of class "right" behind it.
std::vector<Pair> loose_pairs(const Html& html, std::size_t within);

/// The heading of the tab that an element stands in: "tabN" for "contN", "tab_id_X" for "tab_content_X", the i-th entry
/// of the list "tabs" for the i-th "tab-content". "" if it stands in none.
std::string tab_of(const Html& html, std::size_t node);

/// Tables of pairs that show one row each (as telephones get it), put together as rows; others as they are.
std::vector<PageTable> rows_from_pairs(std::vector<PageTable> tables);

}  // namespace waymark::courts
