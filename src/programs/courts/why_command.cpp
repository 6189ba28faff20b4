// `waymark-courts why CELL (--archive FILE | --release FOLDER)`: the records behind a number, with their pages and the
// days they were seen.
#include <iostream>
#include <memory>

#include "courts/report/provenance.h"
#include "programs/courts/tally_options.h"

namespace waymark::program {
namespace {

struct WhyCommand {
  std::string cell;
  TallyOptions source;
  std::string release;
};

OrStop<void> run_why(const WhyCommand& command) {
  if (!command.release.empty()) {
    const auto text = read_whole(std::filesystem::path(command.release) / "records.csv");
    if (!text) return std::unexpected(text.error());
    const auto lines = courts::reasons_in_release(*text, command.cell);
    if (!lines && lines.error().code == Code::kMalformed)
      return std::unexpected(stop_for(lines.error(), command.release));
    if (!lines) return std::unexpected(stop_for(lines.error(), command.cell));
    std::cout << *lines;
    return {};
  }
  if (command.source.archive.empty())
    return std::unexpected(Stop{Exit::kUsage, "why needs --archive, or --release with the folder of a release."});
  const auto cell = courts::cell_named(command.cell);
  if (!cell) return std::unexpected(Stop{Exit::kUsage, command.cell + ": " + cell.error().detail});
  const auto followed = follow(command.source);
  if (!followed) return std::unexpected(followed.error());
  const courts::TallySource source = source_of(command.source, *followed);
  const auto lines = courts::reasons_as_lines(source, *cell);
  if (!lines) return std::unexpected(stop_for(lines.error(), source.archive.string()));
  std::cout << *lines;
  return {};
}

}  // namespace

void add_why(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<WhyCommand>();  // owned by the callback below
  CLI::App* command = app.add_subcommand("why", "List the records behind a cell of a tally");
  command
      ->add_option("CELL", options->cell,
                   "From the column \"cell\" of tally.csv, with /suspended or the like behind it")
      ->required();
  add_source_options(*command, options->source);
  command->get_option("--archive")->required(false);
  command->add_option("--release", options->release, "A release: its records instead of an archive")
      ->type_name("FOLDER");
  command->callback([options, &chosen] { chosen.run = [options] { return run_why(*options); }; });
}

}  // namespace waymark::program
