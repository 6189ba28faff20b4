// The machine under `waymark setup`: its clock, its randomness, users that packages have made, and systemd.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "programs/waymark/terminal.h"

namespace waymark::program {

/// Refuses a clock that has lost its time, and a machine that has gathered no randomness for keys yet.
OrStop<void> check_machine(TimePoint now);

/// Where setup puts things: on the machine itself, or all in one folder, for a trial.
struct SetupPlaces {
  std::filesystem::path under;  ///< empty: the machine itself
  std::filesystem::path keys;   ///< empty: the usual one
  [[nodiscard]] std::filesystem::path office() const { return at("var/lib/waymark-desk"); }
  [[nodiscard]] std::filesystem::path relay_data() const { return at("var/lib/waymark-relay"); }
  [[nodiscard]] std::filesystem::path settings() const { return at("etc/waymark"); }
  [[nodiscard]] std::filesystem::path key_folder() const { return keys.empty() ? at("var/lib/waymark-keys") : keys; }
  [[nodiscard]] bool trial() const { return !under.empty(); }
  /// PREFIX/bin/NAME of the installation that this program is part of.
  [[nodiscard]] static std::filesystem::path program(const std::string& name);

 private:
  [[nodiscard]] std::filesystem::path at(const char* path) const {
    return trial() ? under / path : std::filesystem::path("/") / path;
  }
};

/// A folder of mode 0700 (or 0755) with its parents. @param owner  a user of the machine; empty: who runs this
OrStop<void> make_folder(const std::filesystem::path& folder, const std::string& owner, bool closed);
/// Gives a folder and the files in it to a user. Links are not followed.
OrStop<void> give_to(const std::filesystem::path& folder, const std::string& owner);
/// A file that every user may read, written beside and moved over; it holds no secret.
OrStop<void> write_setting(const std::filesystem::path& file, const std::string& content);

bool user_exists(const std::string& name);
bool is_root();
bool systemd_runs();
/// Runs a program to its end with nothing but its arguments; its output is the terminal's. @param user  empty: this one
/// @return its exit code, or -1 when it did not run
int run_program(const std::vector<std::string>& words, const std::string& user);

}  // namespace waymark::program
