#include "clerk/draft.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "envelope/grammar.h"
#include "envelope/message.h"
#include "text/utf8.h"

namespace waymark::clerk {
namespace {

using envelope::AnswerDetail;

bool holds(const pack::Atom& atom, const Draft& draft) {
  const auto& chosen = draft.of(atom.question);
  const bool any = std::ranges::any_of(
      chosen, [&](const Chosen& one) { return std::ranges::find(atom.codes, one.code) != atom.codes.end(); });
  return any == atom.is;
}

bool all_hold(const std::vector<pack::Atom>& atoms, const Draft& draft) {
  return std::ranges::all_of(atoms, [&](const pack::Atom& atom) { return holds(atom, draft); });
}

bool is_number(std::string_view text, std::size_t digits_max) {
  return !text.empty() && text.size() <= digits_max &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::uint32_t number_of(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string day_text(std::uint32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

/// Letters only, without case: "Великобритания", "велика британія", "U.K." compare by these.
std::string country_letters(std::string_view typed) {
  const auto folded = text::folded(text::nfc(typed).value_or(std::string{}));
  const auto points = decode_utf8(folded.value_or(std::string{}));
  std::string letters;
  constexpr std::u32string_view kSigns = U" .,-_'`\u00A0\u00B4\u02BC\u2010\u2011\u2013\u2018\u2019";
  for (const char32_t point : points.value_or(std::u32string{}))
    if (!kSigns.contains(point)) append_utf8(letters, point == U'\u0451' ? U'\u0435' : point);
  return letters;
}

Result<envelope::Answer> encode_one(const pack::Question& question, const Chosen& chosen, std::uint32_t today) {
  envelope::Answer answer{.question = question.id, .code = chosen.code};
  const pack::Answer* const rule = question.answer(chosen.code);
  if (!chosen.state.empty()) answer.details.push_back({"state", chosen.state});
  if (rule == nullptr) return answer;
  if (rule->date != pack::AnswerDate::kNone) {
    LET(const auto date, date_details(chosen, rule->date, today));
    answer.details.insert(answer.details.end(), date.begin(), date.end());
  }
  if (rule->country && chosen.country.find_first_not_of(" \n\t") != std::string::npos) {
    const auto country = country_of(chosen.country);
    if (!country) return fail(Code::kInvalid, "clerk/draft");
    answer.details.push_back({"country", *country});
  }
  if (wants_year(question, *rule, chosen) && !chosen.year.empty()) {
    const auto year = envelope::read_typed_year(chosen.year);
    if (!year) return fail(Code::kInvalid, "clerk/draft");
    answer.details.push_back({*rule->year, *year});
  }
  if (!envelope::parse_answer(envelope::write_answer(answer))) return fail(Code::kInvalid, "clerk/draft");
  return answer;
}

}  // namespace

const Chosen* Draft::chosen(std::string_view question, std::string_view code) const {
  for (const Chosen& one : of(question)) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

const std::vector<Chosen>& Draft::of(std::string_view question) const {
  static const std::vector<Chosen> none;
  const auto found = choices.find(question);
  return found == choices.end() ? none : found->second;
}

Draft draft_of(std::string text) {
  Draft draft;
  draft.text = std::move(text);
  return draft;
}

std::vector<const pack::Question*> asked(const pack::Pack& pack, const Draft& draft) {
  const bool short_way =
      pack.short_way && !pack.short_way->conditions.empty() && all_hold(pack.short_way->conditions, draft);
  std::vector<const pack::Question*> questions;
  for (const pack::Question& question : pack.questions) {
    const bool wanted =
        short_way ? std::ranges::find(pack.short_way->questions, question.id) != pack.short_way->questions.end()
                  : all_hold(question.when, draft);
    if (wanted) questions.push_back(&question);
  }
  return questions;
}

std::vector<const pack::Question*> said(const pack::Pack& pack, const Draft& draft) {
  const std::vector<const pack::Question*> now_asked = asked(pack, draft);
  std::vector<const pack::Question*> questions;
  for (const pack::Question& question : pack.questions) {
    const bool is_asked = std::ranges::find(now_asked, &question) != now_asked.end();
    if (is_asked || (!draft.of(question.id).empty() && all_hold(question.when, draft))) questions.push_back(&question);
  }
  return questions;
}

std::vector<const pack::Answer*> offered(const pack::Pack& pack, const pack::Question& question) {
  std::vector<const pack::Answer*> answers;
  for (const pack::Answer& answer : question.answers) {
    const auto option = answer.needs ? pack.options.find(*answer.needs) : pack.options.end();
    if (!answer.needs || (option != pack.options.end() && option->second)) answers.push_back(&answer);
  }
  return answers;
}

bool third_person(const pack::Pack& pack, const Draft& draft) {
  const pack::Question* const who = pack.question("who");
  return who != nullptr && std::ranges::any_of(draft.of("who"), [&](const Chosen& one) {
           const pack::Answer* const answer = who->answer(one.code);
           return answer != nullptr && answer->third_person;
         });
}

std::vector<std::string> dangers(const pack::Pack& pack, const Draft& draft) {
  std::vector<std::string> codes;
  for (const pack::Question* question : said(pack, draft)) {
    for (const Chosen& one : draft.of(question->id)) {
      const pack::Answer* const answer = question->answer(one.code);
      if (answer != nullptr && answer->danger) codes.push_back(one.code);
    }
  }
  return codes;
}

bool wants_year(const pack::Question& question, const pack::Answer& answer, const Chosen& chosen) {
  return answer.year && (question.kind != pack::QuestionKind::kTable || chosen.state == "have");
}

bool wants_details(const pack::Question& question, const pack::Answer& answer, const Chosen& chosen) {
  return answer.date != pack::AnswerDate::kNone || answer.country || answer.contact_words ||
         wants_year(question, answer, chosen);
}

std::optional<std::string> country_of(std::string_view typed) {
  const std::string letters = country_letters(typed);
  for (const envelope::Country& country : envelope::grammar().countries)
    if (std::ranges::any_of(country.names, [&](std::string_view name) { return country_letters(name) == letters; }))
      return std::string{country.code};
  const bool code = letters.size() == 2 && std::ranges::all_of(letters, [](char c) { return c >= 'a' && c <= 'z'; });
  if (!code) return std::nullopt;
  std::string capitals;
  for (const char c : letters) capitals += static_cast<char>(c - 'a' + 'A');
  return capitals;
}

std::string contact_words(const pack::Pack& pack, const Draft& draft) {
  for (const pack::Question* question : said(pack, draft))
    for (const Chosen& one : draft.of(question->id))
      if (const pack::Answer* answer = question->answer(one.code); answer != nullptr && answer->contact_words)
        return draft.contact_words;
  return {};
}

Result<std::vector<AnswerDetail>> date_details(const Chosen& chosen, pack::AnswerDate direction, std::uint32_t today) {
  if (chosen.date.empty() && chosen.days.empty()) {
    if (!chosen.hour.empty()) return fail(Code::kInvalid, "clerk/draft");
    return std::vector<AnswerDetail>{{"precision", "unknown"}};
  }
  if (chosen.date.empty()) {
    if (!is_number(chosen.days, 4) || number_of(chosen.days) > envelope::grammar().days_max)
      return fail(Code::kInvalid, "clerk/draft");
    const std::uint32_t days = number_of(chosen.days);
    const std::uint32_t day = direction == pack::AnswerDate::kPast ? today - days : today + days;
    return std::vector<AnswerDetail>{{"date", day_text(day)}, {"precision", "about"}};
  }
  const auto date = envelope::read_typed_date(chosen.date);
  if (!date) return fail(Code::kInvalid, "clerk/draft");
  if (chosen.hour.empty()) return std::vector<AnswerDetail>{{"date", *date}, {"precision", "day"}};
  const auto hour = envelope::read_typed_hour(chosen.hour);
  if (!hour) return fail(Code::kInvalid, "clerk/draft");
  return std::vector<AnswerDetail>{{"date", *date + "T" + *hour}, {"precision", "hour"}};
}

Result<std::vector<envelope::Answer>> encoded(const pack::Pack& pack, const Draft& draft, std::uint32_t today) {
  std::vector<envelope::Answer> answers;
  for (const pack::Question* question : said(pack, draft)) {
    for (const Chosen& one : draft.of(question->id)) {
      if (question->kind == pack::QuestionKind::kTable && one.state.empty()) continue;
      LET(envelope::Answer answer, encode_one(*question, one, today));
      answers.push_back(std::move(answer));
    }
    if (question->kind == pack::QuestionKind::kConsent && draft.consent) answers.push_back({question->id, "yes"});
  }
  if (answers.size() > envelope::kAnswersMax) return fail(Code::kTooLarge, "clerk/draft");
  return answers;
}

}  // namespace waymark::clerk
