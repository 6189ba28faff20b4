// `waymark doctor`: looks at everything that can silently go wrong and says what to do. Needs no passphrase.
#include <iostream>
#include <memory>

#include "desk/casefile/day_keys.h"
#include "desk/casefile/renewal.h"
#include "desk/keyring/office_values.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/relay_access.h"

namespace waymark::program {
namespace {

/// Days before the end from which on a renewal is asked for; the desk's health view agrees.
constexpr std::int64_t kWarnDays = 14;

/// Prints lines and keeps the first problem: its code is the command's.
class Findings {
 public:
  void good(const std::string& line) { std::cout << say("doctor.good") << line << '\n'; }
  void warn(const std::string& line) { std::cout << say("doctor.soon") << line << '\n'; }
  void bad(Exit exit, const std::string& line) {
    std::cout << say("doctor.problem") << line << '\n';
    if (!first_) first_ = Stop{exit, line};
  }
  [[nodiscard]] OrStop<void> verdict() const {
    if (first_) return std::unexpected(*first_);
    return {};
  }

 private:
  std::optional<Stop> first_;
};

void look_at_roster(store::Connection& store, TimePoint now, Findings& findings) {
  const auto roster = desk::newest_roster(store);
  if (!roster.has_value())
    return findings.bad(Exit::kStorage, say("doctor.roster-unreadable", {{"detail", describe(roster.error())}}));
  if (unix_day(now) < roster->roster.issued_day) return findings.bad(Exit::kClock, say("doctor.clock-before"));
  const int left = roster::days_left(roster->roster, now);
  const text::Arguments days{{"days", left}};
  if (left < 0) return findings.bad(Exit::kRoster, say("doctor.roster-expired"));
  if (left <= kWarnDays) return findings.warn(say("doctor.roster-soon", days));
  findings.good(say("doctor.roster-good", days));
}

void look_at_lists(store::Connection& store, TimePoint now, Findings& findings) {
  const auto until = desk::lists_until(store);
  if (!until.has_value())
    return findings.bad(Exit::kStorage, say("doctor.lists-unreadable", {{"detail", describe(until.error())}}));
  const std::int64_t left = *until ? static_cast<std::int64_t>(**until) - unix_day(now) : -1;
  const text::Arguments days{{"days", left}};
  if (left < 0) return findings.bad(Exit::kRoster, say("doctor.lists-none"));
  if (left <= kWarnDays) return findings.warn(say("doctor.lists-soon", days));
  findings.good(say("doctor.lists-good", days));
}

void look_at_signing_keys(store::Connection& store, TimePoint now, Findings& findings) {
  const auto left = desk::signing_key_days_left(store, now);
  if (!left.has_value())
    return findings.bad(Exit::kStorage, say("doctor.rosters-unreadable", {{"detail", describe(left.error())}}));
  if (*left < 0) return findings.warn(say("doctor.signing-old"));
  findings.good(say("doctor.signing-good", {{"days", *left}}));
}

void look_at_relay(const DeskConfig& config, const crypto::InstanceId& instance, const UnattendedKeys& keys,
                   const World& world, Findings& findings) {
  RelayAccess relay(config, instance, keys.transport, world.clock, world.random);
  const auto status = relay.link().status();
  if (const auto problem = clock_problem(relay.link().relay_time(), world.clock.now()))
    return findings.bad(problem->exit, problem->sentence);
  if (!status.has_value() && status.error().code == Code::kDenied)
    return findings.bad(Exit::kRelay, say("doctor.relay-refuses"));
  if (!status.has_value())
    return findings.bad(Exit::kRelay, say("doctor.relay-silent", {{"detail", describe(status.error())}}));
  findings.good(say("doctor.relay-good"));
  findings.good(say("doctor.waiting", {{"n", static_cast<std::int64_t>(status->waiting)}}));
  if (status->roster_serial == 0) findings.warn(say("doctor.relay-no-roster"));
  if (status->refused_full > 0)
    findings.warn(say("doctor.relay-full", {{"n", static_cast<std::int64_t>(status->refused_full)}}));
}

void look_at_envelopes(store::Connection& store, Findings& findings) {
  const auto unopened = store.number("SELECT count(*) FROM inbound");
  if (unopened.has_value() && *unopened > 0)
    findings.warn(say("doctor.unopened", {{"n", static_cast<std::int64_t>(*unopened)}}));
}

OrStop<void> examine(const std::filesystem::path& path, const World& world) {
  const OfficeFolder folder{path};
  const auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  const auto keys = load_unattended_keys(folder);
  if (!keys) return std::unexpected(keys.error());
  auto store = open_database(folder);
  if (!store) return std::unexpected(store.error());
  Findings findings;
  if (!(*store)->check_whole().has_value()) return std::unexpected(Stop{Exit::kStorage, say("folder.damaged")});
  const auto instance = desk::instance_of(**store);
  if (!instance.has_value()) return std::unexpected(stop_for(instance.error(), say("cannot.read-office")));
  findings.good(say("doctor.whole"));
  look_at_roster(**store, world.clock.now(), findings);
  look_at_lists(**store, world.clock.now(), findings);
  look_at_signing_keys(**store, world.clock.now(), findings);
  look_at_envelopes(**store, findings);
  look_at_relay(*config, *instance, *keys, world, findings);
  return findings.verdict();
}

}  // namespace

void add_doctor(CLI::App& app, Chosen& chosen) {
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* command = app.add_subcommand("doctor", say("doctor"));
  add_folder(*command, *folder);
  command->callback(
      [folder, &chosen] { chosen.run = [folder](const World& world) { return examine(*folder, world); }; });
}

}  // namespace waymark::program
