// covariates: what `waymark-courts estimate --covariates` writes. The assumption stands beside the number everywhere.
#pragma once

#include <string>
#include <vector>

#include "estimate/doubly_robust.h"
#include "estimate/study.h"
#include "text/catalogue.h"

namespace waymark::estimate {

struct CovariateReport {
  Declaration declaration;
  DoublyRobustOptions options;
  std::string first;  ///< names of the two lists
  std::string second;
  std::vector<std::string> covariates;
  std::vector<Entered> entered;
  DoublyRobust result;

  /// Where the interval spans too much no number is given, not even in the JSON.
  [[nodiscard]] bool says_something() const { return result.interval.high <= kWideRatioMax * result.interval.low; }
};

std::string lines_of(const text::Catalogue& catalogue, Language language, const CovariateReport& report);
std::string html_of(const text::Catalogue& catalogue, Language language, const CovariateReport& report);
std::string json_of(const CovariateReport& report);

}  // namespace waymark::estimate
