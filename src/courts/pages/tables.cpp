#include "courts/pages/tables.h"

#include <algorithm>

#include "courts/ids/words.h"
#include "courts/pages/labels.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kKnownLabelsOfAHeader = 3;
constexpr std::size_t kCellBytesMax = 20'000;  // a longer "label" is layout

/// The cells of one row, without those of tables inside it.
std::vector<std::size_t> cells_of(const Html& html, std::size_t row) {
  std::vector<std::size_t> cells;
  for (std::size_t node = row + 1; node < html.end(row);) {
    const bool cell = html.tag(node) == Tag::kTd || html.tag(node) == Tag::kTh;
    if (cell) cells.push_back(node);
    node = cell || html.tag(node) == Tag::kTable ? html.end(node) : node + 1;
  }
  return cells;
}

/// Whether all that a cell says is bold.
bool looks_like_a_header(const Html& html, std::size_t cell) {
  if (html.tag(cell) == Tag::kTh) return true;
  const std::size_t bold = html.first_inside(cell, Tag::kB);
  return bold != Html::kNone && html.line(bold) == html.line(cell);
}

bool is_header_row(const Html& html, const std::vector<std::size_t>& cells) {
  if (cells.size() < 2) return false;
  if (std::all_of(cells.begin(), cells.end(), [&](std::size_t cell) { return looks_like_a_header(html, cell); }))
    return true;
  const auto known = std::count_if(cells.begin(), cells.end(), [&](std::size_t cell) {
    return html.raw_text(cell).size() <= kLabelBytesMax && label_of_text(html.line(cell)) != Label::kNone;
  });
  return known >= static_cast<std::ptrdiff_t>(kKnownLabelsOfAHeader);
}

std::string link_in(const Html& html, std::size_t cell) {
  const std::size_t anchor = html.first_inside(cell, Tag::kA);
  return anchor == Html::kNone ? std::string{} : std::string{html.href(anchor)};
}

/// Reads one table row by row.
class TableReader {
 public:
  TableReader(const Html& html, std::size_t table) : html_(html) { table_.node = table; }

  PageTable read() {
    std::size_t rows = 0;
    for (std::size_t node = table_.node + 1; node < html_.end(table_.node) && rows < kRowsMax;) {
      if (html_.tag(node) == Tag::kTable) {
        node = html_.end(node);
        continue;
      }
      if (html_.tag(node) != Tag::kTr) {
        ++node;
        continue;
      }
      ++rows;
      row(node);
      node = next_row_;
    }
    return std::move(table_);
  }

 private:
  void row(std::size_t node) {
    next_row_ = html_.end(node);
    // A forgotten </tr> nests the next row in this one.
    for (std::size_t inner = node + 1; inner < html_.end(node); ++inner) {
      if (html_.tag(inner) == Tag::kTable) inner = html_.end(inner) - 1;
      if (html_.tag(inner) != Tag::kTr || inner == node) continue;
      next_row_ = inner;
      break;
    }
    const std::vector<std::size_t> cells = cells_of(html_, node);
    if (cells.empty() || cells.front() >= next_row_) return;
    if (cells.size() == 1) return single(cells[0]);
    if (columns_known()) return table_row(cells);
    if (cells.size() == 2 && !(is_header_row(html_, cells) && !pairs_seen())) return pair(cells);
    if (is_header_row(html_, cells)) {
      for (const std::size_t cell : cells) table_.section.columns.push_back(html_.line(cell));
    }
  }
  [[nodiscard]] bool columns_known() const { return !table_.section.columns.empty(); }
  [[nodiscard]] bool pairs_seen() const { return !table_.section.pairs.empty(); }

  void single(std::size_t cell) {
    const bool header = looks_like_a_header(html_, cell);
    if (header && table_.section.title.empty() && !columns_known() && !pairs_seen())
      table_.section.title = html_.line(cell);
  }
  void pair(const std::vector<std::size_t>& cells) {
    if (html_.raw_text(cells[0]).size() > kCellBytesMax || html_.first_inside(cells[1], Tag::kTable) != Html::kNone)
      return;
    Pair pair{.label = html_.line(cells[0]), .value = html_.text(cells[1]), .link = link_in(html_, cells[1])};
    if (!pair.label.empty()) table_.section.pairs.push_back(std::move(pair));
  }
  void table_row(const std::vector<std::size_t>& cells) {
    std::vector<std::string> texts;
    std::vector<std::string> links;
    for (const std::size_t cell : cells) {
      texts.push_back(html_.text(cell));
      links.push_back(link_in(html_, cell));
    }
    const std::size_t width = std::max(texts.size(), table_.section.columns.size());
    texts.resize(width);
    links.resize(width);
    if (texts == table_.section.columns) return;  // the header again, as long lists repeat it
    table_.section.rows.push_back(std::move(texts));
    table_.links.push_back(std::move(links));
  }

  const Html& html_;
  PageTable table_;
  std::size_t next_row_ = 0;
};

/// "---=== ДВИЖЕНИЕ ЖАЛОБЫ ===---" → "ДВИЖЕНИЕ ЖАЛОБЫ": the heading above a table in a cell.
std::string heading_before(const Html& html, std::size_t table) {
  const std::size_t row = html.ancestor(table, Tag::kTr);
  if (row == Html::kNone) return {};
  std::string heading;
  for (std::size_t node = row; node-- > 0 && row - node < 40;) {
    if (html.tag(node) != Tag::kTh || html.end(node) > row) continue;
    heading = html.line(node);
    break;
  }
  const auto ornament = [](char c) { return c == '-' || c == '=' || c == ' '; };
  while (!heading.empty() && ornament(heading.back())) heading.pop_back();
  heading.erase(heading.begin(), std::find_if_not(heading.begin(), heading.end(), ornament));
  return heading;
}

}  // namespace

std::vector<PageTable> tables_in(const Html& html, std::size_t within) {
  std::vector<PageTable> tables;
  for (std::size_t node = within; node < (within == 0 ? html.size() : html.end(within)) && tables.size() < kTablesMax;
       ++node) {
    if (html.tag(node) != Tag::kTable) continue;
    PageTable table = TableReader{html, node}.read();
    if (table.section.pairs.empty() && table.section.columns.empty()) continue;
    if (table.section.title.empty()) {
      const std::size_t outer = html.ancestor(node, Tag::kTable);
      for (const PageTable& before : tables) {
        if (before.node == outer) table.section.title = before.section.title + " / " + heading_before(html, node);
      }
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

std::vector<Pair> loose_pairs(const Html& html, std::size_t within) {
  std::vector<Pair> pairs;
  const std::size_t end = within == 0 ? html.size() : html.end(within);
  for (std::size_t node = within; node < end; ++node) {
    if (html.raw_text(node).size() > kLabelBytesMax || html.end(node) >= end) continue;
    const Label label = label_of_text(html.line(node));
    if (label == Label::kNone || html.ancestor(node, Tag::kTr) != Html::kNone) continue;
    const std::size_t value = html.end(node);
    if (html.parent(value) != html.parent(node)) continue;
    std::string text = html.text(value);
    if (text.empty() || label_of_text(text) != Label::kNone) continue;
    pairs.push_back({.label = html.line(node), .value = std::move(text), .link = link_in(html, value)});
    node = html.end(value) - 1;
  }
  return pairs;
}

}  // namespace waymark::courts
