// Dimension: what a tally is broken down by or filtered on, and Terms: the archive's courts and articles as words.
//
// A value is a small number while it is counted and a word when people see it: "2024-03", "337", "337-2.1", "61GV0001",
// "61", "suspended". Two words stand for no value: "unknown", and "differs" where the accused of one case differ.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "courts/archive/facts.h"

namespace waymark::courts {

enum class Dimension : std::uint8_t {
  kReceived,  ///< month
  kDecided,   ///< month
  kForce,     ///< month
  kArticle,   ///< of the gravest charge: "337"; with the code if it is not the УК: "КоАП-20.25"
  kPart,      ///< of the gravest charge: "337-5"; points and attempts are not told apart
  kCourt,
  kRegion,
  kOutcome,
  kCategory,
  kStage,
};
inline constexpr int kDimensions = 10;
std::string_view name_of(Dimension dimension);
std::optional<Dimension> dimension_named(std::string_view name);
constexpr bool is_month(Dimension dimension) { return dimension <= Dimension::kForce; }

/// A value of a dimension while it is counted; meaning depends on the dimension.
using Value = std::int32_t;
inline constexpr Value kUnknownValue = -1;
inline constexpr Value kDiffersValue = -2;
inline constexpr std::string_view kUnknownWord = "unknown";
inline constexpr std::string_view kDiffersWord = "differs";

/// The texts of an archive's terms, and articles and parts read out of them. Built once, then read by any thread.
class Terms {
 public:
  explicit Terms(std::vector<std::string> texts);

  [[nodiscard]] Value article_of(std::int32_t main_article) const { return articles_[at(main_article)]; }
  [[nodiscard]] Value part_of(std::int32_t main_article) const { return parts_[at(main_article)]; }
  [[nodiscard]] const std::string& word(Value value) const { return words_[static_cast<std::size_t>(value)]; }
  [[nodiscard]] const std::string& text(std::int32_t term) const { return texts_[at(term)]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  /// The number of a word of an article or part; nothing if none of the archive has it.
  [[nodiscard]] std::optional<Value> value_of_word(std::string_view word) const;
  /// The term of a court; nothing if none of the archive has it.
  [[nodiscard]] std::optional<std::int32_t> term_of_text(std::string_view text) const;
  /// Words of all articles or parts in a set such as "УК 337 ч.5; УК 338 ч.1".
  static std::vector<std::string> words_in(std::string_view set, Dimension dimension);

 private:
  [[nodiscard]] std::size_t at(std::int32_t term) const {
    return static_cast<std::size_t>(term) < texts_.size() ? static_cast<std::size_t>(term) : 0;
  }
  Value intern(const std::string& word);
  std::vector<std::string> texts_;
  std::vector<Value> articles_;
  std::vector<Value> parts_;
  std::vector<std::string> words_;
  std::unordered_map<std::string, Value> values_;
};

/// The month of a day as a number, year * 12 + month - 1; kUnknownValue for kNoDay.
Value month_value(std::int32_t day);
Value value_of(Dimension dimension, const Fact& fact, const Terms& terms);
std::string word_of(Dimension dimension, Value value, const Terms& terms);
/// Back from a word. Nothing for a word that is none, or that nothing in the archive has.
std::optional<Value> value_of_word(Dimension dimension, std::string_view word, const Terms& terms);
/// Whether a word can be a value of the dimension in any archive.
bool is_word_of(Dimension dimension, std::string_view word);

}  // namespace waymark::courts
