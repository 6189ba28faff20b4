// `waymark-courts estimate FILE.csv` or `estimate LIST.csv LIST.csv LIST.csv --id COLUMN`: how many people there are,
// or why that cannot be said. See docs/estimate.md.
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

#include "estimate/report/covariates.h"
#include "estimate/report/report.h"
#include "programs/courts/commands.h"
#include "programs/courts/tables.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

struct EstimateOptions {
  TableFiles from;
  std::vector<std::string> covariates;
  estimate::Declaration declaration;
  std::string language = "en";
  std::string out;
  std::uint64_t seed = 20240101;
  int replicates = estimate::kReplicates;
  unsigned threads = 0;
  bool quick = false;
};

/// One chart a group and language: a report's chart speaks as the report does.
OrStop<void> write_chart(const fs::path& folder, const text::Catalogue& catalogue, Language language,
                         const estimate::EstimateReport& report, std::size_t group) {
  const auto chart = chart_of(catalogue, language, report, report.groups[group]);
  const auto png = report::chart_png(chart);
  const auto svg = report::chart_svg(chart);
  if (!png || !svg) return std::unexpected(Stop{Exit::kFailed, "the chart cannot be drawn."});
  const std::string name = "chart-" + std::to_string(group + 1) + "." + std::string(code_of(language));
  if (auto done = write_file(folder / (name + ".png"), *png); !done) return done;
  return write_file(folder / (name + ".svg"), *svg);
}

OrStop<void> write_report(const text::Catalogue& catalogue, const estimate::EstimateReport& report,
                          const fs::path& folder) {
  if (auto made = make_folder(folder); !made) return made;
  for (const Language each : kLanguages)
    if (auto done =
            write_file(folder / ("report." + std::string(code_of(each)) + ".html"), html_of(catalogue, each, report));
        !done)
      return done;
  if (auto done = write_file(folder / "methods.csv", csv_of(report)); !done) return done;
  if (auto done = write_file(folder / "estimate.json", json_of(report)); !done) return done;
  for (std::size_t i = 0; i < report.groups.size(); ++i)
    for (const Language each : kLanguages)
      if (auto done = write_chart(folder, catalogue, each, report, i); !done) return done;
  return {};
}

estimate::MethodOptions method_options(const EstimateOptions& options) {
  estimate::MethodOptions methods{.seed = options.seed, .replicates = options.replicates, .latent = {}};
  methods.threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  methods.latent_class = !options.quick;
  return methods;
}

OrStop<void> write_covariates(const text::Catalogue& catalogue, const estimate::CovariateReport& report,
                              const fs::path& folder) {
  if (auto made = make_folder(folder); !made) return made;
  for (const Language each : kLanguages)
    if (auto done =
            write_file(folder / ("report." + std::string(code_of(each)) + ".html"), html_of(catalogue, each, report));
        !done)
      return done;
  return write_file(folder / "estimate.json", json_of(report));
}

/// Two lists with covariates: another method with an assumption of its own, never beside or joined with the others.
OrStop<void> run_covariates(const EstimateOptions& options, const text::Catalogue& catalogue, Language language,
                            const TableDesk& desk) {
  if (options.from.files.size() != 1 || !options.from.id.empty() || !options.from.read.stratum_column.empty())
    return std::unexpected(
        Stop{Exit::kUsage, "--covariates takes one file with one row a person, without --id and --strata."});
  if (auto declared = estimate::check_declaration(options.declaration); !declared) return desk.refuse(declared.error());
  auto text = contents_of(options.from.files.front());
  if (!text) return std::unexpected(text.error());
  const auto people = estimate::read_people(*text, options.covariates);
  if (!people) return desk.refuse(people.error());
  estimate::CovariateReport report{.declaration = options.declaration,
                                   .options = {.seed = options.seed, .threads = method_options(options).threads},
                                   .first = people->first,
                                   .second = people->second,
                                   .covariates = options.covariates,
                                   .entered = people->entered,
                                   .result = {}};
  const auto result = estimate::doubly_robust(*people, report.options);
  if (!result) return desk.refuse(result.error());
  report.result = *result;
  if (!options.out.empty())
    if (auto written = write_covariates(catalogue, report, options.out); !written) return written;
  std::cout << lines_of(catalogue, language, report);
  return {};
}

OrStop<void> run(const EstimateOptions& options) {
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue) return std::unexpected(stop_for(catalogue.error(), "texts"));
  const auto language = language_from_code(options.language);
  if (!language) return std::unexpected(Stop{Exit::kUsage, "--language is ru, uk or en."});
  const TableDesk desk(*catalogue, *language);
  if (!options.covariates.empty()) return run_covariates(options, *catalogue, *language, desk);
  auto strata = read_strata(options.from, desk);
  if (!strata) return std::unexpected(strata.error());
  if (!options.from.id.empty())
    if (auto checked = estimate::check_nobody_alone(strata->front().table); !checked)
      return desk.refuse(checked.error());
  if (strata->size() == 1)
    if (auto checked = estimate::check_table(strata->front().table); !checked) return desk.refuse(checked.error());
  auto declaration = options.declaration;
  declaration.stratified = !options.from.read.stratum_column.empty();
  if (auto declared = estimate::check_declaration(declaration); !declared) return desk.refuse(declared.error());
  estimate::EstimateReport report{
      .declaration = std::move(declaration), .options = method_options(options), .groups = {}};
  bool any = false;
  for (const auto& stratum : *strata) {
    report.groups.push_back({stratum.name, estimate::make_study(stratum, report.options)});
    any = any || report.groups.back().study.has_value();
  }
  if (!any) return desk.refuse(report.groups.front().study.error());
  if (!options.out.empty())
    if (auto written = write_report(*catalogue, report, options.out); !written) return written;
  std::cout << lines_of(*catalogue, *language, report);
  return {};
}

void add_declaration(CLI::App& command, estimate::Declaration& declaration) {
  command.add_option("--population", declaration.population, "Who is being counted, in words")->type_name("TEXT");
  command.add_option("--period", declaration.period, "2023, 2023-04 or 2023-01..2023-06")->type_name("PERIOD");
  command.add_option("--region", declaration.region, "Where, in words")->type_name("TEXT");
  command
      .add_option("--closed-because", declaration.closed_because, "Why nobody came or went in a period above 12 months")
      ->type_name("TEXT");
  command.add_flag("--open", declaration.open, "People came and went: only strata of time can be estimated");
  command.add_flag("--strata-are-time", declaration.strata_are_time,
                   "Strata are periods: estimated alone, never added up");
}

}  // namespace

void add_estimate(CLI::App& app, Chosen& chosen) {
  auto* command =
      app.add_subcommand("estimate", "How many people in all, from overlapping lists; or why that cannot be said");
  auto options = std::make_shared<EstimateOptions>();
  command->add_option("files", options->from.files, "A table of overlaps, or with --id one file a list")
      ->required()
      ->type_name("FILE");
  command->add_option("--id", options->from.id, "Column that identifies a person in every list")->type_name("COLUMN");
  command->add_option("--count", options->from.read.count_column, "Column with the counts (else the last one)")
      ->type_name("COLUMN");
  command
      ->add_option("--covariates", options->covariates,
                   "Two lists and what is known of each person: columns of it, with commas between")
      ->delimiter(',')
      ->type_name("COLUMNS");
  command->add_option("--strata", options->from.read.stratum_column, "Column with groups that are estimated apart")
      ->type_name("COLUMN");
  add_declaration(*command, options->declaration);
  command->add_option("--out", options->out, "Folder for the report: HTML in three languages, charts, CSV, JSON")
      ->type_name("FOLDER");
  command->add_option("--language", options->language, "ru, uk or en, for the terminal and the charts")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Where random numbers start")->capture_default_str();
  command->add_option("--replicates", options->replicates, "Bootstrap replicates")
      ->capture_default_str()
      ->check(CLI::Range(50, 100'000));
  command->add_option("--threads", options->threads, "Default: as many as there are cores")->check(CLI::Range(1, 64));
  command->add_flag("--quick", options->quick, "Leave out hidden groups, which take most of the time");
  command->callback([options, &chosen] { chosen.run = [options] { return run(*options); }; });
}

}  // namespace waymark::program
