// `waymark pack check FOLDER`: what the rules of the product, or plain sense, hold against a question pack.
#include <iostream>
#include <memory>

#include "pack/check.h"
#include "programs/waymark/commands.h"

namespace waymark::program {
namespace {

OrStop<void> check(const std::filesystem::path& folder) {
  const auto absolute = std::filesystem::absolute(folder).lexically_normal();
  const auto pack = pack::read_pack(absolute.has_filename() ? absolute : absolute.parent_path());
  if (!pack.has_value())
    return std::unexpected(Stop{Exit::kUsage, "The pack cannot be read: " + describe(pack.error()) + "."});
  const std::vector<pack::Finding> findings = pack::check(*pack);
  for (const pack::Finding& finding : findings)
    std::cout << (finding.severity == pack::Severity::kRefused ? "REFUSED  " : "warning  ") << finding.place << ": "
              << finding.about << " (" << pack::name_of(finding.rule) << ")\n";
  if (!pack::acceptable(findings))
    return std::unexpected(Stop{Exit::kUsage, "The pack " + pack->name() + " is refused; see above."});
  std::cout << "ok       " << pack->name() << ": " << pack->questions.size() << " questions, " << pack->clocks.size()
            << " clocks\n";
  return {};
}

}  // namespace

void add_pack(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("pack", "Question packs");
  CLI::App* checking =
      command->add_subcommand("check", "Look for questions that must not be asked, broken branches and missing texts");
  command->require_subcommand(1);
  auto folder = std::make_shared<std::filesystem::path>();
  checking->add_option("folder", *folder, "Folder of the pack")->required()->type_name("FOLDER");
  checking->callback([folder, &chosen] { chosen.run = [folder](const World&) { return check(*folder); }; });
}

}  // namespace waymark::program
