// `waymark figures`: one person counts and proposes a release, a second one approves it, what was approved is written
// as a folder, and a folder that somebody was handed is checked.
// @source docs/spec/figures.md, docs/spec/figures-release.md
#include <algorithm>
#include <iostream>
#include <memory>

#include "figures/report.h"
#include "mailbox/word_list.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/figures_audit.h"
#include "programs/waymark/figures_folder.h"
#include "programs/waymark/figures_import.h"
#include "programs/waymark/figures_office.h"
#include "programs/waymark/figures_published.h"
#include "programs/waymark/lock_file.h"
#include "roster/check_words.h"

namespace waymark::program {
namespace {

struct ReportOptions : FiguresOfficeOptions {
  std::filesystem::path out, plan;
  std::string period, against, since, how = "rounded", proposal;
  std::uint32_t serial = 0;
  std::vector<std::string> corrections, revisions, announced, beside;
};

Stop usage(std::string_view key, const text::Arguments& arguments) { return {Exit::kUsage, say(key, arguments)}; }

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
OrStop<void> add_changes(const std::vector<std::string>& lines, figures::Erratum kind, desk::FiguresRequest& request) {
  for (const std::string& line : lines) {
    const std::size_t sign = line.rfind('=');
    // A condition has the same sign in it: the reason is behind the last one.
    if (sign == std::string::npos || sign == 0 || sign + 1 == line.size())
      return std::unexpected(usage("figures.change-form", {{"text", line}}));
    request.changes[line.substr(0, sign)] = {kind, line.substr(sign + 1)};
  }
  return {};
}

OrStop<desk::FiguresRequest> request_in(const ReportOptions& options, figures::ReportPlan plan) {
  const auto asked = asked_in(options);
  if (!asked) return std::unexpected(asked.error());
  desk::FiguresRequest request{.plan = std::move(plan), .asked = *asked};
  const auto how = figures::how_from(options.how);
  if (!how.has_value()) return std::unexpected(usage("figures.how", {{"text", options.how}}));
  request.how = *how;
  if (auto added = add_changes(options.corrections, figures::Erratum::kCorrection, request); !added)
    return std::unexpected(added.error());
  if (auto added = add_changes(options.revisions, figures::Erratum::kRevision, request); !added)
    return std::unexpected(added.error());
  for (const std::string& text : options.announced) {
    const auto period = figures::Period::parse(text);
    if (!period.has_value()) return std::unexpected(usage("figures.period", {{"text", text}}));
    request.announced.push_back(*period);
  }
  request.beside = options.beside;
  return request;
}

std::int64_t hidden_in(const figures::Release& release) {
  return std::ranges::count_if(release.figures, [](const auto& figure) { return !figure.shown.has_value(); });
}

OrStop<void> report(const ReportOptions& options, const World& world) {
  const auto registry = load_metrics(options.metrics);
  if (!registry) return std::unexpected(registry.error());
  auto plan = load_plan(options.plan, *registry);
  if (!plan) return std::unexpected(plan.error());
  auto request = request_in(options, *std::move(plan));
  if (!request) return std::unexpected(request.error());
  const auto open = enter_to_count(options, world);
  if (!open) return std::unexpected(open.error());
  desk::office::Numbers& numbers = (*open)->numbers();
  const auto draft = numbers.make_draft((*open)->token, *std::move(request));
  if (!draft.has_value() && draft.error().detail == "series")
    return std::unexpected(draft.error().code == Code::kNotFound ? usage("figures.no-series", {})
                                                                 : usage("figures.too-many-beside", {}));
  if (!draft.has_value()) return std::unexpected(stop_for(draft.error(), say("cannot.count")));
  if (!draft->has_value()) return std::unexpected(refused(draft->error()));
  if (const auto done = numbers.propose((*open)->token, (*draft)->id); !done.has_value())
    return std::unexpected(stop_for(done.error(), say("cannot.count")));
  std::cout << say("figures.proposed", {{"id", (*draft)->id.text()},
                                        {"figures", static_cast<std::int64_t>((*draft)->release.figures.size())},
                                        {"hidden", hidden_in((*draft)->release)},
                                        {"alias", options.sign_in.alias}})
            << '\n';
  return {};
}

/// The proposal that is named, or the only one.
OrStop<desk::RecordId> proposal_of(const Counting& open, const std::string& named) {
  const auto drafts = open.numbers().drafts(open.token);
  if (!drafts.has_value()) return std::unexpected(stop_for(drafts.error(), say("cannot.count")));
  std::vector<desk::RecordId> ids;
  for (const desk::FiguresDraft& draft : *drafts)
    if (draft.proposed && (named.empty() || draft.id.text() == named)) ids.push_back(draft.id);
  if (ids.size() == 1) return ids.front();
  if (ids.empty()) return std::unexpected(usage("figures.no-proposal", {}));
  std::string all;
  for (const desk::RecordId& id : ids) all += "\n  " + id.text();
  return std::unexpected(usage("figures.several-proposals", {{"ids", all}}));
}

/// A folder that goes on from what this office knows is of the office as it was before it was restored from a copy:
/// what was printed stays printed, and a spent budget spent.
/// @return how many releases the folder knows; 0 for one that does not exist yet
OrStop<std::size_t> take_over(const Counting& open, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) return 0;
  const auto checked = check_release(folder);
  if (!checked.has_value())
    return std::unexpected(Stop{Exit::kStorage, say("figures.no-release", {{"folder", folder.string()}})});
  const auto instance = open.numbers().instance();
  if (!instance.has_value()) return std::unexpected(stop_for(instance.error(), say("cannot.count")));
  if (checked->roster.instance != *instance)
    return std::unexpected(Stop{Exit::kFailed, say("figures.other-office", {{"folder", folder.string()}})});
  const auto ours = open.numbers().ledger(open.token);
  if (!ours.has_value()) return std::unexpected(stop_for(ours.error(), say("cannot.count")));
  const std::size_t there = checked->ledger.releases().size();
  if (ours->releases().size() >= there) return there;
  const auto taken = open.numbers().take_over(open.token, checked->ledger);
  if (!taken.has_value() && taken.error().code == Code::kConflict)
    return std::unexpected(Stop{Exit::kFailed, say("figures.ledger-other", {{"folder", folder.string()}})});
  if (!taken.has_value()) return std::unexpected(stop_for(taken.error(), say("cannot.count")));
  std::cout << say("figures.taken-over", {{"count", static_cast<std::int64_t>(*taken)}}) << '\n';
  return there;
}

text::Arguments folder_and(const std::filesystem::path& folder, std::uint64_t serial) {
  return {{"folder", folder.string()}, {"serial", static_cast<std::int64_t>(serial)}};
}

/// @param serial  of a release that the ledger has, or that it has not
OrStop<void> put(const Counting& open, const std::filesystem::path& folder, std::uint32_t serial) {
  const auto release = open.numbers().release(open.token, serial);
  if (!release.has_value() && release.error().code == Code::kNotFound) {
    const auto ours = open.numbers().ledger(open.token);
    const bool known = ours.has_value() && serial != 0 && serial <= ours->releases().size();
    return std::unexpected(known ? usage("figures.no-files", folder_and(folder, serial))
                                 : usage("figures.nothing-made", {}));
  }
  if (!release.has_value()) return std::unexpected(stop_for(release.error(), say("cannot.count")));
  if (auto written = put_release(folder, release->files); !written.has_value())
    return std::unexpected(Stop{Exit::kStorage, say("file.write-plain", {{"file", written.error().detail}})});
  std::cout << say("figures.made", folder_and(folder, release->serial)) << '\n';
  return {};
}

OrStop<void> approve(const ReportOptions& options, const World& world) {
  const auto open = enter_to_count(options, world);
  if (!open) return std::unexpected(open.error());
  const auto alone = LockFile::claim(options.folder / "figures.lock", {Exit::kUsage, say("figures.running")});
  if (!alone) return std::unexpected(alone.error());
  const auto id = proposal_of(**open, options.proposal);
  if (!id) return std::unexpected(id.error());
  if (auto taken = take_over(**open, options.out); !taken) return std::unexpected(taken.error());
  const auto made = (*open)->numbers().approve((*open)->token, *id);
  if (!made.has_value()) return std::unexpected(stop_for(made.error(), say("cannot.count")));
  if (!made->has_value()) return std::unexpected(refused(made->error()));
  std::cout << say("figures.approved",
                   {{"serial", static_cast<std::int64_t>((*made)->serial)}, {"hash", (*made)->hash}})
            << '\n';
  return put(**open, options.out, (*made)->serial);
}

OrStop<void> export_release(const ReportOptions& options, const World& world) {
  const auto open = enter_to_count(options, world);
  if (!open) return std::unexpected(open.error());
  const auto alone = LockFile::claim(options.folder / "figures.lock", {Exit::kUsage, say("figures.running")});
  if (!alone) return std::unexpected(alone.error());
  const auto there = take_over(**open, options.out);
  if (!there) return std::unexpected(there.error());
  const auto ours = (*open)->numbers().ledger((*open)->token);
  if (!ours.has_value()) return std::unexpected(stop_for(ours.error(), say("cannot.count")));
  const std::size_t newest = ours->releases().size();
  const std::size_t wanted = options.serial == 0 ? newest : options.serial;
  // An older release in the place of a newer one is what an attacker would do.
  if (*there > wanted) {
    text::Arguments told = folder_and(options.out, wanted);
    told["there"] = static_cast<std::int64_t>(*there);
    return std::unexpected(usage("figures.newer-there", told));
  }
  const auto kept = (*open)->numbers().release((*open)->token, static_cast<std::uint32_t>(wanted));
  if (options.serial == 0 && *there == newest && *there > 0 && !kept.has_value() &&
      kept.error().code == Code::kNotFound) {
    std::cout << say("figures.stays", folder_and(options.out, wanted)) << '\n';
    return {};
  }
  return put(**open, options.out, static_cast<std::uint32_t>(wanted));
}

void show_signer(const CheckedRelease& checked) {
  std::cout << say("figures.signer", {{"name", checked.roster.roster.name}}) << '\n';
  const auto indices = roster::check_words(checked.roster.roster.roots);
  for (const Language language : kLanguages) {
    std::cout << "  " << code_of(language) << ' ';
    for (const std::uint16_t index : indices) std::cout << ' ' << mailbox::word_at(language, index);
    std::cout << '\n';
  }
}

OrStop<void> verify(const std::filesystem::path& folder) {
  const auto checked = check_release(folder);
  if (checked.has_value()) {
    const figures::Release& last = checked->ledger.releases().back();
    std::cout << say("figures.whole", {{"count", static_cast<std::int64_t>(checked->ledger.releases().size())},
                                       {"day", figures::text_of_day(last.day)},
                                       {"hash", figures::hash_of(last)}})
              << '\n';
    show_signer(*checked);
    return {};
  }
  const Error& error = checked.error();
  if (error.code == Code::kAuthentication)
    return std::unexpected(Stop{Exit::kFailed, say("figures.changed", {{"file", error.detail}})});
  if (error.code == Code::kNotFound) return std::unexpected(Stop{Exit::kFailed, say("figures.unsigned")});
  if (error.code == Code::kMalformed)
    return std::unexpected(Stop{Exit::kFailed, say("figures.ledger-broken", {{"detail", error.detail}})});
  return std::unexpected(Stop{Exit::kStorage, say("file.read-plain", {{"file", error.detail}})});
}

void add_office_options(CLI::App& command, ReportOptions& options) {
  add_folder(command, options.folder);
  add_sign_in_options(command, options.sign_in);
  command.add_option("--metrics", options.metrics, say("figures.option.metrics"))->type_name("FOLDER");
}

void add_report_options(CLI::App& command, ReportOptions& options) {
  command.add_option("--period", options.period, say("figures.option.period"))->required()->type_name("PERIOD");
  command.add_option("--against", options.against, say("figures.option.against"))->type_name("PERIOD");
  command.add_option("--since", options.since, say("figures.option.since"))->type_name("MONTH");
  command.add_option("--how", options.how, say("figures.option.how"))->capture_default_str()->type_name("MODE");
  command.add_option("--plan", options.plan, say("figures.option.plan"))->type_name("FILE");
  command.add_option("--correct", options.corrections, say("figures.option.correct"))->type_name("FIGURE=REASON");
  command.add_option("--revise", options.revisions, say("figures.option.revise"))->type_name("FIGURE=REASON");
  command.add_option("--beside", options.beside, say("figures.option.beside"))->type_name("SERIES");
  command.add_option("--announce", options.announced, say("figures.option.announce"))->type_name("PERIOD");
}

}  // namespace

void add_figures(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("figures", say("figures"))->require_subcommand(1);
  auto options = std::make_shared<ReportOptions>();
  CLI::App* making = command->add_subcommand("report", say("figures.report"));
  add_office_options(*making, *options);
  add_report_options(*making, *options);
  making->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return report(*options, world); }; });

  CLI::App* approving = command->add_subcommand("approve", say("figures.approve"));
  add_office_options(*approving, *options);
  approving->add_option("--proposal", options->proposal, say("figures.option.proposal"))->type_name("ID");
  approving->add_option("--out", options->out, say("figures.option.out"))->required()->type_name("FOLDER");
  approving->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return approve(*options, world); }; });

  CLI::App* writing = command->add_subcommand("export", say("figures.export"));
  add_office_options(*writing, *options);
  writing->add_option("--serial", options->serial, say("figures.option.serial"))->type_name("NUMBER");
  writing->add_option("--out", options->out, say("figures.option.out"))->required()->type_name("FOLDER");
  writing->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return export_release(*options, world); }; });

  add_figures_audit(*command, chosen);
  add_figures_import(*command, chosen);
  add_figures_published(*command, chosen);

  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* checking = command->add_subcommand("verify", say("figures.verify"));
  checking->add_option("folder", *folder, say("figures.option.folder"))->required()->type_name("FOLDER");
  checking->callback([folder, &chosen] { chosen.run = [folder](const World&) { return verify(*folder); }; });
}

}  // namespace waymark::program
