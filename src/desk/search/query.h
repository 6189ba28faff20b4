// Query: what somebody types into the search: words, and conditions such as clock:<48h, doc:passport=taken,
// stage:awol, owner:me, lang:uk, from:yesterday, or the same in Russian and Ukrainian words (spoken.h). All must hold.
// Pure functions.
//
// stage: the stage of the work (new, triage, active …) or an answer of the question about service (`status`), such as
// awol. doc: an answer to a question of the pack by its id and code: doc:passport=taken, or any answer to it.
// clock:<48h and clock:<3d: a moment that cannot be undone comes within that time, or is past. from: the person's
// newest text is of that day or later: today, yesterday, 7d, 2026-11-20.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "desk/queue/board.h"
#include "desk/search/index.h"
#include "text/zone.h"

namespace waymark::desk::search {

inline constexpr std::size_t kQueryBytesMax = 500;
inline constexpr std::size_t kQueryWordsMax = 12;

/// Conditions, in the order in which they were typed.
struct Condition {
  enum class Kind { kClockWithin, kFact, kStage, kOwner, kNobodys, kLanguage, kFrom };
  Kind kind = Kind::kClockWithin;
  std::string name = {};   ///< kFact: question; kStage: stage or status; kOwner: alias
  std::string value = {};  ///< kFact: code, or empty for any
  Seconds within{0};
  TimePoint since = {};
  Language language = Language::kRussian;
};

struct Query {
  std::vector<text::FoundWord> words = {};
  bool last_begins = false;  ///< the last word is still being typed
  std::vector<Condition> conditions = {};
};

/// Why a query means nothing, and the part of it that does not: shown to whoever typed it.
struct Misread {
  enum class Why { kUnknownOperator, kBadValue, kTooLong };
  Why why = Why::kUnknownOperator;
  std::string part = {};
};

/// @param reader  whom "me" means  @param zone  whose midnight "yesterday" goes by
std::variant<Query, Misread> read_query(std::string_view typed, std::string_view reader, TimePoint now,
                                        const text::Zone& zone);

/// What the index is asked for.
std::vector<Wanted> wanted_by(const Query& query, const text::Stemmer& stemmer);

/// Whether a case meets the conditions; the words are the index's matter.
bool meets(const Query& query, const queue::Glance& glance, TimePoint now);

/// A stretch of a line, and whether it is a wanted word.
struct Piece {
  std::string text;
  bool wanted = false;
  bool operator==(const Piece&) const = default;
};
/// One line of a text in its pieces.
using Snippet = std::vector<Piece>;

/// The part of a text around the first wanted word, at most `letters` code points, in one line; empty when there is
/// none in it.
Snippet snippet(std::string_view text, Language language, const std::vector<Wanted>& wanted,
                const text::Stemmer& stemmer, std::size_t letters);

}  // namespace waymark::desk::search
