// The only file that includes ctemplate.
#include "http/templates.h"

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include "base/check.h"

namespace waymark::http {
namespace {

constexpr std::string_view kPrelude = "{{%AUTOESCAPE context=\"HTML\"}}";

/// HTML has no NUL: it is shown as the sign for an unknown character.
std::string without_nul(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\0')
      out += "\xEF\xBF\xBD";
    else
      out += c;
  }
  return out;
}

ctemplate::TemplateString borrowed(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

TemplateValues& TemplateValues::set(std::string_view name, std::string value) {
  values_.insert_or_assign(std::string{name}, std::move(value));
  return *this;
}

TemplateValues& TemplateValues::add(std::string_view section) { return sections_[std::string{section}].emplace_back(); }

struct Templates::Cache {
  ctemplate::TemplateCache templates;

  static void fill(ctemplate::TemplateDictionary& dictionary, const TemplateValues& values) {
    for (const auto& [name, value] : values.values_) dictionary.SetValue(borrowed(name), without_nul(value));
    for (const auto& [name, repetitions] : values.sections_) {
      for (const TemplateValues& one : repetitions) fill(*dictionary.AddSectionDictionary(borrowed(name)), one);
    }
  }
};

Templates::Templates(std::unique_ptr<Cache> cache) : cache_(std::move(cache)) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

Result<Templates> Templates::load(std::span<const TemplateSource> sources) {
  auto cache = std::make_unique<Cache>();
  for (const auto& [name, text] : sources) {
    if (text.find(":none") != std::string::npos || text.find("{{%") != std::string::npos) {
      return fail(Code::kMalformed, "http/templates", name);
    }
    const std::string whole = std::string{kPrelude}.append(text);
    if (!cache->templates.StringToTemplateCache(borrowed(name), borrowed(whole), ctemplate::STRIP_WHITESPACE)) {
      return fail(Code::kMalformed, "http/templates", name);
    }
  }
  cache->templates.Freeze();
  return Templates{std::move(cache)};
}

std::string Templates::expand(std::string_view name, const TemplateValues& values) const {
  ctemplate::TemplateDictionary dictionary{"page"};
  Cache::fill(dictionary, values);
  std::string page;
  const bool expanded =
      cache_->templates.ExpandNoLoad(borrowed(name), ctemplate::STRIP_WHITESPACE, &dictionary, nullptr, &page);
  CHECK(expanded);
  return page;
}

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

}  // namespace waymark::http
