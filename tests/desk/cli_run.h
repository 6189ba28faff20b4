// Runs the waymark command as a person does, and keeps what it said and how it ended.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/comes_true.h"

namespace waymark::desk {

struct CliOutcome {
  int exit = -1;
  std::string said = {};
  [[nodiscard]] bool says(std::string_view words) const { return said.find(words) != std::string::npos; }
};

/// By how much the clock of the commands runs ahead.
inline int& seconds_ahead() {
  static int seconds = 0;
  return seconds;
}

/// @param arguments    without blanks or quotes inside one of them
/// @param environment  assignments that say which language the person reads; those of the tester's own shell do not
///                     count
inline CliOutcome run_waymark(const std::string& arguments, const std::string& environment = "") {
  std::string clock;
#ifdef WAYMARK_CLOCK_SHIM
  clock = " LD_PRELOAD=" WAYMARK_CLOCK_SHIM " WAYMARK_TEST_SECONDS_AHEAD=" + std::to_string(seconds_ahead());
#endif
  const std::string command = "env -u WAYMARK_LANGUAGE -u LC_ALL -u LC_MESSAGES -u LANG " + environment + clock + " " +
                              WAYMARK_BINARY + " " + arguments + " 2>&1 </dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  CliOutcome outcome;
  std::array<char, 4'096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.said.append(buffer.data(), count);
  const int status = pclose(pipe);
  outcome.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

/// A code works once: moves the commands' clock to the next one. With sanitizers, where nothing may be loaded before
/// them, it is waited for.
/// @return whether it came
inline bool go_to_the_next_code(const std::string& totp_file) {
  const auto code = [&] { return run_waymark("totp --secret-file " + totp_file).said; };
  const std::string before = code();
#ifdef WAYMARK_CLOCK_SHIM
  seconds_ahead() += 30;
#endif
  return comes_true([&] { return code() != before; });
}

}  // namespace waymark::desk
