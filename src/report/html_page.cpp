#include "report/html_page.h"

#include <fmt/format.h>

#include "base/check.h"

namespace waymark::report {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 "
    "1rem;color:#1b1b1b;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.25rem .75rem;border-bottom:1px solid "
    "#ccc;text-align:left;"
    "vertical-align:top}td.n,th.n{text-align:right;white-space:nowrap}img{max-width:100%;height:auto}"
    ".strong{font-weight:600;border-left:.3rem solid #555;padding-left:.8rem}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}th,td{border-color:#444}img{background:#fff}"
    "}";

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string_view HtmlPage::style() { return kStyle; }

HtmlPage::HtmlPage(Language language, std::string_view title) {
  html_ = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; style-src "
      "'unsafe-inline'\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
      code_of(language), escaped(title), kStyle);
}

void HtmlPage::heading(int level, std::string_view text) {
  CHECK(level >= 1 && level <= 3);
  html_ += fmt::format("<h{0}>{1}</h{0}>\n", level, escaped(text));
}

void HtmlPage::paragraph(std::string_view text) { html_ += fmt::format("<p>{}</p>\n", escaped(text)); }

void HtmlPage::strong(std::string_view text) { html_ += fmt::format("<p class=\"strong\">{}</p>\n", escaped(text)); }

void HtmlPage::list(const std::vector<std::string>& items) {
  html_ += "<ul>\n";
  for (const auto& item : items) html_ += fmt::format("<li>{}</li>\n", escaped(item));
  html_ += "</ul>\n";
}

void HtmlPage::table(const Table& table) {
  html_ += "<table>\n<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    html_ += fmt::format("<th scope=\"col\"{}>{}</th>", is_numeric(table, i) ? " class=\"n\"" : "",
                         escaped(table.columns[i].title));
  html_ += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    CHECK(row.size() == table.columns.size());
    html_ += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      html_ += fmt::format("<td{}>{}</td>", is_numeric(table, i) ? " class=\"n\"" : "",
                           escaped(cell_text(row[i], table.language)));
    html_ += "</tr>\n";
  }
  html_ += "</tbody>\n</table>\n";
}

void HtmlPage::picture(std::string_view file, std::string_view description) {
  html_ += fmt::format("<p><img src=\"{}\" alt=\"{}\"></p>\n", escaped(file), escaped(description));
}

void HtmlPage::link(std::string_view file, std::string_view text) {
  html_ += fmt::format("<p><a href=\"{}\">{}</a></p>\n", escaped(file), escaped(text));
}

std::string HtmlPage::finish() const { return html_ + "</main>\n</body>\n</html>\n"; }

}  // namespace waymark::report
