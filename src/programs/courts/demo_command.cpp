// `waymark-courts demo --out FOLDER` makes a fictional year of courts as saved pages; `demo --check FOLDER --archive
// FILE` compares what was read from them with the truth. See docs/courts.md.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "courts/demo/check.h"
#include "courts/demo/folder.h"
#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

struct DemoCommand {
  std::string out, check, archive;
  courts::DemoOptions options;
};

OrStop<void> make(const DemoCommand& command) {
  const courts::World world = courts::build_world(command.options);
  const auto pages = courts::write_demo(world, command.out);
  if (!pages) {
    Stop stop = stop_for(pages.error(), command.out);
    if (pages.error().code == Code::kConflict) stop.exit = Exit::kUsage;
    return std::unexpected(stop);
  }
  std::cout << fmt::format(
      "A fictional year: {} courts, {} records of cases, {} persons. {} cards, {} lists, {} pages that are no answer, "
      "{} "
      "cut off; {:.1f} MB.\nTo import it, in this order:\n",
      world.courts.size(), world.cases.size(), world.persons, pages->cards, pages->lists, pages->no_answers,
      pages->truncated, static_cast<double>(pages->bytes) / 1e6);
  for (std::size_t s = 0; s < courts::kSnapshots; ++s) {
    const std::string day = courts::iso_day(courts::snapshot_day(s));
    std::cout << fmt::format(
        "  waymark-courts import {0}/{1}/lists --snapshot lists --seen {1} --archive ARCHIVE\n"
        "  waymark-courts import {0}/{1}/cards --seen {1} --archive ARCHIVE\n",
        command.out, day);
  }
  std::cout << fmt::format("Then: waymark-courts demo --check {} --archive ARCHIVE\n", command.out);
  return {};
}

OrStop<void> check(const DemoCommand& command) {
  const auto options = courts::read_demo_options(command.check);
  if (!options) return std::unexpected(stop_for(options.error(), command.check));
  const auto report = courts::check_demo(courts::build_world(*options), command.archive, linkage::Workers{0});
  if (!report) return std::unexpected(stop_for(report.error(), command.archive));
  std::cout << courts::describe(*report);
  if (report->is_exact()) return {};
  return std::unexpected(Stop{Exit::kFailed, "The archive is not what the pages say."});
}

OrStop<void> run_demo(const DemoCommand& command) {
  const bool making = !command.out.empty();
  if (making == !command.check.empty())
    return std::unexpected(Stop{Exit::kUsage, "demo: Give either --out, or --check with --archive."});
  if (making && !command.archive.empty())
    return std::unexpected(Stop{Exit::kUsage, "demo: --archive belongs to --check; pages are imported afterwards."});
  if (!making && command.archive.empty())
    return std::unexpected(Stop{Exit::kUsage, "demo: --check needs --archive, into which the pages were imported."});
  return making ? make(command) : check(command);
}

}  // namespace

void add_demo(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<DemoCommand>();  // owned by the callback below
  CLI::App* command =
      app.add_subcommand("demo", "Make a fictional year of courts as saved pages, and check against it");
  command->add_option("--out", options->out, "New folder for the pages and truth.json")->type_name("FOLDER");
  command->add_option("--seed", options->options.seed, "The same seed makes the same pages");
  command->add_option("--courts", options->options.courts, "Garrison courts")
      ->check(CLI::Range(1U, courts::kDemoCourtsMax));
  command->add_option("--cases", options->options.cases, "Cases received in the year")
      ->check(CLI::Range(1U, courts::kDemoCasesMax));
  command->add_option("--check", options->check, "A folder that was made so: compare an archive with its truth")
      ->type_name("FOLDER");
  command->add_option("--archive", options->archive, "With --check: the archive of its pages")->type_name("FILE");
  command->callback([options, &chosen] { chosen.run = [options] { return run_demo(*options); }; });
}

}  // namespace waymark::program
