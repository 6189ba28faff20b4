#include "clerk/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace waymark::clerk {
namespace {

/// Runs `attempt` in a child that has the filter; its result is the child's exit code.
template <class Attempt>
int behind_filter(Attempt attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!install_filter()) ::_exit(100);
    ::_exit(attempt());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200;
}

int refused(bool failed) { return failed && errno == EPERM ? 1 : 0; }

TEST(Sandbox, StartsNoProgram) {
  EXPECT_EQ(behind_filter([] {
              char name[] = "/bin/true";
              char* const arguments[] = {name, nullptr};
              return refused(::execv(name, arguments) == -1);
            }),
            1);
}

TEST(Sandbox, OpensFilesForReadingOnly) {
  EXPECT_EQ(behind_filter([] { return ::open("/dev/null", O_RDONLY) >= 0 ? 1 : 0; }), 1);
  EXPECT_EQ(behind_filter([] { return refused(::open("/dev/null", O_WRONLY) == -1); }), 1);
  EXPECT_EQ(behind_filter([] { return refused(::open("/dev/null", O_RDWR) == -1); }), 1);
  EXPECT_EQ(behind_filter([] { return refused(::open("/tmp/waymark-clerk-never", O_RDONLY | O_CREAT, 0600) == -1); }),
            1);
  EXPECT_EQ(behind_filter([] { return refused(::unlink("/tmp/waymark-clerk-never") == -1); }), 1);
  EXPECT_EQ(behind_filter([] { return refused(::memfd_create("x", 0) == -1); }), 1);
}

TEST(Sandbox, LooksIntoNoOtherProcessAndMakesNoCode) {
  EXPECT_EQ(behind_filter([] { return refused(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr) == -1); }), 1);
  EXPECT_EQ(behind_filter([] {
              return refused(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                                    0) == MAP_FAILED);
            }),
            1);
}

TEST(Sandbox, CoversThreadsThatRanBefore) {
  EXPECT_EQ(behind_filter([] {
              int outcome = 0;
              std::thread{[&] { outcome = refused(::open("/dev/null", O_WRONLY) == -1); }}.join();
              return outcome;
            }),
            1);
}

}  // namespace
}  // namespace waymark::clerk
