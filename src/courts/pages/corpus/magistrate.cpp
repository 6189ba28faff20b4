// Sites of magistrates (msudrf.ru): the i-th <li> of "tabs" names the i-th "tab-content"; labels and headers are <h2>.
#include <fmt/format.h>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {
namespace {

std::string framed(const Json& page, const std::string& content) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"ru\"><head><title>{0}</title></head><body><div class=\"site-name\">{0}</div><ul "
      "class=\"menu\"><li><a href=\"/\">Главная</a></li><li><a href=\"/acts\">Судебные акты</a></li></ul>\n{1}\n</body>"
      "</html>\n",
      html_of(text_of(page, "court")), content);
}

std::string table(const Json& section) {
  std::string out = "<table class=\"tablcont\">";
  const Json& columns = list_of(section, "columns");
  for (const Json& pair : list_of(section, "pairs"))
    out += fmt::format("<tr><td><h2>{}</h2></td><td>{}</td></tr>", html_of(pair[0].get<std::string>()),
                       html_of(pair[1].get<std::string>()));
  if (!columns.empty()) {
    out += "<thead><tr>";
    for (const Json& column : columns) out += fmt::format("<td><h2>{}</h2></td>", html_of(column.get<std::string>()));
    out += "</tr></thead>";
  }
  out += "<tbody>";
  for (const Json& row : list_of(section, "rows")) {
    out += "<tr>";
    for (const Json& cell : row) out += fmt::format("<td>{}</td>", html_of(cell.get<std::string>()));
    out += "</tr>";
  }
  return out + "</tbody></table>";
}

}  // namespace

std::string magistrate_card(const Json& page) {
  std::string tabs, bodies;
  for (const Json& section : list_of(page, "tables")) {
    tabs += fmt::format("<li>{}</li>", html_of(text_of(section, "title")));
    bodies += fmt::format("<div class=\"tab-content\">{}</div>\n", table(section));
  }
  for (const Json& act : list_of(page, "acts")) {
    std::string text;
    for (const Json& line : list_of(act, "lines")) text += fmt::format("<p>{}</p>", html_of(line.get<std::string>()));
    tabs += fmt::format("<li>{}</li>", html_of(text_of(act, "title")));
    bodies += fmt::format("<div class=\"tab-content\"><div class=\"WordSection1\">{}</div></div>", text);
  }
  return framed(page, fmt::format("<h2>{}</h2><ul id=\"tabs\">{}</ul><div id=\"contentt\">{}</div>",
                                  html_of(text_of(page, "heading")), tabs, bodies));
}

std::string magistrate_list(const Json& page) {
  std::string head, rows;
  for (const Json& column : list_of(page, "columns"))
    head += fmt::format("<td>{}</td>", html_of(column.get<std::string>()));
  for (const Json& row : list_of(page, "rows")) {
    rows += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = html_of(row[i].get<std::string>());
      rows += i == 0 ? fmt::format("<td><a href=\"/modules.php?op=cs\">{}</a></td>", cell)
                     : fmt::format("<td>{}</td>", cell);
    }
    rows += "</tr>";
  }
  return framed(
      page, fmt::format("<div id=\"search_results\"><div class=\"case-count\">{}</div><div class=\"pages\"><ul "
                        "class=\"paging\"><li>1</li></ul></div><table id=\"tablcont\" class=\"tablcont\"><thead><tr>{}"
                        "</tr></thead><tbody>{}</tbody></table></div>",
                        html_of(text_of(page, "counter")), head, rows));
}

}  // namespace waymark::courts::corpus
