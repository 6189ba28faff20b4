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
  const std::size_t head = html.ancestor(cells[0], Tag::kThead);
  if (head != Html::kNone && html.ancestor(cells[0], Tag::kTable) < head) return true;
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
    if (columns_known()) return table_row(node, cells);
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
  void table_row(std::size_t node, const std::vector<std::size_t>& cells) {
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
    table_.last_row = node;
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

/// The form above every page of the older and the ordinary interface, by which a day is chosen.
bool is_in_the_calendar(const Html& html, std::size_t table) {
  const std::size_t form = html.ancestor(table, Tag::kForm);
  return form != Html::kNone && html.id(form) == "calformH";
}

}  // namespace

std::vector<PageTable> tables_in(const Html& html, std::size_t within) {
  std::vector<PageTable> tables;
  for (std::size_t node = within; node < (within == 0 ? html.size() : html.end(within)) && tables.size() < kTablesMax;
       ++node) {
    if (html.tag(node) != Tag::kTable || is_in_the_calendar(html, node)) continue;
    PageTable table = TableReader{html, node}.read();
    if (table.section.pairs.empty() && table.section.columns.empty()) continue;
    if (table.section.title.empty()) {
      const std::size_t outer = html.ancestor(node, Tag::kTable);
      if (outer == Html::kNone) table.section.title = tab_of(html, node);
      for (const PageTable& before : tables) {
        if (before.node == outer) table.section.title = before.section.title + " / " + heading_before(html, node);
      }
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

namespace {

/// The text of the element with this id; "" if there is none.
std::string line_of_id(const Html& html, const std::string& id) {
  const std::size_t node = html.find_id(id);
  return node == Html::kNone ? std::string{} : html.line(node);
}

/// The i-th entry of the list whose id is "tabs".
std::string entry_of_tabs(const Html& html, std::size_t index) {
  const std::size_t list = html.find_id("tabs");
  if (list == Html::kNone) return {};
  for (std::size_t node = list + 1; node < html.end(list); node = html.end(node))
    if (html.tag(node) == Tag::kLi && index-- == 0) return html.line(node);
  return {};
}

}  // namespace

std::string tab_of(const Html& html, std::size_t node) {
  constexpr std::string_view kContent = "tab_content_", kCont = "cont";
  for (std::size_t outer = node; outer != 0; outer = html.parent(outer)) {
    const std::string_view id = html.id(outer);
    if (id.starts_with(kContent)) return line_of_id(html, "tab_id_" + std::string{id.substr(kContent.size())});
    if (id.starts_with(kCont) && id.size() > kCont.size() && (is_digit(id[kCont.size()]) || id[kCont.size()] == '_'))
      return line_of_id(html, "tab" + std::string{id.substr(kCont.size())});
    if (!html.has_class(outer, "tab-content")) continue;
    std::size_t index = 0;
    for (std::size_t before = html.parent(outer) + 1; before < outer; before = html.end(before))
      if (html.has_class(before, "tab-content")) ++index;
    return entry_of_tabs(html, index);
  }
  return {};
}

std::vector<PageTable> rows_from_pairs(std::vector<PageTable> tables) {
  std::vector<PageTable> out;
  bool joins = false;  // the table before shows a row in pairs
  for (PageTable& table : tables) {
    std::vector<std::string> columns, cells, links;
    bool row = table.section.columns.empty();
    bool names = false;
    for (const Pair& pair : table.section.pairs) {
      const Label label = label_of_text(pair.label);
      // A table of the case may name the accused among its fields; it is no row of people for that.
      row =
          row && label != Label::kUid && label != Label::kReceived && label != Label::kNumber && label != Label::kJudge;
      names = names || label == Label::kPersonName || label == Label::kPartyName || label == Label::kEventName;
      columns.push_back(pair.label);
      cells.push_back(pair.value);
      links.push_back(pair.link);
    }
    if (!row || !names) {
      out.push_back(std::move(table));
      joins = false;
      continue;
    }
    if (!joins || out.back().section.columns != columns)
      out.push_back({.section = {.title = table.section.title, .pairs = {}, .columns = columns, .rows = {}},
                     .node = table.node,
                     .last_row = 0,
                     .links = {}});
    out.back().section.rows.push_back(std::move(cells));
    out.back().links.push_back(std::move(links));
    joins = true;
  }
  return out;
}

std::vector<Pair> loose_pairs(const Html& html, std::size_t within) {
  std::vector<Pair> pairs;
  const std::size_t end = within == 0 ? html.size() : html.end(within);
  for (std::size_t node = within; node < end; ++node) {
    if (html.raw_text(node).size() > kLabelBytesMax || html.end(node) >= end) continue;
    const std::size_t value = html.end(node);
    if (html.parent(value) != html.parent(node)) continue;
    const std::string line = html.line(node);
    const bool row = html.has_class(node, "left") && html.has_class(value, "right") && !line.empty();
    if (!row && (label_of_text(line) == Label::kNone || html.ancestor(node, Tag::kTr) != Html::kNone)) continue;
    std::string text = html.text(value);
    if (text.empty() || (!row && label_of_text(text) != Label::kNone)) continue;
    pairs.push_back({.label = line, .value = std::move(text), .link = link_in(html, value)});
    node = html.end(value) - 1;
  }
  return pairs;
}

}  // namespace waymark::courts
