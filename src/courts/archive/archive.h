// ArchiveWriter: the append-only archive of court records. What a court said once stays, also when it changes or
// vanishes.
//
// One SQLite file. Entries (pages, revisions, tombstones, …) form a hash chain: none can be changed, removed or moved
// without verify() naming the first bad one. Everything else in the file is derived from the entries. One writer at a
// time; one thread. Spec: docs/spec/courts-archive.md.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "courts/archive/facts.h"
#include "courts/archive/records.h"
#include "crypto/verify/hash.h"

namespace waymark::courts {

/// How a date of seeing is known.
enum class SeenFrom : std::uint8_t { kGiven = 1, kContainer = 2, kFileTime = 3 };

/// What a page turned out to be.
enum class PageKind : std::uint8_t {
  kUnknown = 0,
  kCard = 1,
  kList = 2,
  kUidList = 3,
  kActText = 4,
  kScrape = 5,  ///< rows of a CSV or JSON-lines file
  // Non-answers: never counted as emptiness.
  kNothingFound = 16,
  kCaptcha = 17,
  kThrottled = 18,
  kUnavailable = 19,
  kSearchForm = 20,
  kTruncated = 21,  ///< ends before its content
};
std::string_view name_of(PageKind kind);
inline bool is_answer(PageKind kind) { return kind >= PageKind::kCard && kind <= PageKind::kScrape; }

/// One page as it came, with what was read from it.
struct PageRecord {
  std::string source = {};     ///< "folder/cards.zip!17.html": relative, never an absolute path
  std::string url = {};        ///< if the container or the page says
  std::int32_t seen = kNoDay;  ///< day
  SeenFrom seen_from = SeenFrom::kFileTime;
  PageKind kind = PageKind::kUnknown;
  std::string encoding = {};  ///< "utf-8", "windows-1251", …, decided by bytes
  std::string court_code = {};
  crypto::Sha256 sha256{};      ///< of `bytes`
  std::string_view bytes = {};  ///< borrowed; kept compressed
};

/// What one call of put_page() did.
struct PutCounts {
  std::int64_t new_cases = 0;
  std::int64_t new_revisions = 0;  ///< also the first of a case
  std::int64_t unchanged = 0;
  std::int64_t returned = 0;  ///< had a tombstone and is there again
  bool page_is_new = false;   ///< these very bytes had never been seen
};

class ArchiveWriter {
 public:
  /// Opens or creates the archive. @error kUnsupported, kStorage, kUnavailable when another program writes to it
  static Result<std::unique_ptr<ArchiveWriter>> open(const std::filesystem::path& file);
  ~ArchiveWriter();

  /// Begins (or, if the last import of that name was cut short, goes on with) an import.
  /// @param name      what the user calls it, e.g. the inputs as typed; @param snapshot empty, or a declared whole
  /// @return          whether an unfinished import is being continued
  Result<bool> begin_import(std::string_view name, std::string_view snapshot, std::int32_t day);
  /// Whether an item of this import is in already (only when continuing).
  Result<bool> item_done(std::string_view item);
  /// Stores a page and what it says. Repeating it changes nothing. Not durable before commit().
  Result<PutCounts> put_page(std::string_view item, const PageRecord& page, std::span<const Card> cards);
  /// Makes everything so far durable. Call every few hundred pages.
  Result<void> commit();
  /// Ends the import: writes tombstones if it was a snapshot, updates facts. @return tombstones written
  Result<std::int64_t> end_import(std::span<const std::string> courts_with_non_answers, bool non_answer_without_court);
  /// Derives all facts, pages and УИД anew from the entries (a newer reader of outcomes, a file from elsewhere).
  Result<void> rebuild_facts();

 private:
  class Impl;
  explicit ArchiveWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What verify() found.
struct Verification {
  std::int64_t entries = 0;
  std::int64_t blobs = 0;
  crypto::Sha256 head{};  ///< hash of the newest entry: publish it, and nobody can rewrite the past unseen
  bool intact = true;
  std::int64_t first_bad = 0;  ///< sequence number of the first entry that does not fit
  std::string_view what = {};  ///< what does not fit there, a literal
  std::string record = {};     ///< which record, e.g. the key of the case
};

/// Reads the whole chain, all pages and texts, and compares what is derived from them.
Result<Verification> verify_archive(const std::filesystem::path& file);

/// What verify_facts() found. Facts differ from their entries when somebody changed them, and when another version of
/// this program derived them; ArchiveWriter::rebuild_facts() mends both.
struct FactVerification {
  std::int64_t cases_wrong = 0;  ///< cases whose facts or texts do not follow from their entries
  std::string first_wrong = {};  ///< key of the first of them
  std::int64_t strays = 0;       ///< facts of no case
  std::int64_t rows_wrong = 0;   ///< rows of pages, of what they speak of, of УИД and of courts (derived_rows.h)
  [[nodiscard]] bool follow() const { return cases_wrong == 0 && strays == 0 && rows_wrong == 0; }
};

/// Derives every fact, page and УИД anew from the entries and compares. Says nothing about the entries:
/// verify_archive() first.
Result<FactVerification> verify_facts(const std::filesystem::path& file);

}  // namespace waymark::courts
