// Dossier: what linking needs of an archive, in memory: cases with their numbers and references, accused with their
// names. Inside of link_archive.
//
// Courts that a page names in words only are given their code where another page told it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "courts/archive/reader.h"

namespace waymark::courts {

struct Accused {
  std::uint32_t of_case = 0;  ///< index into Dossier::cases
  std::int32_t index = 0;     ///< Fact::person
  bool named = false;         ///< the court names somebody, hidden or not; false: the fact stands for the case
  std::string name = {};
  std::array<std::string, 3> parts = {};  ///< family name, given name, patronymic, folded; all empty when hidden
  std::string articles = {};
  std::int32_t decided = kNoDay;
  Outcome outcome = Outcome::kUnknown;
  std::string sentence = {};
};

struct CaseRecord {
  std::int64_t id = 0;
  std::string key = {};
  std::string court = {};       ///< code, else the folded name
  std::string court_name = {};  ///< as a page writes it; may be empty
  std::int32_t region = 0;
  Stage stage = Stage::kUnknown;
  std::int32_t received = kNoDay;
  std::int32_t decided = kNoDay;  ///< the latest of its accused
  CaseNumber number = {};
  std::string uid = {};  ///< only if its check fits
  std::string judge = {};
  std::string lower_written = {};  ///< name of the lower court
  std::string lower_court = {};    ///< its code if it is known, else the folded name; empty if there is none
  std::string lower_number = {};
  std::uint32_t first_accused = 0;  ///< index into Dossier::accused
  std::uint32_t accused_count = 0;
};

struct Dossier {
  std::vector<CaseRecord> cases;  ///< in the order of case ids
  std::vector<Accused> accused;   ///< those of one case together, in their order

  [[nodiscard]] std::span<const Accused> of(const CaseRecord& one) const {
    return std::span{accused}.subspan(one.first_accused, one.accused_count);
  }
  /// "26GV0001|1-7/2024#1"
  [[nodiscard]] std::string record_id(const Accused& one) const;
};

Result<Dossier> load_dossier(ArchiveReader& reader);

/// What two names say of each other. Typing errors and initials agree; hidden and missing names say nothing.
enum class NameWord : std::uint8_t { kNothing, kAgree, kContradict };
NameWord compare_names(const std::array<std::string, 3>& a, const std::array<std::string, 3>& b);
/// Of two cases: kContradict when both name people and nobody of the one can be anybody of the other.
NameWord compare_accused(std::span<const Accused> a, std::span<const Accused> b);

}  // namespace waymark::courts
