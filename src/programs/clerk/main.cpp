// waymark-clerk: reads the configuration, builds the clerk, takes rights away from itself, waits for a signal. Only
// wires.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "base/machine.h"
#include "base/process.h"
#include "clerk/sandbox.h"
#include "clerk/service.h"
#include "clerk/site.h"
#include "crypto/random.h"
#include "http/shutdown.h"

namespace {

using namespace waymark;
using clerk::Exit;

constexpr const char* kFooter =
    "Exit codes: 0 good, 2 command line, configuration or question pack, 4 address in use, 5 clock, 6 roster (with "
    "--check),\n"
    "7 the kernel did not take the filter. Every address and path can be overridden by the environment, see the "
    "example\n"
    "configuration.";

struct Options {
  std::string config;
  bool check = false;
};

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

int refuse(const clerk::Refusal& refusal) {
  std::cerr << "waymark-clerk: " << refusal.sentence << '\n';
  return static_cast<int>(refusal.exit);
}

int serve(const clerk::Config& config, const clerk::World& world) {
  const http::ShutdownSignals signals;
  const Locked locked = lock_memory();
  auto service = clerk::Service::start(config, world);
  if (!service) return refuse(service.error());
  if (const auto filtered = clerk::install_filter(); !filtered)
    return refuse(
        {Exit::kSandbox, "the kernel did not take the filter of system calls (" + describe(filtered.error()) + ")."});
  world.log.event("started", {{"port", (*service)->port()}, {"memory-locked", locked == Locked::kAll ? 1 : 0}});
  signals.wait();
  service->reset();
  world.log.event("stopped");
  return static_cast<int>(Exit::kOk);
}

int run(const Options& options) {
  say_if_randomness_is_awaited("waymark-clerk");
  const auto config = clerk::load_config(options.config, environment);
  if (!config) return refuse({Exit::kUsage, "the configuration " + options.config + ": " + config.error()});
  const SystemClock clock;
  const Log log = Log::to_stderr("waymark-clerk");
  crypto::SystemRandom random;
  const clerk::World world{.clock = clock, .log = log, .random = random};
  if (!options.check) return serve(*config, world);
  if (const auto checked = clerk::Service::check(*config, world); !checked) return refuse(checked.error());
  std::cout << "waymark-clerk: everything is in order.\n";
  if (const auto site = clerk::read_site(config->site); !site || !site->pins)
    std::cout << "No pins: after a restart it would believe an older roster. `waymark pages pin` writes them into the "
                 "file that `site` names.\n";
  return static_cast<int>(Exit::kOk);
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  CLI::App app{
      "Waymark's pages for browsers without scripts. It seals what people write in their place, and forgets it.",
      "waymark-clerk"};
  Options options;
  app.add_option("--config", options.config, "Configuration file (TOML)")
      ->required()
      ->envname("WAYMARK_CLERK_CONFIG")
      ->type_name("FILE");
  app.add_flag("--check", options.check, "Check configuration, question pack and relay, then exit");
  app.set_version_flag("--version", "waymark-clerk " WAYMARK_VERSION);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  return run(options);
}
