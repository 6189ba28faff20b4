#include "courts/review/whole_lines.h"

namespace waymark::courts {

std::size_t whole_lines_bytes(std::string_view csv) {
  bool inside = false;
  std::size_t whole = 0;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    if (csv[i] == '"') inside = !inside;  // "" inside quotes turns it off and on again
    if (csv[i] == '\n' && !inside) whole = i + 1;
  }
  return whole;
}

}  // namespace waymark::courts
