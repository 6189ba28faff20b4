// `waymark-courts rebuild --archive FILE`: derives what is counted anew from the entries.
#include <iostream>
#include <memory>

#include "programs/courts/verified.h"

namespace waymark::program {
namespace {

OrStop<void> run_rebuild(const std::string& archive) {
  if (const auto entries = entries_hold(archive); !entries) return std::unexpected(entries.error());
  const auto writer = courts::ArchiveWriter::open(archive);
  if (!writer) return std::unexpected(stop_for(writer.error(), archive));
  if (const auto done = (*writer)->rebuild_facts(); !done) return std::unexpected(stop_for(done.error(), archive));
  std::cout << "The facts were derived anew from the entries, which are intact.\n";
  return {};
}

}  // namespace

void add_rebuild(CLI::App& app, Chosen& chosen) {
  const auto archive = std::make_shared<std::string>();  // owned by the callback below
  CLI::App* command = app.add_subcommand(
      "rebuild", "Derive what is counted anew from the entries: after an upgrade, or when verify says so");
  command->add_option("--archive", *archive, "The archive")->required()->type_name("FILE");
  command->callback([archive, &chosen] { chosen.run = [archive] { return run_rebuild(*archive); }; });
}

}  // namespace waymark::program
