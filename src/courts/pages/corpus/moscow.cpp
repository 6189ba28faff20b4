// Moscow's portal (mos-gorsud.ru, mos-sud.ru): fields in rows of "left" and "right", buttons in cells, tabs of tables;
// lists whose long cells are cut on the screen and whole in "data-full-text".
#include <fmt/format.h>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {
namespace {

constexpr std::string_view kCopyButton =
    "<i class=\"copy__copy active\"><svg></svg><div class=\"hint\">Скопировать в буфер обмена</div></i><i "
    "class=\"copy__copied\"><div class=\"hint\">Скопировано в буфер обмена</div></i>";

std::string framed(const Json& page, const std::string& content) {
  const std::string court = html_of(text_of(page, "court"));
  return fmt::format(
      "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"UTF-8\"><title>\n{0} | Информация по судебным делам | "
      "Процесс | {1} | Официальный портал судов общей юрисдикции города\n</title></head><body><nav "
      "class=\"navigation\"><a href=\"/x\" class=\"navigation__court-name has-tooltip\">{1}</a><ul><li><a "
      "href=\"/x/rules\">Судебные акты</a></li><li><a href=\"/search\">Поиск по судебным делам</a></li></ul></nav>\n"
      "<main>{2}</main>\n<footer><h3>Официальный портал судов</h3><a href=\"/n\">Новости</a></footer></body></html>\n",
      html_of(text_of(page, "heading")), court, content);
}

/// "Подсудимый: Кедров К.К." as the portal prints it: the role in bold, names behind it.
std::string people(const Json& list) {
  std::string out;
  for (const Json& one : list)
    out += fmt::format("<p class=\"table-bold-text\">{}</p>{}<br>", html_of(one[0].get<std::string>()),
                       html_of(one[1].get<std::string>()));
  return out;
}

std::string value_of(const Json& pair) {
  if (pair[1].is_array()) return people(pair[1]);
  const std::string value = html_of(pair[1].get<std::string>());
  if (pair.size() < 3) return value;
  return fmt::format("<div class=\"copy\">\n {}\n {}</div>", value, kCopyButton);
}

std::string panel(const Json& section) {
  std::string out = fmt::format("<h3>{}</h3>\n<table class=\"custom_table mainTable\"><thead class=\"hidden-xs\"><tr>",
                                html_of(text_of(section, "title")));
  for (const Json& column : list_of(section, "columns")) {
    const std::string text = html_of(column.get<std::string>());
    const bool help = text == "Текст документа";
    out += fmt::format("<th>\n {}\n{}</th>", text,
                       help ? "<div class=\"tooltip\"><span class=\"tooltip__text\">Ссылка появится, когда документ "
                              "загрузят.</span></div>"
                            : "");
  }
  out += "</tr></thead><tbody>";
  for (const Json& row : list_of(section, "rows")) {
    out += "<tr>";
    for (const Json& cell : row) {
      const std::string text = html_of(cell.get<std::string>());
      out +=
          fmt::format("\n<td>\n {}\n</td>", text == "файл" ? "<a href=\"/x/docs/content/1\">Скачать файл</a>" : text);
    }
    out += "</tr>";
  }
  return out + "</tbody></table>";
}

}  // namespace

std::string moscow_card(const Json& page) {
  std::string rows, tabs, panels;
  for (const Json& pair : list_of(page, "pairs"))
    rows += fmt::format(
        "<div class=\"row\">\n <div class=\"left\"> {}\n </div>\n <div class=\"right\"> {}\n </div>\n</div>\n",
        html_of(pair[0].get<std::string>()), value_of(pair));
  int number = 0;
  for (const Json& section : list_of(page, "tables")) {
    ++number;
    tabs += fmt::format("<li data-tab=\"tab-{}\" class=\"tablist__tab\">{}</li>", number,
                        html_of(text_of(section, "title")));
    panels += fmt::format("<li data-tab=\"tab-{}\" class=\"tablist__panel\">{}</li>", number, panel(section));
  }
  return framed(page,
                fmt::format("<h1 class=\"top-bar__print\">{}<a href=\"?print=1\" class=\"print-link\">Версия для "
                            "печати</a></h1><div class=\"case-detail\"><div class=\"card-sud\">{}</div></div><div "
                            "class=\"tablist\"><ul>{}</ul><ul>{}</ul></div><form class=\"subscription__form\"><input "
                            "type=\"hidden\" name=\"courtCode\" value=\"{}\"><input type=\"submit\" "
                            "value=\"Подписаться\"></form>",
                            html_of(text_of(page, "heading")), rows, tabs, panels, text_of(page, "code")));
}

std::string moscow_list(const Json& page) {
  std::string head, rows;
  for (const Json& column : list_of(page, "columns"))
    head += fmt::format("<th>{}</th>", html_of(column.get<std::string>()));
  for (const Json& row : list_of(page, "rows")) {
    rows += "<tr data-href=\"/x/details/1\" class=\"linked-row\">";
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string cell, full;
      if (i == 0) {
        const std::string number = row[i].get<std::string>();
        const std::size_t gap = std::min(number.find(' '), number.size());
        cell = fmt::format(
            "<div class=\"case-number\"><div class=\"copy\"><nobr><a href=\"/x/details/1\">{}</a></nobr>{}"
            "</div>{}</div>",
            html_of(number.substr(0, gap)), kCopyButton, html_of(number.substr(gap)));
      } else if (row[i].is_array()) {
        const std::string all = "<div class=\"row\"><div class=\"right\">" + people(row[i]) + "</div></div>";
        full = fmt::format(" data-full-text=\"{}\" data-trimmed=\"true\"", html_of(all));
        cell =
            "<div class=\"row\"><p class=\"table-bold-text\">Сторона</p>Кед... <a "
            "data-action=\"expand\">раскрыть</a></div>";
      } else {
        cell = html_of(row[i].get<std::string>());
      }
      rows += fmt::format(
          "<td><div class=\"table-row-wrap\"><div class=\"table-row-content\"{}>\n {}\n</div></div></td>", full, cell);
    }
    rows += "</tr>";
  }
  return framed(page,
                fmt::format("<table class=\"search-form__table no-border\"><thead><tr>{}</tr></thead><tbody>{}</tbody>"
                            "</table>",
                            head, rows));
}

}  // namespace waymark::courts::corpus
