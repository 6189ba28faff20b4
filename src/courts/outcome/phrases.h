// What stands around a word of a sentence: near words, dates, denials, claims, several people. Inside of the outcome
// readers.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "courts/outcome/sentence_words.h"

namespace waymark::courts {

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings);
/// Whether a word near before `at`, at most `reach` words away and in the same phrase, begins so.
bool is_before(const std::vector<Word>& words, std::size_t at, std::size_t reach,
               std::initializer_list<std::string_view> beginnings);
bool is_after(const std::vector<Word>& words, std::size_t at, std::size_t reach,
              std::initializer_list<std::string_view> beginnings);
/// Whether any word of the sentence begins so.
bool holds_word(const std::vector<Word>& words, std::initializer_list<std::string_view> beginnings);
/// Whether any of these is a word of the sentence.
bool is_word(const std::vector<Word>& words, std::initializer_list<std::string_view> whole);
struct YearAt {
  int year = 0, month = 0;
};
/// The year that a word is or ends with, and its month where that is known; 0 where it is none.
YearAt year_at(const std::vector<Word>& words, std::size_t at);
/// "не был мобилизован", "мобилизован не был": not merely somewhere in the phrase.
bool is_denied(const std::vector<Word>& words, std::size_t at);
/// What only somebody maintains, or what is asked and not said, from there on: "защитник указал, что …".
bool is_claimed(const std::vector<Word>& words, std::size_t at);
/// "или", "либо" within three words: which of them it is, is not said.
bool is_one_of_two(const std::vector<Word>& words, std::size_t at);
/// "1990–1992", whatever dash that is.
bool is_years(std::string_view word);
/// "2013–2016", over before that year.
bool are_years_before(std::string_view word, std::string_view year);
/// "Белкин и Ежов, оба призванные", "подсудимые, мобилизованные": several, and the accused.
bool are_joined_before(const std::vector<Word>& words, std::size_t at);
/// The same, or "в отношении … рядовых Белкина и Ежова, призванных", or the names behind it: "военнослужащие по
/// контракту сержант Белкин и рядовой Ежов".
bool are_accused_together(const std::vector<Word>& words, std::size_t at);

}  // namespace waymark::courts
