// The table of paths in docs/spec/limits.md, and the routes of a program in the same form. Test code only.
#pragma once

#include <fstream>
#include <set>
#include <string>

#include "http/routes.h"

namespace waymark::http::testing {

/// "POST /v1/poll 834": method, path and the bytes that its body may have. "GET otherwise 0" stands for all other
/// paths.
inline std::set<std::string> lines_of(const Routes& routes) {
  std::set<std::string> lines;
  for (const Routes::Listed& one : routes.list())
    lines.insert(one.method + " " + one.pattern + " " + std::to_string(one.rule.body_bytes_max));
  return lines;
}

/// The rows `| program | method path | bytes |` of a page. A row with LANG stands for three, one a language.
/// @param page  docs/spec/limits.md
inline std::set<std::string> lines_of_page(const std::string& page, const std::string& program) {
  std::ifstream file{page};
  const std::string begin = "| " + program + " | ";
  std::set<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(begin)) continue;
    std::string row;
    for (const char c : line.substr(begin.size())) {
      if (c != '`' && c != ',') row += c;
    }
    const std::size_t bar = row.find(" | ");
    const std::string path = row.substr(0, bar);
    const std::string bytes = row.substr(bar + 2, row.rfind(" |") - bar - 2);
    const std::size_t place = path.find("LANG");
    if (place == std::string::npos) lines.insert(path + bytes);
    for (const char* language : {"ru", "uk", "en"}) {
      if (place != std::string::npos) lines.insert(std::string{path}.replace(place, 4, language) + bytes);
    }
  }
  return lines;
}

}  // namespace waymark::http::testing
