#include "report/html_page.h"

#include <fmt/format.h>

#include "base/check.h"

namespace waymark::report {
namespace {

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 "
    "1rem;color:#1b1b1b;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.25rem .75rem;border-bottom:1px solid "
    "#ccc;text-align:left;"
    "vertical-align:top}td.n,th.n{text-align:right;white-space:nowrap}td:first-child{min-width:5rem;overflow-wrap:"
    "anywhere}"
    "@media(max-width:30rem){table{font-size:.875rem}th,td{padding:.25rem .35rem}}img{max-width:100%;height:auto}"
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

HtmlPage::HtmlPage(Language language, std::string_view title) : language_(language), title_(title) {}

HtmlPage::Block& HtmlPage::add(std::string markup) { return blocks_.emplace_back(Block{.parts = {std::move(markup)}}); }

void HtmlPage::heading(int level, std::string_view text, std::string_view chapter) {
  CHECK(level >= 1 && level <= 3);
  Block& block = add(fmt::format("<h{0}>{1}</h{0}>\n", level, escaped(text)));
  block.chapter = chapter;
  block.text = text;
  // The first heading of a page of its own.
  if (!chapter.empty()) block.small = fmt::format("<h1>{}</h1>\n", escaped(text));
}

void HtmlPage::paragraph(std::string_view text) { add(fmt::format("<p>{}</p>\n", escaped(text))).text = text; }

void HtmlPage::strong(std::string_view text) { add(fmt::format("<p class=\"strong\">{}</p>\n", escaped(text))); }

void HtmlPage::list(const std::vector<std::string>& items) {
  Block& block = blocks_.emplace_back(Block{.open = "<ul>\n", .close = "</ul>\n"});
  for (const auto& item : items) block.parts.push_back(fmt::format("<li>{}</li>\n", escaped(item)));
}

void HtmlPage::table(const Table& table) {
  std::string head = "<table>\n<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    head += fmt::format("<th scope=\"col\"{}>{}</th>", is_numeric(table, i) ? " class=\"n\"" : "",
                        escaped(table.columns[i].title));
  Block& block =
      blocks_.emplace_back(Block{.open = head + "</tr></thead>\n<tbody>\n", .close = "</tbody>\n</table>\n"});
  for (const auto& row : table.rows) {
    CHECK(row.size() == table.columns.size());
    std::string line = "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      line += fmt::format("<td{}>{}</td>", is_numeric(table, i) ? " class=\"n\"" : "",
                          escaped(cell_text(row[i], table.language)));
    block.parts.push_back(line + "</tr>\n");
  }
}

void HtmlPage::picture(std::string_view file, std::string_view description) {
  add(fmt::format("<p><img src=\"{}\" alt=\"{}\"></p>\n", escaped(file), escaped(description)));
}

void HtmlPage::chart(const ColumnChart& chart, std::string_view png, std::string_view svg) {
  picture(png, chart.title);
  blocks_.back().small = chart_inline(chart) + fmt::format("<p><a href=\"{0}\">{0}</a>, <a href=\"{1}\">{1}</a></p>\n",
                                                           escaped(png), escaped(svg));
}

void HtmlPage::link(std::string_view file, std::string_view text) {
  add(fmt::format("<p><a href=\"{}\">{}</a></p>\n", escaped(file), escaped(text))).small = "";
}

std::string HtmlPage::finish() const {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; style-src "
      "'unsafe-inline'\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
      code_of(language_), escaped(title_), kStyle);
  for (const Block& block : blocks_) {
    html += block.open;
    for (const std::string& part : block.parts) html += part;
    html += block.close;
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace waymark::report
