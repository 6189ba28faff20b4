// Outcome: what became of a person's matter, on which day, and how we know. A case has several, or none.
// @source docs/spec/desk-store.md "Events"
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "desk/keyring/ids.h"

namespace waymark::desk {

/// How we know. Figures say which of these they count.
enum class Evidence : std::uint8_t { kSelfReported, kDocumentSeen, kThirdParty, kCourtRecord, kInferred };

inline constexpr std::array<std::pair<std::string_view, Evidence>, 5> kEvidenceNames{
    {{"self_reported", Evidence::kSelfReported},
     {"document_seen", Evidence::kDocumentSeen},
     {"third_party", Evidence::kThirdParty},
     {"court_record", Evidence::kCourtRecord},
     {"inferred", Evidence::kInferred}}};

inline std::string_view name_of(Evidence evidence) { return kEvidenceNames[static_cast<std::size_t>(evidence)].first; }
/// @error kMalformed
inline Result<Evidence> evidence_from(std::string_view name) {
  for (const auto& [known, evidence] : kEvidenceNames)
    if (known == name) return evidence;
  return fail(Code::kMalformed, "desk/outcome");
}

struct Outcome {
  std::string code;  ///< of the pack
  std::string date;  ///< YYYY-MM-DD
  Evidence evidence = Evidence::kSelfReported;
  bool operator==(const Outcome&) const = default;
};

/// One that was written down and not taken back.
struct NotedOutcome {
  RecordId id;
  Outcome outcome;
  std::string by;
  TimePoint at = {};
};

inline constexpr std::size_t kOutcomesPerCaseMax = 32;

}  // namespace waymark::desk
