#include "desk/api/numbers_json.h"

#include <algorithm>

#include "base/encoding.h"
#include "desk/api/write.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

std::int64_t hidden_in(const figures::Release& release) {
  return std::ranges::count_if(release.figures, [](const auto& one) { return !one.shown.has_value(); });
}

std::string_view name_of(figures::Measure measure) {
  switch (measure) {
    case figures::Measure::kCount: return "count";
    case figures::Measure::kMedian:
    case figures::Measure::kNinetieth: return "seconds";
    case figures::Measure::kShareWithin: return "percent";
  }
  return "";
}

Json or_none(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(nullptr); }

/// What the mode did to a figure, for somebody who may know what was counted.
std::string why_of(const figures::PrintedFigure& figure, const figures::Metric& metric, const figures::Counted& counted,
                   figures::How how) {
  if (figure.shown.has_value()) return figure.rule;
  if (metric.measure != figures::Measure::kCount) return "few";
  if (how == figures::How::kFloor) return "small";
  const auto mode = how == figures::How::kPlain ? figures::Mode::kPlain : figures::Mode::kRounded;
  return counted.value <= figures::small_max(mode) ? "small" : "guards";
}

class FiguresWriter {
 public:
  FiguresWriter(const FiguresDraft& draft, const FiguresSetup& setup, const figures::Ledger& ledger,
                const figures::Words& words)
      : draft_(draft), setup_(setup), ledger_(ledger), words_(words) {
    for (std::size_t i = 0; i < draft.release.figures.size(); ++i) place_[draft.release.figures[i].id.text()] = i;
  }

  [[nodiscard]] Json sections() const {
    Json all = Json::array();
    for (const figures::SectionFigures& section : sections_of(draft_.release, draft_.request, setup_.registry))
      all.push_back(write(section));
    return all;
  }

 private:
  [[nodiscard]] const figures::Metric* metric_of(const figures::FigureId& id) const {
    for (const figures::Metric* metric : setup_.registry.versions(id.metric))
      if (metric->version == id.version) return metric;
    return nullptr;
  }

  /// null for a figure that was not counted: there is nothing to say of it.
  [[nodiscard]] Json cell(const figures::FigureId& id, std::string label) const {
    const auto found = place_.find(id.text());
    const figures::Metric* metric = metric_of(id);
    if (found == place_.end() || metric == nullptr) return nullptr;
    const figures::PrintedFigure& figure = draft_.release.figures[found->second];
    const figures::Counted& counted = draft_.counted[found->second];
    const figures::PrintedFigure* before = ledger_.printed(id);
    return {{"number", found->second},
            {"figure", id.text()},
            {"label", std::move(label)},
            {"counted", counted.value},
            {"rests_on", counted.of},
            {"shown", or_none(figure.shown)},
            {"printed", words_.number(figure, *metric)},
            {"why", why_of(figure, *metric, counted, draft_.release.how)},
            {"error", figure.rule == "rounded" ? 2 : figure.error},
            {"again", before != nullptr && *before == figure},
            {"errata", errata_of(id)}};
  }

  /// Of this release and all before, oldest first.
  [[nodiscard]] Json errata_of(const figures::FigureId& id) const {
    Json all = Json::array();
    const auto add = [&](const figures::Release& release) {
      for (const figures::Change& change : release.changes)
        if (change.id == id)
          all.push_back({{"day", figures::text_of_day(release.day)},
                         {"kind", change.kind == figures::Erratum::kCorrection ? "correction" : "revision"},
                         {"before", or_none(change.before)},
                         {"reason", change.reason}});
    };
    for (const figures::Release& release : ledger_.releases()) add(release);
    add(draft_.release);
    return all;
  }

  [[nodiscard]] Json months(const figures::SectionFigures& section) const {
    Json all = Json::array();
    int version = 0;
    for (const figures::FigureId& month : section.months) {
      Json one = cell(month, words_.label(month.period.first));
      if (one.is_null()) continue;
      all.push_back({{"month", month.period.first.text()},
                     {"breaks", version != 0 && version != month.version},
                     {"two_zones", figures::is_of_two_calendars(draft_.release, month.period.first)},
                     {"cell", std::move(one)}});
      version = month.version;
    }
    return all;
  }

  /// What others have published of the months of this section.
  [[nodiscard]] Json others(const figures::SectionFigures& section) const {
    Json all = Json::array();
    const auto series = others_in(draft_.request, setup_.registry);
    if (!series.has_value()) return all;
    for (const figures::OtherSeries& one : *series) {
      if (one.beside != section.metric->id) continue;
      Json points = Json::array();
      for (const figures::FigureId& month : section.months)
        if (const figures::SeriesPoint* point = one.at(month.period.first))
          points.push_back({{"month", point->month.text()},
                            {"label", words_.label(point->month)},
                            {"value", point->value},
                            {"printed", figures::other_number(words_, *point)},
                            {"note", point->note}});
      all.push_back({{"id", one.id},
                     {"organisation", one.organisation},
                     {"name", one.name.at(words_.language())},
                     {"says", figures::other_says(words_, one)},
                     {"points", std::move(points)}});
    }
    return all;
  }

  [[nodiscard]] Json tables(const figures::SectionFigures& section) const {
    Json all = Json::array();
    for (const auto& [property, values] : section.by) {
      Json cells = Json::array();
      for (const auto& [value, id] : values) {
        std::string label = setup_.label ? setup_.label(words_.language(), property, value) : "";
        Json one = cell(id, label.empty() ? value : std::move(label));
        if (!one.is_null()) cells.push_back(std::move(one));
      }
      if (!cells.empty()) all.push_back({{"by", property}, {"cells", std::move(cells)}});
    }
    return all;
  }

  [[nodiscard]] Json write(const figures::SectionFigures& section) const {
    const figures::MetricText& text = section.metric->texts.at(words_.language());
    const auto maybe = [&](const std::optional<figures::FigureId>& id) {
      return id ? cell(*id, words_.of(id->period)) : Json(nullptr);
    };
    return {{"metric", section.metric->id},
            {"name", text.name},
            {"definition", text.definition},
            {"is_not", text.is_not},
            {"unit", name_of(section.metric->measure)},
            {"total", cell(section.total, words_.of(section.total.period))},
            {"against", maybe(section.against)},
            {"cumulative", maybe(section.cumulative)},
            {"months", months(section)},
            {"others", others(section)},
            {"tables", tables(section)}};
  }

  const FiguresDraft& draft_;
  const FiguresSetup& setup_;
  const figures::Ledger& ledger_;
  const figures::Words& words_;
  std::map<std::string, std::size_t> place_;
};

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

Json write_choices(const FiguresSetup& setup, Language language) {
  Json metrics = Json::array();
  for (const figures::Metric& metric : setup.registry.all()) {
    if (setup.registry.newest(metric.id) != &metric) continue;
    const figures::MetricText& text = metric.texts.at(language);
    metrics.push_back({{"id", metric.id},
                       {"name", text.name},
                       {"definition", text.definition},
                       {"is_not", text.is_not},
                       {"since", setup.registry.versions(metric.id).front()->since.text()},
                       {"by", metric.by}});
  }
  Json plans = Json::array();
  for (const figures::ReportPlan& plan : setup.plans)
    plans.push_back({{"id", plan.id}, {"title", plan.title.at(language)}});
  return {{"metrics", std::move(metrics)}, {"plans", std::move(plans)}};
}

Json write_series_choices(const std::vector<KeptSeries>& all, const FiguresSetup& setup, Language language) {
  Json series = Json::array();
  for (const KeptSeries& one : all) {
    const figures::Metric* beside = setup.registry.newest(one.series.beside);
    series.push_back({{"id", one.series.id},
                      {"organisation", one.series.organisation},
                      {"name", one.series.name.at(language)},
                      {"definition", one.series.definition.at(language)},
                      {"source", one.series.source},
                      {"beside", beside == nullptr ? one.series.beside : beside->texts.at(language).name},
                      {"first", one.series.points.front().month.text()},
                      {"last", one.series.points.back().month.text()},
                      {"installed", one.installed}});
  }
  return series;
}

Json write_draft_line(const FiguresDraft& draft, Language language, std::string_view alias) {
  return {{"id", draft.id.text()},
          {"title", draft.request.plan.title.at(language)},
          {"period", draft.request.asked.period.text()},
          {"how", figures::name_of(draft.request.how)},
          {"by", draft.by},
          {"mine", draft.by == alias},
          {"proposed", draft.proposed},
          {"at", utc(draft.at)},
          {"figures", draft.release.figures.size()},
          {"hidden", hidden_in(draft.release)}};
}

Json write_release_line(const figures::Release& release, const std::optional<FigureHands>& hands) {
  return {{"serial", release.serial},
          {"day", figures::text_of_day(release.day)},
          {"period", release.period.text()},
          {"how", figures::name_of(release.how)},
          {"figures", release.figures.size()},
          {"hidden", hidden_in(release)},
          {"changes", release.changes.size()},
          {"by", hands ? Json(hands->by) : Json(nullptr)},
          {"approved_by", hands ? Json(hands->approved_by) : Json(nullptr)},
          {"hash", figures::hash_of(release)}};
}

Json write_relays(const std::map<std::string, FiguresAtRelay>& relays) {
  Json all = Json::array();
  for (const auto& [name, at] : relays)
    all.push_back({{"relay", name}, {"serial", at.serial}, {"place", name_of(at.place)}});
  return all;
}

std::string figure_label(const FiguresSetup& setup, Language language, const std::string& figure) {
  const std::size_t at = figure.find('@');
  const std::size_t blank = figure.find(' ');
  if (at == std::string::npos || blank == std::string::npos || at > blank) return figure;
  const figures::Metric* metric = setup.registry.newest(figure.substr(0, at));
  const std::size_t end = figure.find(' ', blank + 1);
  const auto period = figures::Period::parse(std::string_view(figure).substr(blank + 1, end - blank - 1));
  const auto words = figures::Words::of(setup.registry, setup.catalogue, language);
  if (metric == nullptr || !period.has_value() || !words.has_value()) return figure;
  const std::string rest = end == std::string::npos ? "" : " (" + figure.substr(end + 1) + ")";
  return metric->texts.at(language).name + ", " + words->of(*period) + rest;
}

Json write_refusal(const FiguresSetup& setup, Language language, const figures::Refusal* refusal) {
  if (refusal == nullptr) return nullptr;
  Json combination = Json::array();
  for (const std::string& one : refusal->combination) combination.push_back(figure_label(setup, language, one));
  Json leave_out = Json::array();
  for (const std::string& one : refusal->leave_out) leave_out.push_back(figure_label(setup, language, one));
  return {{"code", refusal->code},
          {"figure", refusal->figure},
          {"label", figure_label(setup, language, refusal->figure)},
          {"combination", std::move(combination)},
          {"leave_out", std::move(leave_out)}};
}

Result<Json> write_figures(const FiguresDraft& draft, const FiguresSetup& setup, const figures::Ledger& ledger,
                           Language language) {
  LET(const figures::Words words, figures::Words::of(setup.registry, setup.catalogue, language));
  Json calendars = Json::array();
  for (const figures::PastCalendar& one : draft.release.calendars)
    calendars.push_back(words.say("calendar_before", {{"day", words.day(one.until)}, {"zone", one.zone}}));
  return Json{{"sections", FiguresWriter(draft, setup, ledger, words).sections()},
              {"calendars", std::move(calendars)},
              {"says", words.say("mode." + std::string(figures::name_of(draft.release.how)))}};
}

std::string page_with_pictures(const FigureFiles& files, Language language) {
  const auto page = files.find("report." + std::string(code_of(language)) + ".html");
  if (page == files.end()) return "";
  std::string html = page->second;
  // The pictures travel in the page, so the page may load those and no others.
  replace_all(html, "img-src 'self' file:", "img-src data:");
  for (const auto& [name, content] : files)
    if (name.ends_with(".png"))
      replace_all(html, "src=\"" + name + "\"",
                  "src=\"data:image/png;base64," + to_base64(view_of(content), Padding::kRequired) + "\"");
  return html;
}

}  // namespace waymark::desk::api
