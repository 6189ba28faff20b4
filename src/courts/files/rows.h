// Rows of scrapers: CSV and JSON lines, one case (or one accused of it) a row. The mapping of their columns is in
// docs/courts.md.
//
// Columns are found by name; a column nobody knows is kept in the card and noted once. Rows of the same case that
// differ only in the accused become one card with several.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "courts/pages/page.h"

namespace waymark::courts {

inline constexpr std::size_t kColumnsMax = 200;
inline constexpr std::size_t kFieldBytesMax = 8U << 20U;  // a field may hold an act's text
inline constexpr std::size_t kRowsInBlock = 500;

/// A block of rows: its bytes (for keeping), its cards and what was not understood.
struct RowBlock {
  std::string_view bytes;
  std::int64_t first_row = 0;  ///< counted from 1, without the header
  std::int64_t rows = 0;
  std::int64_t repeats = 0;  ///< rows that say nothing that their case did not have
  std::vector<Card> cards;
  std::vector<Note> notes;
  bool cut_off = false;  ///< a quote was never closed: the last row and all after it could not be told apart
};
using TakeBlock = std::function<Result<void>(RowBlock& block)>;

/// Comma, semicolon or tab, whichever the header line has most of; quotes as in RFC 4180.
/// @error kMalformed without a column that names the case, kTooLarge over a limit
Result<void> for_each_csv_block(std::string_view utf8, const TakeBlock& take);
/// One JSON object a line. A line that is none is noted. @error kTooLarge
Result<void> for_each_json_block(std::string_view utf8, const TakeBlock& take);

/// A row as names and values becomes a card. Exposed for tests.
Card card_of_row(std::span<const std::string> names, std::span<const std::string> values, std::vector<Note>& notes);

}  // namespace waymark::courts
