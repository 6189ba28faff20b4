#include "postgres_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "base/check.h"
#include "base/comes_true.h"

namespace waymark::relay {
namespace {

/// The newest that is installed, or nothing.
std::string find_binaries() {
  std::string newest;
  int version = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator{"/usr/lib/postgresql", none}) {
    const int number = std::atoi(entry.path().filename().c_str());
    if (number > version && std::filesystem::exists(entry.path() / "bin/initdb", none)) {
      version = number;
      newest = entry.path() / "bin";
    }
  }
  return newest;
}

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

/// Whom it runs as: it refuses to be root.
const passwd* harmless_user() { return ::geteuid() == 0 ? ::getpwnam("nobody") : nullptr; }

pid_t run_program(std::vector<std::string> words, const std::filesystem::path& folder) {
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

}  // namespace

bool PostgresServer::is_installed() { return !find_binaries().empty(); }

std::unique_ptr<PostgresServer> PostgresServer::start(const std::vector<std::string>& settings) {
  std::string binaries = find_binaries();
  if (binaries.empty()) return nullptr;
  return std::unique_ptr<PostgresServer>{new PostgresServer{std::move(binaries), settings}};
}

PostgresServer::PostgresServer(std::string binaries, std::vector<std::string> settings)
    : binaries_(std::move(binaries)), settings_(std::move(settings)), port_(free_port()) {
  if (const passwd* const user = harmless_user(); user != nullptr)
    CHECK(::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) == 0);
  const std::string data = folder_.path() / "data";
  const pid_t made = run_program({binaries_ + "/initdb", "-D", data, "-A", "trust", "-U", "waymark", "-E", "UTF8",
                                  "--locale=C", "--data-checksums", "--no-sync"},
                                 folder_.path());
  int status = 0;
  CHECK(::waitpid(made, &status, 0) == made && status == 0);
  run();
}

void PostgresServer::run() {
  std::vector<std::string> words{binaries_ + "/postgres", "-D", folder_.path() / "data", "-p", std::to_string(port_)};
  // Nothing here outlives the machine, so nothing waits for its disk.
  std::vector<std::string> settings{"listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"};
  settings.insert(settings.end(), settings_.begin(), settings_.end());
  for (const std::string& setting : settings) words.insert(words.end(), {"-c", setting});
  id_ = run_program(std::move(words), folder_.path());
  const auto address = store::PgAddress::parse(url("postgres"));
  CHECK(comes_true([&] { return store::PgConnection::open(*address).has_value(); }));
}

void PostgresServer::stop(int signal) {
  ::kill(id_, signal);
  int status = 0;
  ::waitpid(id_, &status, 0);
}

PostgresServer::~PostgresServer() { stop(SIGQUIT); }

void PostgresServer::kill_and_start() {
  stop(SIGQUIT);  // children end at once and write nothing more; a killed postmaster would leave them to notice
  run();
}

std::string PostgresServer::url(const std::string& database) const {
  return "postgresql://waymark@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::unique_ptr<store::PgConnection> PostgresServer::connect(const std::string& url) const {
  auto connection = store::PgConnection::open(*store::PgAddress::parse(url));
  CHECK(connection.has_value());
  return std::move(*connection);
}

std::string PostgresServer::make_database() {
  const std::string name = "relay" + std::to_string(++databases_);
  CHECK(connect(url("postgres"))->run_script("CREATE DATABASE " + name).has_value());
  return url(name);
}

}  // namespace waymark::relay
