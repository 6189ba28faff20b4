#include "estimate/report/covariates.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "estimate/report/tables.h"
#include "report/html_page.h"

namespace waymark::estimate {
namespace {

std::int64_t whole(double value) { return std::llrint(value); }

std::string answer(const Voice& voice, const CovariateReport& report) {
  if (!report.says_something()) return voice.say("covariates.cannot");
  const auto& result = report.result;
  const bool wide = result.interval.high > kEstimateRatioMax * result.interval.low;
  return voice.say(wide ? "covariates.wide" : "covariates.answer", {{"low", whole(result.interval.low)},
                                                                    {"high", whole(result.interval.high)},
                                                                    {"middle", whole(result.population)},
                                                                    {"seen", result.seen},
                                                                    {"both", result.on_both}});
}

/// A number as it stands in the table, short: "18", "18.5".
std::string plain(double value, Language language) {
  return report::shown({value, value == std::floor(value) ? 0 : 1}, language);
}

std::string entered_line(const Voice& voice, const Entered& one) {
  if (one.groups == 0)
    return voice.say(
        "covariates.number",
        {{"name", one.name}, {"low", plain(one.low, voice.language)}, {"high", plain(one.high, voice.language)}});
  return voice.say("covariates.groups", {{"name", one.name},
                                         {"groups", static_cast<std::int64_t>(one.groups)},
                                         {"rare", static_cast<std::int64_t>(one.rare)}});
}

/// Assumption, method and what was done to chances, each a sentence.
std::vector<std::string> sentences(const Voice& voice, const CovariateReport& report) {
  std::string names;
  for (const auto& name : report.covariates) names += (names.empty() ? "" : ", ") + name;
  std::vector<std::string> lines{
      voice.say("covariates.assumption", {{"names", names}, {"first", report.first}, {"second", report.second}})};
  for (const Entered& one : report.entered) lines.push_back(entered_line(voice, one));
  for (const char* key : {"closed", "linked", "reachable"})
    lines.push_back(voice.say(std::string("assumption.") + key));
  if (report.says_something())
    lines.push_back(voice.say("covariates.method", {{"plugin", whole(report.result.plug_in)},
                                                    {"without", whole(report.result.without_covariates)}}));
  if (report.result.raised > 0) lines.push_back(voice.say("covariates.raised", {{"number", report.result.raised}}));
  return lines;
}

std::string declared(const Voice& voice, const Declaration& declaration) {
  return voice.say(
      "report.declared",
      {{"population", declaration.population}, {"period", declaration.period}, {"region", declaration.region}});
}

std::string computed(const Voice& voice, const CovariateReport& report) {
  return voice.say("report.computed-note", {{"seed", std::to_string(report.options.seed)},
                                            {"replicates", std::int64_t{report.options.replicates}}});
}

}  // namespace

std::string lines_of(const text::Catalogue& catalogue, Language language, const CovariateReport& report) {
  const Voice voice{catalogue, language};
  std::string lines = declared(voice, report.declaration) + "\n" + answer(voice, report) + "\n";
  for (const auto& line : sentences(voice, report)) lines += line + "\n";
  return lines + "\n" + computed(voice, report) + "\n";
}

std::string html_of(const text::Catalogue& catalogue, Language language, const CovariateReport& report) {
  const Voice voice{catalogue, language};
  report::HtmlPage page(language, voice.say("covariates.title"));
  page.heading(1, voice.say("covariates.title"));
  page.paragraph(declared(voice, report.declaration));
  page.strong(answer(voice, report));
  page.heading(2, voice.say("report.assumptions"));
  page.list(sentences(voice, report));
  page.heading(2, voice.say("report.computed"));
  page.paragraph(computed(voice, report));
  return page.finish();
}

namespace {

using nlohmann::ordered_json;

ordered_json entered_json(const CovariateReport& report) {
  ordered_json rows = ordered_json::array();
  for (const Entered& one : report.entered)
    rows.push_back(
        one.groups == 0
            ? ordered_json{{"name", one.name}, {"as", "number"}, {"low", one.low}, {"high", one.high}}
            : ordered_json{{"name", one.name}, {"as", "groups"}, {"groups", one.groups}, {"rare", one.rare}});
  return rows;
}

}  // namespace

std::string json_of(const CovariateReport& report) {
  const auto& result = report.result;
  ordered_json object{{"population", report.declaration.population},
                      {"period", report.declaration.period},
                      {"region", report.declaration.region},
                      {"method", "doubly-robust"},
                      {"assumption", "independent given covariates"},
                      {"lists", {report.first, report.second}},
                      {"covariates", report.covariates},
                      {"entered", entered_json(report)},
                      {"seed", report.options.seed},
                      {"replicates", report.options.replicates},
                      {"confidence", report.options.confidence},
                      {"seen", result.seen},
                      {"on_both", result.on_both},
                      {"raised", result.raised}};
  if (report.says_something()) {
    object["estimate"] = {
        {"population", result.population}, {"low", result.interval.low}, {"high", result.interval.high}};
    object["plug_in"] = result.plug_in;
    object["without_covariates"] = result.without_covariates;
  }
  return object.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace waymark::estimate
