// PostgresServer: a PostgreSQL of this machine's package, started by the test in a temporary folder on loopback,
// without rights and without a password. It ends with its owner.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "store/postgres.h"
#include "store/temporary_folder.h"

namespace waymark::relay {

class PostgresServer {
 public:
  /// Null when this machine has no PostgreSQL: `script/bootstrap test` installs it.
  /// @param settings  as `name=value`
  static std::unique_ptr<PostgresServer> start(const std::vector<std::string>& settings = {});
  /// Whether start() can find one.
  static bool is_installed();
  /// Where the newest one that is installed has its programs, or nothing.
  static std::string binaries();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// A new empty database. @return its address
  std::string make_database();
  [[nodiscard]] std::string url(const std::string& database) const;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// A connection of the test's own.
  std::unique_ptr<store::PgConnection> connect(const std::string& url) const;
  /// Kills it as a power cut would, and starts it again on the same port.
  void kill_and_start();

 private:
  PostgresServer(std::string binaries, std::vector<std::string> settings);
  void run();
  void stop(int signal);

  const std::string binaries_;
  const std::vector<std::string> settings_;
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::uint16_t port_ = 0;
  pid_t id_ = -1;
  int databases_ = 0;
};

}  // namespace waymark::relay
