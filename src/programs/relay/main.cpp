// waymark-relay: reads the configuration, builds the relay, waits for a signal. Only wires.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "base/encoding.h"
#include "base/machine.h"
#include "base/process.h"
#include "crypto/random.h"
#include "http/shutdown.h"
#include "relay/postgres/move.h"
#include "relay/relay.h"

namespace {

using namespace waymark;
using relay::Exit;

constexpr const char* kFooter =
    "Exit codes: 0 good, 2 command line or configuration, 3 storage, 4 address in use, 5 clock, 6 roster.\n"
    "Every setting can be overridden by the environment, see the example configuration.";

struct Options {
  std::string config;
  bool check = false;
  bool move = false;
  std::string move_from;
  bool move_documents = false;
  bool key = false;
};

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

int refuse(const relay::Refusal& refusal) {
  std::cerr << "waymark-relay: " << refusal.sentence << '\n';
  return static_cast<int>(refusal.exit);
}

int serve(const relay::Config& config, const relay::World& world) {
  const http::ShutdownSignals signals;
  auto server = relay::Relay::start(config, world);
  if (!server) return refuse(server.error());
  world.log.event("started", {{"public-port", (*server)->public_port()}, {"desk-port", (*server)->desk_port()}});
  signals.wait();
  server->reset();
  world.log.event("stopped");
  return static_cast<int>(Exit::kOk);
}

int move(const Options& options, const relay::Config& config) {
  if (!config.postgres)
    return refuse({Exit::kUsage, "the configuration " + options.config + ": 'store' must name where to move to."});
  const relay::PostgresPlace to{
      .address = config.postgres->address, .instance = config.instance, .standby = config.postgres->standby};
  const auto what = options.move_documents ? relay::MoveWhat::kDocuments : relay::MoveWhat::kEverything;
  const auto moved = relay::move_to_postgres(options.move_from, to, what, crypto::SystemRandom{}.secret<32>());
  if (!moved) return refuse(moved.error());
  if (options.move_documents)
    std::cout << "waymark-relay: the documents are in the database.\n";
  else
    std::cout << "waymark-relay: moved " << moved->replies << " replies and " << moved->envelopes << " envelopes.\n";
  return static_cast<int>(Exit::kOk);
}

int show_key(const relay::Config& config, const relay::World& world) {
  const auto key = relay::Relay::own_key(config, world);
  if (!key) return refuse(key.error());
  std::cout << to_base64(*key, Padding::kRequired) << '\n';
  return static_cast<int>(Exit::kOk);
}

int run(const Options& options) {
  say_if_randomness_is_awaited("waymark-relay");
  const auto config = relay::load_config(options.config, environment);
  if (!config) return refuse({Exit::kUsage, "the configuration " + options.config + ": " + config.error()});
  if (options.move) return move(options, *config);
  const SystemClock clock;
  const Log log = Log::to_stderr("waymark-relay");
  crypto::SystemRandom random;
  const relay::World world{.clock = clock, .log = log, .fill_random = [&](auto bytes) { random.fill(bytes); }};
  if (options.key) return show_key(*config, world);
  if (!options.check) return serve(*config, world);
  if (const auto checked = relay::Relay::check(*config, world); !checked) return refuse(checked.error());
  std::cout << "waymark-relay: everything is in order.\n";
  return static_cast<int>(Exit::kOk);
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  CLI::App app{"The public server of Waymark. It keeps sealed envelopes and cannot read them.", "waymark-relay"};
  Options options;
  app.add_option("--config", options.config, "Configuration file (TOML)")
      ->required()
      ->envname("WAYMARK_RELAY_CONFIG")
      ->type_name("FILE");
  app.add_flag("--check", options.check, "Check configuration, storage, clock and roster, then exit");
  CLI::App* const move_command =
      app.add_subcommand("move", "Move what a SQLite file holds into the PostgreSQL of 'store'");
  move_command->fallthrough();
  move_command->add_option("--from", options.move_from, "Folder of the old relay's relay.db")
      ->required()
      ->type_name("FOLDER");
  move_command->add_flag("--documents", options.move_documents,
                         "Only rosters, day keys and cards: before the new relay starts");
  CLI::App* const key_command =
      app.add_subcommand("key", "Print the key under which this relay gives its word: second.key of another relay");
  key_command->fallthrough();
  app.set_version_flag("--version", "waymark-relay " WAYMARK_VERSION);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  options.move = move_command->parsed();
  options.key = key_command->parsed();
  return run(options);
}
