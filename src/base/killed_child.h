// run_and_kill: a child that works and dies at a step of its work that the test chooses. Test code only.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "base/check.h"

namespace waymark {

/// How the child ended.
struct EndedChild {
  bool killed = false;
  int code = 0;  ///< what the work returned; 0 when it was killed
};

/// Forks, lets the child do `work(step)` and kills it a moment after it has called `step()` for the `steps`th time. A
/// machine that is busy takes longer and is killed at the same step; work with fewer steps gets through.
/// @param steps  0 or more; 0 kills at once
/// @param work   int(step): returns the exit code of the child, 0 to 255
template <class Work>
EndedChild run_and_kill(int steps, const Work& work) {
  std::array<int, 2> pipe{};
  CHECK(::pipe(pipe.data()) == 0);
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    ::close(pipe[0]);
    const auto step = [&] {
      if (::write(pipe[1], "s", 1) != 1) ::_exit(255);
    };
    ::_exit(work(step));
  }
  ::close(pipe[1]);
  char said = 0;
  for (int seen = 0; seen < steps && ::read(pipe[0], &said, 1) == 1;) ++seen;
  // sleep: nothing is waited for; the moment within the step is a part of what is tried, and differs from step to step
  ::usleep(static_cast<useconds_t>(steps * 7'919 % 1'500));
  ::kill(child, SIGKILL);
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  ::close(pipe[0]);
  return {.killed = WIFSIGNALED(status), .code = WIFEXITED(status) ? WEXITSTATUS(status) : 0};
}

}  // namespace waymark
