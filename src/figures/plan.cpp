#include "figures/plan.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace waymark::figures {
namespace {

constexpr std::size_t kSectionsMax = 100;
constexpr std::size_t kPlanBytesMax = 256 * 1'024;

std::optional<std::string> unknown_member(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [member, node] : table)
    if (std::ranges::find(known, member.str()) == known.end())
      return "There is no member '" + std::string(member.str()) + "'.";
  return std::nullopt;
}

std::expected<Section, std::string> parse_section(const toml::table& table, const Registry& registry) {
  if (const auto problem = unknown_member(table, {"metric", "by"})) return std::unexpected(*problem);
  Section section{.metric = table["metric"].value_or(std::string{}), .by = {}};
  const Metric* metric = registry.newest(section.metric);
  if (metric == nullptr) return std::unexpected("There is no metric '" + section.metric + "'.");
  if (const toml::node* by = table.get("by")) {
    if (!by->is_array()) return std::unexpected("'by' must be a list.");
    for (const toml::node& one : *by->as_array()) {
      const std::string property = one.value_or(std::string{});
      if (std::ranges::find(metric->by, property) == metric->by.end())
        return std::unexpected("'" + section.metric + "' is not told apart by '" + property + "'.");
      section.by.push_back(property);
    }
  }
  return section;
}

FigureId figure_of(const Metric& metric, const Period& period, Condition condition = {}) {
  return {.metric = metric.id, .version = metric.version, .period = period, .condition = std::move(condition)};
}

/// Whether one version counts the whole period: a number of two definitions is none.
bool counts_all(const Metric& metric, const Period& period) {
  return metric.since <= period.first && (!metric.until || period.last <= *metric.until);
}

}  // namespace

std::expected<ReportPlan, std::string> parse_plan(std::string_view text, const Registry& registry) {
  if (text.size() > kPlanBytesMax) return std::unexpected("The file is too large.");
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed)
    return std::unexpected("Line " + std::to_string(parsed.error().source().begin.line) + ": " +
                           std::string(parsed.error().description()) + ".");
  const toml::table& table = parsed.table();
  if (const auto problem = unknown_member(table, {"id", "title", "series_months", "section"}))
    return std::unexpected(*problem);
  ReportPlan plan;
  plan.id = table["id"].value_or(std::string{});
  if (plan.id.empty()) return std::unexpected("There is no 'id'.");
  for (const Language language : kLanguages) {
    plan.title[language] = table["title"][code_of(language)].value_or(std::string{});
    if (plan.title[language].empty())
      return std::unexpected("There is no 'title." + std::string(code_of(language)) + "'.");
  }
  plan.series_months = static_cast<std::int32_t>(table["series_months"].value_or(std::int64_t{12}));
  if (plan.series_months < 1 || plan.series_months > 120)
    return std::unexpected("'series_months' must be from 1 to 120.");
  const toml::array* sections = table["section"].as_array();
  if (sections == nullptr || sections->empty() || sections->size() > kSectionsMax)
    return std::unexpected("There must be 1 to 100 tables [[section]].");
  for (const toml::node& one : *sections) {
    auto section = parse_section(*one.as_table(), registry);
    if (!section.has_value())
      return std::unexpected("Line " + std::to_string(one.source().begin.line) + ": " + section.error());
    plan.sections.push_back(*std::move(section));
  }
  return plan;
}

std::expected<ReportPlan, std::string> read_plan(const std::filesystem::path& path, const Registry& registry) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return std::unexpected("The file cannot be read.");
  return parse_plan(content.str(), registry);
}

std::vector<SectionFigures> lay_out(const ReportPlan& plan, const Registry& registry, const Asked& asked,
                                    const EffectiveRows& rows) {
  std::vector<SectionFigures> all;
  for (const Section& section : plan.sections) {
    const Metric* metric = registry.at(section.metric, asked.period.last);
    if (metric == nullptr || !counts_all(*metric, asked.period)) continue;
    SectionFigures made{
        .section = &section, .metric = metric, .total = figure_of(*metric, asked.period), .months = {}, .by = {}};
    // What was before a new definition is told as a series with a break, never compared.
    if (asked.against && counts_all(*metric, *asked.against)) made.against = figure_of(*metric, *asked.against);
    if (asked.since) {
      const Period from{*asked.since, asked.period.last};
      if (*asked.since < asked.period.first && counts_all(*metric, from)) made.cumulative = figure_of(*metric, from);
    }
    Month first{std::min(asked.period.last.number - plan.series_months + 1, asked.period.first.number)};
    if (asked.against) first = std::min(first, asked.against->first);
    if (asked.since) first = std::min(first, *asked.since);
    for (const Month month : Period{first, asked.period.last}.months())
      if (const Metric* then = registry.at(section.metric, month))
        made.months.push_back(figure_of(*then, {month, month}));
    const Counter counter(*metric, rows);
    for (const std::string& property : section.by)
      for (const std::string& value : counter.values(property, asked.period))
        made.by[property].emplace_back(value, figure_of(*metric, asked.period, {{property, {value}}}));
    all.push_back(std::move(made));
  }
  return all;
}

std::vector<FigureId> figures_of(const std::vector<SectionFigures>& sections) {
  std::vector<FigureId> all;
  for (const SectionFigures& section : sections) {
    all.push_back(section.total);
    if (section.against) all.push_back(*section.against);
    if (section.cumulative) all.push_back(*section.cumulative);
    all.insert(all.end(), section.months.begin(), section.months.end());
    for (const auto& [property, values] : section.by)
      for (const auto& [value, figure] : values) all.push_back(figure);
  }
  return all;
}

}  // namespace waymark::figures
