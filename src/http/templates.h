// Templates: pages made by a server, every value escaped for the place it stands in. ctemplate stays in templates.cpp.
//
// A template is HTML with {{NAME}} markers and {{#SECTION}}…{{/SECTION}} repetitions. AUTOESCAPE is always on and
// cannot be turned off by a value or a template: escaping modifiers such as :none are refused at load. Loaded once,
// from texts in memory; then read by all threads. Attribute values in templates stand in quotes. {{NAME}} turns line
// ends into spaces; {{NAME:pre_escape}} escapes as well and keeps them (text areas, paragraphs with white-space:
// pre-wrap).
#pragma once

#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waymark::http {

/// What the markers of one template, or of one repetition of a section, stand for.
class TemplateValues {
 public:
  /// Any bytes that are UTF-8; they are shown as text, whatever they look like.
  TemplateValues& set(std::string_view name, std::string value);
  /// One more repetition of a section; the reference lives as long as this object.
  TemplateValues& add(std::string_view section);

 private:
  friend class Templates;
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::list<TemplateValues>, std::less<>> sections_;
};

struct TemplateSource {
  std::string name;
  std::string text;
};

class Templates {
 public:
  /// @error kMalformed if a template does not parse or asks for no escaping; detail: its name
  static Result<Templates> load(std::span<const TemplateSource> sources);
  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;
  ~Templates();

  /// The page. CHECKs that the template is there. Markers without a value are empty, sections without repetitions are
  /// left out.
  [[nodiscard]] std::string expand(std::string_view name, const TemplateValues& values) const;

 private:
  struct Cache;
  explicit Templates(std::unique_ptr<Cache> cache);
  std::unique_ptr<Cache> cache_;
};

/// Text as it stands between tags or inside a quoted attribute.
std::string escape_html(std::string_view text);

}  // namespace waymark::http
