#include "running_program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/check.h"
#include "base/comes_true.h"

namespace waymark::relay {
namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void redirect(int descriptor, const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(126);
}

}  // namespace

RunningProgram::RunningProgram(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                               std::filesystem::path folder)
    : folder_(std::move(folder)) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const std::filesystem::path out = folder_ / "stdout";
  const std::filesystem::path err = folder_ / "stderr";
  // What an earlier program said must not be taken for this one's.
  for (const auto& file : {out, err}) std::filesystem::remove(file);
  id_ = ::fork();
  CHECK(id_ >= 0);
  if (id_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that aborts leaves nothing running
  redirect(STDOUT_FILENO, out);
  redirect(STDERR_FILENO, err);
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

RunningProgram::~RunningProgram() {
  if (ended_) return;
  signal(SIGKILL);
  (void)wait();
}

void RunningProgram::signal(int number) const { ::kill(id_, number); }

int RunningProgram::wait(std::chrono::milliseconds patience) {
  int status = 0;
  if (!comes_true([&] { return ::waitpid(id_, &status, WNOHANG) != 0; }, patience)) return -1;
  ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string RunningProgram::wait_for_line(std::string_view text) {
  (void)comes_true([&] {
    const std::string said = errors();
    const std::size_t at = said.find(text);
    return (at != std::string::npos && said.find('\n', at) != std::string::npos) || gone();
  });
  return errors();
}

bool RunningProgram::gone() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == id_;
}

std::string RunningProgram::output() const { return read(folder_ / "stdout"); }

std::string RunningProgram::errors() const { return read(folder_ / "stderr"); }

}  // namespace waymark::relay
