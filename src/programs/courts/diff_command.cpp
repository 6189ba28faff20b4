// `waymark-courts diff --archive FILE (--case KEY | --from DAY --to DAY)`: what courts changed in their records.
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "courts/archive/reader.h"
#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

struct DiffCommand {
  std::string archive, key, from, to;
};

void print_change(const courts::Change& change) {
  std::cout << fmt::format("  {}\n    - {}\n    + {}\n", change.where, change.before, change.after);
}

/// Prints what changed in one case within the days; whether anything did.
Result<bool> print_case(courts::ArchiveReader& reader, std::int64_t id, std::int32_t from, std::int32_t to) {
  LET(const courts::CaseFile file, reader.case_file(id));
  LET(const auto revisions, reader.revisions(id));
  std::map<courts::View, const courts::Revision*> before;
  bool any = false;
  for (const courts::Revision& one : revisions) {
    const courts::Revision* const last = std::exchange(before[one.view], one.tombstone ? before[one.view] : &one);
    if (one.seen < from || one.seen > to || (last == nullptr && !one.tombstone)) continue;
    const auto changes = one.tombstone ? std::vector<courts::Change>{} : courts::compare(last->card, one.card);
    if (!one.tombstone && changes.empty()) continue;  // another version read the page, or it came by another address
    any = true;
    std::cout << fmt::format("{}  {}  {}\n", file.key, courts::iso_day(one.seen), name_of(one.view));
    if (one.tombstone) std::cout << "  vanished\n";
    for (const courts::Change& change : changes) print_change(change);
  }
  return any;
}

Result<bool> print_all(courts::ArchiveReader& reader, std::int32_t from, std::int32_t to) {
  LET(const auto cases, reader.changed_between(from, to));
  bool any = false;
  for (const std::int64_t id : cases) {
    LET(const bool printed, print_case(reader, id, from, to));
    any = any || printed;
  }
  return any;
}

OrStop<void> run_diff(const DiffCommand& command) {
  const auto from =
      command.from.empty() ? std::optional{std::numeric_limits<std::int32_t>::min()} : courts::day_of_iso(command.from);
  const auto to =
      command.to.empty() ? std::optional{std::numeric_limits<std::int32_t>::max()} : courts::day_of_iso(command.to);
  if (!from || !to) return std::unexpected(Stop{Exit::kUsage, "--from and --to: not a day like 2024-11-30."});
  auto reader = courts::ArchiveReader::open(command.archive);
  if (!reader) return std::unexpected(stop_for(reader.error(), command.archive));
  Result<bool> any = false;
  if (command.key.empty()) {
    any = print_all(**reader, *from, *to);
  } else {
    const auto file = (*reader)->find_case(command.key);
    if (!file) return std::unexpected(stop_for(file.error(), command.key));
    any = print_case(**reader, file->id, *from, *to);
  }
  if (!any) return std::unexpected(stop_for(any.error(), command.archive));
  if (!*any) return {};
  return std::unexpected(Stop{Exit::kFound, "There are differences."});
}

}  // namespace

void add_diff(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<DiffCommand>();  // owned by the callback below
  CLI::App* command = app.add_subcommand("diff", "Show what courts changed in their records (exit code 5 if anything)");
  command->add_option("--archive", options->archive, "The archive")->required()->type_name("FILE");
  command->add_option("--case", options->key, "One record, as 26GV0001|1-7/2024")->type_name("KEY");
  command->add_option("--from", options->from, "First day")->type_name("YYYY-MM-DD");
  command->add_option("--to", options->to, "Last day")->type_name("YYYY-MM-DD");
  command->callback([options, &chosen] { chosen.run = [options] { return run_diff(*options); }; });
}

}  // namespace waymark::program
