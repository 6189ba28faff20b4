#include "figures/report.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/parallel.h"
#include "figures/chart_words.h"
#include "figures/site.h"
#include "report/column_chart.h"
#include "report/data_package.h"
#include "report/html_page.h"

namespace waymark::figures {
namespace {

using report::Table;

std::string file_name(const std::string& what, Language language, std::string_view ending) {
  return what + "." + std::string(code_of(language)) + "." + std::string(ending);
}

/// One section in one language.
class SectionWriter {
 public:
  SectionWriter(const ReportParts& parts, const Words& words, const SectionFigures& section)
      : parts_(parts), words_(words), section_(section), text_(section.metric->texts.at(words.language())) {}

  Result<void> write(report::HtmlPage& page, std::map<std::string, std::string>& files) const {
    page.heading(2, text_.name, section_.metric->id);
    for (const std::string& sentence : sentences(words_, series())) page.paragraph(sentence);
    page.list({words_.say("what") + ": " + text_.definition, words_.say("is_not") + ": " + text_.is_not});
    if (section_.months.size() > 1) {
      TRY(draw(page, files));
      page.table(months());
    }
    for (const auto& [property, values] : section_.by)
      if (!values.empty()) page.table(values_of(property, values));
    for (const OtherSeries& other : parts_.others)
      if (other.beside == section_.metric->id) write_other(page, other);
    return {};
  }

 private:
  const PrintedFigure* printed(const FigureId& id) const { return parts_.ledger.printed(id); }
  const PrintedFigure* printed(const std::optional<FigureId>& id) const { return id ? printed(*id) : nullptr; }

  /// The months that this section is about.
  bool is_shown(Month month) const {
    if (section_.total.period.holds(month)) return true;
    return std::ranges::any_of(section_.months, [&](const FigureId& one) { return one.period.holds(month); });
  }

  /// Whose it is, what they count, where it was published; then its months. Nothing is computed of both.
  void write_other(report::HtmlPage& page, const OtherSeries& other) const {
    page.heading(3, words_.say("series.title",
                               {{"name", other.name.at(words_.language())}, {"organisation", other.organisation}}));
    page.paragraph(other_says(words_, other));
    Table made{.language = words_.language(),
               .columns = {{"what", words_.say("month_column")},
                           {"number", words_.say("number_column")},
                           {"note", words_.say("series.note_column")}},
               .rows = {}};
    for (const SeriesPoint& point : other.points) {
      if (!is_shown(point.month)) continue;
      const std::string kind = words_.say("series.kind." + std::string(name_of(point.kind)));
      made.rows.push_back({words_.label(point.month), other_number(words_, point),
                           point.note.empty() ? kind : kind + ". " + point.note});
    }
    if (made.rows.empty()) return page.paragraph(words_.say("series.no_months"));
    page.table(made);
  }

  Series series() const {
    Series series{.metric = section_.metric,
                  .total = printed(section_.total),
                  .against = printed(section_.against),
                  .cumulative = printed(section_.cumulative),
                  .months = {}};
    for (const FigureId& month : section_.months)
      if (const PrintedFigure* one = printed(month)) series.months.push_back(one);
    return series;
  }

  std::vector<report::Cell> row(std::string label, const PrintedFigure& figure) const {
    return {std::move(label), words_.number(figure, *section_.metric), words_.say("rule." + figure.rule)};
  }

  Table table(std::string first) const {
    return {.language = words_.language(),
            .columns = {{"what", std::move(first)},
                        {"number", words_.say("number_column")},
                        {"rule", words_.say("rule_column")}},
            .rows = {}};
  }

  Table months() const {
    Table made = table(words_.say("month_column"));
    int version = 0;
    for (const FigureId& month : section_.months) {
      const PrintedFigure* figure = printed(month);
      if (figure == nullptr) continue;
      const bool breaks = version != 0 && month.version != version;
      version = month.version;
      std::string label = words_.label(month.period.first);
      if (breaks) label += " (" + words_.say("break_mark") + ")";
      if (is_of_two_calendars(parts_.ledger.releases().back(), month.period.first))
        label += " (" + words_.say("calendar_mark") + ")";
      made.rows.push_back(row(std::move(label), *figure));
    }
    return made;
  }

  Table values_of(const std::string& property, const std::vector<std::pair<std::string, FigureId>>& values) const {
    Table made = table(words_.say("value_column"));
    for (const auto& [value, id] : values) {
      const PrintedFigure* figure = printed(id);
      if (figure == nullptr) continue;
      std::string label = parts_.label ? parts_.label(words_.language(), property, value) : "";
      if (label.empty()) label = value == "none" ? words_.say("other") : value;
      made.rows.push_back(row(std::move(label), *figure));
    }
    return made;
  }

  /// An axis of seconds is nothing to read: times are drawn in hours.
  [[nodiscard]] bool is_of_times() const {
    return section_.metric->measure == Measure::kMedian || section_.metric->measure == Measure::kNinetieth;
  }

  /// Hidden months have no column, and months before a new definition stand in no chart with those after it.
  Result<void> draw(report::HtmlPage& page, std::map<std::string, std::string>& files) const {
    report::ColumnChart chart{.language = words_.language(),
                              .title = words_.say(is_of_times() ? "chart_hours" : "chart", {{"name", text_.name}}),
                              .note = words_.say("mode." + std::string(name_of(parts_.ledger.releases().back().how))),
                              .columns = {}};
    const double unit = is_of_times() ? 3'600 : 1;
    for (const FigureId& month : section_.months) {
      const PrintedFigure* figure = printed(month);
      if (figure == nullptr || month.version != section_.metric->version) continue;
      chart.columns.push_back({.label = month.period.first.text(),
                               .value = static_cast<double>(figure->shown.value_or(0)) / unit,
                               .number = figure->shown ? mark_of(words_, *figure, *section_.metric) : "",
                               .open = !figure->shown});
    }
    for (const OtherSeries& other : parts_.others) {
      if (other.beside != section_.metric->id) continue;
      report::ChartLine line{.name = words_.say("series.title", {{"name", other.name.at(words_.language())},
                                                                 {"organisation", other.organisation}}),
                             .values = {}};
      for (const report::ChartColumn& column : chart.columns) {
        const SeriesPoint* point = other.at(*Month::parse(column.label));
        line.values.push_back(point == nullptr ? std::nullopt
                                               : std::optional{static_cast<double>(point->value) / unit});
      }
      chart.lines.push_back(std::move(line));
    }
    if (chart.columns.empty()) {
      page.paragraph(words_.say("no_numbers"));
      return {};
    }
    const std::string name = section_.metric->id;
    LET(files[file_name(name, words_.language(), "png")], report::chart_png(chart));
    LET(files[file_name(name, words_.language(), "svg")], report::chart_svg(chart));
    page.chart(chart, file_name(name, words_.language(), "png"), file_name(name, words_.language(), "svg"));
    return {};
  }

  const ReportParts& parts_;
  const Words& words_;
  const SectionFigures& section_;
  const MetricText& text_;
};

/// Everything that others have published and this report shows, with its source.
Table all_others(const std::vector<OtherSeries>& others) {
  Table table{.language = Language::kEnglish,
              .columns = {{"series", "Series"},
                          {"organisation", "Who published it"},
                          {"beside", "Metric that it stands beside"},
                          {"month", "Month"},
                          {"value", "Number as published"},
                          {"kind", "exact, at-least or about"},
                          {"definition", "What they count"},
                          {"source", "Where it was published"},
                          {"note", "Note"}},
              .rows = {}};
  for (const OtherSeries& other : others)
    for (const SeriesPoint& point : other.points)
      table.rows.push_back({other.id, other.organisation, other.beside, point.month.text(),
                            report::Number{static_cast<double>(point.value), 0}, std::string(name_of(point.kind)),
                            other.definition.at(Language::kEnglish), other.source, point.note});
  return table;
}

void write_errata(report::HtmlPage& page, const ReportParts& parts, const Words& words) {
  page.heading(2, words.say("errata"), "errata");
  std::vector<std::string> items;
  for (const Release& release : parts.ledger.releases())
    std::ranges::copy(errata_of(release, parts, words), std::back_inserter(items));
  if (items.empty()) return page.paragraph(words.say("no_errata"));
  page.list(items);
}

Result<std::string> page_in(const ReportParts& parts, Language language, std::map<std::string, std::string>& files) {
  LET(const Words words, Words::of(parts.registry, parts.catalogue, language));
  const Release& release = parts.ledger.releases().back();
  const std::string title = parts.organisation + ". " + parts.plan.title.at(language);
  report::HtmlPage page(language, title);
  page.heading(1, title);
  page.strong(words.say("title", {{"period", words.of(release.period)}}));
  page.paragraph(words.say("mode." + std::string(name_of(release.how))));
  page.paragraph(words.say("zone", {{"zone", release.zone}}));
  for (const PastCalendar& one : release.calendars)
    page.paragraph(words.say("calendar_before", {{"day", words.day(one.until)}, {"zone", one.zone}}));
  for (const SectionFigures& section : parts.sections) TRY(SectionWriter(parts, words, section).write(page, files));
  write_errata(page, parts, words);
  for (const Period& period : release.announced) page.paragraph(words.say("announced", {{"period", words.of(period)}}));
  page.paragraph(words.say("signed"));
  page.link("figures.csv", "figures.csv");
  page.link("release.json", "release.json");
  if (!parts.others.empty()) page.link("others.csv", "others.csv");
  add_site(parts, words, page, files);
  return page.finish();
}

/// Most of the time of a report goes into its charts: each language draws its own.
Result<std::map<std::string, std::string>> pages_in_all_languages(const ReportParts& parts) {
  struct Made {
    std::map<std::string, std::string> files;
    Result<void> done;
  };
  std::array<Made, kLanguages.size()> made;
  in_parallel(kLanguages.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      auto page = page_in(parts, kLanguages[i], made[i].files);
      if (page.has_value()) {
        made[i].files[file_name("report", kLanguages[i], "html")] = *std::move(page);
      } else {
        made[i].done = std::unexpected(std::move(page.error()));
      }
    }
  });
  std::map<std::string, std::string> files;
  for (Made& one : made) {
    TRY(one.done);
    files.merge(one.files);
  }
  return files;
}

/// Everything that this release prints, a figure a line.
Table all_figures(const Release& release) {
  Table table{.language = Language::kEnglish,
              .columns = {{"metric", "Metric"},
                          {"version", "Version of its definition"},
                          {"period", "Months"},
                          {"condition", "Condition"},
                          {"shown", "Number, empty if hidden"},
                          {"error", "Half width of the 95 % interval of the noise"},
                          {"rule", "Which rule hid or changed it"}},
              .rows = {}};
  for (const PrintedFigure& figure : release.figures) {
    const auto number = [](std::int64_t value) { return report::Number{static_cast<double>(value), 0}; };
    table.rows.push_back(
        {figure.id.metric, number(figure.id.version), figure.id.period.text(), text_of(figure.id.condition),
         figure.shown ? report::Cell(number(*figure.shown)) : report::Cell(std::string{}),
         figure.error == 0 ? report::Cell(std::string{}) : report::Cell(number(figure.error)), figure.rule});
  }
  return table;
}

}  // namespace

std::string figures_csv(const Release& release) { return report::to_csv(all_figures(release)); }

Result<std::map<std::string, std::string>> report_files(const ReportParts& parts) {
  LET(auto files, pages_in_all_languages(parts));
  add_index(parts, files);
  const Release& release = parts.ledger.releases().back();
  const Table table = all_figures(release);
  files["figures.csv"] = report::to_csv(table);
  files["release.json"] = write_release(release) + "\n";
  files["ledger.jsonl"] = parts.ledger.text();
  std::vector<report::DataResource> resources{{"figures", "figures.csv", "Figures", table}};
  if (!parts.others.empty()) {
    const Table others = all_others(parts.others);
    files["others.csv"] = report::to_csv(others);
    resources.push_back({"others", "others.csv", "Figures of other organisations, as they published them", others});
  }
  files["datapackage.json"] = report::to_json({.name = "figures-" + release.period.first.text(),
                                               .title = parts.organisation,
                                               .description = parts.plan.title.at(Language::kEnglish),
                                               .version = std::to_string(release.serial),
                                               .created = text_of_day(release.day) + "T00:00:00Z",
                                               .resources = std::move(resources)});
  return files;
}

}  // namespace waymark::figures
