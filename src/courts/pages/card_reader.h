// Reads a card (a case's own page) and rows of lists from the tables of a page. Inside of read_page.
#pragma once

#include <vector>

#include "courts/archive/records.h"
#include "courts/pages/html.h"
#include "courts/pages/page.h"
#include "courts/pages/tables.h"

namespace waymark::courts {

/// What the whole page says of its court.
struct PageCourt {
  std::string code;
  std::string name;
};

/// "ДЕЛО № 1-7/2026", "МАТЕРИАЛ № …": what stands there behind the sign; "" if there is no such heading.
std::string card_number_of(const Html& html);
/// Whether what was read makes a card: it has a number or a valid УИД, and says something about the case besides.
bool is_a_case(const Card& card);
Card read_card(const Html& html, const std::vector<PageTable>& tables, const PageCourt& court,
               std::vector<Note>& notes);

/// Whether a table is a list of cases: has a column with their numbers and another known column.
bool is_case_list(const Section& section);
/// One card a row, in the order of the page; the same row twice (paging) is there twice.
std::vector<Card> read_list(const PageTable& table, const PageCourt& court, View view, std::vector<Note>& notes);

/// The value of a label goes where it belongs; false if the label is not known.
bool take_field(Card& card, std::string_view label, const std::string& value);
/// The code to assume for articles without one, by the kind of the case.
std::string_view assumed_code(Stage stage);

}  // namespace waymark::courts
