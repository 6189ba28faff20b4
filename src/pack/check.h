// check: does a pack ask for anything it must not, and does it hold together?
//
// `kRefused` findings stop a pack: fields that look like military intelligence or identity (unit, position, strength,
// commander, route, exact place, passport number, full name), references that lead nowhere, texts that are missing.
// `kWarning` findings are for the person who writes it. The word lists catch honest mistakes, not a determined author.
#pragma once

#include <string>
#include <vector>

#include "pack/pack.h"

namespace waymark::pack {

enum class Severity { kRefused, kWarning };

enum class Rule {
  kAsksForbidden,     ///< refused: see Forbidden
  kBrokenReference,   ///< refused: names a question, code, option or zone that is not there, or a later question
  kClockWithoutDate,  ///< refused: a clock runs from a date that its answer does not ask for
  kMissingText,       ///< refused: a declared language lacks a key
  kMissingQuestion,   ///< refused: `need` or `text`, and `consent`, must be there
  kMissingLanguage,   ///< warning: the pack is not in all of ru, uk, en
  kUnreachable,       ///< warning: no answers lead to this question
  kNoHint,            ///< warning: free text without a hint what not to write
  kTextTooLong,       ///< warning: over the limit of docs/spec/pack.md
  kUnusedText,        ///< warning: a key that nothing shows
  kNoSource,          ///< refused: a card without source or jurisdiction, or a paragraph without its basis
  kNoDate,            ///< refused: a card without its dates
  kCrisisTwice,       ///< refused: two crisis cards
  kForbiddenAdvice,   ///< refused, and nobody can override it: a card on routes, crossing borders, evading
  kTooManyAnswers,    ///< refused: the longest form does not fit what the clerk carries (pack/worst.h)
  kPastReview,        ///< warning: a card that somebody had to read again by now
};

struct Finding {
  Severity severity;
  Rule rule;
  std::string place;       ///< such as "question.unit", "texts.uk: short.where.home"
  std::string about;       ///< one English sentence for the author of the pack
  std::string quote = {};  ///< kAsksForbidden: the text that asks, or the id; what an override permits
  std::string line = {};   ///< "pack.json:93", where a file is known and the place is found in it
};

/// "asks-forbidden" and so on: stable, for tests and scripts.
std::string_view name_of(Rule rule);

/// All findings, refused ones first, in the order of the pack.
std::vector<Finding> check(const Pack& pack);

/// Whether no finding is kRefused.
bool acceptable(const std::vector<Finding>& findings);

}  // namespace waymark::pack
