// Ends: what became of each accused after transfer, appeal, new trial and execution. Inside of link_archive.
#pragma once

#include "courts/instances/people.h"

namespace waymark::courts {

/// One for each accused of the dossier, in its order, with person and group filled in. A fact that stands for a case
/// has the person 0.
std::vector<End> find_ends(const Dossier& dossier, const std::vector<Place>& places, const People& people);

}  // namespace waymark::courts
