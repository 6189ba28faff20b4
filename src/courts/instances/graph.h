// Graph: cases tied together by certain evidence, and each case's place after the one that it follows. Inside of
// link_archive.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "courts/instances/dossier.h"
#include "courts/instances/instances.h"
#include "linkage/cluster.h"

namespace waymark::courts {

/// Two cases (indices into Dossier::cases, a < b) that something ties together.
struct Tie {
  std::uint32_t a = 0, b = 0;
  std::uint8_t evidence = 0;
  double probability = 1;
  bool contradicted = false;  ///< the names of the accused say no: goes to people
};

/// Pairs of records that people have decided, as record ids.
struct Decided {
  std::set<std::pair<std::uint32_t, std::uint32_t>> same = {};       ///< indices into Dossier::accused, first < second
  std::set<std::pair<std::uint32_t, std::uint32_t>> different = {};  ///< the same
};

/// Ties by УИД, number and reference to the lower court, sorted by a, b, each pair once.
std::vector<Tie> certain_ties(const Dossier& dossier, const Decided& decided);

/// A case's place; indices into Dossier::cases.
struct Place {
  std::uint32_t root = 0;
  std::uint32_t parent = kNoParent;
  Relation relation = Relation::kRoot;
  std::uint8_t evidence = 0;
  double probability = 1;
  static constexpr std::uint32_t kNoParent = 0xFFFFFFFF;
};

/// Finds for each case what it follows, in the groups that the ties make. One a case, in their order.
std::vector<Place> place_cases(const Dossier& dossier, const std::vector<Tie>& ties);

}  // namespace waymark::courts
