// PatroniCluster: three PostgreSQL under Patroni, with etcd, all of this machine's packages and on loopback: what an
// operator runs who must not lose a machine. Strict synchronous mode (with Patroni 4, quorum): nothing is committed
// that one other node has not.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "postgres_server.h"

namespace waymark::relay {

class PatroniCluster {
 public:
  static constexpr std::size_t kNodes = 3;

  /// Null where PostgreSQL, Patroni or etcd are not installed: `script/bootstrap test` installs them.
  static std::unique_ptr<PatroniCluster> start();
  ~PatroniCluster();
  PatroniCluster(const PatroniCluster&) = delete;
  PatroniCluster& operator=(const PatroniCluster&) = delete;

  /// The address of a new empty database, with all nodes in it.
  std::string make_database();
  /// The node that takes writes and has a synchronous standby; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> leader() const;
  /// Waits until there is one, and every other node streams from it. @return whether that came true
  [[nodiscard]] bool settle() const;
  /// The machine is gone: Patroni and PostgreSQL at once, with SIGKILL.
  void kill(std::size_t node);
  /// It is back.
  void start(std::size_t node);
  /// What a node's programs have said.
  [[nodiscard]] std::string log(std::size_t node) const;

 private:
  struct Node {
    std::filesystem::path folder;
    std::uint16_t database_port = 0;
    std::uint16_t api_port = 0;
    pid_t patroni = -1;
  };
  explicit PatroniCluster(std::string binaries);
  void write_settings(const Node& node) const;
  /// The answer of a node's Patroni; 0 when none came.
  [[nodiscard]] int ask(std::size_t node, const std::string& path) const;

  const std::string binaries_;
  const bool quorum_;
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::uint16_t etcd_port_ = 0;
  pid_t etcd_ = -1;
  std::array<Node, kNodes> nodes_;
  int databases_ = 0;
};

}  // namespace waymark::relay
