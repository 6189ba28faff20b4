// The texts of instances.csv, persons.csv, review.csv and summary.json. Inside of link_archive.
#pragma once

#include "courts/instances/people.h"

namespace waymark::courts {

/// Everything that was found, borrowed.
struct Found {
  const Dossier& dossier;
  const std::vector<Tie>& ties;  ///< the certain ones, for those that names contradict
  const std::vector<Place>& places;
  const People& people;
  const DecisionsRead& decisions;
  const LinkOptions& options;
};

std::string instances_csv(const Found& found, const Linked& linked);
std::string persons_csv(const Found& found, const Linked& linked);
/// @param report  review_pairs and uid_conflicts are set
std::string review_csv(const Found& found, LinkReport& report);
std::string summary_json(const Found& found, const Linked& linked, const LinkReport& report);

/// Most lines of review.csv: more than anybody reads; the likeliest to matter come first.
inline constexpr std::size_t kReviewPairsMax = 20'000;

}  // namespace waymark::courts
