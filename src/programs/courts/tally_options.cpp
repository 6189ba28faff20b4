#include "programs/courts/tally_options.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/clock.h"
#include "base/encoding.h"
#include "courts/archive/archive.h"
#include "courts/archive/court_names.h"
#include "courts/archive/reader.h"
#include "courts/instances/instances.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

std::string now_written() {
  const auto seconds = SystemClock().now().time_since_epoch().count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

template <class Chart>
OrStop<void> write_chart(const Chart& chart, const fs::path& folder, const std::string& name) {
  const auto png = report::chart_png(chart);
  const auto svg = report::chart_svg(chart);
  if (!png || !svg) return std::unexpected(Stop{Exit::kFailed, "The chart cannot be drawn."});
  if (auto done = write_whole(folder / (name + ".png"), *png); !done) return done;
  return write_whole(folder / (name + ".svg"), *svg);
}

}  // namespace

void add_source_options(CLI::App& command, TallyOptions& options) {
  command.add_option("--archive", options.archive, "The archive")->required()->type_name("FILE");
  command
      .add_option("--links", options.links,
                  "Which records are one case, as link --archive found; else by valid УИД alone")
      ->type_name("FOLDER");
  command.add_flag("--final", options.final,
                   "With --links: outcomes after appeal, new trial and execution, not those of the first instance");
}

OrStop<Followed> follow(const TallyOptions& options) {
  if (options.final && options.links.empty())
    return std::unexpected(
        Stop{Exit::kUsage, "--final needs --links: only links say what came after the first instance."});
  if (options.final && !options.words.as_of.empty())
    return std::unexpected(Stop{Exit::kUsage, "--final and --as-of do not go together: links are of today."});
  Followed followed;
  if (options.links.empty()) return followed;
  const auto reader = courts::ArchiveReader::open(options.archive);
  if (!reader) return std::unexpected(stop_for(reader.error(), options.archive));
  const auto linked = courts::read_linked(options.links, **reader);
  if (!linked) return std::unexpected(stop_for(linked.error(), options.links));
  followed.shared = courts::SharedCases(true);
  for (const courts::Instance& one : linked->cases)
    if (one.stage == courts::Stage::kFirst) followed.shared.put(one.case_id, one.root);
  for (const courts::End& end : linked->ends)
    if (end.final_outcome != end.outcome)
      followed.final.emplace(courts::accused_key(end.case_id, end.index), end.final_outcome);
  return followed;
}

courts::TallySource source_of(const TallyOptions& options, const Followed& followed) {
  return {.archive = options.archive,
          .shared = options.links.empty() ? nullptr : &followed.shared,
          .final = options.final ? &followed.final : nullptr};
}

void add_tally_options(CLI::App& command, TallyOptions& options) {
  add_source_options(command, options);
  command.add_option("--unit", options.words.unit, "cases or persons (the accused)")->capture_default_str();
  command
      .add_option("--by", options.words.by,
                  "Up to three of received, decided, force (months), article, part, court, region, outcome, category, "
                  "stage; several: --by received,article")
      ->delimiter(',')
      ->type_name("WORD");
  command
      .add_option("--where", options.words.where,
                  "Only these: article=337+338, part=337-5, court=61GV0001, region=61, outcome=suspended, "
                  "received=2024-01..2024-06; stage=first is assumed, stage=all counts every instance")
      ->type_name("FILTER");
  command.add_option("--as-of", options.words.as_of, "Only what had been seen by that day")->type_name("YYYY-MM-DD");
  command.add_flag("--impute", options.impute,
                   "Add a column under the assumption that unknown punishments are like the known ones of the row");
  command.add_option("--language", options.language, "ru, uk or en")->capture_default_str();
  command.add_option("--threads", options.threads, "Default: as many as there are cores; the result is the same")
      ->check(CLI::Range(1U, courts::kThreadsMax));
}

OrStop<Language> language_of(const std::string& code) {
  if (const auto language = language_from_code(code)) return *language;
  return std::unexpected(Stop{Exit::kUsage, "--language is ru, uk or en."});
}

OrStop<text::Catalogue> texts() {
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue) return std::unexpected(stop_for(catalogue.error(), "texts"));
  return std::move(*catalogue);
}

namespace {

/// Names of the courts that the rows speak of.
Result<std::map<std::string, std::string>> court_names(const courts::Tally& tally, const std::string& archive) {
  const auto& by = tally.query.by;
  const auto place = static_cast<std::size_t>(std::find(by.begin(), by.end(), courts::Dimension::kCourt) - by.begin());
  if (place == by.size()) return std::map<std::string, std::string>{};
  std::vector<std::string> codes;
  for (const courts::TallyRow& row : tally.rows) codes.push_back(row.words[place]);
  LET(const auto reader, courts::ArchiveReader::open(archive));
  LET(const auto names, courts::CourtNames::of_courts(*reader, codes));
  std::map<std::string, std::string> named;
  for (const std::string& code : codes)
    if (std::string name = names.name_of(code); !name.empty()) named.emplace(code, std::move(name));
  return named;
}

}  // namespace

OrStop<TallyReport> make_report(const TallyOptions& options, const courts::TallySource& source) {
  const auto query = courts::query_of(options.words);
  if (!query) return std::unexpected(Stop{Exit::kUsage, query.error().detail});
  const unsigned threads =
      options.threads > 0 ? options.threads : std::clamp(std::thread::hardware_concurrency(), 1U, courts::kThreadsMax);
  auto tally = courts::tally(source, *query, threads);
  if (!tally) return std::unexpected(stop_for(tally.error(), options.archive));
  TallyReport report{.tally = std::move(*tally),
                     .linked = source.shared != nullptr,
                     .final = source.final != nullptr,
                     .impute = options.impute,
                     .created = now_written()};
  auto names = court_names(report.tally, options.archive);
  if (!names) return std::unexpected(stop_for(names.error(), options.archive));
  report.court_names = std::move(*names);
  return report;
}

OrStop<void> write_whole(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) return std::unexpected(Stop{Exit::kStorage, path.string() + ": The file cannot be written."});
  return {};
}

OrStop<std::string> read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad())
    return std::unexpected(Stop{Exit::kStorage, path.string() + ": The file cannot be read."});
  return bytes;
}

namespace {

/// The page of one language with its pictures.
OrStop<void> write_page(const text::Catalogue& catalogue, Language language, const TallyReport& report,
                        const fs::path& folder) {
  const std::string code{code_of(language)};
  if (auto done = write_whole(folder / ("index." + code + ".html"), tally_html(catalogue, language, report)); !done)
    return done;
  if (!report.tally.query.by.empty())
    if (auto done = write_chart(tally_columns(catalogue, language, report), folder, "counts." + code); !done)
      return done;
  const auto shares = tally_shares(catalogue, language, report);
  return shares.rows.empty() ? OrStop<void>{} : write_chart(shares, folder, "shares." + code);
}

}  // namespace

OrStop<void> write_tally(const text::Catalogue& catalogue, Language language, const TallyReport& report,
                         const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, folder.string() + ": The folder cannot be made."});
  if (auto done = write_whole(folder / "tally.csv", to_csv(tally_data(catalogue, language, report))); !done)
    return done;
  if (auto done = write_whole(folder / "datapackage.json", tally_package(catalogue, language, report)); !done)
    return done;
  for (const Language each : kLanguages)
    if (auto done = write_page(catalogue, each, report, folder); !done) return done;
  return {};
}

}  // namespace waymark::program
