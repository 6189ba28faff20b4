#include "estimate/study.h"

#include <algorithm>
#include <cmath>

#include "estimate/distributions.h"

namespace waymark::estimate {
namespace {

struct Month {
  int year = 0;
  int month = 0;  ///< 0: the whole year
};

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

std::optional<Month> month_of(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  if (!year) return std::nullopt;
  if (text.size() == 4) return Month{*year, 0};
  const auto month = digits(text.substr(5, 2));
  if (text[4] != '-' || !month || *month < 1 || *month > 12) return std::nullopt;
  if (text.size() == 10 && (text[7] != '-' || !digits(text.substr(8)))) return std::nullopt;
  return Month{*year, *month};
}

}  // namespace

std::optional<int> months_of(std::string_view period) {
  const auto dots = period.find("..");
  const auto from = month_of(period.substr(0, dots));
  const auto to = dots == std::string_view::npos ? from : month_of(period.substr(dots + 2));
  if (!from || !to) return std::nullopt;
  const int first = from->year * 12 + (from->month == 0 ? 1 : from->month);
  const int last = to->year * 12 + (to->month == 0 ? 12 : to->month);
  return last < first ? std::nullopt : std::optional(last - first + 1);
}

Refused<void> check_declaration(const Declaration& declaration) {
  const auto is_blank = [](const std::string& text) { return text.find_first_not_of(" \t") == std::string::npos; };
  if (is_blank(declaration.population)) return refuse(Reason::kUndeclared, 0, "population");
  if (is_blank(declaration.region)) return refuse(Reason::kUndeclared, 0, "region");
  const auto months = months_of(declaration.period);
  if (!months) return refuse(Reason::kUndeclared, 0, "period");
  if (declaration.strata_are_time && declaration.stratified) return {};
  if (declaration.open || declaration.strata_are_time ||
      (*months > kClosedMonthsMax && is_blank(declaration.closed_because)))
    return refuse(Reason::kOpen, *months);
  return {};
}

std::vector<SensitivityRow> dependence_sensitivity(const OverlapTable& table, double population) {
  const auto observed = static_cast<double>(table.observed());
  std::vector<SensitivityRow> rows;
  for (const double factor : {1.0 / 3, 0.5, 1 / 1.5, 1.0, 1.5, 2.0, 3.0})
    rows.push_back({factor, observed + factor * (population - observed)});
  return rows;
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kEstimate: return "estimate";
    case Verdict::kWide: return "wide";
    case Verdict::kCannot: return "cannot";
  }
  return "unknown";
}

std::string_view name_of(Because because) {
  switch (because) {
    case Because::kNothing: return "nothing";
    case Because::kMethodsDisagree: return "methods-disagree";
    case Because::kNoUpperLimit: return "no-upper-limit";
    case Because::kTooFewMethods: return "too-few-methods";
    case Because::kSelfTestFails: return "self-test-fails";
    case Because::kBelowBound: return "below-bound";
    case Because::kHiddenCounts: return "hidden-counts";
  }
  return "unknown";
}

namespace {

/// Chao's bound, if the middle of the methods lies below it by more than chance: by more than a standard error of the
/// bound, on the scale of the logarithm of the unseen. Both are from the same table and err alike, so that the
/// difference of two right ones is smaller than the error of either (Hausman 1978, Econometrica 46).
/// @return the bound's lower limit
std::optional<double> bound_above(const Study& study, double confidence) {
  const auto observed = static_cast<double>(study.table.observed());
  const auto chao = std::ranges::find(study.methods.results, Method::kChao, &MethodResult::method);
  if (!study.joined || chao == study.methods.results.end() || !chao->population) return std::nullopt;
  const double unseen = *chao->population - observed, unseen_low = chao->low - observed;
  if (unseen <= 0 || unseen_low <= 0) return std::nullopt;
  const double error = std::log(unseen / unseen_low) / normal_quantile(confidence);
  const double middle = std::max(study.joined->population - observed, 1e-9);
  return std::log(unseen / middle) > error ? std::optional(chao->low) : std::nullopt;
}

}  // namespace

void judge(Study& study, double confidence) {
  study.verdict = Verdict::kCannot;
  const auto tested = score_joined(study.self_test);
  if (!study.joined)
    study.because = Because::kTooFewMethods;
  else if (const auto bound = bound_above(study, confidence))
    study.because = Because::kBelowBound, study.at_least = *bound;
  else if (!study.joined->high)
    study.because = Because::kNoUpperLimit;
  else if (*study.joined->high > kWideRatioMax * study.joined->low)
    study.because = Because::kMethodsDisagree;
  else if (tested.rows >= 3 && tested.coverage < kSelfTestCoverageMin)
    study.because = Because::kSelfTestFails;
  else
    study.verdict = *study.joined->high <= kEstimateRatioMax * study.joined->low ? Verdict::kEstimate : Verdict::kWide;
  if (study.verdict == Verdict::kCannot) study.joined.reset();
}

namespace {

/// Methods, what they say together, and nothing that only the main table needs.
Refused<Study> compare_methods(const OverlapTable& table, const MethodOptions& options) {
  const auto selected = stepwise(table);
  if (!selected) return std::unexpected(selected.error());
  if (selected->wanted_infinite) return refuse(Reason::kInfinite);
  Study study{.table = table,
              .methods = all_methods(table, options),
              .joined = {},
              .pairs = {},
              .priors = {},
              .sensitivity = dependence_sensitivity(table, selected->fit.population),
              .self_test = {},
              .left_out = {}};
  study.joined = join(study.methods);
  return study;
}

void add_all_lists(Study& study, const OverlapTable& table, const MethodOptions& options) {
  auto with_all = compare_methods(table, options);
  if (!with_all) {
    study.with_all_refused = with_all.error();
    return;
  }
  judge(*with_all, options.confidence);
  study.with_all_lists.push_back(std::move(*with_all));
}

}  // namespace

Refused<Study> make_study(const OverlapTable& table, const MethodOptions& options) {
  if (auto checked = check_table(table); !checked) return std::unexpected(checked.error());
  auto looks = independent_looks(table);
  auto study = compare_methods(looks.table, options);
  if (!study) return study;
  study->pairs = pairwise_bounds(looks.table, options.confidence);
  if (looks.table.lists() <= kGraphListsMax)
    study->priors = prior_sensitivity(looks.table, decomposable_graphs(looks.table.lists()), options.threads);
  study->self_test = self_test(looks.table, options);
  judge(*study, options.confidence);
  study->left_out = std::move(looks.left_out);
  if (!study->left_out.empty()) add_all_lists(*study, table, options);
  return study;
}

std::optional<Joined> sum_of_groups(const std::vector<Study>& studies) {
  Joined sum{.population = 0, .low = 0, .high = 0.0};
  for (const Study& study : studies) {
    if (study.verdict == Verdict::kCannot || !study.joined || !study.joined->high) return std::nullopt;
    sum.population += study.joined->population;
    sum.low += study.joined->low;
    *sum.high += *study.joined->high;
  }
  if (studies.empty()) return std::nullopt;
  return sum;
}

}  // namespace waymark::estimate
