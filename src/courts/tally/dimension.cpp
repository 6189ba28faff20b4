#include "courts/tally/dimension.h"

#include <charconv>

#include "courts/ids/words.h"
#include "courts/tally/lag.h"

namespace waymark::courts {
namespace {

constexpr int kRegionMax = 99;
constexpr int kStages = 9;

bool is_article_number(std::string_view text) {
  return !text.empty() && is_digit(text.front()) && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// From "УК 337 ч.2.1 п.б": "337" or "337-2.1". Empty for anything else.
std::string word_of_article(std::string_view normal, Dimension dimension) {
  const auto pieces = split(normal, " ");
  const std::size_t number = !pieces.empty() && is_article_number(pieces[0]) ? 0 : 1;
  if (pieces.size() <= number || !is_article_number(pieces[number])) return {};
  std::string word{pieces[number]};
  if (number == 1 && pieces[0] != "УК") word = std::string{pieces[0]} + "-" + word;
  constexpr std::string_view kPartSign = "ч.";
  if (dimension == Dimension::kPart && pieces.size() > number + 1 && pieces[number + 1].starts_with(kPartSign))
    word += "-" + std::string{pieces[number + 1].substr(kPartSign.size())};
  return word;
}

template <class Enum>
std::optional<Value> named(std::string_view word, int count) {
  for (int i = 0; i < count; ++i)
    if (name_of(static_cast<Enum>(i)) == word) return i;
  return std::nullopt;
}

std::optional<int> number_in(std::string_view text, int low, int high) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < low || number > high) return std::nullopt;
  return number;
}

std::optional<Value> month_of_word(std::string_view word) {
  if (word.size() != 7 || word[4] != '-') return std::nullopt;
  const auto year = number_in(word.substr(0, 4), kYearMin, kYearMax);
  const auto month = number_in(word.substr(5), 1, 12);
  if (!year || !month) return std::nullopt;
  return *year * 12 + *month - 1;
}

/// Values that do not depend on the archive.
std::optional<Value> fixed_value(Dimension dimension, std::string_view word) {
  switch (dimension) {
    case Dimension::kReceived:
    case Dimension::kDecided:
    case Dimension::kForce: return month_of_word(word);
    case Dimension::kRegion: return number_in(word, 1, kRegionMax);
    case Dimension::kOutcome: return named<Outcome>(word, kOutcomes);
    case Dimension::kCategory: return named<Category>(word, kCategories);
    case Dimension::kStage: return named<Stage>(word, kStages);
    default: return std::nullopt;
  }
}

bool depends_on_archive(Dimension dimension) {
  return dimension == Dimension::kArticle || dimension == Dimension::kPart || dimension == Dimension::kCourt;
}

}  // namespace

std::string_view name_of(Dimension dimension) {
  constexpr std::array<std::string_view, kDimensions> kNames = {"received", "decided", "force",   "article",  "part",
                                                                "court",    "region",  "outcome", "category", "stage"};
  return kNames[static_cast<std::size_t>(dimension)];
}

std::optional<Dimension> dimension_named(std::string_view name) {
  for (int i = 0; i < kDimensions; ++i)
    if (name_of(static_cast<Dimension>(i)) == name) return static_cast<Dimension>(i);
  return std::nullopt;
}

Terms::Terms(std::vector<std::string> texts) : texts_(std::move(texts)) {
  if (texts_.empty()) texts_.emplace_back();
  for (const std::string& text : texts_) {
    const auto article = words_in(text, Dimension::kArticle);
    const auto part = words_in(text, Dimension::kPart);
    for (const auto& words : {article, part})
      for (const std::string& word : words) intern(word);
    articles_.push_back(article.empty() ? kUnknownValue : intern(article.front()));
    parts_.push_back(part.empty() ? kUnknownValue : intern(part.front()));
  }
}

Value Terms::intern(const std::string& word) {
  const auto [found, fresh] = values_.try_emplace(word, static_cast<Value>(words_.size()));
  if (fresh) words_.push_back(word);
  return found->second;
}

std::optional<Value> Terms::value_of_word(std::string_view word) const {
  const auto found = values_.find(std::string{word});
  return found == values_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::int32_t> Terms::term_of_text(std::string_view text) const {
  for (std::size_t i = 1; i < texts_.size(); ++i)
    if (texts_[i] == text) return static_cast<std::int32_t>(i);
  return std::nullopt;
}

std::vector<std::string> Terms::words_in(std::string_view set, Dimension dimension) {
  std::vector<std::string> words;
  for (const std::string_view one : split(set, ";")) {
    if (auto word = word_of_article(one, dimension); !word.empty()) words.push_back(std::move(word));
  }
  return words;
}

Value month_value(std::int32_t day) { return day == kNoDay ? kUnknownValue : month_number(day); }

Value value_of(Dimension dimension, const Fact& fact, const Terms& terms) {
  switch (dimension) {
    case Dimension::kReceived: return month_value(fact.received);
    case Dimension::kDecided: return month_value(fact.decided);
    case Dimension::kForce: return month_value(fact.in_force);
    case Dimension::kArticle: return terms.article_of(fact.main_article);
    case Dimension::kPart: return terms.part_of(fact.main_article);
    case Dimension::kCourt: return fact.court == kNoTerm ? kUnknownValue : fact.court;
    case Dimension::kRegion: return fact.region == 0 ? kUnknownValue : fact.region;
    case Dimension::kOutcome:
      return fact.outcome == Outcome::kUnknown ? kUnknownValue : static_cast<Value>(fact.outcome);
    case Dimension::kCategory:
      return fact.category == Category::kUnknown ? kUnknownValue : static_cast<Value>(fact.category);
    case Dimension::kStage: return fact.stage == Stage::kUnknown ? kUnknownValue : static_cast<Value>(fact.stage);
  }
  return kUnknownValue;
}

std::string word_of(Dimension dimension, Value value, const Terms& terms) {
  if (value == kUnknownValue) return std::string{kUnknownWord};
  if (value == kDiffersValue) return std::string{kDiffersWord};
  switch (dimension) {
    case Dimension::kReceived:
    case Dimension::kDecided:
    case Dimension::kForce: return iso_month(value);
    case Dimension::kArticle:
    case Dimension::kPart: return terms.word(value);
    case Dimension::kCourt: return terms.text(value);
    case Dimension::kRegion: return std::to_string(value);
    case Dimension::kOutcome: return std::string{name_of(static_cast<Outcome>(value))};
    case Dimension::kCategory: return std::string{name_of(static_cast<Category>(value))};
    case Dimension::kStage: return std::string{name_of(static_cast<Stage>(value))};
  }
  return {};
}

std::optional<Value> value_of_word(Dimension dimension, std::string_view word, const Terms& terms) {
  if (word == kUnknownWord) return kUnknownValue;
  if (word == kDiffersWord) return kDiffersValue;
  if (dimension == Dimension::kCourt) return terms.term_of_text(word);
  if (depends_on_archive(dimension)) return terms.value_of_word(word);
  return fixed_value(dimension, word);
}

bool is_word_of(Dimension dimension, std::string_view word) {
  if (word.empty()) return false;
  if (word == kUnknownWord || word == kDiffersWord || dimension == Dimension::kCourt) return true;
  if (!depends_on_archive(dimension)) return fixed_value(dimension, word).has_value();
  const std::size_t digit = word.find_first_of("0123456789");
  return digit != std::string_view::npos && (digit == 0 || word[digit - 1] == '-');
}

}  // namespace waymark::courts
