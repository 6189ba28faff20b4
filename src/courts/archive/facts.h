// Fact: one row of the tally: one accused in one case (or the case itself when no accused is named), in integers.
//
// Facts are derived from the newest revisions and can be rebuilt from them at any time (ArchiveWriter::rebuild_facts).
// Texts are terms: small numbers whose text ArchiveReader::term() gives.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "courts/archive/records.h"
#include "courts/outcome/outcome.h"

namespace waymark::courts {

/// A day that is not known. Days are counted from 1970-01-01.
inline constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
/// The term of the empty text.
inline constexpr std::int32_t kNoTerm = 0;

enum FactFlag : std::uint32_t {
  kNoPersonNamed = 1U << 0,       ///< stands for the case: the court named no accused
  kNameHidden = 1U << 1,          ///< "Информация скрыта"
  kUidWrong = 1U << 2,            ///< the УИД does not pass its check
  kReceivedUnreadable = 1U << 3,  ///< a date was written that is no date
  kDecidedUnreadable = 1U << 4,
  kInForceUnreadable = 1U << 5,
  kArticleUnknown = 1U << 6,  ///< an article was written that was not understood
  kArticleNotYet = 1U << 7,   ///< a part that was not law on the day of the decision
  kActPublished = 1U << 8,
  kActAbsent = 1U << 9,
  kHasOldNumber = 1U << 10,
};

struct Fact {
  std::int64_t id = 0;           ///< of this row
  std::int64_t case_id = 0;      ///< of the case file
  std::int32_t person = 0;       ///< 0, 1, 2 … within the case
  std::int32_t persons = 0;      ///< how many facts the case has
  std::int32_t court = kNoTerm;  ///< term: court code, or name when there is no code
  std::int32_t region = 0;       ///< 1…99 from the court code; 0 = not known
  Stage stage = Stage::kUnknown;
  View view = View::kCard;  ///< best view that the fact rests on
  std::int32_t received = kNoDay;
  std::int32_t decided = kNoDay;
  std::int32_t in_force = kNoDay;
  std::int32_t articles = kNoTerm;      ///< term: normal form of the set, "УК 337 ч.5; УК 338 ч.1"
  std::int32_t main_article = kNoTerm;  ///< term: the gravest by the law table, else the first: "УК 337 ч.5"
  Outcome outcome = Outcome::kUnknown;
  OutcomeBasis basis = OutcomeBasis::kNone;
  Category category = Category::kUnknown;
  std::int32_t first_seen = kNoDay;    ///< the case was first seen
  std::int32_t decided_seen = kNoDay;  ///< a decision was first seen
  std::int32_t last_seen = kNoDay;
  std::int32_t gone = kNoDay;  ///< day of the tombstone, if the newest word is that the record vanished
  std::uint32_t flags = 0;
};

/// The texts beside a fact, for linking and for showing.
struct FactTexts {
  std::int64_t fact = 0;
  std::string name = {};    ///< as written
  std::string number = {};  ///< as written, with older numbers
  std::string uid = {};     ///< only if its check fits
  std::string judge = {};
  std::string sentence = {};  ///< what the outcome rests on
  std::string category_sentence = {};
  std::string lower_court = {};
  std::string lower_number = {};
};

}  // namespace waymark::courts
