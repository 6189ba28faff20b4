// The commands of `waymark`. Each adds its options and sets `run`; main parses, runs the chosen one and returns its
// code.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "programs/waymark/office_folder.h"
#include "programs/waymark/speech.h"

namespace waymark::program {

/// The world a command runs in.
struct World {
  const Clock& clock;
  crypto::Random& random;
};

using Command = std::function<OrStop<void>(const World&)>;

/// Where a command leaves what is to be run.
struct Chosen {
  Command run;
};

void add_init(CLI::App& app, Chosen& chosen);
void add_staff(CLI::App& app, Chosen& chosen);
void add_roster(CLI::App& app, Chosen& chosen);
void add_keys(CLI::App& app, Chosen& chosen);
void add_log(CLI::App& app, Chosen& chosen);
void add_desk(CLI::App& app, Chosen& chosen);
void add_doctor(CLI::App& app, Chosen& chosen);
void add_totp(CLI::App& app, Chosen& chosen);
void add_pack(CLI::App& app, Chosen& chosen);
void add_rules(CLI::App& app, Chosen& chosen);
void add_portable(CLI::App& app, Chosen& chosen);
void add_pages(CLI::App& app, Chosen& chosen);
void add_figures(CLI::App& app, Chosen& chosen);

/// The folder option that all commands of an office share.
inline void add_folder(CLI::App& command, std::filesystem::path& folder) {
  command.add_option("--office", folder, say("office"))->required()->envname("WAYMARK_OFFICE")->type_name("FOLDER");
}

}  // namespace waymark::program
