// The small part of URLs that we need: percent coding and name=value lists (queries and forms).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::http {

inline constexpr std::size_t kFormFieldsMax = 256;

/// Decodes %XX. @error kMalformed for a broken escape
Result<std::string> percent_decode(std::string_view text);
/// Leaves A-Z a-z 0-9 - . _ ~ as they are.
std::string percent_encode(std::string_view text);

struct FormField {
  std::string name;
  std::string value;
};
/// Reads application/x-www-form-urlencoded (`+` is a space), in its order.
/// @error kMalformed for a broken escape; kTooLarge over kFormFieldsMax fields
Result<std::vector<FormField>> parse_form(std::string_view text);
/// The first value of `name`, if there is one.
std::optional<std::string_view> value_of(const std::vector<FormField>& fields, std::string_view name);

}  // namespace waymark::http
