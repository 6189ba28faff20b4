// `waymark pages pin`: what the pages and the clerk know of the organisation before they have asked anybody.
// @source docs/spec/freshness.md
#include <iostream>
#include <memory>

#include "programs/waymark/pin_site.h"

namespace waymark::program {
namespace {

struct PinOptions {
  std::filesystem::path folder, site;
};

OrStop<void> pin(const PinOptions& options, const World& world) {
  const auto pinned = pin_site({options.folder}, options.site, world);
  if (!pinned) return std::unexpected(pinned.error());
  std::cout << say("pages.pinned", {{"file", options.site.string()},
                                    {"instance", pinned->instance},
                                    {"roster", std::to_string(pinned->roster)},
                                    {"list", std::to_string(pinned->list)}})
            << '\n';
  return {};
}

}  // namespace

void add_pages(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("pages", say("pages"))->require_subcommand(1);
  auto options = std::make_shared<PinOptions>();
  CLI::App* pinning = command->add_subcommand("pin", say("pages.pin"));
  add_folder(*pinning, options->folder);
  pinning->add_option("--site", options->site, say("pages.option.site"))->required()->type_name("FILE");
  pinning->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return pin(*options, world); }; });
}

}  // namespace waymark::program
