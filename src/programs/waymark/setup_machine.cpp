#include "programs/waymark/setup_machine.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "base/machine.h"
#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

struct Owner {
  uid_t user;
  gid_t group;
};

std::optional<Owner> owner_named(const std::string& name) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16'384> buffer{};
  if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return std::nullopt;
  return Owner{entry.pw_uid, entry.pw_gid};
}

Stop cannot_write(const std::filesystem::path& path) {
  return {Exit::kStorage, say("file.write-plain", {{"file", path.string()}})};
}

/// In the child, before the program is there: rights are given up for good.
[[noreturn]] void become(const std::optional<Owner>& owner, const std::vector<std::string>& words) {
  if (owner && (::setgroups(0, nullptr) != 0 || ::setgid(owner->group) != 0 || ::setuid(owner->user) != 0)) _exit(126);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));  // execvp asks for it
  arguments.push_back(nullptr);
  ::execvp(arguments.front(), arguments.data());
  _exit(127);
}

}  // namespace

OrStop<void> check_machine(TimePoint now) {
  if (has_lost_its_time(now)) return std::unexpected(Stop{Exit::kClock, say("setup.clock")});
  if (!has_randomness()) return std::unexpected(Stop{Exit::kFailed, say("setup.entropy")});
  return {};
}

std::filesystem::path SetupPlaces::program(const std::string& name) {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
}

OrStop<void> make_folder(const std::filesystem::path& folder, const std::string& owner, bool closed) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, say("file.folder", {{"file", folder.string()}})});
  if (::chmod(folder.c_str(), closed ? 0700 : 0755) != 0) return std::unexpected(cannot_write(folder));
  return owner.empty() ? OrStop<void>{} : give_to(folder, owner);
}

OrStop<void> give_to(const std::filesystem::path& folder, const std::string& owner) {
  const auto to = owner_named(owner);
  if (!to) return std::unexpected(Stop{Exit::kUsage, say("setup.no-user", {{"user", owner}})});
  if (::lchown(folder.c_str(), to->user, to->group) != 0) return std::unexpected(cannot_write(folder));
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error))
    if (::lchown(entry.path().c_str(), to->user, to->group) != 0) return std::unexpected(cannot_write(entry.path()));
  return {};
}

OrStop<void> write_setting(const std::filesystem::path& file, const std::string& content) {
  const std::filesystem::path fresh = file.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  if (!(out << content).flush() || ::chmod(fresh.c_str(), 0644) != 0) return std::unexpected(cannot_write(fresh));
  std::error_code error;
  std::filesystem::rename(fresh, file, error);
  if (error) return std::unexpected(cannot_write(file));
  return {};
}

bool user_exists(const std::string& name) { return owner_named(name).has_value(); }
bool is_root() { return ::geteuid() == 0; }

bool systemd_runs() {
  std::error_code error;
  return std::filesystem::is_directory("/run/systemd/system", error);
}

int run_program(const std::vector<std::string>& words, const std::string& user) {
  const auto owner = user.empty() ? std::nullopt : owner_named(user);
  if (!user.empty() && !owner) return -1;
  const pid_t child = ::fork();
  if (child < 0) return -1;
  if (child == 0) become(owner, words);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace waymark::program
