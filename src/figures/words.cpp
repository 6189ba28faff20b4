#include "figures/words.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace waymark::figures {
namespace {

using text::Arguments;

std::string metric_key(const Metric& metric) { return "metric." + metric.name(); }

/// Whole per cent by which `now` differs from `before`, rounded half up.
std::int64_t percent(std::int64_t now, std::int64_t before) {
  const std::int64_t by = std::abs(now - before) * 100;
  return (by + before / 2) / before;
}

/// The number below with one digit and zeros: "more than" it is true. Finer than the steps of floors, which hide:
/// this one only reads well, beside the number itself.
std::int64_t one_digit_below(std::int64_t value) {
  std::int64_t step = 1;
  while (step * 10 < value) step *= 10;
  const std::int64_t found = (value - 1) / step * step;
  return found;
}

std::string_view season_of(const Period& period) {
  if (period.length() != 3) return "";
  switch (period.first.month()) {
    case 3: return "spring";
    case 6: return "summer";
    case 9: return "autumn";
    case 12: return "winter";
    default: return "";
  }
}

std::string_view share_name(std::int64_t part, std::int64_t whole) {
  if (part * 4 > whole * 3) return "three_quarters";
  if (part * 3 > whole * 2) return "two_thirds";
  if (part * 2 > whole) return "half";
  if (part * 3 > whole) return "third";
  return "";
}

bool is_exact(const PrintedFigure* figure) { return figure != nullptr && figure->shown && figure->rule == "exact"; }
bool is_told(const PrintedFigure* figure) {
  return figure != nullptr && figure->shown && (figure->rule == "exact" || figure->rule == "rounded");
}

void compare(const Words& words, const Series& series, std::vector<std::string>& out) {
  const PrintedFigure& total = *series.total;
  const std::string counted = words.counted(total, *series.metric);
  if (!total.shown) {
    out.push_back(words.say(
        "hidden", {{"name", series.metric->texts.at(words.language()).name}, {"period", words.in(total.id.period)}}));
    return;
  }
  Arguments arguments{{"counted", counted}, {"period", words.in(total.id.period)}};
  const bool comparable = is_told(&total) && is_told(series.against) && *series.against->shown > 0 &&
                          series.against->id.version == total.id.version && series.metric->measure == Measure::kCount;
  if (!comparable) {
    out.push_back(words.say("total", arguments));
    return;
  }
  const std::int64_t now = *total.shown;
  const std::int64_t before = *series.against->shown;
  const Period& other = series.against->id.period;
  const bool same_year = other.first.year() == total.id.period.last.year() && other.last.year() == other.first.year();
  arguments["percent"] = percent(now, before);
  arguments["before"] = words.number(*series.against, *series.metric);
  arguments["against"] = same_year ? words.say(other.length() == 1 ? "than_month" : "than_run",
                                               {{"first", words.say("month_in." + std::to_string(other.first.month()))},
                                                {"last", words.say("month_in." + std::to_string(other.last.month()))}})
                                   : words.in(other);
  const std::int64_t by = percent(now, before);
  out.push_back(words.say(by == 0 ? "same" : now > before ? "more" : "less", arguments));
}

void extremes(const Words& words, const Series& series, std::vector<std::string>& out) {
  std::vector<const PrintedFigure*> told;
  for (const PrintedFigure* month : series.months)
    if (is_told(month) && month->id.version == series.metric->version) told.push_back(month);
  // Of hidden months nobody may say that they are not the fewest.
  const bool whole = told.size() == series.months.size();
  if (!whole || told.size() < 3 || series.metric->measure != Measure::kCount) return;
  const auto [least, most] =
      std::ranges::minmax_element(told, {}, [](const PrintedFigure* one) { return *one->shown; });
  const auto times = [&](std::int64_t value) {
    return std::ranges::count_if(told, [&](const PrintedFigure* one) { return *one->shown == value; });
  };
  if (times(*(*least)->shown) > 1 || times(*(*most)->shown) > 1) return;
  const auto month = [&](const PrintedFigure* one) {
    return words.say("month_in." + std::to_string(one->id.period.first.month()));
  };
  out.push_back(words.say("extremes", {{"max_month", month(*most)},
                                       {"max", words.number(**most, *series.metric)},
                                       {"min_month", month(*least)},
                                       {"min", words.number(**least, *series.metric)}}));
}

void cumulative(const Words& words, const Series& series, std::vector<std::string>& out) {
  if (!is_exact(series.cumulative) || series.metric->measure != Measure::kCount || *series.cumulative->shown < 20)
    return;
  const std::int64_t whole = *series.cumulative->shown;
  const Month since = series.cumulative->id.period.first;
  Arguments arguments{{"floor", one_digit_below(whole)},
                      {"month", words.say("month_since." + std::to_string(since.month()))},
                      {"year", std::to_string(since.year())}};
  const std::string_view season = season_of(series.total->id.period);
  const std::string_view share = is_exact(series.total) ? share_name(*series.total->shown, whole) : "";
  if (season.empty() || share.empty()) {
    out.push_back(words.say("since", arguments));
    return;
  }
  arguments["share"] = words.say("share." + std::string(share));
  arguments["season"] = words.say("season." + std::string(season));
  out.push_back(words.say("since_share", arguments));
}

void breaks(const Words& words, const Series& series, std::vector<std::string>& out) {
  for (std::size_t i = 1; i < series.months.size(); ++i) {
    if (series.months[i]->id.version == series.months[i - 1]->id.version) continue;
    const Month month = series.months[i]->id.period.first;
    out.push_back(words.say("break", {{"month", words.say("month_since." + std::to_string(month.month()))},
                                      {"year", std::to_string(month.year())}}));
  }
}

}  // namespace

Result<Words> Words::of(const Registry& registry, const text::Catalogue& catalogue, Language language) {
  nlohmann::json patterns = nlohmann::json::object();
  for (const Metric& metric : registry.all()) patterns[metric_key(metric)] = metric.texts.at(language).counted;
  const std::vector<text::CatalogueFile> files{{"metrics", language, patterns.dump()}};
  LET(text::Catalogue metrics, text::Catalogue::parse(files));
  return Words(catalogue, std::move(metrics), language);
}

std::string Words::say(std::string_view key, const Arguments& arguments) const {
  return catalogue_->text(language_, "figures." + std::string(key), arguments);
}

std::string Words::grouped(std::int64_t number) const { return say("plain_number", {{"number", number}}); }

std::string Words::period_text(const Period& period, std::string_view key, std::string_view months) const {
  const auto month = [&](Month one) { return say(std::string(months) + std::to_string(one.month())); };
  const bool whole_year = period.first.month() == 1 && period.length() == 12;
  const bool one_year = period.first.year() == period.last.year();
  const std::string name = std::string(key) + (whole_year             ? "_year"
                                               : period.length() == 1 ? ""
                                               : one_year             ? "_run"
                                                                      : "_runs");
  return say(name, {{"first", month(period.first)},
                    {"last", month(period.last)},
                    {"year", std::to_string(period.first.year())},
                    {"year2", std::to_string(period.last.year())}});
}

std::string Words::in(const Period& period) const { return period_text(period, "in", "month_in."); }
std::string Words::of(const Period& period) const { return period_text(period, "for", "month."); }
std::string Words::day(std::int64_t day) const {
  const std::string text = text_of_day(day);  // YYYY-MM-DD
  const Month month = Month::of_day(day);
  return say("day", {{"day", static_cast<std::int64_t>(std::stoi(text.substr(text.size() - 2)))},
                     {"month", say("month_since." + std::to_string(month.month()))},
                     {"year", std::to_string(month.year())}});
}

std::string Words::label(Month month) const {
  return say("month_label",
             {{"first", say("month." + std::to_string(month.month()))}, {"year", std::to_string(month.year())}});
}

std::string Words::number(const PrintedFigure& figure, const Metric& metric) const {
  if (!figure.shown) return say("nothing");
  if (metric.measure == Measure::kMedian || metric.measure == Measure::kNinetieth)
    return say("seconds", {{"hours", *figure.shown / 3'600}, {"minutes", *figure.shown % 3'600 / 60}});
  if (metric.measure == Measure::kShareWithin)
    return metrics_.text(language_, metric_key(metric), {{"count", *figure.shown}});
  const std::string number = grouped(*figure.shown);
  if (figure.rule == "rounded") return *figure.shown == 0 ? number : say("about", {{"number", number}});
  if (figure.rule == "at-least") return say("at_least", {{"number", number}});
  if (figure.rule == "noise") return say("within", {{"number", number}, {"error", figure.error}});
  return number;
}

std::string Words::counted(const PrintedFigure& figure, const Metric& metric) const {
  if (figure.rule != "exact" || !figure.shown || metric.measure != Measure::kCount) {
    const std::string& name = metric.texts.at(language_).name;
    return name + ": " + number(figure, metric);
  }
  return metrics_.text(language_, metric_key(metric), {{"count", *figure.shown}});
}

std::vector<std::string> sentences(const Words& words, const Series& series) {
  std::vector<std::string> out;
  if (series.total != nullptr) {
    compare(words, series, out);
    extremes(words, series, out);
    cumulative(words, series, out);
  }
  breaks(words, series, out);
  return out;
}

std::string other_says(const Words& words, const OtherSeries& other) {
  const Language language = words.language();
  return words.say("series.says", {{"name", other.name.at(language)},
                                   {"organisation", other.organisation},
                                   {"definition", other.definition.at(language)},
                                   {"source", other.source}});
}

std::string other_number(const Words& words, const SeriesPoint& point) {
  return words.say("series.number." + std::string(name_of(point.kind)), {{"number", point.value}});
}

std::string series_error(const text::Catalogue& catalogue, Language language, const SeriesError& error) {
  return catalogue.text(language, "figures.series.wrong." + error.code,
                        {{"line", static_cast<std::int64_t>(error.line)},
                         {"column", static_cast<std::int64_t>(error.column)},
                         {"what", error.what}});
}

}  // namespace waymark::figures
