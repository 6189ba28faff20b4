// ArchiveReader: reads an archive while others may write to it. Facts stream by the million; cards come one by one.
//
// Thread rule: one reader belongs to one thread; open several on one file to read in parallel (fact ids are dense, so
// ranges of them split the work evenly).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "courts/archive/archive.h"

namespace waymark::courts {

/// One revision of one case as one view showed it.
struct Revision {
  std::int64_t entry = 0;  ///< sequence number in the chain
  std::int64_t case_id = 0;
  View view = View::kCard;
  std::int32_t seen = kNoDay;  ///< first day it was seen like this
  bool tombstone = false;      ///< nothing more but: it was not there any more
  Card card = {};              ///< empty for a tombstone; act texts are not loaded
};

struct CaseFile {
  std::int64_t id = 0;
  std::string key = {};  ///< "26KJ0005|7У-1297/2026"
  std::int32_t first_seen = kNoDay;
};

struct VanishedRecord {
  std::int64_t entry = 0;  ///< of the tombstone
  std::int64_t case_id = 0;
  std::string key = {};
  View view = View::kCard;
  std::int32_t last_seen = kNoDay;
  std::int32_t gone = kNoDay;
  std::int32_t returned = kNoDay;  ///< day it was there again, if it was
};

/// Whence a case is known: for the provenance of a number.
struct Sighting {
  std::int64_t entry = 0;
  std::int32_t seen = kNoDay;
  std::string source = {};
  std::string url = {};
  crypto::Sha256 sha256{};
};

struct FactRange {
  std::int64_t first = 1;
  std::int64_t last = std::numeric_limits<std::int64_t>::max();  ///< inclusive
};

class ArchiveReader {
 public:
  /// @error kNotFound when there is no such file, kUnsupported for a file of another program
  static Result<std::unique_ptr<ArchiveReader>> open(const std::filesystem::path& file);
  ~ArchiveReader();

  [[nodiscard]] Result<std::int64_t> fact_count();
  [[nodiscard]] Result<std::int64_t> last_fact_id();
  /// Calls `take` with some thousand facts at a time, in the order of ids. Tells nothing of order among cases.
  Result<void> for_each_fact(FactRange range, const std::function<void(std::span<const Fact>)>& take);
  /// The same with the texts; about a quarter of the speed.
  Result<void> for_each_text(FactRange range, const std::function<void(const FactTexts&)>& take);
  /// All terms at once; the index is the term. Terms are few: courts, article sets.
  Result<std::vector<std::string>> terms();
  /// The facts of one case.
  Result<std::vector<Fact>> facts_of(std::int64_t case_id);

  /// The facts as they stood on a day: only what had been seen by then. Slower: it reads revisions.
  Result<void> for_each_fact_as_of(std::int32_t day, const std::function<void(std::span<const Fact>)>& take);

  Result<CaseFile> case_file(std::int64_t case_id);
  /// @error kNotFound
  Result<CaseFile> find_case(std::string_view key);
  /// Some cases of a court, by its code; at most `limit`.
  Result<std::vector<std::int64_t>> cases_of_court(std::string_view code, int limit);
  /// Cases with this УИД (its check must fit), in several courts perhaps.
  Result<std::vector<std::int64_t>> cases_with_uid(std::string_view uid_key);
  /// Calls `take` with the cases of each УИД that more than one case has, in the order of УИД.
  /// @param from, to  from <= УИД < to; an empty `to` has no end. Ranges split the work among readers.
  Result<void> for_each_shared_uid(std::string_view from, std::string_view to,
                                   const std::function<void(std::span<const std::int64_t>)>& take);
  /// The newest card through the best view, with its act texts. @error kNotFound
  Result<Card> card(std::int64_t case_id);
  /// Every revision and tombstone of a case, oldest first.
  Result<std::vector<Revision>> revisions(std::int64_t case_id);
  Result<std::vector<Sighting>> sightings(std::int64_t case_id);
  /// A page's bytes as they came. @error kNotFound
  Result<std::string> page_bytes(const crypto::Sha256& sha256);
  /// Records with a tombstone on or after a day, oldest first.
  Result<std::vector<VanishedRecord>> vanished_since(std::int32_t day);
  /// Cases with a revision or tombstone within the days (both inclusive), beyond their first one.
  Result<std::vector<std::int64_t>> changed_between(std::int32_t from, std::int32_t to);

 private:
  class Impl;
  explicit ArchiveReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// One difference between two cards.
struct Change {
  std::string where = {};  ///< "ЛИЦА / Результат в отношении лица / 1"
  std::string before = {};
  std::string after = {};
};
/// Compares everything the pages said, section by section.
std::vector<Change> compare(const Card& before, const Card& after);

}  // namespace waymark::courts
