// Report: the files of a release as the public gets them: a page in each language, tables, charts, the descriptor for
// other people's programs, the ledger. Made from what the ledger prints and from nothing else, so a preview is the very
// thing.
// @source docs/spec/figures.md "Files of a report"
#pragma once

#include <functional>
#include <map>
#include <string>

#include "figures/plan.h"
#include "figures/series.h"
#include "figures/words.h"

namespace waymark::figures {

/// The word for a value of a property ("answer.status", "mobilised"); empty: the code stands.
using Label = std::function<std::string(Language, const std::string& property, const std::string& value)>;

struct ReportParts {
  const ReportPlan& plan;
  const Registry& registry;
  const text::Catalogue& catalogue;
  const Ledger& ledger;  ///< its last release is what the report is of
  const std::vector<SectionFigures>& sections;
  std::string organisation;
  Label label = {};
  std::vector<OtherSeries> others = {};  ///< stand beside the sections of their metrics
};

/// The table for other people's programs: everything that the release prints, a figure a line.
std::string figures_csv(const Release& release);

/// Name of the file → content. The same ledger gives the same bytes.
/// @error kStorage if a chart cannot be drawn; kMalformed as Words::of
Result<std::map<std::string, std::string>> report_files(const ReportParts& parts);

}  // namespace waymark::figures
