// `waymark pages pin`: what the pages and the clerk know of the organisation before they have asked anybody.
// @source docs/spec/freshness.md
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "desk/portable/page_pins.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/site_file.h"

namespace waymark::program {
namespace {

struct PinOptions {
  std::filesystem::path folder, site;
};

Stop why_no_pins(const Error& error) {
  if (error.code == Code::kExpired) return {Exit::kRoster, say("pages.roster-expired")};
  if (error.code == Code::kNotFound) return {Exit::kRoster, say("pages.lists-out")};
  return stop_for(error, say("cannot.read-keys"));
}

OrStop<void> pin(const PinOptions& options, const World& world) {
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto pins = desk::gather_pins(**store, world.clock.now());
  if (!pins.has_value()) return std::unexpected(why_no_pins(pins.error()));
  const auto roster = roster::pinned_roster(*pins);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), say("cannot.read-roster")));
  const std::string instance = to_base64(roster->instance.bytes, Padding::kRequired);
  const nlohmann::ordered_json entry{
      {"instance", instance}, {"roster", roster->note}, {"list", pins->list_serial}, {"made", pins->made_day}};
  if (auto put = put_into_site(options.site, "pins", entry); !put) return put;
  std::cout << say("pages.pinned", {{"file", options.site.string()},
                                    {"instance", instance},
                                    {"roster", std::to_string(roster->roster.serial)},
                                    {"list", std::to_string(pins->list_serial)}})
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
