// waymark: the staff tool. Parses the command line, runs one command, prints one sentence when it stops.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/process.h"
#include "programs/waymark/commands.h"

namespace {

using namespace waymark;
using namespace waymark::program;

int run(const Chosen& chosen) {
  const SystemClock clock;
  crypto::SystemRandom random;
  const auto done = chosen.run({clock, random});
  if (done) return static_cast<int>(Exit::kOk);
  std::cout.flush();
  std::cerr << "waymark: " << done.error().sentence << '\n';
  return static_cast<int>(done.error().exit);
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  CLI::App app{"The desk of Waymark: found an office, run it, look after its people and keys.", "waymark"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "waymark " WAYMARK_VERSION);
  app.footer(kExitHelp);
  Chosen chosen;
  for (const auto add : {add_init, add_desk, add_staff, add_roster, add_keys, add_log, add_doctor, add_totp, add_pack,
                         add_rules, add_portable, add_pages})
    add(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  return run(chosen);
}
