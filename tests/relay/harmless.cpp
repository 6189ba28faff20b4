#include "harmless.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"

namespace waymark::relay {
namespace {

/// Database servers refuse to be root.
const passwd* harmless_user() { return ::geteuid() == 0 ? ::getpwnam("nobody") : nullptr; }

}  // namespace

std::uint16_t free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  CHECK(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  CHECK(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

void give_to_harmless(const std::filesystem::path& folder) {
  if (const passwd* const user = harmless_user(); user != nullptr)
    CHECK(::chown(folder.c_str(), user->pw_uid, user->pw_gid) == 0);
}

pid_t run_harmless(std::vector<std::string> words, const std::filesystem::path& folder) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const passwd* const user = harmless_user();
  const pid_t id = ::fork();
  CHECK(id >= 0);
  if (id != 0) return id;
  const int log = ::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  const bool harmless =
      user == nullptr || (::setgroups(0, nullptr) == 0 && ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0);
  if (!harmless || ::chdir(folder.c_str()) != 0) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that aborts leaves nothing running
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

}  // namespace waymark::relay
