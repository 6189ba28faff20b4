#include "programs/waymark/figures_audit.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <nlohmann/json.hpp>

#include "desk/office/figures_rows.h"
#include "figures/audit.h"
#include "programs/waymark/figures_folder.h"
#include "programs/waymark/figures_office.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;
using figures::Finding;
using Json = nlohmann::json;

struct AuditOptions : FiguresOfficeOptions {
  fs::path release;
  bool json = false;
  /// With rows, or as a reader: an office alone may come from the environment.
  [[nodiscard]] bool has_office() const { return release.empty() || !sign_in.alias.empty(); }
};

std::optional<std::string> text_in(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return in ? std::optional(std::move(content).str()) : std::nullopt;
}

/// What was printed, and the newest release's pages where there are any.
struct Printed {
  figures::Ledger ledger;
  std::map<std::string, std::string> files = {};
};

Stop changed(const std::string& file) { return {Exit::kFailed, say("figures.changed", {{"file", file}})}; }

/// A folder of a release, or any folder with a ledger. One that is signed has to be whole.
OrStop<Printed> printed_in(const fs::path& folder) {
  std::error_code error;
  const auto lines = text_in(folder / desk::kLedgerFile);
  if (!lines)
    return std::unexpected(
        Stop{Exit::kStorage, say("file.read-plain", {{"file", (folder / desk::kLedgerFile).string()}})});
  if (fs::exists(folder / desk::kNoteFile, error))
    if (const auto whole = check_release(folder); !whole.has_value())
      return std::unexpected(changed(whole.error().detail));
  auto ledger = figures::Ledger::parse(*lines);
  if (!ledger.has_value())
    return std::unexpected(Stop{Exit::kFailed, say("figures.audit.ledger", {{"detail", ledger.error().detail}})});
  Printed printed{.ledger = *std::move(ledger)};
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string ending = entry.path().extension().string();
    if (ending != ".html" && ending != ".csv") continue;
    if (auto text = text_in(entry.path())) printed.files[entry.path().filename().string()] = *std::move(text);
  }
  return printed;
}

std::string_view name_of(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::kTold: return "told";
    case Finding::Kind::kChange: return "change";
    case Finding::Kind::kFew: return "few";
    case Finding::Kind::kLanguage: return "language";
    case Finding::Kind::kTable: return "table";
  }
  return "";
}

std::string sentence_of(const Finding& finding) {
  const text::Arguments figure{{"figure", finding.figure}};
  switch (finding.kind) {
    case Finding::Kind::kTold: {
      text::Arguments range{{"figure", finding.figure}, {"low", finding.range.low}};
      if (!finding.range.high) return say("figures.audit.at-least", range);
      range["high"] = *finding.range.high;
      return finding.range.low == *finding.range.high ? say("figures.audit.exactly", range)
                                                      : say("figures.audit.between", range);
    }
    case Finding::Kind::kChange:
      return say("figures.audit.change", {{"figure", finding.figure}, {"by", finding.range.low}});
    case Finding::Kind::kFew:
      return say("figures.audit.few", {{"figure", finding.figure}, {"rows", finding.range.low}});
    case Finding::Kind::kLanguage: return say("figures.audit.language", figure);
    case Finding::Kind::kTable: return say("figures.audit.table", figure);
  }
  return "";
}

std::vector<std::string> names_of(const std::vector<figures::FigureId>& ids) {
  std::vector<std::string> names;
  for (const figures::FigureId& id : ids) names.push_back(id.text());
  return names;
}

void print(const Finding& finding) {
  std::cout << '\n' << sentence_of(finding) << '\n';
  if (!finding.combination.empty())
    std::cout << say("figures.audit.from", {{"combination", lines_of(finding.combination)}}) << '\n';
  if (finding.leave_out.empty()) return;
  const text::Arguments out{{"count", static_cast<std::int64_t>(finding.leave_out.size())},
                            {"figures", lines_of(names_of(finding.leave_out))}};
  std::cout << (finding.is_smallest ? say("figures.leave-out", out) : say("figures.audit.leave-out-some", out)) << '\n';
}

Json write(const Finding& finding) {
  Json json{{"kind", name_of(finding.kind)},
            {"figure", finding.figure},
            {"combination", finding.combination},
            {"leave_out", names_of(finding.leave_out)},
            {"smallest", finding.is_smallest}};
  if (finding.kind == Finding::Kind::kTold || finding.kind == Finding::Kind::kChange ||
      finding.kind == Finding::Kind::kFew) {
    json["low"] = finding.range.low;
    json["high"] = finding.range.high ? Json(*finding.range.high) : Json(nullptr);
  }
  return json;
}

OrStop<void> tell(const figures::Audit& audit, const figures::Ledger& ledger, bool with_rows, bool json) {
  const auto count = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  if (json) {
    Json all{{"releases", ledger.releases().size()}, {"ledger", ledger.head()}, {"figures", audit.figures},
             {"looked_at", audit.protected_},        {"with_rows", with_rows},  {"findings", Json::array()}};
    for (const Finding& finding : audit.findings) all["findings"].push_back(write(finding));
    std::cout << all.dump(2) << '\n';
  } else {
    const text::Arguments numbers{{"releases", count(ledger.releases().size())},
                                  {"figures", count(audit.figures)},
                                  {"small", count(audit.protected_)}};
    std::cout << (with_rows ? say("figures.audit.with-rows", numbers) : say("figures.audit.as-reader", numbers))
              << '\n';
    for (const Finding& finding : audit.findings) print(finding);
  }
  if (audit.findings.empty()) {
    if (!json) std::cout << (with_rows ? say("figures.audit.nothing") : say("figures.audit.nothing-as-reader")) << '\n';
    return {};
  }
  return std::unexpected(Stop{Exit::kFailed, say("figures.audit.found", {{"count", count(audit.findings.size())}})});
}

Stop cannot_audit(const Error& error) {
  if (error.code == Code::kNotFound) return {Exit::kUsage, say("figures.audit.metric", {{"figure", error.detail}})};
  if (error.code == Code::kTooLarge) return {Exit::kFailed, say("figures.audit.too-fine", {{"figure", error.detail}})};
  if (error.code == Code::kMalformed)
    return {Exit::kFailed, say("figures.audit.contradiction", {{"figure", error.detail}})};
  return stop_for(error, say("cannot.count"));
}

OrStop<void> audit_as_reader(const AuditOptions& options) {
  auto registry = load_metrics(options.metrics);
  if (!registry) return std::unexpected(registry.error());
  const auto printed = printed_in(options.release);
  if (!printed) return std::unexpected(printed.error());
  auto audit = figures::audit_as_reader(printed->ledger, *registry);
  if (!audit.has_value()) return std::unexpected(cannot_audit(audit.error()));
  if (!printed->files.empty())
    for (Finding& finding : figures::audit_files(printed->files, printed->ledger))
      audit->findings.push_back(std::move(finding));
  return tell(*audit, printed->ledger, false, options.json);
}

OrStop<void> audit_with_office(const AuditOptions& options, const World& world) {
  std::optional<Printed> printed;
  if (!options.release.empty()) {
    auto in_folder = printed_in(options.release);
    if (!in_folder) return std::unexpected(in_folder.error());
    printed = *std::move(in_folder);
  }
  if (options.folder.empty() || options.sign_in.alias.empty())
    return std::unexpected(Stop{Exit::kUsage, say("figures.audit.what")});
  const auto open = enter_to_count(options, world);
  if (!open) return std::unexpected(open.error());
  desk::office::Numbers& numbers = (*open)->numbers();
  if (!printed) {
    auto own = numbers.ledger((*open)->token);
    if (!own.has_value()) return std::unexpected(stop_for(own.error(), say("cannot.count")));
    printed = Printed{.ledger = *std::move(own)};
    if (auto newest = numbers.release((*open)->token, 0); newest.has_value()) printed->files = std::move(newest->files);
  }
  auto rows = numbers.rows((*open)->token);
  if (!rows.has_value()) return std::unexpected(stop_for(rows.error(), say("cannot.count")));
  auto audit =
      figures::audit(printed->ledger, numbers.setup()->registry, desk::office::effective_rows(*std::move(rows)));
  if (!audit.has_value()) return std::unexpected(cannot_audit(audit.error()));
  if (!printed->files.empty())
    for (Finding& finding : figures::audit_files(printed->files, printed->ledger))
      audit->findings.push_back(std::move(finding));
  return tell(*audit, printed->ledger, true, options.json);
}

}  // namespace

void add_figures_audit(CLI::App& figures, Chosen& chosen) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* command = figures.add_subcommand("audit", say("figures.audit"));
  command->add_option("folder", options->release, say("figures.option.audited"))->type_name("FOLDER");
  command->add_option("--office", options->folder, say("office"))->envname("WAYMARK_OFFICE")->type_name("FOLDER");
  add_sign_in_options(*command, options->sign_in);
  command->get_option("--alias")->required(false);
  command->add_option("--metrics", options->metrics, say("figures.option.metrics"))->type_name("FOLDER");
  command->add_flag("--json", options->json, say("figures.option.json"));
  command->callback([options, &chosen] {
    chosen.run = [options](const World& world) {
      return options->has_office() ? audit_with_office(*options, world) : audit_as_reader(*options);
    };
  });
}

}  // namespace waymark::program
