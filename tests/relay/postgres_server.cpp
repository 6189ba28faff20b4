#include "postgres_server.h"

#include <signal.h>
#include <sys/wait.h>

#include <filesystem>

#include "base/check.h"
#include "base/comes_true.h"
#include "harmless.h"

namespace waymark::relay {
namespace {

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

}  // namespace

bool PostgresServer::is_installed() { return !find_binaries().empty(); }

std::string PostgresServer::binaries() { return find_binaries(); }

std::unique_ptr<PostgresServer> PostgresServer::start(const std::vector<std::string>& settings) {
  std::string binaries = find_binaries();
  if (binaries.empty()) return nullptr;
  return std::unique_ptr<PostgresServer>{new PostgresServer{std::move(binaries), settings}};
}

PostgresServer::PostgresServer(std::string binaries, std::vector<std::string> settings)
    : binaries_(std::move(binaries)), settings_(std::move(settings)), port_(free_port()) {
  give_to_harmless(folder_.path());
  const std::string data = folder_.path() / "data";
  const pid_t made = run_harmless({binaries_ + "/initdb", "-D", data, "-A", "trust", "-U", "waymark", "-E", "UTF8",
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
  id_ = run_harmless(std::move(words), folder_.path());
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
