#include "programs/waymark/staff_server.h"

#include <iostream>

#include "desk/api/access.h"
#include "programs/waymark/figures_setup.h"
#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

constexpr std::string_view kPackName = "military-refusal";

std::filesystem::path pack_folder(const DeskConfig& config) {
  return config.pack.empty() ? shared_folder(std::filesystem::path("packs") / kPackName)
                             : std::filesystem::path(config.pack);
}

std::string refusal_sentence(const DeskConfig& config, const pack::PackRefusal& refusal) {
  const std::string folder = pack_folder(config).string();
  if (refusal.place.empty()) return say("server.pack-unusable", {{"folder", folder}, {"detail", refusal.about}});
  return say("server.pack-refused", {{"folder", folder}, {"place", refusal.place}, {"about", refusal.about}});
}

}  // namespace

std::filesystem::path shared_folder(const std::filesystem::path& name) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "waymark" / name;
}

OrStop<pack::Pack> load_pack(const DeskConfig& config, TimePoint now) {
  auto whole = pack::read_whole(pack_folder(config), now);
  if (!whole.has_value()) return std::unexpected(Stop{Exit::kUsage, refusal_sentence(config, whole.error())});
  return std::move(whole->pack);
}

OrStop<pack::PackInUse> load_pack_in_use(const DeskConfig& config, const OfficeFolder& folder, TimePoint now) {
  auto used = pack::pack_in_use(pack_folder(config), folder.kept_packs(), now);
  if (!used.has_value()) return std::unexpected(Stop{Exit::kUsage, refusal_sentence(config, used.error())});
  if (used->refused.has_value())
    std::cerr << refusal_sentence(config, *used->refused) << '\n'
              << say("server.pack-kept", {{"pack", used->whole.pack.name()}}) << '\n';
  return *std::move(used);
}

OrStop<http::Endpoint> StaffServer::endpoint_of(const DeskConfig& config) {
  const auto endpoint = http::Endpoint::parse(config.listen);
  if (!endpoint.has_value()) return std::unexpected(Stop{Exit::kUsage, say("server.listen")});
  if (!endpoint->is_loopback() && !config.behind_proxy)
    return std::unexpected(Stop{Exit::kUsage, say("server.open-network")});
  return *endpoint;
}

OrStop<std::unique_ptr<StaffServer>> StaffServer::start(const DeskConfig& config, const http::Endpoint& endpoint,
                                                        pack::PackInUse pack, desk::Office& office, const Clock& clock,
                                                        const Log& log, crypto::Random& random) {
  auto zone = text::Zone::named(pack.whole.pack.zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), say("cannot.find-zone")));
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), say("cannot.read-texts")));
  std::unique_ptr<StaffServer> staff(new StaffServer(std::move(pack.whole.pack), std::move(pack.whole.cards),
                                                     *std::move(zone), *std::move(catalogue)));

  // A file of figures that is wrong is said, and everything else works.
  if (auto setup = figures_setup(config, staff->pack_); setup.has_value())
    office.numbers().know(*std::move(setup));
  else
    std::cerr << setup.error().sentence << '\n';
  const auto web_root = config.web_root.empty() ? shared_folder("desk") : std::filesystem::path(config.web_root);
  auto api = desk::api::DeskApi::create(
      {office, staff->pack_, staff->zone_, staff->catalogue_, clock, log, random, staff->cards_,
       std::move(pack.whole.ready), std::move(pack.refused)},
      {.hosts = config.hosts.empty() ? desk::api::loopback_hosts(endpoint.port) : config.hosts,
       .organisation = config.name,
       .version = WAYMARK_VERSION,
       .web_root = web_root,
       .calendar_file = config.calendar_file});
  if (!api.has_value())
    return std::unexpected(
        Stop{Exit::kUsage, say("server.web-root", {{"folder", web_root.string()}, {"detail", describe(api.error())}})});
  staff->api_ = *std::move(api);
  staff->routes_ = staff->api_->routes();
  const http::Routes& routes = staff->routes_;
  auto server = http::Server::start(
      {.listen = endpoint,
       .rule_of = [&routes](std::string_view method, std::string_view path) { return routes.rule_of(method, path); },
       .handler = [&routes](http::Request request,
                            http::Responder respond) { routes.handle(std::move(request), std::move(respond)); }});
  if (!server.has_value()) {
    const bool none = server.error().code == Code::kNotFound;
    return std::unexpected(Stop{Exit::kUsage, none ? say("server.address-none", {{"address", config.listen}})
                                                   : say("server.address-taken", {{"address", config.listen}})});
  }
  if (const std::size_t places = (*server)->places(); places < http::ServerLimits{}.connections_max)
    log.event("few-open-files", {{"connections", static_cast<std::int64_t>(places)}});
  staff->server_ = *std::move(server);
  return staff;
}

}  // namespace waymark::program
