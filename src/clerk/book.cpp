#include "clerk/book.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/check.h"

namespace waymark::clerk {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kStylePlace = "<style></style>";

/// Replaces every `{{SIGN…}}` by what `value` gives for the name in it.
template <class Value>
Result<std::string> fill(std::string_view text, char sign, Value value) {
  const std::string opening{'{', '{', sign};
  std::string filled;
  while (true) {
    const std::size_t start = text.find(opening);
    filled += text.substr(0, start);
    if (start == std::string_view::npos) return filled;
    const std::size_t end = text.find("}}", start);
    if (end == std::string_view::npos) return fail(Code::kMalformed, "clerk/book");
    LET(const std::string put, value(text.substr(start + 3, end - start - 3)));
    filled += put;
    text.remove_prefix(end + 2);
  }
}

Result<std::string> file_of(const Files& files, std::string_view name) {
  const auto found = files.find(name);
  if (found == files.end()) return fail(Code::kNotFound, "clerk/book", std::string{name});
  return found->second;
}

/// What a style sheet says, without comments and the spaces that only people need.
std::string shortened(std::string_view css) {
  std::string out;
  for (std::size_t i = 0; i < css.size(); ++i) {
    if (css.substr(i, 2) == "/*") {
      i = css.find("*/", i) + 1;
      continue;
    }
    const bool space = css[i] == ' ' || css[i] == '\n';
    const char before = out.empty() ? '{' : out.back();
    if (space && std::string_view{" {};:,"}.find(before) != std::string_view::npos) continue;
    if (std::string_view{"{};,"}.find(css[i]) != std::string_view::npos && before == ' ') out.pop_back();
    if (css[i] == '}' && !out.empty() && out.back() == ';') out.pop_back();
    out += space ? ' ' : css[i];
  }
  return out;
}

/// Without the tokens that no rule asks for: a page is padded to a class, and a byte too many is two KiB. @param css
/// shortened
std::string without_unused(const std::string& css) {
  std::string out;
  for (std::size_t at = 0; at < css.size();) {
    const bool token = at > 0 && (css[at - 1] == '{' || css[at - 1] == ';') && css.compare(at, 2, "--") == 0;
    if (!token) {
      out += css[at++];
      continue;
    }
    const std::size_t end = std::min(css.find_first_of(";}", at), css.size());
    const std::string asking = "var(" + css.substr(at, css.find(':', at) - at) + ")";
    const bool asked = css.find(asking) != std::string::npos;
    if (asked) out.append(css, at, end - at);
    at = end + (!asked && css[end] == ';' ? 1 : 0);
  }
  return out;
}

Result<std::string> whole_template(const Files& files, std::string_view name, Language language,
                                   const text::Catalogue& catalogue) {
  LET(const std::string head, file_of(files, "head.tpl"));
  LET(const std::string foot, file_of(files, "foot.tpl"));
  LET(const std::string page, file_of(files, name));
  LET(const std::string body,
      fill(page, '@', [&](std::string_view part) { return file_of(files, std::string{part} + ".tpl"); }));
  return fill(head + body + foot, '=', [&](std::string_view key) -> Result<std::string> {
    if (key == "language") return std::string{code_of(language)};
    if (!catalogue.has(language, key)) return fail(Code::kNotFound, "clerk/book", std::string{key});
    return http::escape_html(catalogue.text(language, key));
  });
}

std::string template_name(std::string_view page, Language language) {
  return std::string{page}.append(".").append(code_of(language));
}

}  // namespace

Book::Book(http::Templates templates, text::Catalogue catalogue, std::string style)
    : templates_(std::move(templates)), catalogue_(std::move(catalogue)), style_(std::move(style)) {}

Result<Book> Book::load(std::span<const http::TemplateSource> sources, text::Catalogue catalogue) {
  Files files;
  for (const auto& [name, text] : sources) files.emplace(name, text);
  std::vector<http::TemplateSource> templates;
  for (const auto& [name, text] : files) {
    const bool part = name == "head.tpl" || name == "foot.tpl" || name == "detail.tpl" || name == "article.tpl";
    if (part || !name.ends_with(".tpl")) continue;
    for (const Language language : kLanguages) {
      LET(std::string whole, whole_template(files, name, language, catalogue));
      templates.push_back(
          {template_name(std::string_view{name}.substr(0, name.size() - 4), language), std::move(whole)});
    }
  }
  LET(http::Templates loaded, http::Templates::load(templates));
  LET(const std::string tokens, file_of(files, "tokens.css"));
  LET(const std::string own, file_of(files, "clerk.css"));
  return Book{std::move(loaded), std::move(catalogue), without_unused(shortened(tokens + own))};
}

std::string Book::page(Language language, std::string_view name, const http::TemplateValues& values) const {
  std::string page = templates_.expand(template_name(name, language), values);
  const std::size_t place = page.find(kStylePlace);
  CHECK(place != std::string::npos);  // stands in head.tpl, before anything that a person wrote
  return page.insert(place + std::string_view{"<style>"}.size(), style_);
}

std::string Book::say(Language language, std::string_view key, const text::Arguments& arguments) const {
  return catalogue_.text(language, key, arguments);
}

}  // namespace waymark::clerk
