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
    std::cout << (finding.severity == pack::Severity::kRefused ? "REFUSED  " : "warning  ") << finding.place << ": "
              << finding.about << " (" << pack::name_of(finding.rule) << ")\n";
}

OrStop<pack::CheckedPack> load(const std::filesystem::path& folder, TimePoint now) {
  auto checked = pack::read_and_check(folder, now);
  if (!checked.has_value())
    return std::unexpected(Stop{Exit::kUsage, "The pack cannot be read: " + describe(checked.error()) + "."});
  return *std::move(checked);
}

OrStop<void> permit(const PackOptions& options, const std::filesystem::path& folder, const World& world) {
  const auto checked = load(folder, world.clock.now());
  if (!checked) return std::unexpected(checked.error());
  const auto decision =
      pack::make_override(checked->pack, checked->findings, options.overriders, options.reason, world.clock.now());
  if (!decision.has_value())
    return std::unexpected(Stop{Exit::kUsage,
                                "An override names two different people (--override ALIAS --override ALIAS) and says "
                                "why (--reason TEXT)."});
  if (decision->permitted.empty())
    return std::unexpected(Stop{Exit::kUsage, "There is nothing to override: no question asks for what is forbidden."});
  std::ofstream file(folder / "override.json", std::ios::binary);
  file << pack::write_override(*decision);
  if (!file.flush()) return std::unexpected(Stop{Exit::kStorage, "override.json could not be written."});
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
    return std::unexpected(Stop{Exit::kUsage, "The pack " + pack.name() + " is refused; see above."});
  const auto cards = pack::read_cards(folder);
  if (!cards.has_value()) return std::unexpected(stop_for(cards.error(), "read the cards"));
  std::cout << "ok       " << pack.name() << ": " << pack.questions.size() << " questions, " << pack.clocks.size()
            << " clocks, " << pack::shown(*cards).size() << " cards\n";
  return {};
}

}  // namespace

void add_pack(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("pack", "Question packs")->require_subcommand(1);
  CLI::App* checking = command->add_subcommand(
      "check", "Look for questions that must not be asked, broken branches, missing texts, and cards that must not be");
  auto options = std::make_shared<PackOptions>();
  checking->add_option("folder", options->folder, "Folder of the pack")->required()->type_name("FOLDER");
  checking
      ->add_option(
          "--override", options->overriders,
          "Alias of somebody who takes a forbidden question upon himself; two are needed. Writes override.json")
      ->type_name("ALIAS")
      ->allow_extra_args(false);
  checking->add_option("--reason", options->reason, "Why, for everybody who checks this pack later")->type_name("TEXT");
  checking->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return check(*options, world); }; });
}

}  // namespace waymark::program
