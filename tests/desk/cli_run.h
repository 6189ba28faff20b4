// Runs the waymark command as a person does, and keeps what it said and how it ended.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>

namespace waymark::desk {

struct CliOutcome {
  int exit = -1;
  std::string said = {};
  [[nodiscard]] bool says(std::string_view words) const { return said.find(words) != std::string::npos; }
};

/// @param arguments    without blanks or quotes inside one of them
/// @param environment  assignments that say which language the person reads; those of the tester's own shell do not
///                     count
inline CliOutcome run_waymark(const std::string& arguments, const std::string& environment = "") {
  const std::string command = "env -u WAYMARK_LANGUAGE -u LC_ALL -u LC_MESSAGES -u LANG " + environment + " " +
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

}  // namespace waymark::desk
