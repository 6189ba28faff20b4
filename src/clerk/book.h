// Book: the clerk's pages as templates, in every language, from web/clerk; and the sentences in them.
//
// `{{=key}}` in a file stands for the sentence `key` of the catalogue and `{{=language}}` for ru, uk or en; both are
// put in, escaped, when the book is made. `{{@name}}` stands for another file. Everything else is http/templates.h.
// Read-only after load; safe from all threads.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/language.h"
#include "http/templates.h"
#include "text/catalogue.h"

namespace waymark::clerk {

/// The files of web/clerk and web/shared/tokens.css as the build took them in.
std::span<const http::TemplateSource> embedded_pages();

class Book {
 public:
  /// @error kNotFound for a key or file that is not there; kMalformed for a template that does not parse
  static Result<Book> load(std::span<const http::TemplateSource> files, text::Catalogue catalogue);

  /// The whole page, style included.
  [[nodiscard]] std::string page(Language language, std::string_view name, const http::TemplateValues& values) const;
  /// A sentence with arguments.
  [[nodiscard]] std::string say(Language language, std::string_view key, const text::Arguments& arguments = {}) const;
  /// The style sheet inside every page, for the policy that allows this one and no other.
  [[nodiscard]] std::string_view style() const { return style_; }

 private:
  Book(http::Templates templates, text::Catalogue catalogue, std::string style);
  http::Templates templates_;
  text::Catalogue catalogue_;
  std::string style_;
};

}  // namespace waymark::clerk
