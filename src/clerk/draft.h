// Draft: what a person has answered so far, as it was given; and the pack's rules about which questions are asked.
//
// The same rules as web/intake/src/pack.ts. A draft travels between pages only inside a sealed blob (visit.h).
// @source docs/spec/pack.md, docs/spec/clerk.md
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "envelope/answer.h"
#include "pack/pack.h"

namespace waymark::clerk {

struct Chosen {
  std::string code;
  std::string state = {};    ///< of a table's row
  std::string date = {};     ///< as typed, see envelope::read_typed_date
  std::string hour = {};     ///< hh:mm
  std::string days = {};     ///< a whole number
  std::string country = {};  ///< as typed, see country_of
  std::string year = {};
};

struct Draft {
  std::map<std::string, std::vector<Chosen>, std::less<>> choices;
  std::string text;
  std::string contact_words;
  bool consent = false;
  std::set<std::string, std::less<>> shown;     ///< questions that have been on a page
  std::set<std::string, std::less<>> detailed;  ///< "question.code": answers whose date, country or year was asked

  /// The chosen answer with this code, or nothing.
  [[nodiscard]] const Chosen* chosen(std::string_view question, std::string_view code) const;
  [[nodiscard]] const std::vector<Chosen>& of(std::string_view question) const;
};

/// A draft of text alone.
Draft draft_of(std::string text);

/// The questions that are asked, given what was answered so far. Borrowed from the pack.
std::vector<const pack::Question*> asked(const pack::Pack& pack, const Draft& draft);
/// What is sent: the questions that are asked, and those answered before the short way was chosen. What somebody has
/// told us, a danger above all, is not thrown away because they cannot write safely.
std::vector<const pack::Question*> said(const pack::Pack& pack, const Draft& draft);
/// The answers of a question that the organisation's options offer.
std::vector<const pack::Answer*> offered(const pack::Pack& pack, const pack::Question& question);
/// Whether the writer and the subject are two persons.
bool third_person(const pack::Pack& pack, const Draft& draft);
/// The codes with danger among all that is said.
std::vector<std::string> dangers(const pack::Pack& pack, const Draft& draft);
/// Whether a chosen answer asks for a year: a document that somebody has.
bool wants_year(const pack::Question& question, const pack::Answer& answer, const Chosen& chosen);
/// Whether a chosen answer asks for a date, a country, a year or a line of text.
bool wants_details(const pack::Question& question, const pack::Answer& answer, const Chosen& chosen);

/// The code of a country as people write it: its name in three languages, its code, "КЗ". Nothing for anything else.
std::optional<std::string> country_of(std::string_view typed);
/// When and how it is safe to answer: what is shown and sent, which is nothing unless an answer asks for it.
std::string contact_words(const pack::Pack& pack, const Draft& draft);

/// The details of a date as the envelope has them.
/// @error kInvalid for what is no date
Result<std::vector<envelope::AnswerDetail>> date_details(const Chosen& chosen, pack::AnswerDate direction,
                                                         std::uint32_t today);

/// All answers in the words of the envelope, of what is said; of consent only a yes. Free text is not among them.
/// @error kInvalid if a date, a country or a year is none; kTooLarge over envelope::kAnswersMax
Result<std::vector<envelope::Answer>> encoded(const pack::Pack& pack, const Draft& draft, std::uint32_t today);

}  // namespace waymark::clerk
