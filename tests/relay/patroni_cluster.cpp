#include "patroni_cluster.h"

#include <signal.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "base/comes_true.h"
#include "harmless.h"
#include "http/client.h"

namespace waymark::relay {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPatroni = "/usr/bin/patroni";
constexpr const char* kEtcd = "/usr/bin/etcd";

constexpr const char* kVersion = "/usr/lib/python3/dist-packages/patroni/version.py";

/// Patroni 4, of Debian 13, can wait for any one of the standbys; 3, of Debian 12, for the one it has named.
bool knows_quorum() {
  std::ifstream file{kVersion};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const std::size_t digit = text.find_first_of("0123456789");
  return digit != std::string::npos && std::stoi(text.substr(digit)) >= 4;
}

std::string at(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

void make_folder(const fs::path& folder) {
  fs::create_directory(folder);
  give_to_harmless(folder);
}

void end(pid_t& id) {
  if (id < 0) return;
  ::kill(id, SIGKILL);
  int status = 0;
  ::waitpid(id, &status, 0);
  id = -1;
}

}  // namespace

std::unique_ptr<PatroniCluster> PatroniCluster::start() {
  std::string binaries = PostgresServer::binaries();
  if (binaries.empty() || !fs::exists(kPatroni) || !fs::exists(kEtcd)) return nullptr;
  return std::unique_ptr<PatroniCluster>{new PatroniCluster{std::move(binaries)}};
}

PatroniCluster::PatroniCluster(std::string binaries)
    : binaries_(std::move(binaries)), quorum_(knows_quorum()), etcd_port_(free_port()) {
  give_to_harmless(folder_.path());
  const fs::path etcd = folder_.path() / "etcd";
  make_folder(etcd);
  const std::string client = "http://" + at(etcd_port_);
  const std::string peer = "http://" + at(free_port());
  etcd_ = run_harmless({kEtcd, "--data-dir", etcd / "data", "--listen-client-urls", client, "--advertise-client-urls",
                        client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster",
                        "default=" + peer, "--unsafe-no-fsync"},
                       etcd);
  for (std::size_t i = 0; i < kNodes; ++i) {
    nodes_[i] = {.folder = folder_.path() / ("node" + std::to_string(i + 1)),
                 .database_port = free_port(),
                 .api_port = free_port()};
    make_folder(nodes_[i].folder);
    write_settings(nodes_[i]);
    start(i);
  }
}

// Patroni renews the leader's lease each loop_wait; it is over ttl after the last time. fsync is off: what is killed
// here is programs, not the machine.
void PatroniCluster::write_settings(const Node& node) const {
  const std::string name = node.folder.filename();
  std::ofstream{node.folder / "patroni.yml"}
      << "scope: waymark\nname: " << name << "\nrestapi: {listen: '" << at(node.api_port) << "', connect_address: '"
      << at(node.api_port) << "'}\netcd3: {hosts: '" << at(etcd_port_) << "'}\n"
      << "bootstrap:\n  dcs:\n    ttl: 20\n    loop_wait: 10\n    retry_timeout: 5\n"
      << "    synchronous_mode: " << (quorum_ ? "quorum" : "true")
      << "\n    synchronous_mode_strict: true\n    postgresql:\n      use_pg_rewind: true\n"
      << "      parameters: {wal_level: replica, hot_standby: 'on', max_wal_senders: 8, max_connections: 60, "
      << "shared_buffers: 32MB, fsync: 'off', wal_retrieve_retry_interval: 500ms, wal_keep_size: 256MB}\n"
      << "  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]\n"
      << "  pg_hba: ['host all all 127.0.0.1/32 trust', 'host replication postgres 127.0.0.1/32 trust', "
      << "'local all all trust', 'local replication all trust']\n"
      << "postgresql:\n  listen: '" << at(node.database_port) << "'\n  connect_address: '" << at(node.database_port)
      << "'\n  data_dir: '" << (node.folder / "data").string() << "'\n  bin_dir: '" << binaries_ << "'\n  pgpass: '"
      << (node.folder / "pgpass").string() << "'\n"
      << "  authentication: {superuser: {username: postgres}, replication: {username: postgres}, rewind: {username: "
      << "postgres}}\n  parameters: {unix_socket_directories: '" << node.folder.string() << "'}\n";
}

void PatroniCluster::start(std::size_t node) {
  CHECK(nodes_[node].patroni < 0);
  nodes_[node].patroni = run_harmless({kPatroni, nodes_[node].folder / "patroni.yml"}, nodes_[node].folder);
}

void PatroniCluster::kill(std::size_t node) {
  pid_t postmaster = 0;
  std::ifstream{nodes_[node].folder / "data/postmaster.pid"} >> postmaster;
  if (postmaster > 0) ::kill(postmaster, SIGKILL);
  end(nodes_[node].patroni);
}

PatroniCluster::~PatroniCluster() {
  for (std::size_t i = 0; i < kNodes; ++i) kill(i);
  end(etcd_);
}

int PatroniCluster::ask(std::size_t node, const std::string& path) const {
  http::Client client{{}};
  const auto answer =
      client.send({.method = "GET", .url = "http://" + at(nodes_[node].api_port) + path, .headers = {}, .body = {}});
  return answer ? answer->status : 0;
}

std::optional<std::size_t> PatroniCluster::leader() const {
  for (std::size_t i = 0; i < kNodes; ++i) {
    if (nodes_[i].patroni < 0 || ask(i, "/leader") != 200) continue;
    for (std::size_t other = 0; other < kNodes; ++other)
      if (other != i && ask(other, quorum_ ? "/quorum" : "/synchronous") == 200) return i;
  }
  return std::nullopt;
}

bool PatroniCluster::settle() const {
  return comes_true(
      [&] {
        const auto first = leader();
        if (!first) return false;
        for (std::size_t i = 0; i < kNodes; ++i)
          if (i != *first && ask(i, "/replica") != 200) return false;
        return true;
      },
      std::chrono::minutes{5});
}

std::string PatroniCluster::make_database() {
  const auto first = leader();
  CHECK(first.has_value());
  const std::string name = "relay" + std::to_string(++databases_);
  const auto root = store::PgConnection::open(
      *store::PgAddress::parse("postgresql://postgres@" + at(nodes_[*first].database_port) + "/postgres"));
  CHECK(root.has_value());
  if (databases_ == 1) CHECK((*root)->run_script("CREATE ROLE waymark LOGIN").has_value());
  CHECK((*root)->run_script("CREATE DATABASE " + name + " OWNER waymark").has_value());
  std::string hosts;
  for (const Node& node : nodes_) hosts += (hosts.empty() ? "" : ",") + at(node.database_port);
  // A standby hears of it a moment later, and whoever asks it before is told that there is no such database.
  CHECK(comes_true([&] {
    return (*root)
        ->run_script(
            "DO $$ BEGIN IF (SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn())"
            " < 2 THEN RAISE 'behind'; END IF; END $$")
        .has_value();
  }));
  return "postgresql://waymark@" + hosts + "/" + name;
}

std::string PatroniCluster::log(std::size_t node) const {
  std::ifstream file{nodes_[node].folder / "log"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace waymark::relay
