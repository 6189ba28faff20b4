#include "base/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace waymark {
namespace {

TEST(Process, HardenedLeavesNoCoreAndOpensNothingToOthers) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    harden_process();
    rlimit core{};
    ::getrlimit(RLIMIT_CORE, &core);
    const bool good = core.rlim_cur == 0 && core.rlim_max == 0 && ::prctl(PR_GET_DUMPABLE) == 0 &&
                      ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && ::umask(0077) == 0077;
    ::_exit(good ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace waymark
