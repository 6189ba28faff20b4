// `waymark figures report` and `waymark figures verify`: a release of figures as a folder, and the check of one that
// somebody was handed.
// @source docs/spec/figures.md
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include "base/check.h"
#include "figures/report.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/figures_folder.h"
#include "programs/waymark/lock_file.h"
#include "programs/waymark/sign_in.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {
namespace {

struct ReportOptions {
  std::filesystem::path folder, out, plan, metrics;
  SignInOptions sign_in;
  std::string period, against, since, how = "rounded";
  std::vector<std::string> corrections, revisions, announced;
};

Stop usage(std::string_view key, const text::Arguments& arguments) { return {Exit::kUsage, say(key, arguments)}; }

std::int64_t local_day(const text::Zone& zone, TimePoint now) {
  return std::chrono::sys_days{zone.to_local(now).day}.time_since_epoch().count();
}

figures::CountedRow counted(desk::StatRow&& row) {
  figures::CountedRow one{.kind = std::move(row.kind),
                          .day = row.day,
                          .received_day = row.received_day,
                          .subject = std::move(row.subject),
                          .language = std::string(code_of(row.language)),
                          .assurance = std::move(row.assurance),
                          .code = std::move(row.code),
                          .evidence = std::move(row.evidence),
                          .act = std::move(row.act),
                          .answers = std::move(row.answers),
                          .seconds = row.seconds};
  if (const auto day = figures::day_of_text(row.date); day.has_value()) one.date = *day;
  return one;
}

OrStop<figures::Registry> load_metrics(const ReportOptions& options) {
  auto registry = figures::Registry::read(options.metrics.empty() ? shared_folder("figures/metrics") : options.metrics);
  if (registry.has_value()) return *std::move(registry);
  std::string all;
  for (const figures::MetricError& error : registry.error()) all += "\n  " + error.file + ": " + error.about;
  return std::unexpected(usage("figures.metrics-wrong", {{"what", all}}));
}

OrStop<figures::ReportPlan> load_plan(const ReportOptions& options, const figures::Registry& registry) {
  const auto file = options.plan.empty() ? shared_folder("figures/reports/monthly.toml") : options.plan;
  auto plan = figures::read_plan(file, registry);
  if (plan.has_value()) return *std::move(plan);
  return std::unexpected(usage("figures.plan-wrong", {{"file", file.string()}, {"what", plan.error()}}));
}

OrStop<figures::Asked> asked_in(const ReportOptions& options) {
  const auto wrong = [](const std::string& text) { return std::unexpected(usage("figures.period", {{"text", text}})); };
  const auto period = figures::Period::parse(options.period);
  if (!period.has_value()) return wrong(options.period);
  figures::Asked asked{.period = *period};
  if (!options.against.empty()) {
    const auto against = figures::Period::parse(options.against);
    if (!against.has_value()) return wrong(options.against);
    asked.against = *against;
  }
  if (!options.since.empty()) {
    const auto since = figures::Month::parse(options.since);
    if (!since.has_value()) return wrong(options.since);
    asked.since = *since;
  }
  return asked;
}

/// "FIGURE=REASON", as a refusal names the figure.
OrStop<void> add_changes(const std::vector<std::string>& lines, figures::Erratum kind, figures::Order& order) {
  for (const std::string& line : lines) {
    const std::size_t sign = line.rfind('=');
    // A condition has the same sign in it: the reason is behind the last one.
    if (sign == std::string::npos || sign == 0 || sign + 1 == line.size())
      return std::unexpected(usage("figures.change-form", {{"text", line}}));
    order.changes[line.substr(0, sign)] = {kind, line.substr(sign + 1)};
  }
  return {};
}

OrStop<figures::Order> order_for(const ReportOptions& options, const figures::Asked& asked,
                                 const std::vector<figures::SectionFigures>& sections, const text::Zone& zone,
                                 std::string_view zone_name, TimePoint now) {
  figures::Order order{.figures = figures::figures_of(sections),
                       .period = asked.period,
                       .day = local_day(zone, now),
                       .zone = std::string(zone_name)};
  const auto how = figures::how_from(options.how);
  if (!how.has_value()) return std::unexpected(usage("figures.how", {{"text", options.how}}));
  order.how = *how;
  if (auto added = add_changes(options.corrections, figures::Erratum::kCorrection, order); !added)
    return std::unexpected(added.error());
  if (auto added = add_changes(options.revisions, figures::Erratum::kRevision, order); !added)
    return std::unexpected(added.error());
  for (const std::string& text : options.announced) {
    const auto period = figures::Period::parse(text);
    if (!period.has_value()) return std::unexpected(usage("figures.period", {{"text", text}}));
    order.announced.push_back(*period);
  }
  return order;
}

/// By figures::Refusal::code.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kRefusals{
    {{"unknown-metric", "figures.refused.unknown-metric"},
     {"impossible-period", "figures.refused.impossible-period"},
     {"changed", "figures.refused.changed"},
     {"not-announced", "figures.refused.not-announced"},
     {"one-person", "figures.refused.one-person"},
     {"leak", "figures.refused.leak"},
     {"budget", "figures.refused.budget"},
     {"too-fine", "figures.refused.too-fine"},
     {"clock", "figures.refused.clock"}}};

Stop refused(const figures::Refusal& refusal) {
  std::string combination;
  for (const std::string& one : refusal.combination) combination += "\n  " + one;
  const auto* const found = std::ranges::find(kRefusals, refusal.code, [](const auto& one) { return one.first; });
  CHECK(found != kRefusals.end());
  return {Exit::kFailed, say(found->second, {{"figure", refusal.figure}, {"combination", combination}})};
}

/// The folder may be an older copy: then the office's own last release is missing in it, and what it printed, and what
/// it spent, would be forgotten.
OrStop<figures::Ledger> ledger_for(const ReportOptions& options, const std::optional<std::string>& last) {
  auto ledger = ledger_in(options.out);
  if (!ledger.has_value() && ledger.error().code == Code::kMalformed)
    return std::unexpected(Stop{Exit::kFailed, say("figures.ledger-broken", {{"detail", ledger.error().detail}})});
  if (!ledger.has_value())
    return std::unexpected(Stop{Exit::kStorage, say("figures.no-ledger", {{"folder", options.out.string()}})});
  bool known = !last.has_value();
  for (const figures::Release& release : ledger->releases()) known = known || figures::hash_of(release) == *last;
  if (!known) return std::unexpected(Stop{Exit::kFailed, say("figures.ledger-old", {{"hash", *last}})});
  return *std::move(ledger);
}

figures::Label label_of(const pack::Pack& pack) {
  return [&pack](Language language, const std::string& property, const std::string& value) {
    constexpr std::string_view kAnswer = "answer.";
    if (!property.starts_with(kAnswer)) return std::string{};
    return std::string(pack.text(language, property + "." + value).value_or(""));
  };
}

void tell(const figures::Ledger& ledger, const std::filesystem::path& folder) {
  const figures::Release& release = ledger.releases().back();
  std::size_t hidden = 0;
  for (const figures::PrintedFigure& figure : release.figures) hidden += figure.shown.has_value() ? 0U : 1U;
  std::cout << say("figures.made", {{"folder", folder.string()},
                                    {"serial", static_cast<std::int64_t>(release.serial)},
                                    {"figures", static_cast<std::int64_t>(release.figures.size())},
                                    {"hidden", static_cast<std::int64_t>(hidden)},
                                    {"hash", figures::hash_of(release)}})
            << '\n';
}

/// What counting needs; the session ends with it.
struct Counting {
  OpenedOffice opened;
  desk::SessionToken token;
  [[nodiscard]] desk::office::Numbers& numbers() const { return opened.office->numbers(); }
};

OrStop<Counting> enter(const ReportOptions& options, const World& world) {
  auto opened = open_office({options.folder}, world.clock, world.random);
  if (!opened) return std::unexpected(opened.error());
  auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  return Counting{*std::move(opened), *std::move(token)};
}

OrStop<std::vector<figures::Effective>> rows_of(const Counting& open) {
  auto rows = open.numbers().rows(open.token);
  if (!rows.has_value()) return std::unexpected(stop_for(rows.error(), say("cannot.count")));
  std::vector<figures::CountedRow> all;
  all.reserve(rows->size());
  for (desk::StatRow& row : *rows) all.push_back(counted(std::move(row)));
  return figures::effective(std::move(all));
}

/// The folder first: after a power cut between the two it has one release more than the office knows of, which is
/// allowed; the other way round the office would know of one that is nowhere.
OrStop<void> put(const Counting& open, const ReportOptions& options, const figures::Ledger& ledger,
                 std::map<std::string, std::string> files) {
  if (auto written = put_release(options.out, std::move(files)); !written.has_value())
    return std::unexpected(Stop{Exit::kStorage, say("file.write-plain", {{"file", written.error().detail}})});
  const auto noted = open.numbers().note_release(open.token, figures::hash_of(ledger.releases().back()));
  if (!noted.has_value()) return std::unexpected(stop_for(noted.error(), say("cannot.count")));
  tell(ledger, options.out);
  return {};
}

OrStop<void> report(const ReportOptions& options, const World& world) {
  const auto registry = load_metrics(options);
  if (!registry) return std::unexpected(registry.error());
  const auto plan = load_plan(options, *registry);
  if (!plan) return std::unexpected(plan.error());
  const auto asked = asked_in(options);
  if (!asked) return std::unexpected(asked.error());
  auto open = enter(options, world);
  if (!open) return std::unexpected(open.error());
  // From the ledger that is read to the release that is put: of two at once the later would forget the earlier.
  const auto alone = LockFile::claim(options.folder / "figures.lock", {Exit::kUsage, say("figures.running")});
  if (!alone) return std::unexpected(alone.error());
  const auto pack = load_pack(open->opened.config, world.clock.now());
  if (!pack) return std::unexpected(pack.error());
  const auto zone = text::Zone::named(pack->zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), say("cannot.count")));
  const auto last = open->numbers().last_release(open->token);
  if (!last.has_value()) return std::unexpected(stop_for(last.error(), say("cannot.count")));
  auto ledger = ledger_for(options, *last);
  if (!ledger) return std::unexpected(ledger.error());
  const auto rows = rows_of(*open);
  if (!rows) return std::unexpected(rows.error());
  const auto sections = figures::lay_out(*plan, *registry, *asked, *rows);
  const auto order = order_for(options, *asked, sections, *zone, pack->zone, world.clock.now());
  if (!order) return std::unexpected(order.error());
  auto release = figures::compose(*order, *registry, *rows, *ledger, world.random);
  if (!release.has_value()) return std::unexpected(refused(release.error()));
  if (const auto added = ledger->add(*std::move(release)); !added.has_value())
    return std::unexpected(Stop{Exit::kFailed, say("figures.ledger-broken", {{"detail", added.error().detail}})});
  const auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), say("cannot.count")));
  auto files = figures::report_files(
      {*plan, *registry, *catalogue, *ledger, sections, open->opened.config.name, label_of(*pack)});
  if (!files.has_value()) return std::unexpected(stop_for(files.error(), say("cannot.count")));
  return put(*open, options, *ledger, *std::move(files));
}

OrStop<void> verify(const std::filesystem::path& folder) {
  const auto ledger = check_release(folder);
  if (ledger.has_value()) {
    const figures::Release& last = ledger->releases().back();
    std::cout << say("figures.whole", {{"count", static_cast<std::int64_t>(ledger->releases().size())},
                                       {"day", figures::text_of_day(last.day)},
                                       {"hash", figures::hash_of(last)}})
              << '\n';
    return {};
  }
  const Error& error = ledger.error();
  if (error.code == Code::kAuthentication)
    return std::unexpected(Stop{Exit::kFailed, say("figures.changed", {{"file", error.detail}})});
  if (error.code == Code::kMalformed)
    return std::unexpected(Stop{Exit::kFailed, say("figures.ledger-broken", {{"detail", error.detail}})});
  return std::unexpected(Stop{Exit::kStorage, say("file.read-plain", {{"file", error.detail}})});
}

void add_report_options(CLI::App& command, ReportOptions& options) {
  add_folder(command, options.folder);
  add_sign_in_options(command, options.sign_in);
  command.add_option("--period", options.period, say("figures.option.period"))->required()->type_name("PERIOD");
  command.add_option("--against", options.against, say("figures.option.against"))->type_name("PERIOD");
  command.add_option("--since", options.since, say("figures.option.since"))->type_name("MONTH");
  command.add_option("--how", options.how, say("figures.option.how"))->capture_default_str()->type_name("MODE");
  command.add_option("--out", options.out, say("figures.option.out"))->required()->type_name("FOLDER");
  command.add_option("--plan", options.plan, say("figures.option.plan"))->type_name("FILE");
  command.add_option("--metrics", options.metrics, say("figures.option.metrics"))->type_name("FOLDER");
  command.add_option("--correct", options.corrections, say("figures.option.correct"))->type_name("FIGURE=REASON");
  command.add_option("--revise", options.revisions, say("figures.option.revise"))->type_name("FIGURE=REASON");
  command.add_option("--announce", options.announced, say("figures.option.announce"))->type_name("PERIOD");
}

}  // namespace

void add_figures(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("figures", say("figures"))->require_subcommand(1);
  auto options = std::make_shared<ReportOptions>();
  CLI::App* making = command->add_subcommand("report", say("figures.report"));
  add_report_options(*making, *options);
  making->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return report(*options, world); }; });

  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* checking = command->add_subcommand("verify", say("figures.verify"));
  checking->add_option("folder", *folder, say("figures.option.folder"))->required()->type_name("FOLDER");
  checking->callback([folder, &chosen] { chosen.run = [folder](const World&) { return verify(*folder); }; });
}

}  // namespace waymark::program
