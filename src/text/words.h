// Words as they are looked for: what a text says and what a person types come out the same, whichever form of a word,
// case, kind of apostrophe or spelling of ё either has.
//
// Russian and English by Snowball; Ukrainian by cutting endings, longest first (Snowball knows none). A stem is for
// comparing and is never shown. Thread rule: pure functions; a Stemmer belongs to one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

struct sb_stemmer;

namespace waymark::text {

/// Longer words are cut after so many code points: nobody looks for the rest.
inline constexpr std::size_t kWordCodePointsMax = 40;

struct FoundWord {
  std::string word;       ///< lower case, without apostrophes and accents, ё → е, ґ → г
  std::size_t begin = 0;  ///< its bytes in the text
  std::size_t end = 0;
  bool russian = false;    ///< holds ё, ы, э or ъ
  bool ukrainian = false;  ///< holds і, ї, є or ґ
};

/// Letters and digits that stand together; what is not UTF-8 has no words.
std::vector<FoundWord> words_of(std::string_view text);

class Stemmer {
 public:
  Stemmer();
  /// The stem under which a word of a text in this language is kept. The letters win over the language: «ы» is Russian
  /// in a Ukrainian text.
  [[nodiscard]] std::string stem(const FoundWord& word, Language language) const;
  /// Every stem that a typed word may mean: its language is known only where its letters say so.
  [[nodiscard]] std::vector<std::string> meanings(const FoundWord& word) const;

 private:
  struct Close {
    void operator()(sb_stemmer* stemmer) const;
  };
  using Snowball = std::unique_ptr<sb_stemmer, Close>;
  static std::string run(const Snowball& snowball, std::string_view word);

  Snowball russian_;
  Snowball english_;
};

/// A Ukrainian word without its ending; at least two letters stay. For tests; use Stemmer.
std::string ukrainian_stem(std::string_view word);

}  // namespace waymark::text
