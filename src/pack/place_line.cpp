#include "pack/place_line.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace waymark::pack {
namespace {

/// Findings speak of one; the file has lists.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kLists{
    {{"clock", "clocks"}, {"question", "questions"}, {"answer", "questions"}, {"outcome", "outcomes"}}};

std::string_view named(std::string_view part) {
  const auto* const found = std::ranges::find(kLists, part, &std::pair<std::string_view, std::string_view>::first);
  return found == kLists.end() ? part : found->second;
}

std::size_t line_at(std::string_view json, std::size_t at) {
  return at == std::string_view::npos ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(json.substr(0, at), '\n'));
}

}  // namespace

std::size_t line_of_key(std::string_view json, std::string_view key) {
  return line_at(json, json.find('"' + std::string(key) + '"'));
}

std::size_t line_of_place(std::string_view json, std::string_view place) {
  std::size_t at = std::string_view::npos;
  for (std::size_t from = 0; from <= place.size();) {
    const std::size_t end = std::min(place.find('.', from), place.size());
    const std::string_view part = place.substr(from, end - from);
    const std::string quoted = '"' + std::string(from == 0 ? named(part) : part) + '"';
    const std::size_t found = json.find(quoted, at == std::string_view::npos ? 0 : at + 1);
    from = end + 1;
    if (found != std::string_view::npos) at = found;
  }
  return line_at(json, at);
}

}  // namespace waymark::pack
