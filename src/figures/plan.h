// Plan: what a report is made of: its headings in their order, as a file that an organisation may write itself.
// @source docs/spec/figures.md "Reports"
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "figures/compose.h"

namespace waymark::figures {

struct Section {
  std::string metric;
  std::vector<std::string> by;  ///< tables of the period by these properties
};

struct ReportPlan {
  std::string id;
  std::map<Language, std::string> title;
  std::int32_t series_months = 12;
  std::vector<Section> sections;
};

/// @return English, with the line or the member, for whoever writes the file
std::expected<ReportPlan, std::string> parse_plan(std::string_view text, const Registry& registry);
std::expected<ReportPlan, std::string> read_plan(const std::filesystem::path& file, const Registry& registry);

/// What somebody asks of a report.
struct Asked {
  Period period;
  std::optional<Period> against = {};
  std::optional<Month> since = {};  ///< a cumulative number from this month on
};

/// A figure in its place of the report. The same order each time.
struct SectionFigures {
  const Section* section = nullptr;
  const Metric* metric = nullptr;  ///< the version of the period's last month
  FigureId total;
  std::optional<FigureId> against = {};
  std::optional<FigureId> cumulative = {};
  std::vector<FigureId> months;
  std::map<std::string, std::vector<std::pair<std::string, FigureId>>> by;  ///< value → figure, of each property
};

/// @param rows  say which values there are. Borrows plan and registry. A section whose metric does not count in the
///              period is left out
std::vector<SectionFigures> lay_out(const ReportPlan& plan, const Registry& registry, const Asked& asked,
                                    const EffectiveRows& rows);
std::vector<FigureId> figures_of(const std::vector<SectionFigures>& sections);

}  // namespace waymark::figures
