// CSV (RFC 4180) into a Table: UTF-8, a header line, comma, semicolon or tab, quotes, LF, CRLF or CR, an optional BOM.
//
// Hostile input: every limit is named below, and an error names the line and says in one sentence what is wrong with
// it, never what it contains. Bytes are read in pieces; only the columns asked for are kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "linkage/table.h"
#include "linkage/workers.h"

namespace waymark::linkage {

inline constexpr std::size_t kFieldBytesMax = 1'048'576;   ///< one field; more is a broken quote or an attack
inline constexpr std::size_t kRecordBytesMax = 4'194'304;  ///< one record
inline constexpr std::size_t kColumnsMax = 1'024;

struct CsvOptions {
  std::vector<std::string> columns = {};  ///< those to keep; empty: all
  std::vector<std::string> distinct =
      {};  ///< of those, whose values all differ (ids): kept without looking for equal ones
};

/// Reads a whole text.
/// @error kMalformed  a record with another number of fields than the header, bytes that are not UTF-8, an open
///                    quote, a header with the same name twice
/// @error kTooLarge   over a limit above   @error kNotFound  no header, or a column asked for is missing
Result<Table> read_csv(std::string_view text, const CsvOptions& options, const Workers& workers);

/// The same from a file, in pieces. @error as read_csv; kStorage if the file cannot be read
Result<Table> read_csv_file(const std::string& path, const CsvOptions& options, const Workers& workers);

}  // namespace waymark::linkage
