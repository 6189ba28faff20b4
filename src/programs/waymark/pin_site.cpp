#include "programs/waymark/pin_site.h"

#include "base/encoding.h"
#include "desk/portable/page_pins.h"
#include "programs/waymark/site_file.h"

namespace waymark::program {
namespace {

Stop why_no_pins(const Error& error) {
  if (error.code == Code::kExpired) return {Exit::kRoster, say("pages.roster-expired")};
  if (error.code == Code::kNotFound) return {Exit::kRoster, say("pages.lists-out")};
  return stop_for(error, say("cannot.read-keys"));
}

}  // namespace

OrStop<Pinned> pin_site(const OfficeFolder& office, const std::filesystem::path& site, const World& world) {
  auto store = open_database(office);
  if (!store) return std::unexpected(store.error());
  const auto pins = desk::gather_pins(**store, world.clock.now());
  if (!pins.has_value()) return std::unexpected(why_no_pins(pins.error()));
  const auto roster = roster::pinned_roster(*pins);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), say("cannot.read-roster")));
  const std::string instance = to_base64(roster->instance.bytes, Padding::kRequired);
  const nlohmann::ordered_json entry{
      {"instance", instance}, {"roster", roster->note}, {"list", pins->list_serial}, {"made", pins->made_day}};
  if (auto put = put_into_site(site, "pins", entry); !put) return std::unexpected(put.error());
  return Pinned{.instance = instance, .roster = roster->roster.serial, .list = pins->list_serial};
}

}  // namespace waymark::program
