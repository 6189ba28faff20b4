#include <fmt/format.h>

#include <array>
#include <utility>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {

std::string html_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "<br>";
    else
      out += c;
  }
  return out;
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

const Json& list_of(const Json& json, const char* key) {
  static const Json kEmpty = Json::array();
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : kEmpty;
}

namespace {

/// A page given line by line: what is no answer, and what no portal of courts draws.
std::string as_it_stands(const Json& page) {
  std::string out;
  for (const Json& line : list_of(page, "html")) out += line.get<std::string>() + "\n";
  return out;
}

}  // namespace

std::string draw(const Json& page) {
  using Drawer = std::string (*)(const Json&);
  constexpr std::array<std::pair<std::string_view, Drawer>, 12> kPortals = {{{"sudrf card", sudrf_card},
                                                                             {"sudrf list", sudrf_list},
                                                                             {"sudrf act", sudrf_act},
                                                                             {"older card", older_card},
                                                                             {"older list", older_list},
                                                                             {"moscow card", moscow_card},
                                                                             {"moscow list", moscow_list},
                                                                             {"supreme old", supreme_old},
                                                                             {"supreme new", supreme_new},
                                                                             {"magistrate card", magistrate_card},
                                                                             {"magistrate list", magistrate_list},
                                                                             {"as it stands", as_it_stands}}};
  const std::string wanted = text_of(page, "portal");
  for (const auto& [name, drawer] : kPortals)
    if (name == wanted) return drawer(page);
  return {};
}

}  // namespace waymark::courts::corpus
