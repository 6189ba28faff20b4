// The steps of `waymark setup` behind the questions: the folder in which an office is made, and the settings of relay
// and clerk. Each step looks first whether it is done, so that all of them can be run again.
#pragma once

#include <string>
#include <vector>

#include "programs/waymark/commands.h"
#include "programs/waymark/setup_machine.h"

namespace waymark::program {

inline const std::string kDeskUser = "waymark-desk", kRelayUser = "waymark-relay", kClerkUser = "waymark-clerk";
inline constexpr const char* kRelaySettings = "waymark-relay.toml";
inline constexpr const char* kClerkSettings = "waymark-clerk.toml";

/// Whether a program of the same installation is there.
bool installed(const std::string& program);

/// Where the office is made.
std::filesystem::path stage_of(const SetupPlaces& places);
/// Refuses a folder for keys that holds some already, before anything is asked.
OrStop<void> check_key_folder(const SetupPlaces& places);
/// Makes the stage, and writes down in it which key files come with it: these may be taken away if it is not finished.
OrStop<void> begin_stage(const SetupPlaces& places, const std::vector<std::filesystem::path>& key_files);
/// Kept with the office until the clerk is configured.
OrStop<void> note_listeners(const SetupPlaces& places, const std::string& clerk_listen);
/// Takes away an office that was not finished, with its keys, which open nothing.
void drop_stage(const SetupPlaces& places);
/// Moves a finished office to its place, and gives it to its user.
OrStop<void> finish_stage(const SetupPlaces& places);

/// What is to run: a unit, its user, and its command as in the unit's ExecStart.
struct Service {
  std::string unit, user;
  std::vector<std::string> words;
};
/// Writes the settings that are missing for the programs that are installed. @return what is to be started, in order
OrStop<std::vector<Service>> configure_services(const SetupPlaces& places, const World& world);
/// The command that starts it by hand.
std::string command_line(const SetupPlaces& places, const Service& service);
/// `listen` of a table in a file of settings; empty if it is not there.
std::string listen_in(const std::filesystem::path& settings, const char* table);

}  // namespace waymark::program
