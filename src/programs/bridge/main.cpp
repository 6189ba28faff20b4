// waymark-bridge: reads the configuration, builds the service, takes rights away from itself, waits for a signal. Only
// wires.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/machine.h"
#include "base/process.h"
#include "bridge/seeds.h"
#include "bridge/service.h"
#include "clerk/sandbox.h"
#include "http/shutdown.h"

namespace {

using namespace waymark;

enum Exit : int { kOk = 0, kUsage = 2, kStorage = 3, kClock = 5, kMailbox = 6, kSandbox = 7 };
enum class Task { kServe, kCheck, kMakeKeys, kForgetKeys };

constexpr const char* kFooter =
    "It takes sealed texts out of letters, hands them to the relay and removes each letter once the relay has said\n"
    "\"stored\". It can open no message. With keys it also answers those who ask by letter whether a reply waits.\n"
    "Settings: see packaging/bridge, docs/spec/bridge.md and docs/spec/mail.md.\n"
    "Exit codes: 0 good, 2 command line or configuration, 3 the keys cannot be written, 5 clock,\n"
    "6 a mailbox cannot be listed (with --check), 7 the kernel did not take the filter.";

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

/// Reads the file of keys, or begins one; rewrites it without old days. With `ahead`, also with new ones, and prints
/// their public halves for the office.
int change_keys(const bridge::Config& config, bool ahead) {
  if (config.keys.empty()) return refuse(kUsage, "the configuration names no file of 'keys'.");
  auto seeds = bridge::read_seeds(config.keys);
  if (!seeds && (seeds.error().code != Code::kNotFound || !ahead))
    return refuse(kUsage, "the keys in " + config.keys.string() + " cannot be read (" + describe(seeds.error()) + ").");
  if (!seeds) seeds.emplace();
  const std::uint32_t today = unix_day(SystemClock{}.now());
  crypto::SystemRandom random;
  bridge::forget_old(*seeds, today);
  if (ahead) bridge::make_ahead(*seeds, today, random);
  if (const auto written = bridge::write_seeds(config.keys, *seeds); !written)
    return refuse(kStorage, "the keys in " + config.keys.string() + " cannot be written.");
  std::vector<std::string> mails;
  for (const bridge::MailboxConfig& mailbox : config.mailboxes) mails.push_back(mailbox.address);
  if (ahead) std::cout << bridge::public_keys_json(mails, *seeds, today);
  return kOk;
}

int run(const std::string& file, Task task) {
  say_if_randomness_is_awaited("waymark-bridge");
  const auto config = bridge::load_config(file);
  if (!config) return refuse(kUsage, "the configuration " + file + ": " + config.error());
  if (has_lost_its_time(SystemClock{}.now())) return refuse(kClock, std::string{kLostTimeSentence});
  if (task == Task::kMakeKeys || task == Task::kForgetKeys) return change_keys(*config, task == Task::kMakeKeys);
  const SystemClock clock;
  const Log log = Log::to_stderr("waymark-bridge");
  const auto service = bridge::Service::make(*config, clock, log);
  if (!service) return refuse(kUsage, service.error());
  if (task == Task::kServe) return serve(**service, log);
  const auto sentences = (*service)->check();
  for (const std::string& sentence : sentences) refuse(kMailbox, sentence);
  if (sentences.empty())
    std::cout << "waymark-bridge: every mailbox can be listed, and every mail server for answers lets us in.\n";
  return sentences.empty() ? kOk : kMailbox;
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  CLI::App app{"Waymark's second way in: sealed texts that come as letters.", "waymark-bridge"};
  std::string config;
  bool check = false;
  bool make_keys = false;
  bool forget_keys = false;
  app.add_option("--config", config, "Configuration file (TOML)")
      ->required()
      ->envname("WAYMARK_BRIDGE_CONFIG")
      ->type_name("FILE");
  auto* const checks = app.add_flag("--check", check, "Check configuration and mailboxes, then exit");
  auto* const makes = app.add_flag("--make-keys", make_keys,
                                   "Make keys for the next 40 days, print the public ones for the office, then exit");
  auto* const forgets =
      app.add_flag("--forget-keys", forget_keys, "Remove keys of days that are over from the file, then exit");
  checks->excludes(makes)->excludes(forgets);
  makes->excludes(forgets);
  app.set_version_flag("--version", "waymark-bridge " WAYMARK_VERSION);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(kUsage);
  }
  const Task task = make_keys ? Task::kMakeKeys : forget_keys ? Task::kForgetKeys : check ? Task::kCheck : Task::kServe;
  return run(config, task);
}
