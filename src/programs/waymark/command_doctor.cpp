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
  void good(std::string_view line) { std::cout << "ok       " << line << '\n'; }
  void warn(std::string_view line) { std::cout << "soon     " << line << '\n'; }
  void bad(Exit exit, const std::string& line) {
    std::cout << "PROBLEM  " << line << '\n';
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
    return findings.bad(Exit::kStorage, "The roster cannot be read: " + describe(roster.error()) + ".");
  if (unix_day(now) < roster->roster.issued_day)
    return findings.bad(Exit::kClock,
                        "This machine's clock is before the day on which the roster was signed. Set the clock (UTC).");
  const int left = roster::days_left(roster->roster, now);
  const std::string days = std::to_string(left) + " days";
  if (left < 0)
    return findings.bad(Exit::kRoster,
                        "The roster has expired: intake is closed. Run: waymark roster renew --root-key FILE");
  if (left <= kWarnDays)
    return findings.warn("The roster is good for " + days + ". Renew it: waymark roster renew --root-key FILE");
  findings.good("The roster is good for " + days + ".");
}

void look_at_lists(store::Connection& store, TimePoint now, Findings& findings) {
  const auto until = desk::lists_until(store);
  if (!until.has_value())
    return findings.bad(Exit::kStorage, "The day-key lists cannot be read: " + describe(until.error()) + ".");
  const std::int64_t left = *until ? static_cast<std::int64_t>(**until) - unix_day(now) : -1;
  const std::string days = std::to_string(left) + " more days";
  if (left < 0)
    return findings.bad(Exit::kRoster,
                        "No day-key list is ready for today. A coordinator must sign in, or: waymark keys renew");
  if (left <= kWarnDays)
    return findings.warn("Day-key lists are ready for " + days + ". They are renewed when a coordinator signs in.");
  findings.good("Day-key lists are ready for " + days + ".");
}

void look_at_signing_keys(store::Connection& store, TimePoint now, Findings& findings) {
  const auto left = desk::signing_key_days_left(store, now);
  if (!left.has_value())
    return findings.bad(Exit::kStorage, "The rosters cannot be read: " + describe(left.error()) + ".");
  if (*left < 0)
    return findings.warn(
        "The keys that sign lists and replies are older than 90 days. Replace them: waymark roster renew "
        "--new-keys --root-key FILE");
  findings.good("The keys that sign lists and replies are good for " + std::to_string(*left) +
                " days; renewing the roster replaces them in time.");
}

void look_at_relay(const DeskConfig& config, const UnattendedKeys& keys, const World& world, Findings& findings) {
  RelayAccess relay(config, keys.transport, world.clock, world.random);
  const auto status = relay.link().status();
  if (const auto problem = clock_problem(relay.link().relay_time(), world.clock.now()))
    return findings.bad(problem->exit, problem->sentence);
  if (!status.has_value() && status.error().code == Code::kDenied)
    return findings.bad(Exit::kRelay,
                        "The relay refuses our transport key. Compare transport_key in its configuration with "
                        "relay.toml of the office.");
  if (!status.has_value())
    return findings.bad(Exit::kRelay, "The relay does not answer: " + describe(status.error()) + ".");
  findings.good("The relay answers; the clocks agree.");
  findings.good(std::to_string(status->waiting) + " envelopes wait at the relay.");
  if (status->roster_serial == 0) findings.warn("The relay has no roster yet. `waymark desk` publishes it.");
  if (status->refused_full > 0)
    findings.warn("The relay has refused " + std::to_string(status->refused_full) + " envelopes because it was full.");
}

void look_at_envelopes(store::Connection& store, Findings& findings) {
  const auto unopened = store.number("SELECT count(*) FROM inbound");
  if (unopened.has_value() && *unopened > 0)
    findings.warn(std::to_string(*unopened) + " envelopes wait here for somebody of the first line to sign in.");
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
  findings.good("Configuration and database can be read.");
  look_at_roster(**store, world.clock.now(), findings);
  look_at_lists(**store, world.clock.now(), findings);
  look_at_signing_keys(**store, world.clock.now(), findings);
  look_at_envelopes(**store, findings);
  look_at_relay(*config, *keys, world, findings);
  return findings.verdict();
}

}  // namespace

void add_doctor(CLI::App& app, Chosen& chosen) {
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* command = app.add_subcommand("doctor", "Check clock, roster, day keys and relay; needs no passphrase");
  add_folder(*command, *folder);
  command->callback(
      [folder, &chosen] { chosen.run = [folder](const World& world) { return examine(*folder, world); }; });
}

}  // namespace waymark::program
