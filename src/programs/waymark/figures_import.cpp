#include "programs/waymark/figures_import.h"

#include <iostream>
#include <memory>

#include "figures/words.h"
#include "programs/waymark/figures_office.h"

namespace waymark::program {
namespace {

struct ImportOptions : FiguresOfficeOptions {
  std::vector<std::filesystem::path> files;
  std::string drop;
  bool check = false;
};

/// The files are looked at before anybody signs in: nothing is put there by halves.
OrStop<std::vector<desk::KeptSeries>> read_all(const ImportOptions& options) {
  const auto registry = load_metrics(options.metrics);
  if (!registry) return std::unexpected(registry.error());
  std::vector<desk::KeptSeries> all;
  for (const auto& file : options.files) {
    auto one = read_series_file(file, *registry);
    if (!one) return std::unexpected(one.error());
    all.push_back(*std::move(one));
  }
  return all;
}

void tell(const desk::KeptSeries& one) {
  const figures::OtherSeries& series = one.series;
  std::cout << say("figures.series.line", {{"id", series.id},
                                           {"organisation", series.organisation},
                                           {"name", series.name.at(spoken())},
                                           {"metric", series.beside},
                                           {"first", series.points.front().month.text()},
                                           {"last", series.points.back().month.text()},
                                           {"months", static_cast<std::int64_t>(series.points.size())}})
            << '\n';
}

OrStop<void> import_all(const ImportOptions& options, const World& world) {
  const auto read = read_all(options);
  if (!read) return std::unexpected(read.error());
  if (options.check) {
    for (const desk::KeptSeries& one : *read) tell(one);
    return {};
  }
  if (options.folder.empty() || options.sign_in.alias.empty())
    return std::unexpected(Stop{Exit::kUsage, say("figures.import.what")});
  const auto open = enter_to_count(options, world);
  if (!open) return std::unexpected(open.error());
  desk::office::Numbers& numbers = (*open)->numbers();
  if (!options.drop.empty()) {
    const auto done = numbers.drop_series((*open)->token, options.drop);
    if (!done.has_value() && done.error().code == Code::kNotFound)
      return std::unexpected(Stop{Exit::kUsage, say("figures.no-series")});
    if (!done.has_value()) return std::unexpected(stop_for(done.error(), say("cannot.import")));
  }
  for (const desk::KeptSeries& one : *read) {
    const auto done = numbers.import_series((*open)->token, one.text);
    if (!done.has_value() && done.error().code == Code::kFull)
      return std::unexpected(Stop{Exit::kFailed, say("figures.import.full")});
    if (!done.has_value()) return std::unexpected(stop_for(done.error(), say("cannot.import")));
  }
  const auto all = numbers.series((*open)->token);
  if (!all.has_value()) return std::unexpected(stop_for(all.error(), say("cannot.import")));
  if (all->empty()) std::cout << say("figures.series.none") << '\n';
  for (const desk::KeptSeries& one : *all) tell(one);
  return {};
}

}  // namespace

void add_figures_import(CLI::App& figures, Chosen& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = figures.add_subcommand("import", say("figures.import"));
  command->add_option("files", options->files, say("figures.option.series"))->type_name("FILE");
  command->add_option("--office", options->folder, say("office"))->envname("WAYMARK_OFFICE")->type_name("FOLDER");
  add_sign_in_options(*command, options->sign_in);
  command->get_option("--alias")->required(false);
  command->add_option("--metrics", options->metrics, say("figures.option.metrics"))->type_name("FOLDER");
  command->add_option("--drop", options->drop, say("figures.option.drop"))->type_name("SERIES");
  command->add_flag("--check", options->check, say("figures.option.check"));
  command->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return import_all(*options, world); }; });
}

}  // namespace waymark::program
