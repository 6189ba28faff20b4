// `waymark-courts import INPUT… --archive FILE`: saved pages and files into the archive. See docs/courts.md.
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "base/clock.h"
#include "courts/import/importer.h"
#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

struct ImportCommand {
  std::vector<std::string> inputs;
  std::string archive, snapshot, seen, court;
};

/// One line on a terminal, renewed some times a second; nothing when the output goes elsewhere.
class ProgressLine {
 public:
  void show(const courts::Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds{150}) return;
    last_ = now;
    const double share = progress.files_in_all == 0
                             ? 1.0
                             : static_cast<double>(progress.files_done) / static_cast<double>(progress.files_in_all);
    const auto filled = static_cast<std::size_t>(share * 30);
    std::cerr << fmt::format("\r[{}{}] {}/{} files, {} pages, {} records ", std::string(filled, '#'),
                             std::string(30 - filled, '.'), progress.files_done, progress.files_in_all, progress.items,
                             progress.cards)
              << std::flush;
  }
  ~ProgressLine() {
    if (terminal_) std::cerr << "\r\033[K" << std::flush;
  }

 private:
  const bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  std::chrono::steady_clock::time_point last_;
};

OrStop<void> run_import(const ImportCommand& command) {
  courts::ImportOptions options{.snapshot = command.snapshot, .seen = {}, .court_code = command.court};
  if (!command.seen.empty()) {
    options.seen = courts::day_of_iso(command.seen);
    if (!options.seen) return std::unexpected(Stop{Exit::kUsage, "--seen: not a day like 2024-11-30."});
  }
  std::vector<std::filesystem::path> inputs;
  for (const std::string& input : command.inputs) {
    std::error_code error;
    if (!std::filesystem::exists(input, error))
      return std::unexpected(Stop{Exit::kStorage, input + ": There is no such file or folder."});
    inputs.emplace_back(input);
  }
  auto archive = courts::ArchiveWriter::open(command.archive);
  if (!archive) return std::unexpected(stop_for(archive.error(), command.archive));
  const SystemClock clock;
  const auto today = static_cast<std::int32_t>(unix_day(clock.now()));
  const auto report = [&] {
    ProgressLine line;
    return courts::Importer{**archive, options, today, [&](const courts::Progress& progress) { line.show(progress); }}
        .run(inputs);
  }();
  if (!report) return std::unexpected(stop_for(report.error(), command.archive));
  std::cout << courts::describe(*report);
  return {};
}

}  // namespace

void add_import(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ImportCommand>();  // owned by the callback below
  CLI::App* command = app.add_subcommand("import", "Take saved pages and files of courts into an archive");
  command
      ->add_option("INPUT", options->inputs, "Files and folders: HTML, MHTML, WARC, zip, CSV, JSON lines, gzip of them")
      ->required();
  command->add_option("--archive", options->archive, "The archive; made if it is not there")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--snapshot", options->snapshot,
                   "These inputs are everything the courts showed: what an earlier import of that name had and this "
                   "one has not, vanished")
      ->type_name("NAME");
  command->add_option("--seen", options->seen, "Day the pages were seen; else the container's or the file's own")
      ->type_name("YYYY-MM-DD");
  command->add_option("--court", options->court, "Court code for files that do not say their court")->type_name("CODE");
  command->callback([options, &chosen] { chosen.run = [options] { return run_import(*options); }; });
}

}  // namespace waymark::program
