// `waymark-courts vanished --archive FILE --since DAY`: records that courts no longer show.
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "courts/archive/reader.h"
#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

struct VanishedCommand {
  std::string archive, since;
};

OrStop<void> run_vanished(const VanishedCommand& command) {
  const auto day = courts::day_of_iso(command.since);
  if (!day) return std::unexpected(Stop{Exit::kUsage, "--since: not a day like 2024-11-30."});
  auto reader = courts::ArchiveReader::open(command.archive);
  if (!reader) return std::unexpected(stop_for(reader.error(), command.archive));
  const auto records = (*reader)->vanished_since(*day);
  if (!records) return std::unexpected(stop_for(records.error(), command.archive));
  std::cout << "record\tview\tlast seen\tgone\tback\n";
  for (const courts::VanishedRecord& one : *records) {
    std::cout << fmt::format("{}\t{}\t{}\t{}\t{}\n", one.key, name_of(one.view), courts::iso_day(one.last_seen),
                             courts::iso_day(one.gone),
                             one.returned == courts::kNoDay ? "" : courts::iso_day(one.returned));
  }
  if (records->empty()) return {};
  return std::unexpected(
      Stop{Exit::kFound, fmt::format("{} {} vanished.", records->size(), records->size() == 1 ? "record" : "records")});
}

}  // namespace

void add_vanished(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<VanishedCommand>();  // owned by the callback below
  CLI::App* command =
      app.add_subcommand("vanished", "List records that courts no longer show (exit code 5 if there are any)");
  command->add_option("--archive", options->archive, "The archive")->required()->type_name("FILE");
  command->add_option("--since", options->since, "First day")->required()->type_name("YYYY-MM-DD");
  command->callback([options, &chosen] { chosen.run = [options] { return run_vanished(*options); }; });
}

}  // namespace waymark::program
