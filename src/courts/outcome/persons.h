// Words of a sentence with what a reader sees of them, and whom a word speaks of: the accused, or somebody else. Inside
// of the outcome readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waymark::courts {

struct Word {
  std::string text;        ///< plain(), Latin look-alikes as Cyrillic
  bool capital = false;    ///< begins with a capital
  bool initial = false;    ///< one capital and a full stop
  std::size_t phrase = 0;  ///< number of the stretch between commas, colons and brackets it stands in
};

/// What looks at each word looks at the others too: a page of one endless sentence must not keep anybody waiting.
inline constexpr std::size_t kWordsMax = 2'000;

/// Words of a sentence in order, kWordsMax at most; numbers keep their full stops ("29.09.2022").
std::vector<Word> words_of_sentence(std::string_view sentence);

/// Who is accused, as far as a text or a card says it.
class Accused {
 public:
  /// @param name  as the card has it; empty: taken from the introduction of the text
  Accused(std::string_view name, std::string_view text);
  enum class Whose { kOthers, kNobodyNamed, kTheirs };
  /// Whether what stands at `at` is said of the accused, and not of a witness, a relative, a comrade or an officer: by
  /// the person named or meant nearest before it, or right behind it; kNobodyNamed where the sentence names nobody.
  [[nodiscard]] Whose whose(const std::vector<Word>& words, std::size_t at) const;
  /// Whether a sentence introduces the accused: "… дело в отношении …".
  [[nodiscard]] bool introduces(const std::vector<Word>& words) const;
  /// Whether the text is about several, and does not say whose service it speaks of.
  [[nodiscard]] bool are_several() const { return several_; }

 private:
  enum class Person { kNone, kAccused, kOther };
  [[nodiscard]] Person person_at(const std::vector<Word>& words, std::size_t at) const;
  std::string stem_;
  bool several_ = false;
};

}  // namespace waymark::courts
