// The commands of `waymark-courts`. Each adds its options and sets `run`; main parses, runs the chosen one, prints one
// sentence when it stops, and returns its code.
#pragma once

#include <CLI/CLI.hpp>
#include <expected>
#include <functional>
#include <string>

#include "base/error.h"

namespace waymark::program {

enum class Exit : int {
  kOk = 0,
  kFailed = 1,   ///< anything not named below
  kUsage = 2,    ///< command line or configuration
  kStorage = 3,  ///< a file or folder cannot be read or written
  kInput = 4,    ///< a file is there, but not what it should be
  kFound = 5,    ///< diff and vanished: there is something to see
};

inline constexpr const char* kExitHelp =
    "Exit codes: 0 good, 1 failed, 2 command line or configuration, 3 a file cannot be read or written, 4 a file is\n"
    "not what it should be (or an archive was tampered with), 5 diff and vanished found something.";

/// What ends a command: one sentence for the person at the terminal, and the exit code.
struct Stop {
  Exit exit;
  std::string sentence;
};
template <class T>
using OrStop = std::expected<T, Stop>;

/// The sentence of an error about `subject` (a file's name as the person typed it), and its exit code.
Stop stop_for(const Error& error, const std::string& subject);

using Command = std::function<OrStop<void>()>;

/// Where a command leaves what is to be run.
struct Chosen {
  Command run;
};

void add_link(CLI::App& app, Chosen& chosen);
void add_estimate(CLI::App& app, Chosen& chosen);
void add_overlaps(CLI::App& app, Chosen& chosen);
void add_import(CLI::App& app, Chosen& chosen);
void add_diff(CLI::App& app, Chosen& chosen);
void add_vanished(CLI::App& app, Chosen& chosen);
void add_verify(CLI::App& app, Chosen& chosen);
void add_rebuild(CLI::App& app, Chosen& chosen);
void add_demo(CLI::App& app, Chosen& chosen);
void add_tally(CLI::App& app, Chosen& chosen);
void add_why(CLI::App& app, Chosen& chosen);
void add_release(CLI::App& app, Chosen& chosen);
void add_review(CLI::App& app, Chosen& chosen);

}  // namespace waymark::program
