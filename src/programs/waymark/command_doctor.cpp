// `waymark doctor`: looks at everything that can silently go wrong and says what to do. Needs no passphrase. With
// --lines it asks relays and mirrors as a visitor would instead, from whatever machine it runs on, and with --pages it
// compares the pages that they serve with the published ones; both need no office if addresses are given.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

#include "desk/casefile/relay_audit.h"
#include "desk/ceremonies/renewal.h"
#include "desk/keyring/day_keys.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/token_stock.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/line_check.h"
#include "programs/waymark/page_check.h"
#include "programs/waymark/relay_access.h"
#include "programs/waymark/staff_server.h"

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

void look_at_relay(const RelaySetting& setting, const crypto::InstanceId& instance, const UnattendedKeys& keys,
                   const World& world, Findings& findings) {
  RelayAccess relay(setting, instance, keys.transport, world.clock, world.random);
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

/// How its second relay is, as it says. @source docs/spec/relay.md "Two places"
void look_at_second(const desk::RelayWords& said, const std::string& name, Findings& findings) {
  const text::Arguments told{{"name", name}, {"n", static_cast<std::int64_t>(said.not_copied)}};
  switch (said.second) {
    case 0: return findings.warn(say("doctor.second-none", told));
    case 1: return findings.good(say("doctor.second-well", told));
    case 3: return findings.bad(Exit::kRelay, say("doctor.second-not-in-roster", told));
    case 4: return findings.bad(Exit::kRelay, say("doctor.second-other-key", told));
    default: return findings.warn(say("doctor.second-unreachable", told));
  }
}

/// What the desk has noted of it so far.
void look_at_audit(const desk::RelayAudit& audit, const std::string& name, std::uint32_t today, Findings& findings) {
  const text::Arguments told{{"name", name}, {"n", static_cast<std::int64_t>(audit.broken_words)}};
  if (audit.broken_words > 0) findings.bad(Exit::kRelay, say("doctor.relay-lies", told));
  if (audit.repeats) findings.bad(Exit::kRelay, say("doctor.relay-repeats", told));
  if (audit.keys > 1) findings.warn(say("doctor.relay-replaced", told));
  if (!audit.emptied_day) return findings.warn(say("doctor.relay-never-empty", told));
  const std::int64_t days = std::int64_t{today} - std::int64_t{*audit.emptied_day};
  if (days > 1) findings.warn(say("doctor.relay-not-empty", {{"name", name}, {"n", days}}));
}

/// Each relay of several: whether it answers, how its second place is, and whether it has kept its word.
void look_at_relays(const DeskConfig& config, const crypto::InstanceId& instance, const UnattendedKeys& keys,
                    store::Connection& store, const World& world, Findings& findings) {
  const std::vector<RelaySetting> relays = relays_of(config);
  for (const RelaySetting& setting : relays) {
    if (relays.size() > 1) std::cout << say("doctor.relay-name", {{"name", setting.name}}) << '\n';
    look_at_relay(setting, instance, keys, world, findings);
    if (relays.size() == 1) return;
    RelayAccess relay(setting, instance, keys.transport, world.clock, world.random);
    if (const auto said = relay.link().words({}); said.has_value() && said->has_value())
      look_at_second(**said, setting.name, findings);
    if (const auto audit = desk::audit_of(store, setting.name); audit.has_value())
      look_at_audit(*audit, setting.name, unix_day(world.clock.now()), findings);
  }
  if (const auto unknown = desk::unknown_words(store); unknown.has_value() && *unknown > 0)
    findings.warn(say("doctor.unknown-words", {{"n", static_cast<std::int64_t>(*unknown)}}));
}

void look_at_envelopes(store::Connection& store, Findings& findings) {
  const auto unopened = store.number("SELECT count(*) FROM inbound");
  if (unopened.has_value() && *unopened > 0)
    findings.warn(say("doctor.unopened", {{"n", static_cast<std::int64_t>(*unopened)}}));
}

/// Replies go out in each of these states. An office whose desk has not run yet has none, and nothing is said of it.
void look_at_tokens(const DeskConfig& config, store::Connection& store, TimePoint now, Findings& findings) {
  std::vector<std::string> names;
  const std::vector<RelaySetting> relays = relays_of(config);
  for (const RelaySetting& relay : relays) names.push_back(relay.name);
  const auto stock = desk::token_stock(store, unix_day(now), names);
  if (!stock.has_value()) return;
  const text::Arguments left{{"n", static_cast<std::int64_t>(stock->replies_left)}};
  switch (stock->state) {
    case desk::TokenState::kWell: return findings.good(say("doctor.tokens-good", left));
    case desk::TokenState::kLow: return findings.warn(say("doctor.tokens-low", left));
    case desk::TokenState::kUsedUp: return findings.warn(say("doctor.tokens-used-up"));
    case desk::TokenState::kAtNoRelay: return findings.warn(say("doctor.tokens-at-no-relay"));
    case desk::TokenState::kOldRelay: return findings.warn(say("doctor.tokens-old-relay"));
    case desk::TokenState::kNotMade: return;
  }
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
  look_at_tokens(*config, **store, world.clock.now(), findings);
  look_at_relays(*config, *instance, *keys, **store, world, findings);
  return findings.verdict();
}

/// What --lines and --pages are told.
struct LinesAsked {
  bool wanted = false, pages = false;
  std::filesystem::path hashes = {};
  std::filesystem::path office = {};
  std::vector<std::string> addresses = {};
  std::string proxy = {};
  std::string ca_file = {};
};

void tell(const LineReport& report, const std::string& address, Findings& findings) {
  bool silent = false;
  for (const LineFinding& finding : report.findings) {
    silent = silent || finding.silent;
    const text::Arguments told{{"what", finding.what},
                               {"why", finding.problem},
                               {"n", static_cast<std::int64_t>(finding.bytes)},
                               {"ms", static_cast<std::int64_t>(finding.took.count())},
                               {"attempt", static_cast<std::int64_t>(finding.attempt)}};
    if (!finding.problem.empty())
      findings.bad(Exit::kRelay, say("lines.not", told));
    else if (finding.attempt > 1)
      findings.warn(say("lines.again", told));
    else
      findings.good(say("lines.whole", told));
  }
  const text::Arguments sum{{"address", address},
                            {"whole", static_cast<std::int64_t>(report.whole())},
                            {"all", static_cast<std::int64_t>(report.findings.size())}};
  std::cout << say("lines.sum", sum) << '\n';
  if (silent) std::cout << say("lines.silence-means") << '\n';
  if (report.clock_apart)
    findings.bad(Exit::kClock, say(*report.clock_apart > 0 ? "clock.behind" : "clock.ahead",
                                   {{"apart", apart_in_words(*report.clock_apart)}}));
}

/// The addresses that the office has signed, and its proxy unless another is named.
OrStop<std::optional<roster::VerifiedRoster>> read_addresses(LinesAsked& asked) {
  if (asked.office.empty()) return std::nullopt;
  const OfficeFolder folder{asked.office};
  const auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  auto store = open_database(folder);
  if (!store) return std::unexpected(store.error());
  auto roster = desk::newest_roster(**store);
  if (!roster.has_value())
    return std::unexpected(
        Stop{Exit::kStorage, say("doctor.roster-unreadable", {{"detail", describe(roster.error())}})});
  if (asked.addresses.empty()) {
    asked.addresses = roster->roster.relays;
    std::ranges::copy(roster->roster.mirrors, std::back_inserter(asked.addresses));
  }
  if (asked.proxy.empty()) asked.proxy = config->relay_proxy;
  return std::optional{std::move(*roster)};
}

OrStop<void> examine_lines(LinesAsked asked, const World& world) {
  const auto roster = read_addresses(asked);
  if (!roster) return std::unexpected(roster.error());
  if (asked.addresses.empty()) return std::unexpected(Stop{Exit::kUsage, say("lines.none")});
  Findings findings;
  for (const std::string& address : asked.addresses) {
    const bool onion = address.find(".onion") != std::string::npos;
    if (onion && asked.proxy.empty()) {
      findings.warn(say("lines.onion", {{"address", address}}));
      continue;
    }
    // A visitor goes to an onion through Tor and to everything else directly: what is looked at is the line.
    const http::ProbeOptions options{.proxy = onion ? asked.proxy : std::string{}, .ca_file = asked.ca_file};
    tell(look_at_line({.address = address, .roster = *roster, .options = options}, world.clock, world.random), address,
         findings);
  }
  return findings.verdict();
}

/// Whether the pages that visitors get are the published ones.
OrStop<void> examine_pages(LinesAsked asked) {
  const auto hashes = read_page_hashes(asked.hashes.empty() ? shared_folder("intake.sha256") : asked.hashes);
  if (!hashes) return std::unexpected(hashes.error());
  if (const auto roster = read_addresses(asked); !roster) return std::unexpected(roster.error());
  if (asked.addresses.empty()) return std::unexpected(Stop{Exit::kUsage, say("lines.none")});
  Findings findings;
  for (const std::string& address : asked.addresses) {
    if (address.find(".onion") != std::string::npos && asked.proxy.empty()) {
      findings.warn(say("lines.onion", {{"address", address}}));
      continue;
    }
    std::int64_t good = 0;
    const auto pages = look_at_pages(address, *hashes, {.proxy = asked.proxy, .ca_file = asked.ca_file});
    for (const PageFinding& page : pages) {
      good += page.problem.empty() ? 1 : 0;
      if (!page.problem.empty())
        findings.bad(Exit::kRelay, say("lines.not", {{"what", page.what}, {"why", page.problem}}));
    }
    const text::Arguments sum{{"address", address}, {"good", good}, {"all", static_cast<std::int64_t>(pages.size())}};
    std::cout << say("page.sum", sum) << '\n';
  }
  return findings.verdict();
}

}  // namespace

void add_doctor(CLI::App& app, Chosen& chosen) {
  auto asked = std::make_shared<LinesAsked>();
  CLI::App* command = app.add_subcommand("doctor", say("doctor"));
  command->add_option("--office", asked->office, say("office"))->envname("WAYMARK_OFFICE")->type_name("FOLDER");
  command->add_flag("--lines", asked->wanted, say("doctor.lines"));
  command->add_flag("--pages", asked->pages, say("doctor.pages"));
  command->add_option("--hashes", asked->hashes, say("doctor.hashes"))->type_name("FILE");
  command->add_option("--at", asked->addresses, say("doctor.at"))->type_name("URL");
  command->add_option("--proxy", asked->proxy, say("doctor.proxy"))->type_name("URL");
  command->add_option("--ca", asked->ca_file, say("doctor.ca"))->type_name("FILE");
  command->callback([asked, &chosen] {
    const bool outside = asked->wanted || asked->pages;
    const bool told = !asked->addresses.empty() || !asked->proxy.empty() || !asked->ca_file.empty();
    if (told && !outside) throw CLI::RequiredError("--lines");
    if (!asked->hashes.empty() && !asked->pages) throw CLI::RequiredError("--pages");
    if (asked->office.empty() && asked->addresses.empty()) throw CLI::RequiredError("--office");
    chosen.run = [asked](const World& world) {
      if (asked->pages) return examine_pages(*asked);
      return asked->wanted ? examine_lines(*asked, world) : examine(asked->office, world);
    };
  });
}

}  // namespace waymark::program
