#include "envelope/answer.h"

#include <algorithm>
#include <array>

#include "envelope/date_text.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/answer";
constexpr std::array<std::string_view, 6> kPrecisions{"exact", "hour", "day", "about", "month", "unknown"};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kAnswerNameBytesMax && is_lower(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_value(std::string_view text) {
  constexpr std::string_view kOthers = "_.:+-";
  return !text.empty() && text.size() <= kAnswerValueBytesMax && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || kOthers.find(c) != std::string_view::npos;
  });
}

bool is_country_text(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

struct Pair {
  std::string_view key;
  std::string_view value;
};

Result<Pair> parse_pair(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return fail(Code::kMalformed, kWhere);
  const Pair pair{text.substr(0, equals), text.substr(equals + 1)};
  if (!is_name(pair.key)) return fail(Code::kMalformed, kWhere);
  return pair;
}

Result<void> check_detail(const Answer& answer, const Pair& pair) {
  if (!is_value(pair.value)) return fail(Code::kMalformed, kWhere);
  if (answer.detail(pair.key)) return fail(Code::kMalformed, kWhere);
  if (answer.details.size() == kAnswerDetailsMax) return fail(Code::kMalformed, kWhere);
  if (pair.key == "date" && !is_date_text(pair.value)) return fail(Code::kMalformed, kWhere);
  if (pair.key == "country" && !is_country_text(pair.value)) return fail(Code::kMalformed, kWhere);
  if (pair.key == "precision" && std::ranges::find(kPrecisions, pair.value) == kPrecisions.end())
    return fail(Code::kMalformed, kWhere);
  return {};
}

/// Takes the part before the next `;` off the front; `text` becomes nothing after the last part.
std::string_view take_part(std::optional<std::string_view>& text) {
  const std::size_t end = text->find(';');
  const std::string_view part = text->substr(0, end);
  if (end == std::string_view::npos)
    text.reset();
  else
    text->remove_prefix(end + 1);
  return part;
}

}  // namespace

std::optional<std::string_view> Answer::detail(std::string_view key) const {
  for (const AnswerDetail& detail : details)
    if (detail.key == key) return detail.value;
  return std::nullopt;
}

Precision Answer::precision() const {
  const auto named = std::ranges::find(kPrecisions, detail("precision").value_or("unknown"));
  if (named == kPrecisions.end()) return Precision::kUnknown;
  return static_cast<Precision>(named - kPrecisions.begin());
}

Result<Answer> parse_answer(std::string_view text) {
  if (text.size() > kAnswerBytesMax) return fail(Code::kTooLarge, kWhere);
  ReadAnswer read = read_answer(text);
  if (!read.answer || !read.whole) return fail(Code::kMalformed, kWhere);
  return *std::move(read.answer);
}

ReadAnswer read_answer(std::string_view text) {
  std::optional<std::string_view> rest = text;
  const auto head = parse_pair(take_part(rest));
  if (!head.has_value() || !is_name(head->value)) return {.answer = std::nullopt, .whole = false};
  Answer answer{.question = std::string{head->key}, .code = std::string{head->value}};
  bool whole = text.size() <= kAnswerBytesMax;
  bool no_date = false;
  while (rest) {
    const auto pair = parse_pair(take_part(rest));
    const bool good = pair.has_value() && check_detail(answer, *pair).has_value();
    if (good) answer.details.push_back({std::string{pair->key}, std::string{pair->value}});
    no_date = no_date || (!good && pair.has_value() && pair->key == "date");
    whole = whole && good;
  }
  if (no_date) std::erase_if(answer.details, [](const AnswerDetail& detail) { return detail.key == "precision"; });
  return {.answer = std::move(answer), .whole = whole};
}

std::string write_answer(const Answer& answer) {
  std::string text = answer.question + "=" + answer.code;
  for (const AnswerDetail& detail : answer.details) text += ";" + detail.key + "=" + detail.value;
  return text;
}

}  // namespace waymark::envelope
