#include "clerk/service.h"

#include "base/machine.h"
#include "http/bind_failure.h"
#include "pack/override.h"

namespace waymark::clerk {
namespace {

constexpr std::chrono::milliseconds kRelayConnectTime{20'000};  // an onion service may need that long
constexpr std::chrono::milliseconds kRelayTime{60'000};
constexpr std::size_t kRelayAnswerMax = 4UL << 20U;  // a roster chain of years
/// A form of 96 KiB that a bad line needs minutes for is still a person; the pace decides who is slow.
constexpr std::chrono::milliseconds kReadTime{400'000};
/// Pages are made for each person and are not shared; 256 KiB for 200 people at a time.
constexpr std::size_t kMemoryMax = 48UL << 20U;
constexpr std::chrono::milliseconds kIdleTime{5'000};
/// @source docs/spec/lines.md
constexpr std::size_t kConnectionBytes = 6'000;
constexpr std::chrono::milliseconds kAnswerTime{150'000};

std::unexpected<Refusal> refuse(Exit exit, std::string sentence) {
  return std::unexpected<Refusal>(Refusal{exit, std::move(sentence)});
}

OrRefusal<pack::Pack> load_pack(const std::filesystem::path& folder, TimePoint now) {
  auto checked = pack::read_and_check(folder, now);
  if (!checked)
    return refuse(Exit::kUsage,
                  "the question pack in " + folder.string() + " cannot be used (" + describe(checked.error()) + ").");
  if (!pack::acceptable(checked->findings)) {
    const pack::Finding& finding = checked->findings.front();
    return refuse(Exit::kUsage,
                  "the question pack in " + folder.string() + " is refused: " + finding.place + ": " + finding.about);
  }
  for (const Language language : kLanguages) {
    if (!checked->pack.texts.contains(language))
      return refuse(Exit::kUsage, "the question pack lacks the language " + std::string{code_of(language)} + ".");
  }
  return std::move(checked->pack);
}

/// The organisation's site.json with what the clerk's own configuration says instead.
OrRefusal<Site> load_site(const Config& config) {
  Site site;
  if (!config.site.empty()) {
    auto read = read_site(config.site);
    if (!read)
      return refuse(Exit::kUsage,
                    "the file " + config.site.string() + " cannot be used (" + describe(read.error()) + ").");
    site = std::move(*read);
  }
  for (std::size_t i = 0; i < site.leave.size(); ++i) {
    if (!config.leave.at(i).empty()) site.leave.at(i) = config.leave.at(i);
    if (site.leave.at(i).empty())
      return refuse(Exit::kUsage, "it is not said where Leave goes: set [leave] or `leave` in the site's file.");
  }
  return site;
}

/// What the site's file pins, if it does. A file of another organisation is a mistake, or an attack.
OrRefusal<std::optional<roster::Floor>> floor_of(const Config& config, const Site& site) {
  if (!site.pins) return std::optional<roster::Floor>{};
  auto pinned = roster::read_pinned(site.pins->roster, config.instance);
  if (!pinned || site.pins->instance != config.instance)
    return refuse(Exit::kUsage, "the pins in " + config.site.string() +
                                    " are not of the instance of the configuration: run `waymark pages pin` again.");
  return std::optional{roster::Floor{
      .roster = std::move(*pinned), .list_serial = site.pins->list_serial, .made_day = site.pins->made_day}};
}

}  // namespace

Service::Service(const Config& config, ClerkOptions options, pack::Pack pack, Book book, const World& world)
    : relay_(config.relay, {.connect_timeout = kRelayConnectTime,
                            .total_timeout = kRelayTime,
                            .response_bytes_max = kRelayAnswerMax,
                            .proxy = config.relay_proxy}),
      clerk_(std::move(options), std::move(pack), std::move(book),
             {.clock = world.clock, .log = world.log, .random = world.random, .relay = relay_}) {
  clerk_.add_routes(routes_);
}

OrRefusal<std::unique_ptr<Service>> Service::build(const Config& config, const World& world) {
  if (has_lost_its_time(world.clock.now())) return refuse(Exit::kClock, std::string{kLostTimeSentence});
  auto pack = load_pack(config.pack, world.clock.now());
  if (!pack) return std::unexpected(pack.error());
  auto cards = pack::read_cards(config.pack);
  if (!cards) return refuse(Exit::kUsage, "the cards of the pack cannot be used (" + describe(cards.error()) + ").");
  auto site = load_site(config);
  if (!site) return std::unexpected(site.error());
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue) return refuse(Exit::kUsage, "the texts of this build are broken.");
  auto book = Book::load(embedded_pages(), std::move(*catalogue));
  if (!book) return refuse(Exit::kUsage, "the pages of this build are broken (" + describe(book.error()) + ").");
  auto floor = floor_of(config, *site);
  if (!floor) return std::unexpected(floor.error());
  ClerkOptions options{.instance = config.instance,
                       .site = std::move(*site),
                       .cards = std::move(*cards),
                       .lanes = config.lanes,
                       .post = {.per_hour = static_cast<std::int64_t>(config.per_hour)},
                       .floor = std::move(*floor)};
  return std::unique_ptr<Service>{new Service{config, std::move(options), std::move(*pack), std::move(*book), world}};
}

OrRefusal<std::unique_ptr<Service>> Service::start(const Config& config, const World& world) {
  auto service = build(config, world);
  if (!service) return std::unexpected(service.error());
  const http::Routes& routes = (*service)->routes_;
  auto server = http::Server::start(
      {.listen = config.listen,
       .limits = {.memory_bytes_max = kMemoryMax,
                  .idle_time = kIdleTime,
                  .read_time = kReadTime,
                  .answer_time = kAnswerTime,
                  .connection_bytes_max = kConnectionBytes},
       .rule_of = [&routes](auto method, auto path) { return routes.rule_of(method, path); },
       .handler = [&routes](http::Request q, http::Responder r) { routes.handle(std::move(q), std::move(r)); }});
  if (!server) {
    return refuse(Exit::kAddress, "the address " + config.listen.address + " port " +
                                      std::to_string(config.listen.port) +
                                      " cannot be used: " + std::string{http::why_not(server.error())});
  }
  if (const std::size_t places = (*server)->places(); places < http::ServerLimits{}.connections_max)
    world.log.event("few-open-files", {{"connections", static_cast<std::int64_t>(places)}});
  (*service)->server_ = std::move(*server);
  return service;
}

OrRefusal<void> Service::check(const Config& config, const World& world) {
  auto service = build(config, world);
  if (!service) return std::unexpected(service.error());
  if (const auto fetched = (*service)->clerk_.refresh(); !fetched) {
    return refuse(Exit::kRoster, "the relay at " + config.relay +
                                     " gives no roster and day keys that fit the instance (" +
                                     std::string{name_of(fetched.error().code)} + ").");
  }
  return {};
}

Service::~Service() {
  if (server_) server_->stop();
}

}  // namespace waymark::clerk
