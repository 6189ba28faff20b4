// Importer: everything the user hands over goes into the archive, once, and what was not understood into a report.
//
// Restartable at any moment: the archive remembers which items of an unfinished import it has. Thread rule: one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/result.h"
#include "courts/archive/archive.h"
#include "courts/files/item.h"
#include "courts/pages/page.h"

namespace waymark::courts {

struct ImportOptions {
  std::string snapshot;              ///< name of a declared whole; empty if it is none
  std::optional<std::int32_t> seen;  ///< day that counts for everything, instead of containers' and files' own
  std::string court_code;            ///< for files that do not say; empty = none
};

/// Where the import is, for a progress bar.
struct Progress {
  std::int64_t files_done = 0;
  std::int64_t files_in_all = 0;
  std::int64_t items = 0;
  std::int64_t cards = 0;
};

/// What was not understood, counted, with examples.
struct ReportLine {
  std::int64_t count = 0;
  std::vector<std::string> examples;  ///< "text (source)", at most kExamplesMax
};
inline constexpr std::size_t kExamplesMax = 5;

struct ImportReport {
  std::int64_t items = 0;         ///< pages and blocks of rows
  std::int64_t rows = 0;          ///< rows of CSV and JSON lines
  std::int64_t skipped_done = 0;  ///< taken in by the import that was cut short
  bool continued = false;
  std::map<PageKind, std::int64_t> kinds;
  std::int64_t cards = 0;
  std::int64_t repeated_rows = 0;  ///< the same record once more within this import (overlapping pages of a list)
  PutCounts put = {};
  std::int64_t tombstones = 0;
  bool snapshot_incomplete =
      false;  ///< something is missing, nobody knows of which court: nothing may be called vanished
  std::set<std::string> courts_left_out;        ///< courts with non-answers: nothing of theirs may be called vanished
  std::set<std::string> courts_listed_in_part;  ///< courts whose lists lack pages: the same
  std::int64_t uid_in_several_courts = 0;
  std::map<std::string, ReportLine, std::less<>> not_understood;  ///< by kind of note, and files that failed
};

/// One page of a list: its rows, counted from 1, and the numbers of their cases.
struct ListPage {
  std::int64_t first, last;
  std::set<std::string> cases;
  auto operator<=>(const ListPage&) const = default;
};
/// Whether every list that the pages are of is there in whole. Lists with the same counter are told apart by their
/// rows: where rows 1 to 25 were seen in two versions, the rows behind them must have been, too.
bool are_whole(const std::set<ListPage>& pages, std::int64_t in_all);

class Importer {
 public:
  using Show = std::function<void(const Progress&)>;
  /// @param archive  borrowed; @param today the day of files that say nothing else about when they were seen
  Importer(ArchiveWriter& archive, ImportOptions options, std::int32_t today, Show show);

  /// Takes in files and folders (recursively, in the order of names). A file that cannot be read is a line in the
  /// report.
  /// @error kStorage and the like when the archive fails; the import can be started again then
  Result<ImportReport> run(const std::vector<std::filesystem::path>& inputs);

 private:
  Result<void> take_file(const std::filesystem::path& file, const std::string& name);
  Result<void> take_item(Item& item, std::int32_t file_day);
  Result<void> take_page(Item& item, std::int32_t seen, SeenFrom from);
  Result<void> take_rows(Item& item, std::int32_t seen, SeenFrom from);
  void join_rows_of_one_case(std::vector<Card>& cards);
  Result<void> put(const std::string& name, PageRecord& record, std::vector<Card>& cards);
  void note(std::string_view kind, std::string_view example, std::string_view source);
  void count_non_answer(const PageReading& page);
  /// Which rows of which of the court's lists a page holds.
  void count_list(const PageReading& page);
  /// Courts whose lists do not hold every row that they speak of.
  void find_lists_in_part();

  ArchiveWriter& archive_;
  const ImportOptions options_;
  const std::int32_t today_;
  Show show_;
  Progress progress_;
  ImportReport report_;
  std::set<std::string> records_seen_;
  /// Pages of lists, by court, kind of case and how many the list has in all.
  std::map<std::tuple<std::string, Stage, std::int64_t>, std::set<ListPage>> lists_;
  std::map<std::string, std::set<std::string>> courts_of_uid_;
  std::int64_t uncommitted_ = 0;
};

/// Text for people: what came in, what was no answer, what was not understood.
std::string describe(const ImportReport& report);

}  // namespace waymark::courts
