// tally_report: what `waymark-courts tally` and `release` show and write, from a tally that is finished. Sentences come
// from the catalogue; the CSV keeps the words and numbers that programs need.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "courts/tally/tally.h"
#include "report/column_chart.h"
#include "report/data_package.h"
#include "report/interval_chart.h"
#include "text/catalogue.h"

namespace waymark::courts {

struct TallyReport {
  Tally tally;
  bool linked = false;                                  ///< cases were joined by links, not by УИД alone
  bool final = false;                                   ///< outcomes are the final ones
  bool impute = false;                                  ///< unknown outcomes are taken to be like the known ones
  std::string head = {};                                ///< of the archive, hex; empty if it was not verified
  std::string created = {};                             ///< RFC 3339
  std::map<std::string, std::string> court_names = {};  ///< by code, of the courts in the tally; as their cards say
};

/// One row a cell, for programs: tally.csv. Shares are proportions 0…1.
report::Table tally_data(const text::Catalogue& catalogue, Language language, const TallyReport& report);
/// What a reader sees: headline, notes, table.
std::vector<std::string> tally_headline(const text::Catalogue& catalogue, Language language, const TallyReport& report);
std::vector<std::string> tally_notes(const text::Catalogue& catalogue, Language language, const TallyReport& report);
report::Table tally_shown(const text::Catalogue& catalogue, Language language, const TallyReport& report);
/// All of it as lines for a terminal.
std::string tally_lines(const text::Catalogue& catalogue, Language language, const TallyReport& report);
/// The page; pictures are counts.LANGUAGE.png and shares.LANGUAGE.png beside it.
std::string tally_html(const text::Catalogue& catalogue, Language language, const TallyReport& report);
/// Numbers by the query's first dimension.
report::ColumnChart tally_columns(const text::Catalogue& catalogue, Language language, const TallyReport& report);
/// Shares of suspended sentences; no rows if the query has more than one dimension or asks for outcomes.
report::IntervalChart tally_shares(const text::Catalogue& catalogue, Language language, const TallyReport& report);
std::string tally_package(const text::Catalogue& catalogue, Language language, const TallyReport& report);

}  // namespace waymark::courts
