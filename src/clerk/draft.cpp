#include "clerk/draft.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/clock.h"
#include "clerk/limits.h"
#include "envelope/message.h"

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

/// "25.11.2026" as people here write it becomes 2026-11-25; anything else stays as it is.
std::string iso_date(std::string_view typed) {
  const std::size_t first = typed.find('.');
  const std::size_t second = first == std::string_view::npos ? first : typed.find('.', first + 1);
  if (second == std::string_view::npos) return std::string{typed};
  const auto day = typed.substr(0, first);
  const auto month = typed.substr(first + 1, second - first - 1);
  const auto year = typed.substr(second + 1);
  if (!is_number(day, 2) || !is_number(month, 2) || year.size() != 4 || !is_number(year, 4)) return std::string{typed};
  return fmt::format("{:0>4}-{:0>2}-{:0>2}", year, month, day);
}

/// "9:05" and "9" become 09:05 and 09:00.
std::string iso_hour(std::string_view typed) {
  const std::size_t colon = typed.find(':');
  const auto hour = typed.substr(0, colon);
  const auto minute = colon == std::string_view::npos ? std::string_view{"00"} : typed.substr(colon + 1);
  if (!is_number(hour, 2) || minute.size() != 2 || !is_number(minute, 2)) return std::string{typed};
  return fmt::format("{:0>2}:{}", hour, minute);
}

std::string upper_country(std::string_view typed) {
  if (typed.size() != 2) return {};
  std::string country{typed};
  for (char& c : country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; }) ? country : std::string{};
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
  if (const std::string country = upper_country(chosen.country); rule->country && !country.empty())
    answer.details.push_back({"country", country});
  if (rule->year && chosen.year.size() == 4 && is_number(chosen.year, 4))
    answer.details.push_back({*rule->year, chosen.year});
  // An impossible day, such as 30 February, is found by the reader of the envelope's grammar.
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

bool wants_details(const pack::Question& question, const pack::Answer& answer, const Chosen& chosen) {
  const bool year = answer.year && (question.kind != pack::QuestionKind::kTable || chosen.state == "have");
  return answer.date != pack::AnswerDate::kNone || answer.country || answer.contact_words || year;
}

Result<std::vector<AnswerDetail>> date_details(const Chosen& chosen, pack::AnswerDate direction, std::uint32_t today) {
  if (chosen.date.empty() && chosen.days.empty()) {
    if (!chosen.hour.empty()) return fail(Code::kInvalid, "clerk/draft");
    return std::vector<AnswerDetail>{{"precision", "unknown"}};
  }
  if (chosen.date.empty()) {
    if (!is_number(chosen.days, 4) || number_of(chosen.days) > kDaysMax) return fail(Code::kInvalid, "clerk/draft");
    const std::uint32_t days = number_of(chosen.days);
    const std::uint32_t day = direction == pack::AnswerDate::kPast ? today - days : today + days;
    return std::vector<AnswerDetail>{{"date", day_text(day)}, {"precision", "about"}};
  }
  const std::string date = iso_date(chosen.date);
  const bool hour = !chosen.hour.empty();
  const envelope::Answer probe{
      "a", "b", {{"date", hour ? date + "T" + iso_hour(chosen.hour) : date}, {"precision", hour ? "hour" : "day"}}};
  if (!envelope::parse_answer(envelope::write_answer(probe))) return fail(Code::kInvalid, "clerk/draft");
  return probe.details;
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
