// tally_options: what `tally`, `why` and `release` have in common: the question on the command line, and the folder
// that is written.
#pragma once

#include <filesystem>
#include <string>

#include "courts/report/tally_report.h"
#include "courts/tally/tally.h"
#include "programs/courts/commands.h"

namespace waymark::program {

using courts::TallyReport;

struct TallyOptions {
  std::string archive;
  courts::QueryWords words;
  std::string language = "en";
  unsigned threads = 0;
  bool impute = false;
  std::string links;  ///< folder that `link --archive` wrote; empty: by valid УИД
  bool final = false;
};

/// What links say, in the form that the tally takes.
struct Followed {
  courts::SharedCases shared = {};
  courts::FinalOutcomes final = {};
};
/// --archive, --links, --final
void add_source_options(CLI::App& command, TallyOptions& options);
/// @error by a sentence: --final without --links
OrStop<Followed> follow(const TallyOptions& options);
/// Borrows `followed`.
courts::TallySource source_of(const TallyOptions& options, const Followed& followed);

/// The source options and --unit, --by, --where, --as-of, --impute, --language, --threads
void add_tally_options(CLI::App& command, TallyOptions& options);

/// Counts. Created now; the head is left empty.
OrStop<TallyReport> make_report(const TallyOptions& options, const courts::TallySource& source);
OrStop<Language> language_of(const std::string& code);
OrStop<text::Catalogue> texts();

OrStop<void> write_whole(const std::filesystem::path& file, const std::string& bytes);
OrStop<std::string> read_whole(const std::filesystem::path& file);
/// tally.csv, datapackage.json, index.LANGUAGE.html, counts and shares as PNG and SVG.
OrStop<void> write_tally(const text::Catalogue& catalogue, Language language, const TallyReport& report,
                         const std::filesystem::path& folder);

}  // namespace waymark::program
