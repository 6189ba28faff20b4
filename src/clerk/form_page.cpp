// The form and its review: the part of pages.h that reads the pack.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <sstream>

#include <fmt/format.h>

#include "clerk/limits.h"
#include "clerk/pages.h"
#include "envelope/grammar.h"
#include "envelope/parts.h"

namespace waymark::clerk {
namespace {

using http::TemplateValues;
using pack::QuestionKind;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string{text}};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Texts of the pack, in the third person where the pack has them and the writer is not the subject.
class PackTexts {
 public:
  PackTexts(const PageContext& context, const Draft& draft)
      : context_(context), other_(third_person(context.pack, draft)) {}
  [[nodiscard]] std::string operator()(const std::string& key) const {
    const auto other = other_ ? context_.pack.text(context_.language, key + "@other") : std::nullopt;
    return std::string{other ? *other : context_.pack.text(context_.language, key).value_or("")};
  }

 private:
  const PageContext& context_;
  bool other_;
};

class FormFiller {
 public:
  FormFiller(const PageContext& context, const Draft& draft)
      : context_(context), draft_(draft), text_(context, draft) {}

  void question(TemplateValues& values, const pack::Question& question) {
    values.set("ID", question.id).set("NAME", question.id).set("TITLE", text_("question." + question.id));
    const std::string hint =
        question.kind == QuestionKind::kConsent ? say("clerk.consent.hint") : text_("hint." + question.id);
    for (std::string& line : lines_of(hint)) values.add("HINT").set("SENTENCE", std::move(line));
    switch (question.kind) {
      case QuestionKind::kOne:
      case QuestionKind::kMany: answers(values, question); break;
      case QuestionKind::kTable: table(values, question); break;
      case QuestionKind::kText: area(values); break;
      case QuestionKind::kConsent: consent(values, question); break;
    }
  }

  /// The fields of one chosen answer.
  void details(TemplateValues& values, const pack::Question& question, const pack::Answer& answer,
               const Chosen& chosen) {
    TemplateValues& detail = values.add("DETAIL");
    detail.set("NAME", detail_name(question, answer));
    if (answer.date != pack::AnswerDate::kNone) {
      TemplateValues& date = detail.add("DATE");
      date.set("DAY", chosen.date).set("HOUR", chosen.hour).set("DAYS", chosen.days);
      date.add(answer.date == pack::AnswerDate::kPast ? "BACK" : "AHEAD");
    }
    if (answer.country) land(detail.add("LAND"), chosen);
    if (answer.year) detail.add("UNTIL").set("YEAR", chosen.year);
    if (answer.contact_words) detail.add("WAY").set("WORDS", draft_.contact_words);
  }

  /// A field to write in, with the names to choose from; each form asks for one country at most.
  void land(TemplateValues& values, const Chosen& chosen) {
    values.set("COUNTRY", chosen.country);
    std::vector<std::string> names;
    for (const envelope::Country& country : envelope::grammar().countries)
      names.push_back(envelope::country_name(country.code, context_.language));
    std::ranges::sort(names);
    for (std::string& name : names) values.add("NATION").set("SENTENCE", std::move(name));
  }

  std::string answer_label(const pack::Question& question, const pack::Answer& answer) {
    return text_(fmt::format("answer.{}.{}", question.id, answer.code));
  }
  std::string state_label(const pack::Question& question, const std::string& state) {
    return text_(fmt::format("state.{}.{}", question.id, state));
  }
  std::string text(const std::string& key) { return text_(key); }
  std::string say(std::string_view key, const text::Arguments& arguments = {}) {
    return context_.book.say(context_.language, key, arguments);
  }

 private:
  void answers(TemplateValues& values, const pack::Question& question) {
    const bool preset = draft_.of(question.id).empty() && !draft_.shown.contains(question.id);
    if (question.kind == QuestionKind::kOne && !question.default_code) no_answer(values, question);
    for (const pack::Answer* answer : offered(context_.pack, question)) {
      TemplateValues& one = values.add("ANSWER");
      one.add(question.kind == QuestionKind::kOne ? "RADIO" : "BOX");
      one.set("CODE", answer->code).set("LABEL", answer_label(question, *answer));
      const Chosen* const chosen = draft_.chosen(question.id, answer->code);
      if (chosen != nullptr || (preset && question.default_code == answer->code)) one.add("ON");
      if (chosen != nullptr && wants_details(question, *answer, *chosen)) details(one, question, *answer, *chosen);
    }
  }

  /// Text browsers mark the first of a group when none is marked, and nobody can take a mark back without scripts: so
  /// the first one says nothing.
  void no_answer(TemplateValues& values, const pack::Question& question) {
    TemplateValues& none = values.add("ANSWER");
    none.add("RADIO");
    none.set("CODE", "-").set("LABEL", say("clerk.no_answer"));
    if (draft_.of(question.id).empty()) none.add("ON");
  }

  void table(TemplateValues& values, const pack::Question& question) {
    for (const pack::Answer* answer : offered(context_.pack, question)) {
      const Chosen* const chosen = draft_.chosen(question.id, answer->code);
      TemplateValues& row = values.add("ROW");
      row.set("NAME", detail_name(question, *answer)).set("LABEL", answer_label(question, *answer));
      for (const std::string& state : question.states) {
        TemplateValues& option = row.add("STATE");
        option.set("CODE", state).set("SENTENCE", state_label(question, state));
        if (chosen != nullptr && chosen->state == state) option.add("ON");
      }
      if (chosen != nullptr && wants_details(question, *answer, *chosen)) details(row, question, *answer, *chosen);
    }
  }

  void area(TemplateValues& values) {
    // The first line end after <textarea> belongs to the markup; the person's own must not be taken for it.
    values.add("AREA")
        .set("TEXT", "\n" + draft_.text)
        .set("LIMIT", say("clerk.text.limit", {{"n", envelope::letters_in(kTextPromised, "", context_.language)}}));
  }

  void consent(TemplateValues& values, const pack::Question& question) {
    TemplateValues& one = values.add("ANSWER");
    one.add("BOX");
    one.set("CODE", "yes").set("LABEL", text_(fmt::format("answer.{}.yes", question.id)));
    if (draft_.consent) one.add("ON");
  }

  const PageContext& context_;
  const Draft& draft_;
  PackTexts text_;
};

void add_crisis(const PageContext& context, const Draft& draft, FormFiller& fill, TemplateValues& values) {
  const auto codes = dangers(context.pack, draft);
  if (codes.empty()) return;
  TemplateValues& card = values.add("CRISIS");
  card.set("TITLE", fill.text("crisis.title"));
  for (std::string& line : lines_of(fill.text("crisis.text"))) card.add("LINE").set("SENTENCE", std::move(line));
  for (const std::string& code : codes) card.add("LINE").set("SENTENCE", fill.text("crisis." + code));
}

void add_troubles(const std::vector<Trouble>& troubles, FormFiller& fill, TemplateValues& values) {
  if (troubles.empty()) return;
  TemplateValues& list = values.add("TROUBLES");
  for (const Trouble& trouble : troubles) {
    TemplateValues& one = list.add("TROUBLE");
    one.set("SENTENCE", fill.say(trouble.key, {{"n", trouble.n}}));
    if (!trouble.place.empty()) one.set("PLACE", trouble.place).add("AT");
  }
}

/// "2026-11-25T09:30", as it will be sent, the way people write it.
std::string day_and_hour(const PageContext& context, std::string_view sent) {
  constexpr std::size_t kDayLength = 10;  // YYYY-MM-DD
  if (sent.size() < kDayLength) return std::string{sent};
  const auto part = [&](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(sent.data() + at, sent.data() + at + length, value);
    return value;
  };
  const std::chrono::year_month_day date{std::chrono::year{part(0, 4)},
                                         std::chrono::month{static_cast<unsigned>(part(5, 2))},
                                         std::chrono::day{static_cast<unsigned>(part(8, 2))}};
  const auto day = std::chrono::sys_days{date}.time_since_epoch().count();
  if (day < 0) return std::string{sent};
  const std::string text = date_text(context, static_cast<std::uint32_t>(day));
  return sent.size() > kDayLength ? text + ", " + std::string{sent.substr(kDayLength + 1)} : text;
}

std::string when_text(const PageContext& context, FormFiller& fill, const Chosen& chosen, pack::AnswerDate direction) {
  const auto details = date_details(chosen, direction, context.today);
  if (!details || details->size() < 2) return fill.say("intake.date.unknown");
  return day_and_hour(context, details->front().value);
}

std::string chosen_line(const PageContext& context, FormFiller& fill, const pack::Question& question,
                        const Chosen& chosen, const Draft& draft) {
  const pack::Answer* const answer = question.answer(chosen.code);
  std::string line = fill.answer_label(question, *answer);
  if (!chosen.state.empty()) line += ": " + fill.state_label(question, chosen.state);
  if (wants_year(question, *answer, chosen))
    if (const auto year = envelope::read_typed_year(chosen.year)) line += ", " + *year;
  if (answer->country)
    if (const auto country = country_of(chosen.country))
      line += ", " + envelope::country_name(*country, context.language);
  if (answer->date != pack::AnswerDate::kNone) line += " (" + when_text(context, fill, chosen, answer->date) + ")";
  if (answer->contact_words && !draft.contact_words.empty()) line += ": " + draft.contact_words;
  return line;
}

}  // namespace

std::string form_page(const PageContext& context, const FormParts& parts, const Draft& draft,
                      const std::vector<Trouble>& troubles, std::string_view blob) {
  TemplateValues values =
      parts.first && blob.empty() && draft.shown.empty() ? framed_with_languages(context, "write") : framed(context);
  FormFiller fill{context, draft};
  TemplateValues& kind = values.add(parts.first ? "FIRST" : "FOLLOW");
  if (!blob.empty()) values.add("HOLDS").set("VISIT", std::string{blob});
  add_troubles(troubles, fill, values);
  add_crisis(context, draft, fill, values);
  for (const pack::Question* question : parts.questions) {
    values.add("ASKED").set("ID", question->id);
    fill.question(values.add("QUESTION"), *question);
    // A long text is a third as long so; short answers are shorter the other way.
    if (question->kind == QuestionKind::kText) values.add("LONG");
    if (parts.first && question->kind == QuestionKind::kText) kind.add("TO_TEXT").set("PLACE", "q-" + question->id);
  }
  for (const DetailPlace& place : parts.details) {
    TemplateValues& lone = values.add("QUESTION");
    lone.set("ID", detail_name(*place.question, *place.answer))
        .set("TITLE", fill.answer_label(*place.question, *place.answer));
    fill.details(lone, *place.question, *place.answer, *draft.chosen(place.question->id, place.answer->code));
  }
  return context.book.page(context.language, "form", values);
}

std::string review_page(const PageContext& context, const Draft& draft, bool parts, std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob});
  FormFiller fill{context, draft};
  add_crisis(context, draft, fill, values);
  for (const pack::Question* question : said(context.pack, draft)) {
    std::vector<std::string> lines;
    if (question->kind == QuestionKind::kText && !draft.text.empty()) lines.push_back(draft.text);
    for (const Chosen& chosen : draft.of(question->id))
      lines.push_back(chosen_line(context, fill, *question, chosen, draft));
    if (lines.empty()) continue;
    TemplateValues& row = values.add("ROW");
    row.set("TITLE", fill.text("question." + question->id));
    for (std::string& line : lines) row.add("LINE").set("SENTENCE", std::move(line));
  }
  if (parts) values.add("PARTS");
  return context.book.page(context.language, "review", values);
}

}  // namespace waymark::clerk
