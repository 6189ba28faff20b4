#include "clerk/form_reader.h"

#include <algorithm>
#include <sstream>

#include "clerk/limits.h"
#include "envelope/grammar.h"
#include "envelope/message.h"
#include "envelope/parts.h"
#include "mailbox/read_words.h"
#include "text/utf8.h"

namespace waymark::clerk {
namespace {

using Form = std::vector<http::FormField>;

Result<std::string> short_field(const Form& form, std::string_view name) {
  std::string value{http::value_of(form, name).value_or("")};
  if (!text::is_utf8(value)) return fail(Code::kMalformed, "clerk/form_reader");
  if (value.size() > kShortBytesMax) return fail(Code::kTooLarge, "clerk/form_reader");
  return value;
}

/// Keeps what was said before about the same answer: its details may stand on another page.
Chosen kept(const Draft& draft, std::string_view question, std::string_view code) {
  const Chosen* const before = draft.chosen(question, code);
  return before != nullptr ? *before : Chosen{.code = std::string{code}};
}

std::vector<Chosen> picked(const Form& form, const pack::Pack& pack, const pack::Question& question,
                           const Draft& draft) {
  std::vector<Chosen> chosen;
  for (const pack::Answer* answer : offered(pack, question)) {
    const bool on = std::ranges::any_of(
        form, [&](const http::FormField& field) { return field.name == question.id && field.value == answer->code; });
    if (on) chosen.push_back(kept(draft, question.id, answer->code));
  }
  if (question.kind == pack::QuestionKind::kOne && chosen.size() > 1) chosen.resize(1);
  // "None of these" beside others: the others count, because leaving one out could hide a danger.
  const auto exclusive = [&](const Chosen& one) { return question.answer(one.code)->exclusive; };
  if (chosen.size() > 1) std::erase_if(chosen, exclusive);
  return chosen;
}

std::vector<Chosen> rows(const Form& form, const pack::Pack& pack, const pack::Question& question, const Draft& draft) {
  std::vector<Chosen> chosen;
  for (const pack::Answer* answer : offered(pack, question)) {
    const auto state = http::value_of(form, detail_name(question, *answer));
    if (!state || std::ranges::find(question.states, *state) == question.states.end()) continue;
    Chosen row = kept(draft, question.id, answer->code);
    row.state = *state;
    chosen.push_back(std::move(row));
  }
  return chosen;
}

/// Only what the answer asks for: a field that no page showed is not kept, or drafts could outgrow what the checker of
/// packs has computed (pack/worst.h).
Result<void> read_details_of(const Form& form, const pack::Question& question, const pack::Answer& answer,
                             Chosen& chosen, Draft& draft) {
  const std::string name = detail_name(question, answer);
  const auto read = [&](std::string_view field, std::string& target) -> Result<void> {
    const std::string whole = name + ":" + std::string{field};
    if (!http::value_of(form, whole)) return {};
    draft.detailed.insert(name);
    LET(target, short_field(form, whole));
    if (field != "country") std::erase(target, ' ');
    return {};
  };
  if (answer.date != pack::AnswerDate::kNone) {
    TRY(read("date", chosen.date));
    TRY(read("hour", chosen.hour));
    TRY(read("days", chosen.days));
  }
  if (answer.country) TRY(read("country", chosen.country));
  if (answer.year) TRY(read("year", chosen.year));
  return {};
}

Result<void> read_details(const Form& form, const pack::Pack& pack, Draft& draft) {
  for (auto& [id, chosen] : draft.choices) {
    const pack::Question* const question = pack.question(id);
    for (Chosen& one : chosen) {
      const pack::Answer* const answer = question == nullptr ? nullptr : question->answer(one.code);
      if (answer != nullptr) TRY(read_details_of(form, *question, *answer, one, draft));
    }
  }
  return {};
}

Result<void> read_lines(const Form& form, std::string_view name, std::string& target) {
  const auto value = http::value_of(form, name);
  if (!value) return {};
  if (!text::is_utf8(*value)) return fail(Code::kMalformed, "clerk/form_reader");
  target = text::unix_lines(*value);
  return {};
}

/// The line "when and how" stood on the page: the answers that ask for it have had their question.
void mark_contact_asked(const Form& form, const pack::Pack& pack, Draft& draft) {
  if (!http::value_of(form, "contact_words")) return;
  for (const pack::Question& question : pack.questions) {
    for (const pack::Answer& answer : question.answers) {
      if (answer.contact_words && draft.chosen(question.id, answer.code) != nullptr)
        draft.detailed.insert(detail_name(question, answer));
    }
  }
}

std::int64_t length_of(std::string_view text) {
  return static_cast<std::int64_t>(text::count_code_points(text).value_or(0));
}

bool only_spaces(std::string_view text) { return text.find_first_not_of(" \n\t") == std::string_view::npos; }

void check_details(const pack::Pack& pack, const Draft& draft, std::uint32_t today, std::vector<Trouble>& troubles) {
  for (const pack::Question* question : said(pack, draft)) {
    for (const Chosen& one : draft.of(question->id)) {
      const pack::Answer* const answer = question->answer(one.code);
      if (answer == nullptr) continue;
      const std::string name = detail_name(*question, *answer);
      if (answer->date != pack::AnswerDate::kNone && !date_details(one, answer->date, today))
        troubles.push_back({name + "-date", "intake.date.invalid"});
      if (answer->country && !only_spaces(one.country) && !country_of(one.country))
        troubles.push_back({name + "-country", "intake.country.unknown"});
      if (wants_year(*question, *answer, one) && !one.year.empty() && !envelope::read_typed_year(one.year))
        troubles.push_back({name + "-year", "intake.year.invalid"});
    }
  }
}

Result<void> read_question(const Form& form, const pack::Pack& pack, const pack::Question& question, Draft& draft) {
  draft.shown.insert(question.id);
  switch (question.kind) {
    case pack::QuestionKind::kOne:
    case pack::QuestionKind::kMany: draft.choices[question.id] = picked(form, pack, question, draft); break;
    case pack::QuestionKind::kTable: draft.choices[question.id] = rows(form, pack, question, draft); break;
    case pack::QuestionKind::kText: TRY(read_lines(form, "text", draft.text)); break;
    case pack::QuestionKind::kConsent: draft.consent = http::value_of(form, question.id) == "yes"; break;
  }
  return {};
}

}  // namespace

std::string detail_name(const pack::Question& question, const pack::Answer& answer) {
  return question.id + "." + answer.code;
}

Result<void> read_answers(const Form& form, const pack::Pack& pack, Draft& draft) {
  for (const http::FormField& field : form) {
    if (field.name != "asked") continue;
    std::istringstream names{field.value};
    for (std::string name; names >> name;) {
      const pack::Question* const question = pack.question(name);
      if (question == nullptr) return fail(Code::kMalformed, "clerk/form_reader");
      TRY(read_question(form, pack, *question, draft));
    }
  }
  TRY(read_lines(form, "contact_words", draft.contact_words));
  mark_contact_asked(form, pack, draft);
  return read_details(form, pack, draft);
}

std::vector<Trouble> troubles_of_text(std::string_view text) {
  // One that is longer than a message goes in parts; the page carries no more than this from one to the next.
  if (text.size() > pack::kClerkTextBytesMax)
    return {{"text", "clerk.text.too_long",
             envelope::letters_in(text.size() - pack::kClerkTextBytesMax - 1, text, Language::kRussian) + 1}};
  if (mailbox::holds_phrase(text)) return {{"text", "intake.text.words"}};
  return {};
}

std::vector<Trouble> troubles_of(const pack::Pack& pack, const Draft& draft, std::uint32_t today) {
  std::vector<Trouble> troubles = troubles_of_text(draft.text);
  if (length_of(contact_words(pack, draft)) > static_cast<std::int64_t>(envelope::kContactCodePointsMax))
    troubles.push_back({"contact-words", "clerk.contact.too_long"});
  check_details(pack, draft, today, troubles);
  const auto questions = said(pack, draft);
  const auto is = [&](std::string_view id) {
    return std::ranges::any_of(questions, [&](const pack::Question* question) { return question->id == id; });
  };
  const bool need = is("need") && !draft.of("need").empty();
  if (!need && only_spaces(draft.text)) troubles.push_back({is("need") ? "q-need" : "text", "intake.need.missing"});
  if (!draft.consent) troubles.push_back({"q-consent", "intake.consent.missing"});
  return troubles;
}

std::vector<const pack::Question*> new_questions(const pack::Pack& pack, const Draft& draft) {
  std::vector<const pack::Question*> questions = asked(pack, draft);
  std::erase_if(questions, [&](const pack::Question* question) { return draft.shown.contains(question->id); });
  return questions;
}

std::vector<DetailPlace> new_details(const pack::Pack& pack, const Draft& draft) {
  std::vector<DetailPlace> places;
  for (const pack::Question* question : asked(pack, draft)) {
    for (const Chosen& one : draft.of(question->id)) {
      const pack::Answer* const answer = question->answer(one.code);
      if (answer == nullptr || !wants_details(*question, *answer, one)) continue;
      if (!draft.detailed.contains(detail_name(*question, *answer))) places.push_back({question, answer});
    }
  }
  return places;
}

}  // namespace waymark::clerk
