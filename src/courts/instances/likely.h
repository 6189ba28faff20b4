// Likely edges: cases that no certain evidence ties, continued through an accused who is probably the same. Inside of
// link_archive.
#pragma once

#include "courts/instances/people.h"

namespace waymark::courts {

struct LikelyEdges {
  std::vector<Tie> ties;      ///< evidence kByPerson, with the probability of the person
  std::size_t ambiguous = 0;  ///< cases with two predecessors that fit equally: none was chosen
};

/// Days within which one case can follow another, generously: what is later is somebody's other case.
inline constexpr std::int32_t kTransferDaysMax = 200;
inline constexpr std::int32_t kAppealDaysMax = 400;
inline constexpr std::int32_t kCassationDaysMax = 1100;
inline constexpr std::int32_t kExecutionDaysMax = 2200;

LikelyEdges likely_edges(const Dossier& dossier, const std::vector<Place>& places, const People& people);

}  // namespace waymark::courts
