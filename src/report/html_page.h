// HtmlPage: one self-contained page for people: headings, paragraphs, lists, tables, pictures. No script, no outside
// file but the pictures beside it. Every text that goes in is escaped; there is no way to put markup in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "report/column_chart.h"
#include "report/table.h"

namespace waymark::report {

class HtmlPage {
 public:
  HtmlPage(Language language, std::string_view title);

  /// What a page is made of. `open`, `parts` and `close` behind each other are its markup; between parts it may be
  /// cut. In the small pages of the same report some look otherwise (report/small_pages.h).
  struct Block {
    std::string open = {};
    std::vector<std::string> parts = {};
    std::string close = {};
    std::optional<std::string> small = {};  ///< in small pages, in place of the rest
    std::string chapter = {};               ///< a heading with which a chapter of this name begins
    std::string text = {};                  ///< of that heading, or of a paragraph
  };

  /// @param level  1…3  @param chapter  letters for a file's name: a chapter of the small pages begins here
  void heading(int level, std::string_view text, std::string_view chapter = {});
  void paragraph(std::string_view text);
  /// A paragraph that stands out: the verdict, an assumption in bold.
  void strong(std::string_view text);
  void list(const std::vector<std::string>& items);
  void table(const Table& table);
  /// @param file  name of a picture in the same folder  @param description  for those who cannot see it
  void picture(std::string_view file, std::string_view description);
  /// The same with a drawing that a small page carries itself; the pictures are named below it.
  void chart(const ColumnChart& chart, std::string_view png, std::string_view svg);
  /// Stands in the whole page alone: small pages have their own.
  void link(std::string_view file, std::string_view text);

  [[nodiscard]] std::string finish() const;
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] const std::string& title() const { return title_; }

  /// What stands in the page's only style element: for a policy that allows this one and no other.
  static std::string_view style();

 private:
  Block& add(std::string markup);

  Language language_;
  std::string title_;
  std::vector<Block> blocks_;
};

/// Text that may stand in HTML, in elements and in quoted attributes.
std::string escaped(std::string_view text);

}  // namespace waymark::report
