// The ordinary interface of modules.php?name=sud_delo: tabs "tabN" with bodies "contN", one table in each.
#include <fmt/format.h>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {
namespace {

std::string menu() {
  std::string out;
  for (const std::string_view entry : {"О суде", "Судебное делопроизводство", "Судебные акты", "Приговоры и решения",
                                       "Приём граждан", "Вакансии", "Уголовные дела - первая инстанция"})
    out += fmt::format("<div class=\"menu__item\"><a class=\"menu__link\" href=\"/modules.php?name=x\">{}</a></div>\n",
                       entry);
  return out;
}

std::string framed(const Json& page, const std::string& content) {
  const std::string court = html_of(text_of(page, "court"));
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<title>{0}</title>\n<meta http-equiv=\"Content-Type\" "
      "content=\"text/html; charset=windows-1251\">\n<script>var srv_num=1;</script>\n</head>\n<body>\n<h5 "
      "class=\"heading\">{0}</h5>\n{1}<a href=\"https://ej.sudrf.ru/?fromOa={2}\">Подача документов в электронном "
      "виде</a>\n<div id=\"modSdpContent\"><form id=\"calformH\"><table><tr><td>Вывести список дел, назначенных на "
      "дату</td><td id=calendar><input name='H_date' value='10.01.2026'></td></tr></table></form>\n<div "
      "id=\"content\">{3}</div></div>\n<div class=\"footer\"><table><tr><td>Посетителей</td><td>5</td></tr></table>"
      "</div>\n</body>\n</html>\n",
      court, menu(), text_of(page, "code"), content);
}

std::string value_cell(const Json& pair) {
  const std::string value = html_of(pair[1].get<std::string>());
  return pair.size() < 3 ? value
                         : fmt::format("<a href=\"{}\"><u>{}</u></a>", html_of(pair[2].get<std::string>()), value);
}

std::string table(const Json& section) {
  const Json& columns = list_of(section, "columns");
  const std::string title = html_of(text_of(section, "title"));
  std::string out = fmt::format("<table id=\"tablcont\">\n<tr><th colspan=\"{}\">{}</th></tr>\n",
                                std::max<std::size_t>(2, columns.size()), title);
  for (const Json& pair : list_of(section, "pairs"))
    out += fmt::format("<tr>\n\t<td width=\"50%\"><b>{}</b></td>\n\t<td>{}</td>\n</tr>\n",
                       html_of(pair[0].get<std::string>()), value_cell(pair));
  if (!columns.empty()) {
    out += "<tr>";
    for (const Json& column : columns) out += fmt::format("<td><b>{}</b></td>", html_of(column.get<std::string>()));
    out += "</tr>\n";
  }
  for (const Json& row : list_of(section, "rows")) {
    out += "<tr>";
    for (const Json& cell : row) out += fmt::format("<td>{}&nbsp;</td>", html_of(cell.get<std::string>()));
    out += "</tr>\n";
  }
  return out + "</table>";
}

std::string act_text(const Json& act) {
  std::string out;
  for (const Json& line : list_of(act, "lines"))
    out +=
        fmt::format("<p class=\"MsoNormal\" style=\"TEXT-INDENT: 0.5in\">{}</p>\n", html_of(line.get<std::string>()));
  return out;
}

}  // namespace

std::string sudrf_card(const Json& page) {
  std::string tabs, bodies;
  int number = 0;
  for (const Json& section : list_of(page, "tables")) {
    ++number;
    tabs += fmt::format("<li id=\"tab{0}\"><a href=\"#\" onclick=\"index({0}, 9);\">&nbsp;{1}&nbsp;</a></li>", number,
                        html_of(text_of(section, "title")));
    bodies += fmt::format("<div id=\"cont{}\">{}</div>\n", number, table(section));
  }
  int doc = 0;
  for (const Json& act : list_of(page, "acts")) {
    ++doc;
    tabs += fmt::format("<li id=\"tab_doc{}\"><a href=\"#\">{}</a></li>", doc, html_of(text_of(act, "title")));
    bodies += fmt::format("<div id=\"cont_doc{}\"><span>{}</span></div>\n", doc, act_text(act));
  }
  const std::string published = text_of(page, "published");
  return framed(page, fmt::format("<div class=\"title\">{}</div>\n<div class=\"casenumber\">{}</div>\n<ul "
                                  "class=\"tabs\">{}</ul>\n{}<div class=\"publishInfo\">{}</div>",
                                  html_of(text_of(page, "title")), html_of(text_of(page, "heading")), tabs, bodies,
                                  html_of(published)));
}

std::string sudrf_list(const Json& page) {
  std::string rows;
  for (const Json& row : list_of(page, "rows")) {
    rows += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string cell = html_of(row[i].get<std::string>());
      if (i == 0) cell = fmt::format("<a href=\"/modules.php?name=sud_delo&amp;name_op=case\">{}</a><br>", cell);
      if (cell == "акт") cell = "<a href=\"/modules.php?name_op=doc\"><img src=\"/i.gif\"></a>";
      rows += fmt::format("<td>&nbsp;{}</td>", cell);
    }
    rows += "</tr>\n";
  }
  std::string head;
  for (const Json& column : list_of(page, "columns"))
    head += fmt::format("<th>{}</th>", html_of(column.get<std::string>()));
  return framed(page, fmt::format("<div class=\"title\">{}</div><table><tr><td></td><td>{}</td></tr></table>\n<table "
                                  "id=\"tablcont\"><tr>{}</tr>\n{}</table>",
                                  html_of(text_of(page, "title")), html_of(text_of(page, "counter")), head, rows));
}

std::string sudrf_act(const Json& page) {
  return framed(page, fmt::format("<div class=\"actdoc\">{}</div>", act_text(page)));
}

}  // namespace waymark::courts::corpus
