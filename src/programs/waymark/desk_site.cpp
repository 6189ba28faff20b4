#include "programs/waymark/desk_site.h"

#include "desk/api/access.h"

namespace waymark::program {
namespace {

constexpr std::string_view kPackFolder = "packs/military-refusal";
constexpr std::string_view kApplicationFolder = "desk";

OrStop<std::filesystem::path> folder_of(const std::string& configured, std::string_view installed, std::string_view what) {
  std::filesystem::path folder = configured.empty() ? share_folder() / installed : std::filesystem::path{configured};
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return folder;
  return std::unexpected(Stop{Exit::kUsage, "The folder of " + std::string{what} + " is missing: " + folder.string() + "."});
}

}  // namespace

std::filesystem::path share_folder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "waymark";
}

DeskSite::DeskSite(pack::Pack pack, text::Zone zone, text::Catalogue catalogue)
    : pack_(std::move(pack)), zone_(std::move(zone)), catalogue_(std::move(catalogue)) {}

OrStop<std::unique_ptr<DeskSite>> DeskSite::open(const DeskConfig& config, const http::Endpoint& endpoint, desk::Office& office,
                                                 const Clock& clock, const Log& log) {
  const auto pack_folder = folder_of(config.pack, kPackFolder, "the question pack");
  if (!pack_folder) return std::unexpected(pack_folder.error());
  auto pack = pack::read_pack(*pack_folder);
  if (!pack.has_value()) return std::unexpected(stop_for(pack.error(), "read the question pack"));
  auto zone = text::Zone::named(pack->zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), "use the time zone of the question pack"));
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue.has_value()) return std::unexpected(stop_for(catalogue.error(), "read the texts"));
  std::unique_ptr<DeskSite> site(new DeskSite(*std::move(pack), *std::move(zone), *std::move(catalogue)));
  if (auto listening = site->listen(config, endpoint, office, clock, log); !listening) return std::unexpected(listening.error());
  return site;
}

OrStop<void> DeskSite::listen(const DeskConfig& config, const http::Endpoint& endpoint, desk::Office& office, const Clock& clock, const Log& log) {
  const auto files = folder_of(config.web_root, kApplicationFolder, "the staff application");
  if (!files) return std::unexpected(files.error());
  auto api = desk::api::DeskApi::create(
      {.office = office, .pack = pack_, .zone = zone_, .catalogue = catalogue_, .clock = clock, .log = log},
      {.hosts = config.hosts.empty() ? desk::api::loopback_hosts(endpoint.port) : config.hosts,
       .organisation = config.name, .version = WAYMARK_VERSION, .web_root = *files});
  if (!api.has_value()) return std::unexpected(stop_for(api.error(), "load the staff application"));
  api_ = *std::move(api);
  routes_ = api_->routes();
  auto server = http::Server::start({.listen = endpoint,
                                     .rule_of = [this](auto method, auto path) { return routes_.rule_of(method, path); },
                                     .handler = [this](http::Request q, http::Responder r) { routes_.handle(std::move(q), std::move(r)); }});
  if (!server.has_value())
    return std::unexpected(Stop{Exit::kUsage, "Could not listen on " + config.listen + ": is something else running there?"});
  server_ = *std::move(server);
  return {};
}

}  // namespace waymark::program
