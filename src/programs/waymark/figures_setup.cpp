#include "programs/waymark/figures_setup.h"

#include <algorithm>

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

OrStop<std::vector<figures::ReportPlan>> load_plans(const fs::path& folder, const figures::Registry& registry) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<figures::ReportPlan> plans;
  for (const fs::path& file : files) {
    auto plan = load_plan(file, registry);
    if (!plan) return std::unexpected(plan.error());
    plans.push_back(*std::move(plan));
  }
  return plans;
}

}  // namespace

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
  // Templates are of the metrics that come with the program.
  auto plans = metrics.empty() ? load_plans(shared_folder("figures/reports"), *registry)
                               : OrStop<std::vector<figures::ReportPlan>>{};
  if (!plans) return std::unexpected(plans.error());
  auto zone = text::Zone::named(pack.zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), say("cannot.find-zone")));
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), say("cannot.read-texts")));
  return desk::FiguresSetup{.registry = *std::move(registry),
                            .plans = *std::move(plans),
                            .catalogue = *std::move(catalogue),
                            .zone = *std::move(zone),
                            .organisation = config.name,
                            .label = label_of(pack)};
}

}  // namespace waymark::program
