#include "programs/waymark/figures_setup.h"

#include <algorithm>
#include <fstream>

#include "programs/waymark/speech.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

figures::Label label_of(const pack::Pack& pack) {
  return [&pack](Language language, const std::string& property, const std::string& value) {
    constexpr std::string_view kAnswer = "answer.";
    if (!property.starts_with(kAnswer)) return std::string{};
    return std::string(pack.text(language, property + "." + value).value_or(""));
  };
}

/// Ascending by name; none where there is no folder.
std::vector<fs::path> files_in(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ending) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

bool has(const std::vector<figures::ReportPlan>& plans, const std::string& id) {
  return std::ranges::find(plans, id, &figures::ReportPlan::id) != plans.end();
}
bool has(const std::vector<desk::KeptSeries>& all, const std::string& id) {
  return std::ranges::find(all, id, [](const desk::KeptSeries& one) { return one.series.id; }) != all.end();
}

Stop twice(const fs::path& file, const std::string& id) {
  return {Exit::kUsage, say("figures.twice", {{"file", file.string()}, {"id", id}})};
}

/// The office's own first, then the installed ones that are not written anew there.
OrStop<std::vector<figures::ReportPlan>> load_plans(const fs::path& own, const figures::Registry& registry) {
  std::vector<figures::ReportPlan> plans;
  for (const fs::path& file : files_in(own, ".toml")) {
    auto plan = load_plan(file, registry);
    if (!plan) return std::unexpected(plan.error());
    if (has(plans, plan->id)) return std::unexpected(twice(file, plan->id));
    plans.push_back(*std::move(plan));
  }
  for (const fs::path& file : files_in(shared_folder("figures/reports"), ".toml")) {
    auto plan = load_plan(file, registry);
    if (!plan) return std::unexpected(plan.error());
    if (!has(plans, plan->id)) plans.push_back(*std::move(plan));
  }
  return plans;
}

/// A file that is wrong is named, with its line, and nothing of the folder is used.
OrStop<std::vector<desk::KeptSeries>> load_series(const fs::path& folder, const figures::Registry& registry) {
  std::vector<desk::KeptSeries> all;
  for (const fs::path& file : files_in(folder, ".csv")) {
    auto one = read_series_file(file, registry);
    if (!one) return std::unexpected(one.error());
    if (has(all, one->series.id)) return std::unexpected(twice(file, one->series.id));
    one->installed = true;
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace

OrStop<desk::KeptSeries> read_series_file(const fs::path& file, const figures::Registry& registry) {
  std::ifstream in(file, std::ios::binary);
  std::string text(figures::kSeriesBytesMax + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad())
    return std::unexpected(Stop{Exit::kStorage, say("file.read-plain", {{"file", file.string()}})});
  text.resize(static_cast<std::size_t>(in.gcount()));
  auto series = figures::parse_series(text, registry);
  if (series.has_value()) return desk::KeptSeries{.text = std::move(text), .series = *std::move(series)};
  const auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), say("cannot.read-texts")));
  return std::unexpected(
      Stop{Exit::kUsage, file.string() + ": " + figures::series_error(*catalogue, spoken(), series.error())});
}

OrStop<figures::Registry> load_metrics(const fs::path& folder) {
  auto registry = figures::Registry::read(folder.empty() ? shared_folder("figures/metrics") : folder);
  if (registry.has_value()) return *std::move(registry);
  std::string all;
  for (const figures::MetricError& error : registry.error()) all += "\n  " + error.file + ": " + error.about;
  return std::unexpected(Stop{Exit::kUsage, say("figures.metrics-wrong", {{"what", all}})});
}

OrStop<figures::ReportPlan> load_plan(const fs::path& named, const figures::Registry& registry) {
  const fs::path file = named.empty() ? shared_folder("figures/reports/monthly.toml") : named;
  auto plan = figures::read_plan(file, registry);
  if (plan.has_value()) return *std::move(plan);
  return std::unexpected(
      Stop{Exit::kUsage, say("figures.plan-wrong", {{"file", file.string()}, {"what", plan.error()}})});
}

OrStop<desk::FiguresSetup> figures_setup(const DeskConfig& config, const pack::Pack& pack, const fs::path& metrics) {
  auto registry = load_metrics(metrics);
  if (!registry) return std::unexpected(registry.error());
  // Templates and series are of the metrics that come with the program.
  auto plans = metrics.empty() ? load_plans(config.reports, *registry) : OrStop<std::vector<figures::ReportPlan>>{};
  if (!plans) return std::unexpected(plans.error());
  auto series = metrics.empty() ? load_series(config.series, *registry) : OrStop<std::vector<desk::KeptSeries>>{};
  if (!series) return std::unexpected(series.error());
  auto zone = text::Zone::named(pack.zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), say("cannot.find-zone")));
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), say("cannot.read-texts")));
  return desk::FiguresSetup{.registry = *std::move(registry),
                            .plans = *std::move(plans),
                            .catalogue = *std::move(catalogue),
                            .zone = *std::move(zone),
                            .organisation = config.name,
                            .label = label_of(pack),
                            .series = *std::move(series)};
}

}  // namespace waymark::program
