#include "estimate/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "estimate/report/tables.h"
#include "report/html_page.h"

namespace waymark::estimate {
namespace {

using Group = EstimateReport::Group;

/// Rounds as report::shown does.
std::int64_t whole(double value) { return std::llrint(value); }

std::string factor_text(double factor, Language language) {
  return report::shown({factor, factor < 10 ? 1 : 0}, language);
}

/// What chooses the word for "times" after factor_text(): 0 stands for a number with a fraction.
std::int64_t times_of(double factor) { return factor < 10 ? 0 : std::llround(factor); }

void write_chains(const Voice& voice, report::HtmlPage& page, const Study& study) {
  if (!study.methods.latent) return;
  const auto& latent = *study.methods.latent;
  std::string medians;
  for (const double median : latent.chain_medians)
    medians += (medians.empty() ? "" : "; ") + report::shown({median, 0}, voice.language);
  page.paragraph(voice.say("report.chains", {{"chains", static_cast<std::int64_t>(latent.chain_medians.size())},
                                             {"rhat", report::shown({latent.r_hat, 3}, voice.language)},
                                             {"effective", whole(latent.effective_size)},
                                             {"converged", std::string(latent.converged() ? "yes" : "no")},
                                             {"medians", medians}}));
}

void write_self_test(const Voice& voice, report::HtmlPage& page, const Study& study) {
  page.heading(3, voice.say("report.self-test"));
  const auto score = score_joined(study.self_test);
  if (score.rows == 0) {
    page.paragraph(voice.say("report.self-test-none"));
    return;
  }
  page.paragraph(voice.say("report.self-test-note", {{"covered", whole(score.coverage * score.rows)},
                                                     {"rows", std::int64_t{score.rows}},
                                                     {"factor", factor_text(std::exp(score.rmse), voice.language)},
                                                     {"times", times_of(std::exp(score.rmse))}}));
  page.table(self_test_table(voice, study));
}

void write_priors(const Voice& voice, report::HtmlPage& page, const Study& study) {
  if (study.priors.empty()) return;
  const auto [low, high] =
      std::ranges::minmax(study.priors, {}, [](const PriorRow& row) { return row.posterior.median; });
  const double ratio = high.posterior.median / low.posterior.median;
  page.heading(3, voice.say("report.priors"));
  page.paragraph(voice.say("report.priors-note", {{"ratio", std::string(ratio > 1.5 ? "large" : "small")},
                                                  {"factor", factor_text(ratio, voice.language)},
                                                  {"times", times_of(ratio)}}));
  page.table(priors_table(voice, study));
}

void write_study(const Voice& voice, report::HtmlPage& page, const EstimateReport& report, const Study& study,
                 std::size_t n) {
  for (const auto& line : beside_lines(voice, study)) page.paragraph(line);
  for (const auto& line : left_out_lines(voice, study)) page.strong(line);
  page.heading(3, voice.say("report.methods"));
  const std::string chart = fmt::format("chart-{}.{}", n, code_of(voice.language));
  page.picture(chart + ".png", voice.say("report.chart-description"));
  page.link(chart + ".svg", chart + ".svg");
  page.paragraph(voice.say("report.methods-note", {{"confidence", whole(100 * report.options.confidence)}}));
  page.table(methods_table(voice, study));
  if (study.methods.models_tried > 0)
    page.paragraph(
        voice.say("report.models", {{"tried", static_cast<std::int64_t>(study.methods.models_tried)},
                                    {"without", static_cast<std::int64_t>(study.methods.models_without_estimate)}}));
  write_chains(voice, page, study);
  for (const auto& all : study.with_all_lists) {
    page.heading(3, voice.say("report.with-all-lists"));
    page.table(methods_table(voice, all));
    write_chains(voice, page, all);
  }
  write_self_test(voice, page, study);
  write_priors(voice, page, study);
  page.heading(3, voice.say("report.sensitivity"));
  page.paragraph(voice.say("report.sensitivity-note"));
  page.table(sensitivity_table(voice, study));
  page.heading(3, voice.say("report.pairs"));
  page.strong(voice.say("report.pairs-note"));
  page.table(pairs_table(voice, study));
}

std::vector<std::string> assumptions(const Voice& voice) {
  std::vector<std::string> sentences;
  for (const char* key : {"closed", "linked", "reachable", "highest", "self-test"})
    sentences.push_back(voice.say(std::string("assumption.") + key));
  return sentences;
}

std::string declared(const Voice& voice, const Declaration& declaration) {
  return voice.say(
      "report.declared",
      {{"population", declaration.population}, {"period", declaration.period}, {"region", declaration.region}});
}

}  // namespace

std::string sentence_of(const text::Catalogue& catalogue, Language language, const Refusal& refusal) {
  return Voice{catalogue, language}.say(
      "refusal." + std::string(name_of(refusal.reason)),
      {{"number", refusal.number}, {"first", refusal.first}, {"second", refusal.second}});
}

std::string verdict_of(const text::Catalogue& catalogue, Language language, const Group& group) {
  const Voice voice{catalogue, language};
  if (!group.study) return sentence_of(catalogue, language, group.study.error());
  return verdict_text(voice, *group.study);
}

std::string sum_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report) {
  const Voice voice{catalogue, language};
  if (report.groups.size() < 2) return "";
  if (report.declaration.strata_are_time) return voice.say("report.no-sum-time");
  std::vector<Study> studies;
  for (const Group& group : report.groups) {
    if (!group.study) return voice.say("report.no-sum");
    studies.push_back(*group.study);
  }
  const auto sum = sum_of_groups(studies);
  if (!sum) return voice.say("report.no-sum");
  const bool wide = *sum->high > kEstimateRatioMax * sum->low ||
                    std::ranges::any_of(studies, [](const Study& one) { return one.verdict == Verdict::kWide; });
  return voice.say(wide ? "report.sum-wide" : "report.sum",
                   {{"low", whole(sum->low)}, {"high", whole(*sum->high)}, {"middle", whole(sum->population)}});
}

std::string html_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report) {
  const Voice voice{catalogue, language};
  report::HtmlPage page(language, voice.say("report.title"));
  page.heading(1, voice.say("report.title"));
  page.paragraph(declared(voice, report.declaration));
  if (!report.declaration.closed_because.empty())
    page.paragraph(voice.say("report.closed-because", {{"reason", report.declaration.closed_because}}));
  if (const auto sum = sum_of(catalogue, language, report); !sum.empty()) page.strong(sum);
  if (report.groups.size() == 1) page.strong(verdict_of(catalogue, language, report.groups.front()));
  page.heading(2, voice.say("report.assumptions"));
  page.list(assumptions(voice));
  for (std::size_t i = 0; i < report.groups.size(); ++i) {
    const Group& group = report.groups[i];
    if (report.groups.size() > 1) {
      page.heading(2, voice.say("report.stratum", {{"name", group.name}}));
      page.strong(verdict_of(catalogue, language, group));
    }
    if (group.study) write_study(voice, page, report, *group.study, i + 1);
  }
  page.heading(2, voice.say("report.computed"));
  page.paragraph(voice.say("report.computed-note", {{"seed", std::to_string(report.options.seed)},
                                                    {"replicates", std::int64_t{report.options.replicates}}}));
  return page.finish();
}

report::IntervalChart chart_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report,
                               const Group& group) {
  const Voice voice{catalogue, language};
  report::IntervalChart chart{.title = report.declaration.population + ", " + report.declaration.period +
                                       (group.name.empty() ? "" : ", " + group.name),
                              .axis = voice.say("report.chart-axis"),
                              .rows = {}};
  if (!group.study) return chart;
  for (const auto& result : group.study->methods.results)
    chart.rows.push_back({.label = voice.say("method." + std::string(name_of(result.method))),
                          .middle = result.population,
                          .low = result.low,
                          .high = result.high,
                          .filled = result.in_verdict,
                          .note = "—"});
  if (const auto& joined = group.study->joined)
    chart.rows.push_back({.label = voice.say("method.joined"),
                          .middle = joined->population,
                          .low = joined->low,
                          .high = joined->high,
                          .filled = true});
  return chart;
}

namespace {

std::string method_lines(const Voice& voice, const Study& study) {
  std::string lines;
  const auto table = methods_table(voice, study);
  for (const auto& row : table.rows) {
    const auto number = [&](std::size_t i) {
      const auto* value = std::get_if<report::Number>(&row[i]);
      return value == nullptr ? std::string("—") : report::shown(*value, voice.language);
    };
    lines += fmt::format("  {:<34}{:>10}  [{}; {}]\n", std::get<std::string>(row[0]), number(1), number(2), number(3));
  }
  return lines;
}

}  // namespace

std::string lines_of(const text::Catalogue& catalogue, Language language, const EstimateReport& report) {
  const Voice voice{catalogue, language};
  std::string lines = declared(voice, report.declaration) + "\n";
  for (const Group& group : report.groups) {
    if (!group.name.empty()) lines += "\n" + voice.say("report.stratum", {{"name", group.name}}) + "\n";
    lines += verdict_of(catalogue, language, group) + "\n";
    if (!group.study) continue;
    for (const auto& line : beside_lines(voice, *group.study)) lines += line + "\n";
    for (const auto& line : left_out_lines(voice, *group.study)) lines += line + "\n";
    lines += method_lines(voice, *group.study);
    for (const auto& all : group.study->with_all_lists)
      lines += voice.say("report.with-all-lists") + "\n" + method_lines(voice, all);
  }
  if (const auto sum = sum_of(catalogue, language, report); !sum.empty()) lines += "\n" + sum + "\n";
  return lines + "\n" +
         voice.say("report.computed-note", {{"seed", std::to_string(report.options.seed)},
                                            {"replicates", std::int64_t{report.options.replicates}}}) +
         "\n";
}

}  // namespace waymark::estimate
