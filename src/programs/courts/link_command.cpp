// `waymark-courts link FILE --config link.toml`: which records of a table are one person. See docs/linkage.md.
// With `--archive` instead of FILE: the cases and persons of an archive (link_archive.cpp).
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "linkage/accuracy.h"
#include "linkage/csv.h"
#include "linkage/link.h"
#include "linkage/write.h"
#include "programs/courts/commands.h"
#include "programs/courts/link_archive.h"

namespace waymark::program {
namespace {

struct LinkOptions {
  std::string file, config, out, pairs, decisions;
  bool explain = false;
  unsigned threads = 0;
  LinkArchiveOptions archive;
};

OrStop<std::string> whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad())
    return std::unexpected(Stop{Exit::kStorage, path + ": The file cannot be opened for reading."});
  return text;
}

OrStop<void> write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.flush()) return std::unexpected(Stop{Exit::kStorage, path.string() + ": The file could not be written."});
  return {};
}

/// Prints how long each step of the way took, on standard error, if asked.
class Stopwatch {
 public:
  void lap(std::string_view step) {
    const auto now = std::chrono::steady_clock::now();
    times_ += fmt::format("{}{} {:.2f} s", times_.empty() ? "" : ", ", step,
                          std::chrono::duration<double>(now - last_).count());
    last_ = now;
  }
  [[nodiscard]] const std::string& times() const { return times_; }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::string times_;
};

void tell_accuracy(std::string_view what, const linkage::Accuracy& accuracy) {
  const auto share = [](std::optional<double> value, std::string_view none) {
    return value ? fmt::format("{:.4f}", *value) : std::string{none};
  };
  std::cout << fmt::format("  {:<28} precision {}  recall {}  F1 {:.4f}\n", what,
                           share(accuracy.precision(), "(nothing linked)"),
                           share(accuracy.recall(), "(nothing to find)"), accuracy.f1());
}

void measure(const linkage::Linkage& linkage, const linkage::Table& table) {
  const auto known = linkage::known_records(linkage.pairs, linkage.clusters.of_row,
                                            table.columns()[*table.column_named(linkage.config.truth)]);
  const double link = linkage.config.threshold.link;
  const auto best = linkage::best_pair_accuracy(known.pairs, known.truth);
  std::cout << "Against column '" << linkage.config.truth << "'";
  if (known.truth.size() < table.rows())
    std::cout << fmt::format(", known for {} of {} records, and of these alone", known.truth.size(), table.rows());
  std::cout << ":\n";
  tell_accuracy(fmt::format("pairs at {:.2f}", link),
                linkage::pair_accuracy(known.pairs, static_cast<float>(std::log2(link / (1 - link))), known.truth));
  tell_accuracy(fmt::format("pairs at the best, {:.3f}", linkage::probability_of(best.bits)), best.accuracy);
  tell_accuracy("clusters", linkage::cluster_accuracy(known.clusters, known.truth));
}

OrStop<void> write_all(const linkage::Linkage& linkage, const linkage::Table& table, const LinkOptions& options,
                       const linkage::Workers& workers) {
  const std::filesystem::path folder = options.out;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, options.out + ": The folder could not be made."});
  if (auto done = write_file(folder / "clusters.csv", linkage::clusters_csv(linkage, table)); !done) return done;
  if (auto done = write_file(folder / "model.json", linkage::model_json(linkage)); !done) return done;
  if (options.pairs.empty()) return {};
  const bool json = options.pairs == "json";
  const auto detail = options.explain ? linkage::Detail::kWaterfall : linkage::Detail::kWeights;
  return write_file(
      folder / (json ? "pairs.jsonl" : "pairs.csv"),
      linkage::pairs_text(linkage, table, json ? linkage::PairFormat::kJsonLines : linkage::PairFormat::kCsv, detail,
                          workers));
}

OrStop<std::vector<linkage::Decision>> decisions_of(const LinkOptions& options, const linkage::Table& table,
                                                    const linkage::LinkConfig& config,
                                                    const linkage::Workers& workers) {
  if (options.decisions.empty()) return std::vector<linkage::Decision>{};
  auto text = whole_file(options.decisions);
  if (!text) return std::unexpected(text.error());
  auto list = linkage::read_decisions(*text, table, config.id, workers);
  if (!list) return std::unexpected(stop_for(list.error(), options.decisions));
  if (list->unknown > 0)
    std::cout << "Note: " << list->unknown << " decisions are about records that are not in the table.\n";
  return std::move(list->decisions);
}

OrStop<void> link(const LinkOptions& options) {
  const linkage::Workers workers{options.threads};
  Stopwatch watch;
  const auto toml = whole_file(options.config);
  if (!toml) return std::unexpected(toml.error());
  const auto config = linkage::parse_config(*toml);
  if (!config) return std::unexpected(stop_for(config.error(), options.config));
  linkage::CsvOptions csv{.columns = linkage::columns_needed(*config)};
  if (!config->id.empty()) csv.distinct.push_back(config->id);
  auto table = linkage::read_csv_file(options.file, csv, workers);
  if (!table) return std::unexpected(stop_for(table.error(), options.file));
  if (auto cut = linkage::add_person_columns(*table, *config); !cut)
    return std::unexpected(stop_for(cut.error(), options.file));
  watch.lap("read");
  const auto decisions = decisions_of(options, *table, *config, workers);
  if (!decisions) return std::unexpected(decisions.error());
  const auto linkage = linkage::link(*table, *config, *decisions, workers);
  if (!linkage) return std::unexpected(stop_for(linkage.error(), options.file));
  watch.lap("linked");
  std::cout << linkage::summary(*linkage);
  if (!config->truth.empty()) measure(*linkage, *table);
  if (auto done = write_all(*linkage, *table, options, workers); !done) return done;
  watch.lap("written");
  std::cout << fmt::format("Written to {} ({}).\n", options.out, watch.times());
  return {};
}

/// A table or an archive: which of them was asked for, and that nothing of the other was.
OrStop<void> link_either(LinkOptions options) {
  const bool of_archive = !options.archive.archive.empty();
  if (of_archive == !options.file.empty())
    return std::unexpected(Stop{Exit::kUsage, "link: Give either a table with --config, or --archive."});
  if (!of_archive && options.config.empty())
    return std::unexpected(Stop{Exit::kUsage, "link: A table needs --config, which says what its columns are."});
  if (!of_archive) return link(options);
  if (!options.config.empty() || !options.pairs.empty() || options.explain)
    return std::unexpected(Stop{Exit::kUsage, "link: --config, --pairs and --explain are for tables."});
  options.archive.out = options.out;
  options.archive.decisions = options.decisions;
  options.archive.threads = options.threads;
  return link_the_archive(options.archive);
}

void add_archive_options(CLI::App& command, LinkArchiveOptions& options) {
  command.add_option("--archive", options.archive, "Link the cases and persons of an archive")->type_name("FILE");
  command.add_option("--seed", options.seed, "With --archive: of every sample that is taken");
  command.add_option("--link", options.link, "With --archive: probability from which two records are one person");
  command.add_option("--review", options.review, "With --archive: probability from which people are asked");
}

}  // namespace

void add_link(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<LinkOptions>();  // owned by the callback below
  CLI::App* command =
      app.add_subcommand("link", "Find the records of an archive or a CSV file that are about one person");
  command->add_option("FILE", options->file, "The records: CSV, UTF-8, with a header");
  command->add_option("--config", options->config, "With FILE: fields, keys, blocking and thresholds (TOML)")
      ->type_name("FILE");
  add_archive_options(*command, options->archive);
  command->add_option("--out", options->out, "Folder for the result")->required()->type_name("FOLDER");
  command->add_option("--pairs", options->pairs, "Write the pairs too")->check(CLI::IsMember({"csv", "json"}));
  command->add_flag("--explain", options->explain, "With --pairs: what each field adds to the weight");
  command
      ->add_option("--decisions", options->decisions,
                   "Reviewed pairs: CSV with left, right, decision (same, different)")
      ->type_name("FILE");
  command->add_option("--threads", options->threads, "Threads; the result is the same for any number")
      ->check(CLI::Range(1u, linkage::kThreadsMax));
  command->callback([options, &chosen] { chosen.run = [options] { return link_either(*options); }; });
}

}  // namespace waymark::program
