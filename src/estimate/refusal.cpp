#include "estimate/refusal.h"

namespace waymark::estimate {

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::kEmpty: return "empty";
    case Reason::kNotATable: return "not-a-table";
    case Reason::kNotPresence: return "not-presence";
    case Reason::kCountOrList: return "count-or-list";
    case Reason::kNotANumber: return "not-a-number";
    case Reason::kNegative: return "negative";
    case Reason::kFractional: return "fractional";
    case Reason::kThousands: return "thousands";
    case Reason::kNotUtf8: return "not-utf8";
    case Reason::kOpenQuote: return "open-quote";
    case Reason::kOverflow: return "overflow";
    case Reason::kOnlyTwoLists: return "only-two-lists";
    case Reason::kTooManyLists: return "too-many-lists";
    case Reason::kSameListName: return "same-list-name";
    case Reason::kDuplicatePattern: return "duplicate-pattern";
    case Reason::kNobodyPattern: return "nobody-pattern";
    case Reason::kEmptyList: return "empty-list";
    case Reason::kNoOverlap: return "no-overlap";
    case Reason::kLittleOverlap: return "little-overlap";
    case Reason::kOnePattern: return "one-pattern";
    case Reason::kContainedList: return "contained-list";
    case Reason::kNotTwoLists: return "not-two-lists";
    case Reason::kNoColumn: return "no-column";
    case Reason::kRagged: return "ragged";
    case Reason::kListAlone: return "list-alone";
    case Reason::kNoValue: return "no-value";
    case Reason::kMixedValues: return "mixed-values";
    case Reason::kSameColumn: return "same-column";
    case Reason::kOneOfTwoWithin: return "one-of-two-within";
    case Reason::kSaysNothing: return "says-nothing";
    case Reason::kTooManyValues: return "too-many-values";
    case Reason::kUndeclared: return "undeclared";
    case Reason::kOpen: return "open";
    case Reason::kInfinite: return "infinite";
    case Reason::kNotIdentifiable: return "not-identifiable";
    case Reason::kNotConverged: return "not-converged";
    case Reason::kNoMixture: return "no-mixture";
  }
  return "unknown";
}

}  // namespace waymark::estimate
