// The files of a report, compared with each other and with the ledger.
#include <algorithm>

#include "figures/audit.h"
#include "figures/report.h"

namespace waymark::figures {
namespace {

/// What a row of a page says: its label, and the digits of its number, which are the same in all languages.
struct PageRow {
  std::string label;
  std::string digits;
};

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char letter : text)
    if (letter >= '0' && letter <= '9') digits += letter;
  return digits;
}

/// The cells of a row: everything between <td…> and </td>.
std::vector<std::string_view> cells_of(std::string_view row) {
  std::vector<std::string_view> cells;
  for (std::size_t at = row.find("<td"); at != std::string_view::npos; at = row.find("<td", at)) {
    const std::size_t begin = row.find('>', at);
    const std::size_t end = row.find("</td>", at);
    if (begin == std::string_view::npos || end == std::string_view::npos) break;
    cells.push_back(row.substr(begin + 1, end - begin - 1));
    at = end;
  }
  return cells;
}

std::vector<PageRow> rows_of(std::string_view page) {
  std::vector<PageRow> rows;
  for (std::size_t at = page.find("<tr>"); at != std::string_view::npos; at = page.find("<tr>", at + 1)) {
    const auto cells = cells_of(page.substr(at, page.find("</tr>", at) - at));
    if (cells.size() >= 2) rows.push_back({std::string(cells[0]), digits_of(cells[1])});
  }
  return rows;
}

void add(std::vector<Finding>& findings, Finding::Kind kind, std::string figure) {
  Finding finding;
  finding.kind = kind;
  finding.figure = std::move(figure);
  findings.push_back(std::move(finding));
}

/// The first row in which two pages differ; nothing is said of what comes after it.
void compare(const std::string& name, const std::vector<PageRow>& rows, const std::string& other_name,
             const std::vector<PageRow>& others, std::vector<Finding>& findings) {
  const std::size_t common = std::min(rows.size(), others.size());
  for (std::size_t i = 0; i < common; ++i)
    if (rows[i].digits != others[i].digits) {
      const bool mine = others[i].digits.empty() || !rows[i].digits.empty();
      return add(findings, Finding::Kind::kLanguage,
                 mine ? name + ": " + rows[i].label : other_name + ": " + others[i].label);
    }
  if (rows.size() > common) add(findings, Finding::Kind::kLanguage, name + ": " + rows[common].label);
  if (others.size() > common) add(findings, Finding::Kind::kLanguage, other_name + ": " + others[common].label);
}

std::string page_name(Language language) { return "report." + std::string(code_of(language)) + ".html"; }

}  // namespace

std::vector<Finding> audit_files(const std::map<std::string, std::string>& files, const Ledger& ledger) {
  std::vector<Finding> findings;
  std::map<std::string, std::vector<PageRow>> pages;
  for (const Language language : kLanguages) {
    const auto page = files.find(page_name(language));
    if (page == files.end()) {
      add(findings, Finding::Kind::kLanguage, page_name(language));
    } else {
      pages[page->first] = rows_of(page->second);
    }
  }
  if (!pages.empty()) {
    const auto first = pages.begin();
    for (auto page = std::next(first); page != pages.end(); ++page)
      compare(first->first, first->second, page->first, page->second, findings);
  }
  const auto table = files.find("figures.csv");
  if (ledger.releases().empty() || table == files.end() || table->second != figures_csv(ledger.releases().back()))
    add(findings, Finding::Kind::kTable, "figures.csv");
  return findings;
}

}  // namespace waymark::figures
