// The older interface of seven garrison courts (name_op=case with "_deloId"): tabs "tab_id_X" with bodies
// "tab_content_X"; every table stands there again for telephones and for the printer.
#include <fmt/format.h>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {
namespace {

std::string framed(const Json& page, const std::string& content) {
  return fmt::format(
      "<!DOCTYPE html><html class=\"adopt\"><head>\n<title>{0}</title>\n<style>.none {{ display: none; }}</style>\n"
      "</head>\n<body><div class=\"wrapper\"><table align=\"justify\"><tbody><tr><td><b>ВНИМАНИЕ!</b></td></tr></tbody>"
      "</table>\n<div id=\"modSdpContent\"><div class=\"form-container\"><form id=\"calformH\" name=\"calformH\"><span "
      "class=\"date-label\">Список дел, назначенных к слушанию на</span><input name=\"H_date\" "
      "value=\"10.01.2026\"></form></div><hr>\n<div id=\"search_results\">{1}</div></div>\n<a class=\"menu__link\" "
      "href=\"https://ej.sudrf.ru/?fromOa={2}\">Подача документов</a></div></body></html>\n",
      html_of(text_of(page, "court")), content, text_of(page, "code"));
}

std::string pairs_table(const Json& section) {
  std::string out = "<table class=\"law-case-table\"><tbody>";
  for (const Json& pair : list_of(section, "pairs"))
    out += fmt::format("<tr><td><b>{}</b></td><td>{}</td></tr>", html_of(pair[0].get<std::string>()),
                       html_of(pair[1].get<std::string>()));
  return out + "</tbody></table>";
}

std::string rows_table(const Json& section) {
  std::string out = "<table class=\"law-case-table non-list none-mobile\"><thead class=\"vert-align\"><tr>";
  for (const Json& column : list_of(section, "columns"))
    out += fmt::format("<td class=\"vert-align\">{}</td>", html_of(column.get<std::string>()));
  out += "</tr></thead><tbody>";
  for (const Json& row : list_of(section, "rows")) {
    out += "<tr>";
    for (const Json& cell : row)
      out += fmt::format("<td class=\"vert-align\"> {}</td>", html_of(cell.get<std::string>()));
    out += "</tr>";
  }
  return out + "</tbody></table>";
}

/// The same rows for telephones: a table of pairs a row; events have a heading and a list instead.
std::string for_telephones(const Json& section) {
  std::string out;
  const Json& columns = list_of(section, "columns");
  const bool events = text_of(section, "tab") == "EventList";
  for (const Json& row : list_of(section, "rows")) {
    out += "<div class=\"mobile-lawcase-item block-mobile\">";
    if (events) {
      out += fmt::format("<h2>{} {}</h2><ul><li><b>{}</b></li></ul></div>", row[0].get<std::string>(),
                         row[1].get<std::string>(), html_of(row[2].get<std::string>()));
      continue;
    }
    out += "<table class=\"law-case-table\"><tbody>";
    for (std::size_t i = 0; i < row.size(); ++i)
      out += fmt::format("<tr><td><b>{}</b></td><td>{}</td></tr>", html_of(columns[i].get<std::string>()),
                         html_of(row[i].get<std::string>()));
    out += "</tbody></table></div>";
  }
  return out;
}

std::string body_of(const Json& section) {
  return list_of(section, "columns").empty() ? pairs_table(section) : rows_table(section);
}

}  // namespace

std::string older_card(const Json& page) {
  std::string tabs, bodies, printed;
  for (const Json& section : list_of(page, "tables")) {
    const std::string tab = text_of(section, "tab"), title = html_of(text_of(section, "title"));
    tabs += fmt::format("<li id=\"tab_id_{}\">{}</li>\n", tab, title);
    bodies +=
        fmt::format("<div class=\"lawcase-tab-content\" id=\"tab_content_{}\" style=\"display: none;\">{}{}</div>\n",
                    tab, body_of(section), for_telephones(section));
    printed += fmt::format("<div style=\"font-weight: bold\">{}</div>{}", title, body_of(section));
  }
  int number = 0;
  for (const Json& act : list_of(page, "acts")) {
    ++number;
    std::string text;
    for (const Json& line : list_of(act, "lines")) text += fmt::format("<p>{}</p>\n", html_of(line.get<std::string>()));
    tabs += fmt::format("<li id=\"tab_id_Document{}\">{}</li>", number, html_of(text_of(act, "title")));
    bodies += fmt::format(
        "<div class=\"lawcase-tab-content\" id=\"tab_content_Document{}\"><title></title><span>{}</span></div>", number,
        text);
  }
  const std::string heading = html_of(text_of(page, "heading"));
  return framed(page,
                fmt::format("<div class=\"name-instanse\">\n{}\t</div><hr><div class=\"container\" "
                            "id=\"case_window\"><div class=\"case-num\">{}</div><ul id=\"case_bookmarks\">{}</ul>\n{}"
                            "<span id=\"printVersionTitleCase\" style=\"display: none;\">{}</span><div "
                            "class=\"lawcase-tab-content none\" id=\"printVersionBodyCase\">{}</div><div "
                            "class=\"outputArea publishInfo\">{}</div></div>",
                            html_of(text_of(page, "title")), heading, tabs, bodies, heading, printed,
                            html_of(text_of(page, "published"))));
}

std::string older_list(const Json& page) {
  std::string head, rows, telephones;
  for (const Json& column : list_of(page, "columns"))
    head += fmt::format("<td class=\"text-center\">{}</td>", html_of(column.get<std::string>()));
  for (const Json& row : list_of(page, "rows")) {
    std::string cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string cell = html_of(row[i].get<std::string>());
      if (i == 0) cell = fmt::format("<a href=\"/modules.php?_id=4\" class=\"open-lawcase\">{}</a>", cell);
      if (cell == "акт")
        cell = "<a href=\"/modules.php?_doc=1\" class=\"doc\" title=\"Приговор\"><img src=\"d.png\"></a>";
      cells += fmt::format("<td class=\"vert-align\">{}</td>", cell);
    }
    rows += "<tr>" + cells + "</tr>";
    telephones += fmt::format(
        "<div class=\"mobile-lawcase-card\"><time>Поступило: {}</time><div class=\"m-number\"><a "
        "href=\"/modules.php?_id=4\">{}</a></div><div class=\"m-essence\">{}</div></div>",
        row[1].get<std::string>(), html_of(row[0].get<std::string>()), html_of(row[2].get<std::string>()));
  }
  return framed(
      page, fmt::format("<div class=\"name-instanse\">{}</div><div class=\"lawcase-count\">{}</div><div "
                        "id=\"resultTable\"><table class=\"law-case-table line-hover\"><thead><tr>{}</tr></thead>"
                        "<tbody>{}</tbody></table></div><div id=\"resultMob\" class=\"mt7\">{}</div>",
                        html_of(text_of(page, "title")), html_of(text_of(page, "counter")), head, rows, telephones));
}

}  // namespace waymark::courts::corpus
