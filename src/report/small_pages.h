// small_pages: an HtmlPage cut into pages that each pass a line which falls silent after 25 packets: one of contents,
// one or more for each chapter. Links lead from each to the next; the style is that of the whole page.
// @source docs/spec/figures.md "Files of a report"; docs/spec/lines.md
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/html_page.h"

namespace waymark::report {

/// Of a page in gzip.
inline constexpr std::size_t kSmallPageBytesMax = 4'864;

/// What a page says around its content, in its language.
struct SmallPageTexts {
  std::string languages;  ///< what the links to the other languages are, for those who hear them
  std::string contents;   ///< link to the page of contents
  std::string part;       ///< title of a chapter's further pages, before their number
};

struct SmallPageLink {
  std::string file;
  std::string text;
};
/// A list of links at the end of the page of contents.
struct SmallPageLinks {
  std::string heading;
  std::string paragraph;  ///< below the heading; may be empty
  std::vector<SmallPageLink> links;
};

struct SmallPage {
  std::string file;
  std::string html;
};

/// Contents is "ru.html", a chapter "ru-CHAPTER.html", "ru-CHAPTER-2.html". A single row or paragraph that is larger
/// than a page stays whole.
std::vector<SmallPage> small_pages(const HtmlPage& page, const SmallPageTexts& texts,
                                   const std::vector<SmallPageLinks>& more);

/// Where somebody comes in who has not chosen a language: links alone. @param links  language → text
std::string page_of_languages(std::string_view title, const std::vector<std::pair<Language, std::string>>& links);

/// Bytes of this text as a gzip file.
std::size_t gzip_size(std::string_view text);

}  // namespace waymark::report
