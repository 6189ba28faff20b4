#include "courts/report/tally_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "courts/ids/court_date.h"
#include "report/html_page.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kColumnsMax = 40;  // more would not be readable side by side
constexpr std::size_t kSharesMax = 40;

struct Voice {
  const text::Catalogue& catalogue;
  Language language;
  [[nodiscard]] std::string say(const std::string& key, const text::Arguments& arguments = {}) const {
    return catalogue.text(language, "tally." + key, arguments);
  }
  /// A value as a reader knows it.
  [[nodiscard]] std::string word(Dimension dimension, const std::string& word) const {
    if (word == kUnknownWord || word == kDiffersWord) return say(word);
    const bool translated =
        dimension == Dimension::kOutcome || dimension == Dimension::kCategory || dimension == Dimension::kStage;
    return translated ? say(std::string{name_of(dimension)} + "." + word) : word;
  }
};

/// Whole numbers look the same in all three languages.
std::string whole_text(double number) { return report::shown({number, 0}, Language::kEnglish); }

report::Cell whole(std::int64_t number) { return report::Number{static_cast<double>(number), 0}; }

std::string percent(double proportion, Language language) { return report::shown({proportion * 100, 1}, language); }
std::string percents(Bounds bounds, Language language) {
  return percent(bounds.low, language) + "–" + percent(bounds.high, language);
}

bool any_filling(const Tally& tally) {
  return std::any_of(tally.rows.begin(), tally.rows.end(), [](const TallyRow& row) { return row.filling; });
}

/// Only a tally by one month is cast.
bool any_cast(const Tally& tally) {
  return std::any_of(tally.rows.begin(), tally.rows.end(), [](const TallyRow& row) { return row.cast.has_value(); });
}

bool has_dimension(const Query& query, Dimension dimension) {
  return std::find(query.by.begin(), query.by.end(), dimension) != query.by.end();
}

std::string court_name(const TallyReport& report, const std::string& code) {
  const auto found = report.court_names.find(code);
  return found == report.court_names.end() ? std::string{} : found->second;
}

/// The court among the words of a row; empty for the total.
std::string court_of(const TallyReport& report, const TallyRow& row) {
  for (std::size_t i = 0; i < row.words.size(); ++i)
    if (report.tally.query.by[i] == Dimension::kCourt) return row.words[i];
  return {};
}

/// A value in a table: there is room for the name of a court.
std::string in_full(const Voice& voice, const TallyReport& report, Dimension dimension, const std::string& word) {
  const std::string name = dimension == Dimension::kCourt ? court_name(report, word) : std::string{};
  return voice.word(dimension, word) + (name.empty() ? "" : " " + name);
}

/// Values of the share for programs: hits, known, total, proportion, Wilson, worst case.
void add_share(std::vector<report::Cell>& cells, const std::optional<Share>& share) {
  if (!share) {
    cells.insert(cells.end(), 8, report::Cell{std::string()});
    return;
  }
  for (const std::int64_t number : {share->hits, share->known, share->total}) cells.push_back(whole(number));
  const auto middle = share_of(*share);
  cells.push_back(middle ? report::Cell{report::Number{*middle, 4}} : report::Cell{std::string()});
  for (const Bounds bounds : {wilson_interval(*share), worst_case(*share)}) {
    cells.push_back(report::Number{bounds.low, 4});
    cells.push_back(report::Number{bounds.high, 4});
  }
}

void add_cast(std::vector<report::Cell>& cells, const TallyRow& row) {
  cells.push_back(std::string(row.filling ? "yes" : ""));
  const bool told = row.cast && row.cast->possible;
  for (const double value : {told ? row.cast->expected : 0, told ? row.cast->low : 0, told ? row.cast->high : 0})
    cells.push_back(told ? report::Cell{report::Number{std::round(value * 10) / 10, 1}} : report::Cell{std::string()});
}

std::vector<report::Cell> data_row(const TallyReport& report, const TallyRow& row) {
  std::vector<report::Cell> cells;
  for (const std::string& word : row.words) cells.emplace_back(word);
  cells.resize(report.tally.query.by.size(), std::string("total"));
  for (int i = 0; i < kMeasures; ++i) cells.push_back(whole(row.counts.of(static_cast<Measure>(i))));
  add_share(cells, row.share);
  add_cast(cells, row);
  if (report.impute) {
    const auto guess = row.share ? imputed(*row.share) : std::nullopt;
    cells.push_back(guess ? report::Cell{report::Number{std::round(*guess * 10) / 10, 1}}
                          : report::Cell{std::string()});
  }
  if (has_dimension(report.tally.query, Dimension::kCourt))
    cells.emplace_back(court_name(report, court_of(report, row)));
  cells.emplace_back(row.cell);
  return cells;
}

std::vector<report::Cell> shown_row(const Voice& voice, const TallyReport& report, const TallyRow& row, bool outcome) {
  std::vector<report::Cell> cells;
  for (std::size_t i = 0; i < row.words.size(); ++i)
    cells.emplace_back(in_full(voice, report, report.tally.query.by[i], row.words[i]) +
                       (i == 0 && row.filling ? " *" : ""));
  if (row.words.empty() && !report.tally.query.by.empty()) {
    cells.resize(report.tally.query.by.size(), std::string());
    cells.front() = voice.say("total");
  }
  cells.push_back(whole(row.counts.count));
  if (!outcome)
    for (const std::int64_t number :
         {row.counts.decided, row.counts.in_force, row.counts.sentences, row.counts.known, row.counts.suspended})
      cells.push_back(whole(number));
  const bool told = row.share && row.share->known > 0;
  cells.push_back(told ? report::Cell{report::Number{*share_of(*row.share) * 100, 1}} : report::Cell{std::string("—")});
  cells.emplace_back(told ? percents(wilson_interval(*row.share), voice.language) : "—");
  cells.emplace_back(row.share && row.share->total > 0 ? percents(worst_case(*row.share), voice.language) : "—");
  if (any_cast(report.tally)) {
    const bool cast = row.cast && row.cast->possible;
    cells.emplace_back(!row.filling ? std::string()
                       : !cast      ? std::string("?")
                               : fmt::format("≈ {} ({}–{})", whole_text(row.cast->expected), whole_text(row.cast->low),
                                             whole_text(row.cast->high)));
  }
  if (report.impute) {
    const auto guess = row.share ? imputed(*row.share) : std::nullopt;
    cells.push_back(guess ? report::Cell{report::Number{*guess, 0}} : report::Cell{std::string("—")});
  }
  return cells;
}

std::string filters_of(const Voice& voice, const Query& query) {
  std::string text = voice.say("unit." + std::string{name_of(query.unit)});
  for (const Filter& filter : query.filters) {
    text += "; " + voice.say("dimension." + std::string{name_of(filter.dimension)}) + ": ";
    if (filter.from != kNoDay) {
      text += iso_day(filter.from) + " – " + iso_day(filter.to);
      continue;
    }
    for (std::size_t i = 0; i < filter.words.size(); ++i)
      text += (i > 0 ? ", " : "") + voice.word(filter.dimension, filter.words[i]);
  }
  return text;
}

void add_left_out(const Voice& voice, const Tally& tally, bool linked, std::vector<std::string>& notes) {
  for (std::size_t i = 0; i < tally.left_out.size(); ++i) {
    if (tally.left_out[i] == 0) continue;
    const std::string what = voice.say("dimension." + std::string{name_of(tally.query.filters[i].dimension)});
    notes.push_back(voice.say("note.left-out", {{"count", tally.left_out[i]}, {"what", what}}));
  }
  if (tally.unnamed > 0) notes.push_back(voice.say("note.unnamed", {{"count", tally.unnamed}}));
  if (tally.joined > 0)
    notes.push_back(voice.say(linked ? "note.joined-links" : "note.joined", {{"count", tally.joined}}));
}

/// Numbers by the first dimension, in the order of the rows.
std::vector<report::ChartColumn> columns_of(const Voice& voice, const Tally& tally) {
  std::vector<report::ChartColumn> columns;
  std::map<std::string, std::size_t> place;
  for (const TallyRow& row : tally.rows) {
    const auto [found, fresh] = place.try_emplace(row.words.front(), columns.size());
    if (fresh) columns.push_back({.label = voice.word(tally.query.by.front(), row.words.front())});
    report::ChartColumn& column = columns[found->second];
    column.value += static_cast<double>(row.counts.count);
    column.open = column.open || row.filling;
    if (row.cast && row.cast->possible) {
      column.expected = row.cast->expected;
      column.low = row.cast->low;
      column.high = row.cast->high;
    }
  }
  return columns;
}

}  // namespace

report::Table tally_data(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  const Voice voice{catalogue, language};
  report::Table table;
  for (const Dimension dimension : report.tally.query.by)
    table.columns.push_back(
        {"by_" + std::string{name_of(dimension)}, voice.say("dimension." + std::string{name_of(dimension)})});
  std::vector<std::string> keys;
  for (int i = 0; i < kMeasures; ++i) keys.emplace_back(name_of(static_cast<Measure>(i)));
  for (const char* key : {"share_hits", "share_known", "share_total", "share", "low", "high", "worst_low", "worst_high",
                          "filling", "expected", "expected_low", "expected_high"})
    keys.emplace_back(key);
  if (report.impute) keys.emplace_back("imputed");
  if (has_dimension(report.tally.query, Dimension::kCourt)) keys.emplace_back("court_name");
  keys.emplace_back("cell");
  for (const std::string& key : keys) table.columns.push_back({key, voice.say("column." + key)});
  for (const TallyRow& row : report.tally.rows)
    if (!row.words.empty()) table.rows.push_back(data_row(report, row));
  table.rows.push_back(data_row(report, report.tally.total));
  return table;
}

report::Table tally_shown(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  const Voice voice{catalogue, language};
  const Query& query = report.tally.query;
  const bool outcome = has_dimension(query, Dimension::kOutcome);
  report::Table table{.language = language, .columns = {}, .rows = {}};
  for (const Dimension dimension : query.by)
    table.columns.push_back({"", voice.say("dimension." + std::string{name_of(dimension)})});
  std::vector<std::string> keys{"count"};
  if (!outcome) keys.insert(keys.end(), {"decided", "in_force", "sentences", "known", "suspended"});
  keys.insert(keys.end(), {"share", "interval", "worst"});
  if (any_cast(report.tally)) keys.emplace_back("expected");
  if (report.impute) keys.emplace_back("imputed");
  for (const std::string& key : keys) table.columns.push_back({"", voice.say("column." + key)});
  for (const TallyRow& row : report.tally.rows)
    if (!row.words.empty()) table.rows.push_back(shown_row(voice, report, row, outcome));
  TallyRow total = report.tally.total;
  if (outcome) total.share.reset();
  table.rows.push_back(shown_row(voice, report, total, outcome));
  return table;
}

std::vector<std::string> tally_headline(const text::Catalogue& catalogue, Language language,
                                        const TallyReport& report) {
  const Voice voice{catalogue, language};
  const Counts& counts = report.tally.total.counts;
  std::vector<std::string> lines{voice.say("headline." + std::string{name_of(report.tally.query.unit)},
                                           {{"count", counts.count}, {"sentences", counts.sentences}})};
  const Share share = report.tally.total.share.value_or(Share{});
  if (share.known == 0) {
    if (share.total > 0) lines.push_back(voice.say("headline.no-share", {{"total", share.total}}));
    return lines;
  }
  const Bounds wilson = wilson_interval(share);
  const Bounds worst = worst_case(share);
  lines.push_back(voice.say("headline.share", {{"known", share.known},
                                               {"total", share.total},
                                               {"share", percent(*share_of(share), language)},
                                               {"low", percent(wilson.low, language)},
                                               {"high", percent(wilson.high, language)},
                                               {"worst_low", percent(worst.low, language)},
                                               {"worst_high", percent(worst.high, language)}}));
  return lines;
}

std::vector<std::string> tally_notes(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  const Voice voice{catalogue, language};
  const Tally& tally = report.tally;
  std::vector<std::string> notes{voice.say("note.filter", {{"filters", filters_of(voice, tally.query)}})};
  if (tally.query.as_of != kNoDay) notes.push_back(voice.say("note.as-of", {{"day", iso_day(tally.query.as_of)}}));
  if (tally.first_seen != kNoDay)
    notes.push_back(voice.say("note.seen", {{"first", iso_day(tally.first_seen)}, {"last", iso_day(tally.last_seen)}}));
  add_left_out(voice, tally, report.linked, notes);
  if (report.final) notes.push_back(voice.say("note.final"));
  if (any_filling(tally)) {
    notes.push_back(voice.say("note.filling"));
    const bool silent = std::any_of(tally.rows.begin(), tally.rows.end(),
                                    [](const TallyRow& row) { return row.cast && !row.cast->possible; });
    if (silent) notes.push_back(voice.say("note.cannot-cast"));
  }
  if (has_dimension(tally.query, Dimension::kForce)) notes.push_back(voice.say("note.force"));
  notes.push_back(voice.say("note.shares"));
  if (report.impute) notes.push_back(voice.say("note.imputed"));
  notes.push_back(voice.say("note.machine"));
  if (!report.head.empty()) notes.push_back(voice.say("note.head", {{"head", report.head}}));
  return notes;
}

std::string tally_lines(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  std::string lines;
  for (const std::string& line : tally_headline(catalogue, language, report)) lines += line + "\n";
  lines += "\n" + report::to_lines(tally_shown(catalogue, language, report)) + "\n";
  for (const std::string& note : tally_notes(catalogue, language, report)) lines += note + "\n";
  return lines;
}

report::ColumnChart tally_columns(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  const Voice voice{catalogue, language};
  const Query& query = report.tally.query;
  report::ColumnChart chart{.language = language, .title = {}, .note = {}, .columns = {}};
  if (query.by.empty()) return chart;
  chart.title =
      voice.say("chart.counts", {{"unit", voice.say("unit." + std::string{name_of(query.unit)})},
                                 {"dimension", voice.say("dimension." + std::string{name_of(query.by.front())})}});
  chart.columns = columns_of(voice, report.tally);
  if (!is_month(query.by.front()) && chart.columns.size() > kColumnsMax) {
    std::stable_sort(chart.columns.begin(), chart.columns.end(),
                     [](const auto& a, const auto& b) { return a.value > b.value; });
    chart.columns.resize(kColumnsMax);
    chart.note = voice.say("note.most", {{"count", static_cast<std::int64_t>(kColumnsMax)}});
  } else if (any_filling(report.tally)) {
    chart.note = voice.say("note.filling").substr(0, voice.say("note.filling").find(':'));
  }
  return chart;
}

report::IntervalChart tally_shares(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  const Voice voice{catalogue, language};
  const Query& query = report.tally.query;
  report::IntervalChart chart{.title = voice.say("chart.shares"), .axis = "%", .rows = {}, .range = {{0, 100}}};
  if (query.by.size() != 1 || query.by.front() == Dimension::kOutcome) return chart;
  for (const TallyRow& row : report.tally.rows) {
    if (!row.share || row.share->known == 0 || chart.rows.size() == kSharesMax) continue;
    const Bounds bounds = wilson_interval(*row.share);
    chart.rows.push_back({.label = fmt::format("{} ({}/{})", voice.word(query.by.front(), row.words.front()),
                                               row.share->known, row.share->total),
                          .middle = *share_of(*row.share) * 100,
                          .low = bounds.low * 100,
                          .high = bounds.high * 100,
                          .filled = true});
  }
  return chart;
}

std::string tally_html(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  const Voice voice{catalogue, language};
  report::HtmlPage page(language, voice.say("title"));
  const std::string code{code_of(language)};
  page.heading(1, voice.say("title"));
  for (const std::string& line : tally_headline(catalogue, language, report)) page.strong(line);
  if (!report.tally.query.by.empty()) {
    page.picture("counts." + code + ".png", voice.say("chart.description"));
    page.link("counts." + code + ".svg", "counts." + code + ".svg");
  }
  if (!tally_shares(catalogue, language, report).rows.empty()) {
    page.picture("shares." + code + ".png", voice.say("chart.description"));
    page.link("shares." + code + ".svg", "shares." + code + ".svg");
  }
  page.table(tally_shown(catalogue, language, report));
  page.list(tally_notes(catalogue, language, report));
  page.paragraph(voice.say(report.tally.query.unit == Unit::kCases ? "definition.case" : "definition.person"));
  page.paragraph(voice.say("note.why"));
  page.link("tally.csv", "tally.csv");
  page.link("datapackage.json", "datapackage.json");
  return page.finish();
}

std::string tally_package(const text::Catalogue& catalogue, Language language, const TallyReport& report) {
  std::string description;
  for (const std::string& line : tally_headline(catalogue, language, report)) description += line + " ";
  for (const std::string& note : tally_notes(catalogue, language, report)) description += note + " ";
  description.pop_back();
  const Voice voice{catalogue, language};
  const std::int32_t seen = report.tally.query.as_of != kNoDay ? report.tally.query.as_of : report.tally.last_seen;
  report::DataPackage package{.name = "court-records-tally",
                              .title = voice.say("title"),
                              .description = description,
                              .version = seen == kNoDay ? "0" : iso_day(seen),
                              .created = report.created,
                              .resources = {{.name = "tally",
                                             .path = "tally.csv",
                                             .title = voice.say("title"),
                                             .table = tally_data(catalogue, language, report)}},
                              .more = {{"waymark:query", report.tally.total.cell}}};
  if (!report.head.empty()) package.more.emplace_back("waymark:archive", report.head);
  return to_json(package);
}

}  // namespace waymark::courts
