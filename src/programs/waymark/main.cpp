// waymark: the staff tool. Chooses the language, parses the command line, runs one command, prints one sentence when
// it stops.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "base/process.h"
#include "programs/waymark/command_setup.h"
#include "programs/waymark/setup_machine.h"

namespace {

using namespace waymark;
using namespace waymark::program;

/// @param anywhere  it looks for what is wrong, so it runs where the clock or randomness is
int run(const Chosen& chosen, bool anywhere) {
  const SystemClock clock;
  crypto::SystemRandom random;
  auto done = anywhere ? OrStop<void>{} : check_machine(clock.now());
  if (done) done = chosen.run({clock, random});
  if (done) return static_cast<int>(Exit::kOk);
  std::cout.flush();
  std::cerr << "waymark: " << done.error().sentence << '\n';
  return static_cast<int>(done.error().exit);
}

/// English is what the parser speaks itself; asking for help or the version is no mistake.
int refuse(const CLI::App& app, const CLI::ParseError& error) {
  const bool mistake = error.get_exit_code() != 0;
  if (!mistake || spoken() == Language::kEnglish) return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  std::cerr << "waymark: " << usage_sentence(error) << '\n' << say("usage.help") << '\n';
  return static_cast<int>(Exit::kUsage);
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  speak(language_for({argv + std::min(argc, 1), argv + argc}, LanguageVariables::of_process()));
  CLI::App app{say("app"), "waymark"};
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", "waymark " WAYMARK_VERSION, say("version"));
  std::string language;  // chosen above, before anything was said; the parser only refuses what is none
  app.add_option("--language", language, say("language"))->check([](const std::string& wanted) {
    return language_from_code(wanted) ? std::string{} : say("usage.language");
  });
  app.footer(say("exits"));
  Chosen chosen;
  for (const auto add : {add_setup, add_init, add_desk, add_staff, add_roster, add_keys, add_log, add_doctor, add_totp,
                         add_pack, add_rules, add_portable, add_pages, add_figures})
    add(app, chosen);
  dress_help(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
  }
  return run(chosen, app.got_subcommand("doctor"));
}
