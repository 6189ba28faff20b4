// Reads the `key value` lines of a roster or a day-key list in their fixed order. Internal to src/roster.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace waymark::roster {

class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  /// The value of the next line, which must begin with `key` and a space. @error kMalformed
  Result<std::string_view> value(std::string_view key);
  /// The same as a number, a date (unix day) and 32 bytes. @error kMalformed
  Result<std::uint32_t> number(std::string_view key);
  Result<std::uint32_t> date(std::string_view key);
  Result<ByteArray<32>> bytes_32(std::string_view key);
  /// The same if the next line begins so; nothing otherwise.
  std::optional<std::string_view> optional_value(std::string_view key);
  /// The next line must be exactly this. @error kUnsupported
  Result<void> first_line(std::string_view line);
  /// @error kMalformed if a line is left
  [[nodiscard]] Result<void> end() const;

 private:
  std::string_view rest_;
};

/// Decimal without sign or leading zero. @error kMalformed
Result<std::uint32_t> parse_number(std::string_view text);

/// `YYYY-MM-DD` to a unix day, from 1970 to 2999. @error kMalformed
Result<std::uint32_t> parse_date(std::string_view text);
std::string write_date(std::uint32_t unix_day);

/// 32 bytes in base64. @error kMalformed
Result<ByteArray<32>> parse_32(std::string_view text);
std::string write_base64(ByteView bytes);

}  // namespace waymark::roster
