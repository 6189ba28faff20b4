// RunningProgram: a child process with its output kept, for tests of finished programs.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace waymark::relay {

class RunningProgram {
 public:
  /// Starts it; standard output and error go to files in `folder`.
  RunningProgram(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 std::filesystem::path folder);
  /// Kills it if it still runs.
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void signal(int number) const;
  /// The exit code; 128 + signal when it was killed; -1 when it still runs after `patience`.
  int wait(std::chrono::milliseconds patience = std::chrono::minutes{2});
  /// Waits for a line with `text` in standard error, or the program's end. @return all of standard error
  std::string wait_for_line(std::string_view text);
  [[nodiscard]] std::string output() const;
  [[nodiscard]] std::string errors() const;
  [[nodiscard]] pid_t id() const { return id_; }

 private:
  /// Whether it has ended by itself; its exit code stays for wait().
  [[nodiscard]] bool gone() const;
  std::filesystem::path folder_;
  pid_t id_;
  bool ended_ = false;
};

}  // namespace waymark::relay
