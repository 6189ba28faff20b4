#include "relay/relay.h"

#include "base/machine.h"
#include "http/bind_failure.h"
#include "relay/postgres/store.h"
#include "relay/sqlite_store.h"

namespace waymark::relay {
namespace {

constexpr std::chrono::minutes kChoresEvery{10};
/// What the desk published through another relay on the same store is served here within this.
constexpr std::chrono::seconds kLookEvery{3};
/// The desk is one program; whoever else reaches this listener can hold no more than these, and the slowest of them
/// goes when the desk comes.
constexpr std::size_t kDeskConnectionsMax = 64;
/// A roster is made at most this long before a clock that is right could see it.
constexpr std::uint32_t kClockSlackDays = 1;

/// A clock that runs ahead only shows as an expired roster; one that is behind shows here.
OrRefusal<void> check_clock(const Published& published, TimePoint now) {
  if (!published.roster) return {};
  const std::uint32_t issued = published.roster->roster.issued_day;
  if (unix_day(now) + kClockSlackDays >= issued) return {};
  return refuse(Exit::kClock, "this machine's clock is " + std::to_string(issued - unix_day(now)) +
                                  " days before the date of the roster; set the clock and start again.");
}

OrRefusal<std::unique_ptr<Store>> open_store(const Config& config, const World& world) {
  if (!config.postgres) return SqliteStore::open(config.data, config.quotas, world.database_pages_max);
  const PostgresPlace place{
      .address = config.postgres->address, .instance = config.instance, .standby = config.postgres->standby};
  return PostgresStore::open(place, config.quotas, world.log);
}

std::string place_of(const Config& config) {
  return config.postgres ? "the database at " + config.postgres->address.hosts() : config.data.string();
}

OrRefusal<crypto::SigningSeed> own_seed(Store& store, const World& world, const std::string& place) {
  crypto::SigningSeed fresh;
  world.fill_random(fresh.writable());
  auto seed = store.own_seed(fresh);
  if (!seed)
    return refuse(Exit::kStorage, place + " cannot be written (" + std::string{name_of(seed.error().code)} + ").");
  return std::move(*seed);
}

RelayIdentity identity_for(const Config& config, const World& world) {
  RelayIdentity identity{.instance = config.instance, .name = config.name, .run = {}};
  world.fill_random(identity.run);
  return identity;
}

/// The relay to which this one hands on may hand on to it as well.
std::vector<crypto::RelayVerifyKey> known_relays(const Config& config) {
  std::vector<crypto::RelayVerifyKey> known = config.copies_from;
  if (config.second) known.push_back(config.second->key);
  return known;
}

OrRefusal<http::StaticFiles> load_pages(const std::filesystem::path& folder) {
  if (folder.empty()) return http::StaticFiles{};
  auto files = http::StaticFiles::load(folder, http::CacheRule::kNoStore);
  if (!files)
    return refuse(Exit::kUsage, "the pages in " + folder.string() + " cannot be loaded (" +
                                    std::string{name_of(files.error().code)} + ").");
  return std::move(*files);
}

}  // namespace

OrRefusal<Relay::Kept> Relay::open_kept(const Config& config, const World& world) {
  if (has_lost_its_time(world.clock.now())) return refuse(Exit::kClock, std::string{kLostTimeSentence});
  auto store = open_store(config, world);
  if (!store) return std::unexpected(store.error());
  const auto documents = (*store)->documents();
  auto published = documents ? verify_documents(*documents, config.instance)
                             : Result<PublishedPtr>{std::unexpected<Error>(documents.error())};
  if (!published) {
    return refuse(Exit::kRoster, "the roster in " + place_of(config) +
                                     " does not fit the instance of the configuration (" +
                                     std::string{name_of(published.error().code)} + ").");
  }
  if (auto clock = check_clock(**published, world.clock.now()); !clock) return std::unexpected(clock.error());
  auto seed = own_seed(**store, world, place_of(config));
  if (!seed) return std::unexpected(seed.error());
  if (config.second && crypto::verify_key_of_seed(*seed) == config.second->key.bytes())
    return refuse(Exit::kUsage,
                  "'second.key' is this relay's own key: it would hand on to itself, or to a relay on a copy of its "
                  "database or on the same one. A second place is another machine with a database of its own.");
  return Kept{.store = std::move(*store), .published = std::move(*published), .seed = std::move(*seed)};
}

OrRefusal<crypto::VerifyKeyBytes> Relay::own_key(const Config& config, const World& world) {
  auto store = open_store(config, world);
  if (!store) return std::unexpected(store.error());
  const auto seed = own_seed(**store, world, place_of(config));
  if (!seed) return std::unexpected(seed.error());
  return crypto::verify_key_of_seed(*seed);
}

OrRefusal<void> Relay::check(const Config& config, const World& world) {
  const auto kept = open_kept(config, world);
  if (!kept) return std::unexpected(kept.error());
  if (auto pages = load_pages(config.pages); !pages) return std::unexpected(pages.error());
  const PublishedPtr published = kept->published;
  if (published->roster && !published->is_open(world.clock.now())) {
    return refuse(Exit::kRoster,
                  "the roster is past its date: no request is accepted until the desk publishes a new one.");
  }
  return {};
}

Relay::Relay(const Config& config, const World& world, Kept kept, http::StaticFiles pages)
    : world_(world),
      watch_(world.log),
      documents_(std::move(kept.published)),
      store_(std::move(kept.store)),
      own_key_(kept.seed.duplicate(), config.instance),
      second_(config.second.has_value()),
      gate_(config.quotas, config.instance, work::challenge_key(kept.seed), world_.clock, world_.log),
      services_{*store_, documents_, watch_, world_.clock, world_.fill_random, own_key_, second_, gate_},
      public_api_(services_, std::move(pages), known_relays(config)),
      operator_api_(services_, config.quotas),
      desk_api_(services_, config.transport_key, identity_for(config, world_), world_.log) {
  public_api_.add_routes(public_routes_);
  operator_api_.add_routes(operator_routes_);
  desk_api_.add_routes(desk_routes_);
}

OrRefusal<std::unique_ptr<Relay>> Relay::start(const Config& config, const World& world) {
  auto kept = open_kept(config, world);
  if (!kept) return std::unexpected(kept.error());
  auto pages = load_pages(config.pages);
  if (!pages) return std::unexpected(pages.error());
  std::unique_ptr<Relay> relay{new Relay{config, world, std::move(*kept), std::move(*pages)}};
  if (auto listening = relay->listen(config); !listening) return std::unexpected(listening.error());
  relay->chores_ = std::thread{[&self = *relay] { self.chores_loop(); }};
  if (config.second)
    relay->forwarder_ = std::make_unique<Forwarder>(
        *config.second, relay->services_, relay->own_key_, config.instance, relay->world_.log,
        world.second_pace.value_or(ForwarderPace{.beat = config.second->beat}));
  return relay;
}

OrRefusal<void> Relay::listen(const Config& config) {
  const auto serve = [](const http::Endpoint& endpoint, const http::Routes& routes, const http::ServerLimits& limits) {
    return http::Server::start(
        {.listen = endpoint,
         .limits = limits,
         .rule_of = [&routes](auto method, auto path) { return routes.rule_of(method, path); },
         .handler = [&routes](http::Request q, http::Responder r) { routes.handle(std::move(q), std::move(r)); }});
  };
  const auto sentence = [](const http::Endpoint& endpoint, const Error& error) {
    return "the address " + endpoint.address + " port " + std::to_string(endpoint.port) +
           " cannot be used: " + std::string{http::why_not(error)};
  };
  auto desk = serve(config.desk_listen, desk_routes_, {.connections_max = kDeskConnectionsMax});
  if (!desk) return refuse(Exit::kAddress, sentence(config.desk_listen, desk.error()));
  desk_server_ = std::move(*desk);
  if (config.operator_listen) {
    auto operators = serve(*config.operator_listen, operator_routes_, {.connections_max = kDeskConnectionsMax});
    if (!operators) return refuse(Exit::kAddress, sentence(*config.operator_listen, operators.error()));
    operator_server_ = std::move(*operators);
  }
  auto open = serve(config.public_listen, public_routes_, {.connection_bytes_max = kConnectionBytes});
  if (!open) return refuse(Exit::kAddress, sentence(config.public_listen, open.error()));
  public_server_ = std::move(*open);
  if (const std::size_t places = public_server_->places(); places < http::ServerLimits{}.connections_max)
    world_.log.event("few-open-files", {{"connections", static_cast<std::int64_t>(places)}});
  return {};
}

// Servers first, so that no new call comes; then the store finishes what it accepted and answers to nobody.
Relay::~Relay() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (chores_.joinable()) chores_.join();
  forwarder_.reset();
  if (public_server_) public_server_->stop();
  if (desk_server_) desk_server_->stop();
  if (operator_server_) operator_server_->stop();
  store_.reset();
}

Relay::Held Relay::held() const {
  Held held;
  for (const http::Server* const server : {public_server_.get(), desk_server_.get(), operator_server_.get()}) {
    if (server == nullptr) continue;
    held.connections += server->connections();
    held.bytes += server->held();
  }
  return held;
}

Result<void> Relay::do_chores() {
  if (watch_.damaged()) {
    TRY(store_->check_whole());
    watch_.mended();
  }
  const std::optional<std::uint32_t> today = desk_api_.proven_day();
  return today ? store_->expire(*today) : Result<void>{};
}

void Relay::chores_loop() {
  auto next_chores = std::chrono::steady_clock::now();
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    lock.unlock();
    if (std::chrono::steady_clock::now() >= next_chores) {
      if (const auto done = do_chores(); !done) watch_.failed(done.error());
      next_chores = std::chrono::steady_clock::now() + kChoresEvery;
    }
    (void)look_for_documents();
    (void)gate_.state();  // the end of a flood is told also if nobody writes any more
    lock.lock();
    wake_.wait_for(lock, kLookEvery, [this] { return stopping_; });
  }
}

Result<void> Relay::look_for_documents() { return desk_api_.look_for_documents(); }

}  // namespace waymark::relay
