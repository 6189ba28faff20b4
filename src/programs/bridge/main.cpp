// waymark-bridge: reads the configuration, builds the service, takes rights away from itself, waits for a signal. Only
// wires.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/process.h"
#include "bridge/service.h"
#include "clerk/sandbox.h"
#include "http/shutdown.h"

namespace {

using namespace waymark;

enum Exit : int { kOk = 0, kUsage = 2, kMailbox = 6, kSandbox = 7 };

constexpr const char* kFooter =
    "It takes sealed texts out of letters, hands them to the relay and removes each letter once the relay has said\n"
    "\"stored\". It can open none of them. Settings: see packaging/bridge and docs/spec/bridge.md.\n"
    "Exit codes: 0 good, 2 command line or configuration, 6 a mailbox cannot be listed (with --check), 7 the kernel "
    "did\n"
    "not take the filter.";

int refuse(Exit exit, const std::string& sentence) {
  std::cerr << "waymark-bridge: " << sentence << '\n';
  return exit;
}

int serve(bridge::Service& service, const Log& log) {
  const http::ShutdownSignals signals;
  const Locked locked = lock_memory();
  if (const auto filtered = clerk::install_filter(); !filtered)
    return refuse(kSandbox, "the kernel did not take the filter of system calls (" + describe(filtered.error()) + ").");
  log.event("started", {{"memory-locked", locked == Locked::kAll ? 1 : 0}});
  service.start();
  signals.wait();
  log.event("stopped");
  return kOk;
}

int run(const std::string& file, bool check) {
  const auto config = bridge::load_config(file);
  if (!config) return refuse(kUsage, "the configuration " + file + ": " + config.error());
  const SystemClock clock;
  const Log log = Log::to_stderr("waymark-bridge");
  const auto service = bridge::Service::make(*config, clock, log);
  if (!service) return refuse(kUsage, service.error());
  if (!check) return serve(**service, log);
  const auto sentences = (*service)->check();
  for (const std::string& sentence : sentences) refuse(kMailbox, sentence);
  if (sentences.empty()) std::cout << "waymark-bridge: every mailbox can be listed.\n";
  return sentences.empty() ? kOk : kMailbox;
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  CLI::App app{"Waymark's second way in: sealed texts that come as letters.", "waymark-bridge"};
  std::string config;
  bool check = false;
  app.add_option("--config", config, "Configuration file (TOML)")
      ->required()
      ->envname("WAYMARK_BRIDGE_CONFIG")
      ->type_name("FILE");
  app.add_flag("--check", check, "Check configuration and mailboxes, then exit");
  app.set_version_flag("--version", "waymark-bridge " WAYMARK_VERSION);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(kUsage);
  }
  return run(config, check);
}
