#include "estimate/report/tables.h"

#include <algorithm>
#include <cmath>

namespace waymark::estimate {
namespace {

std::vector<report::Column> columns(const Voice& voice, std::initializer_list<const char*> keys) {
  std::vector<report::Column> made;
  for (const char* key : keys) made.push_back({key, voice.say(std::string("column.") + key)});
  return made;
}

report::Cell people(std::optional<double> count) { return report::Number{count.value_or(INFINITY), 0}; }

std::string method_name(const Voice& voice, Method method) {
  return voice.say("method." + std::string(name_of(method)));
}

}  // namespace

report::Table methods_table(const Voice& voice, const Study& study) {
  report::Table table{.language = voice.language,
                      .columns = columns(voice, {"method", "people", "low", "high", "model", "note"}),
                      .rows = {}};
  for (const auto& result : study.methods.results) {
    const std::string source = voice.say("source." + std::string(name_of(result.method)));
    if (!result.population) {
      const std::string why = voice.say("refusal." + std::string(name_of(*result.refusal)),
                                        {{"number", std::int64_t{study.table.lists()}}});
      table.rows.push_back(
          {method_name(voice, result.method), std::string(), std::string(), std::string(), std::string(), why});
      continue;
    }
    table.rows.push_back({method_name(voice, result.method), people(result.population), people(result.low),
                          people(result.high), result.model, source});
  }
  if (study.joined)
    table.rows.push_back({voice.say("method.joined"), people(study.joined->population), people(study.joined->low),
                          people(study.joined->high), std::string(), std::string()});
  return table;
}

std::string verdict_text(const Voice& voice, const Study& study) {
  const auto whole = [](double value) { return static_cast<std::int64_t>(std::llrint(value)); };  // as report::shown
  text::Arguments arguments{{"observed", study.table.observed()}};
  if (study.joined) {
    arguments["low"] = whole(study.joined->low);
    arguments["high"] = whole(study.joined->high.value_or(0));
    arguments["middle"] = whole(study.joined->population);
  }
  if (study.verdict == Verdict::kCannot)
    arguments["because"] = voice.say("because." + std::string(name_of(study.because)),
                                     {{"bound", static_cast<std::int64_t>(std::floor(study.at_least))}});
  return voice.say("verdict." + std::string(name_of(study.verdict)), arguments);
}

std::vector<std::string> beside_lines(const Voice& voice, const Study& study) {
  std::vector<std::string> lines;
  const auto chao = std::ranges::find(study.methods.results, Method::kChao, &MethodResult::method);
  if (chao != study.methods.results.end() && chao->population)
    lines.push_back(voice.say("report.chao", {{"bound", static_cast<std::int64_t>(std::llrint(chao->low))},
                                              {"middle", static_cast<std::int64_t>(std::llrint(*chao->population))}}));
  if (const auto& latent = study.methods.latent; latent && latent->converged())
    lines.push_back(voice.say("report.observable",
                              {{"chance", static_cast<std::int64_t>(std::llrint(100 * kObservableChance))},
                               {"low", static_cast<std::int64_t>(std::llrint(latent->observable.low))},
                               {"high", static_cast<std::int64_t>(std::llrint(latent->observable.high))},
                               {"middle", static_cast<std::int64_t>(std::llrint(latent->observable_median))}}));
  return lines;
}

std::vector<std::string> left_out_lines(const Voice& voice, const Study& study) {
  std::vector<std::string> lines;
  if (study.hidden > 0)
    lines.push_back(voice.say("warning.hidden", {{"number", static_cast<std::int64_t>(study.hidden)}}));
  for (const auto& list : study.left_out)
    lines.push_back(
        voice.say("warning.left-out", {{"first", list.list}, {"second", list.within}, {"number", list.people}}));
  if (study.with_all_refused)
    lines.push_back(voice.say("warning.with-all-refused",
                              {{"why", voice.say("refusal." + std::string(name_of(study.with_all_refused->reason)),
                                                 {{"number", study.with_all_refused->number}})}}));
  for (const auto& all : study.with_all_lists)
    lines.push_back(voice.say("warning.with-all-lists", {{"verdict", verdict_text(voice, all)}}));
  return lines;
}

report::Table priors_table(const Voice& voice, const Study& study) {
  report::Table table{.language = voice.language,
                      .columns = columns(voice, {"delta", "limit", "people", "low", "high", "saturated"}),
                      .rows = {}};
  for (const auto& row : study.priors)
    table.rows.push_back(
        {report::Number{row.delta, 4},
         people(row.unseen_max > 0 ? std::optional(static_cast<double>(row.unseen_max)) : std::nullopt),
         people(row.posterior.median), people(row.posterior.interval.low), people(row.posterior.interval.high),
         report::Number{row.posterior.weight_of_saturated, 3}});
  return table;
}

report::Table sensitivity_table(const Voice& voice, const Study& study) {
  report::Table table{.language = voice.language, .columns = columns(voice, {"factor", "people"}), .rows = {}};
  for (const auto& row : study.sensitivity)
    table.rows.push_back({report::Number{row.factor, 2}, people(row.population)});
  return table;
}

report::Table pairs_table(const Voice& voice, const Study& study) {
  report::Table table{
      .language = voice.language, .columns = columns(voice, {"pair", "shared", "people", "low", "high"}), .rows = {}};
  const auto& names = study.table.names();
  for (const auto& pair : study.pairs)
    table.rows.push_back(
        {names[static_cast<std::size_t>(pair.first)] + " + " + names[static_cast<std::size_t>(pair.second)],
         people(static_cast<double>(pair.shared)), people(pair.population), people(pair.interval.low),
         people(pair.interval.high)});
  return table;
}

report::Table self_test_table(const Voice& voice, const Study& study) {
  report::Table table{.language = voice.language,
                      .columns = columns(voice, {"list", "seen", "truth", "people", "low", "high", "held"}),
                      .rows = {}};
  for (const auto& row : study.self_test) {
    if (!row.joined) continue;
    const auto truth = static_cast<double>(row.truth);
    const bool held = row.joined->low <= truth && (!row.joined->high || truth <= *row.joined->high);
    table.rows.push_back({row.list, people(static_cast<double>(row.seen)), people(truth),
                          people(row.joined->population), people(row.joined->low), people(row.joined->high),
                          voice.say(held ? "yes" : "no")});
  }
  return table;
}

}  // namespace waymark::estimate
