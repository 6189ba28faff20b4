// Instances: which case files are one case on its way through the courts, and which accused are one person.
//
//   LET(const Linked linked, link_archive(*reader, {.seed = 1}, decisions_csv, workers));   // the whole work
//   LET(const Linked linked, read_linked("links", *reader));                                // what was written
//   linked.is_received_once(case_id);  linked.end_of(case_id, person).outcome;
//
// Order of evidence: valid УИД; number at a court, old numbers included; reference to the lower court; the probable
// identity of an accused (src/linkage). Nothing is merged in the archive, and evidence that contradicts the names of
// the accused goes to people instead (review.csv). Spec of the files: docs/spec/courts-review.md.
// Thread rule: values; link_archive uses its workers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "courts/archive/reader.h"
#include "linkage/workers.h"

namespace waymark::courts {

/// What a case is to the one it follows.
enum class Relation : std::uint8_t {
  kRoot,        ///< nothing came before
  kSame,        ///< the same case, known once by the court's code and once by its name
  kTransfer,    ///< sent to another court
  kRenumbered,  ///< the same court gave it a new number
  kAgain,       ///< came back after a return to the prosecutor
  kAppeal,
  kCassation,    ///< also supervision
  kNewTrial,     ///< after a decision was set aside
  kExecution,    ///< here a suspended sentence becomes real
  kUnexplained,  ///< one УИД, and nothing says why
};
inline constexpr int kRelations = 10;
std::string_view name_of(Relation relation);

/// What an edge rests on; several may hold.
enum Evidence : std::uint8_t {
  kByUid = 1U << 0,
  kByNumber = 1U << 1,  ///< court and number, old numbers included
  kByLower = 1U << 2,   ///< the reference to the lower court
  kByPerson = 1U << 3,  ///< an accused who is probably the same
  kByReview = 1U << 4,  ///< somebody's decision
};
/// "uid+lower"
std::string text_of_evidence(std::uint8_t evidence);

/// One case in its group.
struct Instance {
  std::int64_t case_id = 0;
  std::int64_t root = 0;    ///< case id of the group's first case; its own for a root
  std::int64_t parent = 0;  ///< case id; 0 for a root
  std::uint32_t group = 0;  ///< from 1
  Relation relation = Relation::kRoot;
  std::uint8_t evidence = 0;
  double probability = 1;
  Stage stage = Stage::kUnknown;
};

/// One accused in one case: who he is, and what became of him.
struct End {
  std::int64_t case_id = 0;
  std::int32_t index = 0;         ///< place in the case from 0, as Fact::person
  std::uint32_t person = 0;       ///< from 1
  std::uint32_t person_size = 1;  ///< records of that person
  double probability = 1;         ///< of the least certain join
  Outcome outcome = Outcome::kUnknown;
  Outcome final_outcome = Outcome::kUnknown;  ///< after transfer, appeal, new trial, execution
  std::int64_t final_case = 0;                ///< the case that says so
};

struct Linked {
  std::vector<Instance> cases;  ///< in the order of case ids
  std::vector<End> ends;        ///< in the order of case id, index
  std::uint32_t persons = 0;

  /// Nothing if the case was not in the archive when it was linked.
  [[nodiscard]] const Instance* find(std::int64_t case_id) const;
  /// Whether receiving this case is receiving a case for the first time: a first instance that is nobody's successor.
  /// Transferred, renumbered, returned and retried cases are received once. A case that is not known counts.
  [[nodiscard]] bool is_received_once(std::int64_t case_id) const;
  [[nodiscard]] const End* end_of(std::int64_t case_id, std::int32_t index) const;
};

struct LinkOptions {
  std::uint64_t seed = 1;
  double link = 0.9;     ///< from this probability on two records are one person
  double review = 0.05;  ///< from this on a pair is shown to people
};

/// What linking says beside the result, for its files and the terminal.
struct LinkReport {
  std::size_t review_pairs = 0;
  std::size_t uid_conflicts = 0;  ///< УИД or references that the names contradict
  std::size_t ambiguous = 0;      ///< cases with two equally good predecessors: none was chosen
  std::size_t decisions = 0;
  std::size_t decisions_unknown = 0;
  double expected_precision = 1;  ///< of the pairs joined by likeness, after the model
  std::vector<std::string> notes = {};
};

/// The texts of the four files.
struct LinkFiles {
  std::string instances = {};
  std::string persons = {};
  std::string review = {};
  std::string summary = {};
};

struct LinkRun {
  Linked linked;
  LinkReport report;
  LinkFiles files;
};

/// Links everything in an archive as it stands now.
/// @param decisions  the decisions file's text, empty for none (docs/spec/courts-review.md)
/// @error kInvalid   thresholds outside 0…1 or in the wrong order; kMalformed, kConflict the decisions file
Result<LinkRun> link_archive(ArchiveReader& reader, const LinkOptions& options, std::string_view decisions,
                             const linkage::Workers& workers);

/// Writes instances.csv, persons.csv, review.csv and, last, summary.json: whole or not at all.
/// @error kStorage
Result<void> write_linked(const LinkFiles& files, const std::filesystem::path& folder);

/// Reads back what write_linked wrote. Cases that the archive numbers differently now are refused.
/// @error kNotFound  no summary.json: no result, or one cut short; kMalformed; kConflict of another archive
Result<Linked> read_linked(const std::filesystem::path& folder, ArchiveReader& reader);

/// Some lines for the terminal.
std::string describe(const LinkRun& run);

}  // namespace waymark::courts
