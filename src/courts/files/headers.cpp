#include "courts/files/headers.h"

#include <algorithm>

#include "courts/ids/words.h"

namespace waymark::courts {

std::string_view Headers::get(std::string_view lower_name) const {
  for (const auto& [name, value] : lines) {
    if (name == lower_name) return value;
  }
  return {};
}

Headers take_headers(std::string_view& rest, bool& ok, bool has_first_line) {
  Headers headers;
  std::string_view look = rest.substr(0, kHeaderBytesMax);
  std::size_t taken = 0;
  ok = false;
  bool first = has_first_line;
  while (!look.empty()) {
    const std::size_t end = look.find('\n');
    if (end == std::string_view::npos) return headers;
    std::string_view line = look.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    look.remove_prefix(end + 1);
    taken += end + 1;
    if (line.empty()) {
      ok = true;
      rest.remove_prefix(taken);
      return headers;
    }
    const std::size_t colon = line.find(':');
    if (first) {
      headers.first = std::string{line};
      first = false;
    } else if ((line.front() == ' ' || line.front() == '\t') && !headers.lines.empty()) {
      headers.lines.back().second += " " + std::string{trimmed(line)};
    } else if (colon != std::string_view::npos) {
      headers.lines.emplace_back(lowered(trimmed(line.substr(0, colon))), std::string{trimmed(line.substr(colon + 1))});
    }
  }
  return headers;
}

std::string parameter_of(std::string_view value, std::string_view name) {
  const std::string low = lowered(value);
  const std::size_t at = low.find(std::string{name} + "=");
  if (at == std::string::npos) return {};
  std::string_view rest = value.substr(at + name.size() + 1);
  if (!rest.starts_with('"')) return std::string{trimmed(rest.substr(0, std::min(rest.find(';'), rest.size())))};
  rest.remove_prefix(1);
  return std::string{rest.substr(0, std::min(rest.find('"'), rest.size()))};
}

}  // namespace waymark::courts
