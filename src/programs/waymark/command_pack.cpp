// `waymark pack check FOLDER`: what the rules of the product, or plain sense, hold against a question pack and its
// cards.
#include <fstream>
#include <iostream>
#include <memory>

#include "pack/card.h"
#include "pack/override.h"
#include "programs/waymark/commands.h"

namespace waymark::program {
namespace {

struct PackOptions {
  std::filesystem::path folder;
  std::vector<std::string> overriders;
  std::string reason;
};

void tell(const std::vector<pack::Finding>& findings) {
  for (const pack::Finding& finding : findings)
    std::cout << (finding.severity == pack::Severity::kRefused ? say("pack.refused-mark") : say("pack.warning-mark"))
              << (finding.line.empty() ? "" : finding.line + ": ") << finding.place << ": " << finding.about << " ("
              << pack::name_of(finding.rule) << ")\n";
}

OrStop<pack::CheckedPack> load(const std::filesystem::path& folder, TimePoint now) {
  auto checked = pack::read_and_check(folder, now);
  if (!checked.has_value())
    return std::unexpected(Stop{Exit::kUsage, say("pack.unreadable", {{"detail", describe(checked.error())}})});
  return *std::move(checked);
}

OrStop<void> permit(const PackOptions& options, const std::filesystem::path& folder, const World& world) {
  const auto checked = load(folder, world.clock.now());
  if (!checked) return std::unexpected(checked.error());
  const auto decision =
      pack::make_override(checked->pack, checked->findings, options.overriders, options.reason, world.clock.now());
  if (!decision.has_value()) return std::unexpected(Stop{Exit::kUsage, say("pack.override-two")});
  if (decision->permitted.empty()) return std::unexpected(Stop{Exit::kUsage, say("pack.override-nothing")});
  std::ofstream file(folder / "override.json", std::ios::binary);
  file << pack::write_override(*decision);
  if (!file.flush()) return std::unexpected(Stop{Exit::kStorage, say("pack.override-unwritten")});
  return {};
}

OrStop<void> check(const PackOptions& options, const World& world) {
  const auto absolute = std::filesystem::absolute(options.folder).lexically_normal();
  const auto folder = absolute.has_filename() ? absolute : absolute.parent_path();
  if (!options.overriders.empty())
    if (auto permitted = permit(options, folder, world); !permitted) return permitted;
  const auto checked = load(folder, world.clock.now());
  if (!checked) return std::unexpected(checked.error());
  tell(checked->findings);
  const pack::Pack& pack = checked->pack;
  if (!pack::acceptable(checked->findings))
    return std::unexpected(Stop{Exit::kUsage, say("pack.refused", {{"name", pack.name()}})});
  const auto cards = pack::read_cards(folder);
  if (!cards.has_value()) return std::unexpected(stop_for(cards.error(), say("cannot.read-cards")));
  std::cout << say("pack.good", {{"name", pack.name()},
                                 {"questions", std::to_string(pack.questions.size())},
                                 {"clocks", std::to_string(pack.clocks.size())},
                                 {"cards", std::to_string(pack::shown(*cards).size())}})
            << '\n';
  return {};
}

}  // namespace

void add_pack(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("pack", say("pack"))->require_subcommand(1);
  CLI::App* checking = command->add_subcommand("check", say("pack.check"));
  auto options = std::make_shared<PackOptions>();
  checking->add_option("folder", options->folder, say("pack.option.folder"))->required()->type_name("FOLDER");
  checking->add_option("--override", options->overriders, say("pack.option.override"))
      ->type_name("ALIAS")
      ->allow_extra_args(false);
  checking->add_option("--reason", options->reason, say("pack.option.reason"))->type_name("TEXT");
  checking->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return check(*options, world); }; });
}

}  // namespace waymark::program
