// Reads what a form sent into a draft: only questions, codes and fields that the pack knows, everything bounded.
#pragma once

#include <string>
#include <vector>

#include "clerk/draft.h"
#include "http/url.h"
#include "pack/pack.h"

namespace waymark::clerk {

/// One sentence for the person, and the part of the page it is about.
struct Trouble {
  std::string place;   ///< id of an element, or nothing
  std::string key;     ///< of the catalogue
  std::int64_t n = 0;  ///< its argument, if it has one
};

/// Takes the answers of the questions named in the `asked` fields into `draft`; all others stay as they are.
/// Line ends become LF. @error kMalformed for text that is not UTF-8; kTooLarge for a field beyond its limit
Result<void> read_answers(const std::vector<http::FormField>& form, const pack::Pack& pack, Draft& draft);

/// What keeps the draft from being sent.
std::vector<Trouble> troubles_of(const pack::Pack& pack, const Draft& draft, std::uint32_t today);
/// The text alone: too long, the person's own key in it, or nothing.
std::vector<Trouble> troubles_of_text(std::string_view text);

/// Questions that became necessary and have not been on a page yet. Borrowed from the pack.
std::vector<const pack::Question*> new_questions(const pack::Pack& pack, const Draft& draft);

struct DetailPlace {
  const pack::Question* question;
  const pack::Answer* answer;
};
/// Chosen answers whose details have not been asked yet. Borrowed from the pack.
std::vector<DetailPlace> new_details(const pack::Pack& pack, const Draft& draft);

/// "question.code", as detail fields are called.
std::string detail_name(const pack::Question& question, const pack::Answer& answer);

}  // namespace waymark::clerk
