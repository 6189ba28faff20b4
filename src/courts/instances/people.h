// People: which accused are one person, by certain keys and by likeness (src/linkage). Inside of link_archive.
//
// Compared are family name, given name, patronymic, articles, place (court of the first instance, else its region) and
// day of receipt. The judge is not: he follows from the court, and would count it twice. Accused of one case are never
// one person. Somebody whose name is hidden is never met by likeness, only as the one accused of a case.
#pragma once

#include <string_view>
#include <vector>

#include "courts/instances/graph.h"
#include "linkage/link.h"

namespace waymark::courts {

/// The table that is linked and the linkage of it; row r is the accused `accused[r]` of the dossier.
struct People {
  linkage::Table table;
  std::vector<std::uint32_t> accused;  ///< index into Dossier::accused
  std::vector<std::uint32_t> row_of;   ///< the other way round; kNoRow for facts that stand for a case
  linkage::Linkage linkage;
  static constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

  [[nodiscard]] bool is_one_person(std::uint32_t accused_a, std::uint32_t accused_b) const;
};

/// The configuration: fields, blocking, thresholds.
linkage::LinkConfig people_config(const LinkOptions& options);

/// The decisions file as pairs of accused. @error as linkage::read_decisions
struct DecisionsRead {
  std::vector<linkage::Decision> of_rows;  ///< for linkage::link
  Decided of_accused;
  std::size_t unknown = 0;
};
/// The accused of all cases as a table, without the keys that depend on the groups.
People make_table(const Dossier& dossier);
Result<DecisionsRead> read_people_decisions(std::string_view csv, const People& people,
                                            const linkage::Workers& workers);
/// Adds the keys that the groups prove, and links. @error as linkage::link
Result<void> link_people(const Dossier& dossier, const std::vector<Place>& places, const DecisionsRead& decisions,
                         const LinkOptions& options, const linkage::Workers& workers, People& people);

}  // namespace waymark::courts
