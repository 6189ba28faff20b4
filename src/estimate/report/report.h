// estimate_report: what `waymark-courts estimate` writes, from studies that are finished. Sentences come from the
// catalogue.
#pragma once

#include <string>
#include <vector>

#include "estimate/read_table.h"
#include "estimate/study.h"
#include "report/interval_chart.h"
#include "text/catalogue.h"

namespace waymark::estimate {

struct EstimateReport {
  Declaration declaration;
  MethodOptions options;
  struct Group {
    std::string name;  ///< empty if the table has no strata
    Refused<Study> study;
  };
  std::vector<Group> groups;
};

/// The sentence of a refusal.
std::string sentence_of(const text::Catalogue& catalogue, Language language, const Refusal& refusal);

/// "Estimate: between … and …", "Wide: …" or "Cannot be estimated, because …".
std::string verdict_of(const text::Catalogue& catalogue, Language language, const EstimateReport::Group& group);

/// All groups together, or why there is no sum; empty for one group.
std::string sum_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report);

/// What a reader opens. Pictures are chart-N.png and chart-N.svg, N from 1.
std::string html_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report);
report::IntervalChart chart_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report,
                               const EstimateReport::Group& group);
std::string csv_of(const EstimateReport& report);
std::string json_of(const EstimateReport& report);

/// The methods as lines for a terminal.
std::string lines_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report);

}  // namespace waymark::estimate
