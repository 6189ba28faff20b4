// Catalogue: the sentences people read, in three languages, as ICU MessageFormat strings.
//
// Sources are web/shared/texts/AREA.LANGUAGE.json (flat object, key "area.thing" → pattern), the same files that the
// web applications use. They are embedded into the binary at build time. A missing key is our bug: the key itself is
// returned, and a test compares keys and arguments of all languages. Thread rule: const calls from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/language.h"
#include "base/result.h"

namespace waymark::text {

/// Named arguments of a message: numbers choose plural forms, texts are put in as they are.
using Arguments = std::map<std::string, std::variant<std::int64_t, std::string>, std::less<>>;

struct CatalogueFile {
  std::string area;
  Language language;
  std::string json;
};

class Catalogue {
 public:
  /// The catalogues of this build.
  /// @error kMalformed if a file is broken (the tests prove that none is)
  static Result<Catalogue> embedded();
  /// @error kMalformed for JSON that is not a flat object of strings, a pattern ICU refuses, or a key seen twice
  static Result<Catalogue> parse(std::span<const CatalogueFile> files);

  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  /// The sentence, or the key itself if nobody wrote one.
  [[nodiscard]] std::string text(Language language, std::string_view key, const Arguments& arguments = {}) const;
  [[nodiscard]] bool has(Language language, std::string_view key) const;

  /// All keys of a language, sorted.
  [[nodiscard]] std::vector<std::string> keys(Language language) const;
  /// Names of the arguments a message uses, sorted; for the test that languages agree.
  [[nodiscard]] std::vector<std::string> arguments_of(Language language, std::string_view key) const;

 private:
  struct Message;
  using Messages = std::map<std::string, std::unique_ptr<Message>, std::less<>>;
  Catalogue();
  Result<void> add(const CatalogueFile& file);
  [[nodiscard]] const Message* find(Language language, std::string_view key) const;

  std::map<Language, Messages> languages_;
};

/// The files that were embedded into this build.
std::span<const CatalogueFile> embedded_files();

}  // namespace waymark::text
