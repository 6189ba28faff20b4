#include "bridge/smtp_sink.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/check.h"
#include "base/comes_true.h"
#include "bridge/loopback.h"

namespace waymark::bridge::testing {
namespace fs = std::filesystem;

SmtpSink::SmtpSink(std::vector<std::string> options, std::uint16_t port) : port_(port == 0 ? free_port() : port) {
  constexpr const char* kProgram = "/usr/sbin/smtp-sink";
  CHECK(fs::exists(kProgram));  // Debian's postfix, see script/lib/packages.sh
  std::string name = (fs::temp_directory_path() / "waymark-smtp-XXXXXX").string();
  CHECK(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  fs::permissions(folder_, fs::perms::all);  // root's server gives its rights away
  // It announces no passwords: it says 250 to one, which is not what SMTP says (smtp_test.cpp has a server that asks).
  std::vector<std::string> words{"smtp-sink", "-a", "-d", (folder_ / "letter.").string()};
  if (getuid() == 0) words.insert(words.end(), {"-u", "nobody"});
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"127.0.0.1:" + std::to_string(port_), "16"});
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  id_ = fork();
  if (id_ == 0) {
    execv(kProgram, arguments.data());
    _exit(127);
  }
  CHECK(comes_true([this] { return waitpid(id_, nullptr, WNOHANG) != 0 || answers(port_); }) && answers(port_));
}

SmtpSink::~SmtpSink() {
  kill(id_, SIGTERM);
  waitpid(id_, nullptr, 0);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string SmtpSink::address() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> SmtpSink::letters() const {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator{folder_}) {
    std::ifstream file{entry.path(), std::ios::binary};
    all.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
  }
  return all;
}

}  // namespace waymark::bridge::testing
