// HtmlPage: one self-contained page for people: headings, paragraphs, lists, tables, pictures. No script, no outside
// file but the pictures beside it. Every text that goes in is escaped; there is no way to put markup in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "report/table.h"

namespace waymark::report {

class HtmlPage {
 public:
  HtmlPage(Language language, std::string_view title);

  /// @param level  1…3
  void heading(int level, std::string_view text);
  void paragraph(std::string_view text);
  /// A paragraph that stands out: the verdict, an assumption in bold.
  void strong(std::string_view text);
  void list(const std::vector<std::string>& items);
  void table(const Table& table);
  /// @param file  name of a picture in the same folder  @param description  for those who cannot see it
  void picture(std::string_view file, std::string_view description);
  void link(std::string_view file, std::string_view text);

  [[nodiscard]] std::string finish() const;

  /// What stands in the page's only style element: for a policy that allows this one and no other.
  static std::string_view style();

 private:
  std::string html_;
};

/// Text that may stand in HTML, in elements and in quoted attributes.
std::string escaped(std::string_view text);

}  // namespace waymark::report
