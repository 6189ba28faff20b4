// waymark-courts: analysis of public court records. Parses the command line, runs one command, prints one sentence when
// it stops.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/process.h"
#include "programs/courts/commands.h"

int main(int argc, char** argv) {
  using namespace waymark;
  using namespace waymark::program;
  harden_process();
  CLI::App app{
      "Public court records: take saved pages into an archive, see what changed, find the records of one person.",
      "waymark-courts"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "waymark-courts " WAYMARK_VERSION);
  app.footer(kExitHelp);
  Chosen chosen;
  for (const auto add : {add_import, add_link, add_estimate, add_overlaps, add_diff, add_vanished, add_verify,
                         add_rebuild, add_demo, add_tally, add_why, add_release, add_review})
    add(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  const auto done = chosen.run();
  std::cout.flush();
  if (done) return static_cast<int>(Exit::kOk);
  std::cerr << "waymark-courts: " << done.error().sentence << '\n';
  return static_cast<int>(done.error().exit);
}
