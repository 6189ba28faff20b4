// The figures of an estimate for machines: CSV of all methods, JSON of everything.
#include <cmath>
#include <nlohmann/json.hpp>

#include "estimate/report/report.h"
#include "report/table.h"

namespace waymark::estimate {
namespace {

using nlohmann::ordered_json;

ordered_json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json json_of(const MethodResult& result) {
  ordered_json object{{"method", name_of(result.method)}, {"population", number(result.population)}};
  if (result.population) {
    object["low"] = number(result.low);
    object["high"] = number(result.high);
    object["joined"] = result.in_verdict;
  }
  if (result.refusal) object["refused"] = name_of(*result.refusal);
  if (!result.model.empty()) object["model"] = result.model;
  return object;
}

ordered_json json_of(const LatentClassPosterior& latent) {
  return {{"r_hat", number(latent.r_hat)},
          {"effective_size", number(latent.effective_size)},
          {"moves", latent.moves},
          {"converged", latent.converged()},
          {"observable_above", kObservableChance},
          {"observable",
           {{"population", latent.converged() ? number(latent.observable_median) : ordered_json(nullptr)},
            {"low", latent.converged() ? number(latent.observable.low) : ordered_json(nullptr)},
            {"high", latent.converged() ? number(latent.observable.high) : ordered_json(nullptr)}}},
          {"chain_medians", latent.chain_medians}};
}

ordered_json priors_json(const Study& study) {
  ordered_json rows = ordered_json::array();
  for (const auto& row : study.priors)
    rows.push_back({{"delta", row.delta},
                    {"unseen_max", row.unseen_max > 0 ? ordered_json(row.unseen_max) : ordered_json(nullptr)},
                    {"median", row.posterior.median},
                    {"low", row.posterior.interval.low},
                    {"high", row.posterior.interval.high},
                    {"weight_of_saturated", row.posterior.weight_of_saturated}});
  return rows;
}

ordered_json self_test_json(const Study& study) {
  ordered_json rows = ordered_json::array();
  for (const auto& row : study.self_test) {
    ordered_json object{{"list", row.list}, {"truth", row.truth}, {"seen", row.seen}};
    for (const auto& result : row.methods) object["methods"].push_back(json_of(result));
    if (row.joined)
      object["joined"] = {
          {"population", row.joined->population}, {"low", row.joined->low}, {"high", number(row.joined->high)}};
    rows.push_back(std::move(object));
  }
  return rows;
}

/// What is said of one table: verdict, joined number and every method.
ordered_json answer_json(const Study& study) {
  ordered_json object{{"lists", study.table.names()},
                      {"observed", study.table.observed()},
                      {"verdict", name_of(study.verdict)},
                      {"because", name_of(study.because)}};
  if (study.because == Because::kBelowBound) object["at_least"] = std::floor(study.at_least);
  if (study.joined)
    object["joined"] = {
        {"population", study.joined->population}, {"low", study.joined->low}, {"high", number(study.joined->high)}};
  for (const auto& result : study.methods.results) object["methods"].push_back(json_of(result));
  if (study.methods.latent) object["latent_class"] = json_of(*study.methods.latent);
  return object;
}

ordered_json json_of(const Study& study) {
  ordered_json object = answer_json(study);
  if (study.hidden > 0) object["hidden"] = {{"counts", study.hidden}, {"fillings", kFillings}};
  object["priors"] = priors_json(study);
  for (const auto& row : study.sensitivity)
    object["sensitivity"].push_back({{"factor", row.factor}, {"population", row.population}});
  object["self_test"] = self_test_json(study);
  for (const auto& list : study.left_out)
    object["left_out"].push_back({{"list", list.list}, {"within", list.within}, {"people", list.people}});
  for (const auto& all : study.with_all_lists) object["with_all_lists"] = answer_json(all);
  if (study.with_all_refused) object["with_all_lists"] = {{"refused", name_of(study.with_all_refused->reason)}};
  return object;
}

}  // namespace

std::string json_of(const EstimateReport& report) {
  ordered_json object{{"population", report.declaration.population}, {"period", report.declaration.period},
                      {"region", report.declaration.region},         {"seed", report.options.seed},
                      {"replicates", report.options.replicates},     {"confidence", report.options.confidence}};
  for (const auto& group : report.groups) {
    ordered_json one =
        group.study ? json_of(*group.study) : ordered_json{{"refused", name_of(group.study.error().reason)}};
    if (!group.name.empty()) one["stratum"] = group.name;
    object["groups"].push_back(std::move(one));
  }
  return object.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

namespace {

void add_rows(report::Table& table, const std::string& stratum, const Study& study, const char* lists) {
  const auto cell = [](std::optional<double> value) { return report::Number{value.value_or(INFINITY), 0}; };
  for (const auto& result : study.methods.results)
    table.rows.push_back({stratum, std::string(name_of(result.method)), result.model, cell(result.population),
                          cell(result.population ? std::optional(result.low) : std::nullopt), cell(result.high),
                          std::string(result.in_verdict ? "yes" : "no"),
                          std::string(result.refusal ? name_of(*result.refusal) : ""), std::string(lists),
                          std::string()});
  const auto& joined = study.joined;
  table.rows.push_back(
      {stratum, std::string("joined"), std::string(), cell(joined ? std::optional(joined->population) : std::nullopt),
       cell(joined ? std::optional(joined->low) : std::nullopt), cell(joined ? joined->high : std::nullopt),
       std::string(), std::string(joined ? "" : name_of(study.because)), std::string(lists),
       std::string(name_of(study.verdict))});
}

/// A group of which nothing can be said has its row too: a column that is added up shows what it lacks.
void add_refused(report::Table& table, const EstimateReport::Group& group) {
  const report::Cell none = report::Number{INFINITY, 0};
  table.rows.push_back({group.name, std::string("joined"), std::string(), none, none, none, std::string(),
                        std::string(name_of(group.study.error().reason)), std::string("independent"),
                        std::string("refused")});
}

}  // namespace

std::string csv_of(const EstimateReport& report) {
  report::Table table{.columns = {{"stratum", ""},
                                  {"method", ""},
                                  {"model", ""},
                                  {"population", ""},
                                  {"low", ""},
                                  {"high", ""},
                                  {"joined", ""},
                                  {"refused", ""},
                                  {"lists", ""},
                                  {"verdict", ""}},
                      .rows = {}};
  for (const auto& group : report.groups) {
    if (!group.study) {
      add_refused(table, group);
      continue;
    }
    add_rows(table, group.name, *group.study, "independent");
    for (const auto& all : group.study->with_all_lists) add_rows(table, group.name, all, "all");
  }
  return to_csv(table);
}

}  // namespace waymark::estimate
