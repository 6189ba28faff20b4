// Whom a word of a sentence speaks of: the accused, or somebody else. Inside of the outcome readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "courts/outcome/accused_name.h"
#include "courts/outcome/sentence_words.h"

namespace waymark::courts {

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
  /// Whether a sentence begins with them.
  [[nodiscard]] bool is_subject_of(const std::vector<Word>& words) const;
  /// Whether a witness, a relative or an official is spoken of before `at`.
  [[nodiscard]] bool is_of_a_witness(const std::vector<Word>& words, std::size_t at) const;
  /// Whether a sentence speaks of nobody beside the accused.
  [[nodiscard]] bool is_alone_in(const std::vector<Word>& words) const;
  /// Whether the text is about several, and does not say whose service it speaks of.
  [[nodiscard]] bool are_several() const { return several_; }

 private:
  enum class Person { kNone, kAccused, kOther };
  [[nodiscard]] Person person_at(const std::vector<Word>& words, std::size_t at) const;
  [[nodiscard]] bool is_named_by(const Word& word) const;
  AccusedName name_;
  bool several_ = false;
};

}  // namespace waymark::courts
