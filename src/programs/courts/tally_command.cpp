// `waymark-courts tally --archive FILE [--by …] [--where …] [--as-of DAY] [--out FOLDER]`: numbers with what they rest
// on.
#include <iostream>
#include <memory>

#include "programs/courts/tally_options.h"
#include "programs/courts/verified.h"

namespace waymark::program {
namespace {

struct TallyCommand {
  TallyOptions tally;
  std::string out;
  bool verify = false;
};

OrStop<void> run_tally(const TallyCommand& command) {
  const auto catalogue = texts();
  if (!catalogue) return std::unexpected(catalogue.error());
  const auto language = language_of(command.tally.language);
  if (!language) return std::unexpected(language.error());
  std::string head;
  if (command.verify) {
    auto verified = verified_head(command.tally.archive);
    if (!verified) return std::unexpected(verified.error());
    head = std::move(*verified);
  }
  const auto followed = follow(command.tally);
  if (!followed) return std::unexpected(followed.error());
  auto report = make_report(command.tally, source_of(command.tally, *followed));
  if (!report) return std::unexpected(report.error());
  report->head = head;
  if (!command.out.empty())
    if (auto written = write_tally(*catalogue, *language, *report, command.out); !written) return written;
  std::cout << tally_lines(*catalogue, *language, *report);
  return {};
}

}  // namespace

void add_tally(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<TallyCommand>();  // owned by the callback below
  CLI::App* command = app.add_subcommand("tally", "Count cases or accused, with intervals and bounds over the unknown");
  add_tally_options(*command, options->tally);
  command->add_option("--out", options->out, "Folder for CSV, charts, pages in three languages, datapackage.json")
      ->type_name("FOLDER");
  command->add_flag("--verify", options->verify, "Check first that the archive was not changed since it was written");
  command->callback([options, &chosen] { chosen.run = [options] { return run_tally(*options); }; });
}

}  // namespace waymark::program
