// `waymark rules test [FOLDER]` runs a pack's vectors; `waymark rules explain CASE` says how a case got its place.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "desk/queue/code_names.h"
#include "desk/queue/labels.h"
#include "desk/queue/rule_vectors.h"
#include "desk/queue/sentence.h"
#include "pack/override.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/sign_in.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {
namespace {

namespace queue = desk::queue;

struct RulesOptions {
  std::filesystem::path folder, pack;
  SignInOptions sign_in;
  std::string wanted;
};

/// A pack with its zone.
struct Rules {
  pack::Pack pack;
  text::Zone zone;
};

OrStop<Rules> with_zone(pack::Pack pack) {
  auto zone = text::Zone::named(pack.zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), say("cannot.find-zone")));
  return Rules{std::move(pack), *std::move(zone)};
}

OrStop<void> test(RulesOptions& options, const World& world) {
  auto checked = pack::read_and_check(options.pack, world.clock.now());
  if (!checked.has_value())
    return std::unexpected(Stop{Exit::kUsage, say("pack.unreadable-in", {{"folder", options.pack.string()},
                                                                         {"detail", describe(checked.error())}})});
  for (const pack::Finding& finding : checked->findings)
    if (finding.severity == pack::Severity::kRefused)
      std::cout << say("pack.refused-mark") << (finding.line.empty() ? "" : finding.line + ": ") << finding.place
                << ": " << finding.about << '\n';
  if (!pack::acceptable(checked->findings))
    return std::unexpected(Stop{Exit::kUsage, say("pack.refused", {{"name", checked->pack.name()}})});
  const auto rules = with_zone(std::move(checked->pack));
  if (!rules) return std::unexpected(rules.error());
  std::ifstream file(options.pack / "vectors.json", std::ios::binary);
  if (!file) return std::unexpected(Stop{Exit::kUsage, say("rules.no-vectors", {{"folder", options.pack.string()}})});
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  const auto report = queue::run_rule_vectors(rules->pack, rules->zone, json);
  if (!report.has_value())
    return std::unexpected(Stop{Exit::kUsage, say("rules.vectors-unreadable", {{"detail", describe(report.error())}})});
  for (const queue::VectorMisfit& misfit : report->misfits)
    std::cout << say("rules.wrong", {{"vector", misfit.vector},
                                     {"what", misfit.what},
                                     {"found", misfit.found},
                                     {"expected", misfit.expected}})
              << '\n';
  for (const std::string& clock : report->untested) std::cout << say("rules.untested", {{"clock", clock}}) << '\n';
  std::cout << say("rules.vectors", {{"n", std::to_string(report->vectors)}, {"name", rules->pack.name()}}) << '\n';
  if (!report->misfits.empty() || !report->untested.empty())
    return std::unexpected(
        Stop{Exit::kFailed, say("rules.failed", {{"misfits", std::to_string(report->misfits.size())},
                                                 {"untested", std::to_string(report->untested.size())}})});
  return {};
}

OrStop<std::vector<desk::AgendaRow>> agenda_of(const OfficeFolder& folder, const DeskConfig& config,
                                               const SignInOptions& who, const World& world) {
  const auto keys = load_unattended_keys(folder);
  if (!keys) return std::unexpected(keys.error());
  auto office = open_office(folder, config, keys->pepper, world.clock, world.random);
  if (!office) return std::unexpected(office.error());
  const auto token = sign_in(**office, who, world.clock);
  if (!token) return std::unexpected(token.error());
  auto rows = (*office)->list().rows(*token);
  (*office)->doors().sign_out(*token);
  if (!rows.has_value()) return std::unexpected(stop_for(rows.error(), say("cannot.read-agenda")));
  return *std::move(rows);
}

/// To nine columns, as letters are counted and not bytes.
std::string padded(std::string word) {
  constexpr std::size_t kColumn = 9;
  const auto letters = static_cast<std::size_t>(
      std::ranges::count_if(word, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
  return word + std::string(letters < kColumn ? kColumn - letters : 1, ' ');
}

std::string hours_text(Seconds span) { return say("rules.hours", {{"n", std::to_string(span.count() / 3'600)}}); }

/// The law on which a clock rests, in words; empty when it rests on none.
std::string source_text(const pack::Pack& pack, const std::string& kind, Language language) {
  const auto clock = std::ranges::find(pack.clocks, kind, &pack::Clock::id);
  if (clock == pack.clocks.end() || !clock->source.has_value()) return {};
  return std::string{pack.text(language, "source." + *clock->source).value_or("")};
}

void tell_clock(const Rules& rules, const queue::Derived& derived, const queue::RunningClock& clock,
                Language language) {
  const auto row = [](std::string_view key) { std::cout << "\n    " << padded(say(key)); };
  std::cout << "  " << say("rules.clock", {{"name", clock.kind}});
  row("rules.from");
  if (clock.fact.has_value()) {
    const desk::Fact& fact = derived.situation.facts[*clock.fact];
    const auto date = fact.attributes.find("date");
    std::cout << fact.key << " = " << fact.value;
    if (date != fact.attributes.end())
      std::cout << ", "
                << say("rules.known-to",
                       {{"date", date->second}, {"precision", std::string{desk::name_of(fact.precision)}}});
  } else {
    std::cout << say("rules.no-danger-word");
  }
  row("rules.moment");
  std::cout << (clock.moment ? queue::local_text(*clock.moment, rules.zone) : say("rules.moment-unknown"));
  row("rules.lead");
  std::cout << hours_text(clock.lead);
  row("rules.safe");
  std::cout << say("rules.until", {{"moment", queue::local_text(queue::latest_safe(derived, clock), rules.zone)}});
  if (const std::string source = source_text(rules.pack, clock.kind, language); !source.empty()) {
    row("rules.source");
    std::cout << source;
  }
  std::cout << '\n';
}

void tell(const Rules& rules, const text::Catalogue& catalogue, const desk::AgendaRow& row, Language language,
          TimePoint now) {
  const queue::Derived derived = queue::derive(rules.pack, row.situation, rules.zone);
  const queue::Placement placement = queue::place(derived, queue::Present::at(now, rules.zone));
  const queue::Speech speech(catalogue, rules.pack, rules.zone, language, "");
  std::cout << queue::code_name(catalogue, language, row.code_name) << "  (" << row.case_id.text() << ")\n"
            << speech.sentence(derived, placement, now) << "\n\n"
            << say("rules.times",
                   {{"zone", std::string{rules.zone.name()}}, {"now", queue::local_text(now, rules.zone)}})
            << '\n'
            << say("rules.facts") << '\n';
  for (const std::size_t index : queue::weighing_facts(rules.pack, row.situation.facts)) {
    const desk::Fact& fact = row.situation.facts[index];
    std::cout << "  " << fact.key << " = " << fact.value << "  "
              << say("rules.said", {{"moment", queue::local_text(fact.said_at, rules.zone)},
                                    {"by", std::string{name_of(fact.said_by)}},
                                    {"verification", std::string{name_of(fact.verification)}}})
              << '\n';
  }
  std::cout << say("rules.clocks") << '\n';
  for (const std::size_t index : queue::leading_clocks(derived, now))
    tell_clock(rules, derived, derived.clocks[index], language);
  std::cout << say("rules.place", {{"section", std::string{name_of(placement.section)}},
                                   {"due", queue::local_text(placement.due, rules.zone)}})
            << '\n';
}

OrStop<void> explain(RulesOptions& options, const World& world) {
  const OfficeFolder folder{options.folder};
  const auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  const Language language = spoken();
  auto pack = load_pack(*config, world.clock.now());
  if (!pack) return std::unexpected(pack.error());
  const auto rules = with_zone(*std::move(pack));
  if (!rules) return std::unexpected(rules.error());
  const auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), say("cannot.read-texts")));
  const auto rows = agenda_of(folder, *config, options.sign_in, world);
  if (!rows) return std::unexpected(rows.error());
  for (const desk::AgendaRow& row : *rows) {
    const bool by_name = queue::code_name(*catalogue, language, row.code_name) == options.wanted;
    if (!by_name && row.case_id.text() != options.wanted) continue;
    tell(*rules, *catalogue, row, language, world.clock.now());
    return {};
  }
  return std::unexpected(Stop{Exit::kFailed, say("rules.no-case")});
}

}  // namespace

void add_rules(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* rules = app.add_subcommand("rules", say("rules"))->require_subcommand(1);
  CLI::App* testing = rules->add_subcommand("test", say("rules.test"));
  testing->add_option("pack", options->pack, say("pack.option.folder"))->required()->type_name("FOLDER");
  testing->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return test(*options, world); }; });
  CLI::App* explaining = rules->add_subcommand("explain", say("rules.explain"));
  add_folder(*explaining, options->folder);
  add_sign_in_options(*explaining, options->sign_in);
  explaining->add_option("case", options->wanted, say("rules.option.case"))->required();
  explaining->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return explain(*options, world); }; });
}

}  // namespace waymark::program
