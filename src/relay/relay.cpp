#include "relay/relay.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <limits>

#include "relay/schema.h"

namespace waymark::relay {
namespace {

constexpr std::chrono::minutes kChoresEvery{10};
constexpr std::chrono::milliseconds kFreeSpaceEvery{100};
constexpr std::string_view kDatabaseName = "relay.db";
/// The desk is one program; whoever else reaches this listener can hold no more than these, and the slowest of them
/// goes when the desk comes.
constexpr std::size_t kDeskConnectionsMax = 64;
/// A roster is made at most this long before a clock that is right could see it.
constexpr std::uint32_t kClockSlackDays = 1;

std::uint64_t ask_free_space(const std::string& path) {
  struct statvfs stats{};
  if (::statvfs(path.c_str(), &stats) != 0) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(stats.f_bavail) * stats.f_frsize;
}

/// Called on the writer's thread alone. Asks the system ten times a second at most: what comes in between is far
/// less than the reserve.
std::function<std::uint64_t()> free_space_of(const std::filesystem::path& folder) {
  using SteadyClock = std::chrono::steady_clock;
  return [path = folder.string(), asked = SteadyClock::time_point{}, free = std::uint64_t{0}]() mutable {
    const auto now = SteadyClock::now();
    if (now - asked >= kFreeSpaceEvery) {
      free = ask_free_space(path);
      asked = now;
    }
    return free;
  };
}

std::unexpected<Refusal> refuse(Exit exit, std::string sentence) {
  return std::unexpected<Refusal>(Refusal{exit, std::move(sentence)});
}

std::string storage_sentence(const Error& error, const std::filesystem::path& folder) {
  const std::string where = "the database in " + folder.string();
  if (error.code == Code::kUnsupported)
    return where + " was made by a newer version of Waymark or another program: " + error.detail + ".";
  if (error.code == Code::kFull) return where + " cannot be written: the disk is full.";
  if (error.code == Code::kUnavailable) return where + " is in use by another process.";
  return where + " cannot be used (" + error.detail + ").";
}

OrRefusal<void> check_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    return refuse(Exit::kStorage, "the folder " + folder.string() + " does not exist.");
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return refuse(Exit::kStorage, "the folder " + folder.string() + " cannot be written.");
  return {};
}

/// A clock that runs ahead only shows as an expired roster; one that is behind shows here.
OrRefusal<void> check_clock(const Published& published, TimePoint now) {
  if (!published.roster) return {};
  const std::uint32_t issued = published.roster->roster.issued_day;
  if (unix_day(now) + kClockSlackDays >= issued) return {};
  return refuse(Exit::kClock, "this machine's clock is " + std::to_string(issued - unix_day(now)) +
                                  " days before the date of the roster; set the clock and start again.");
}

RelayIdentity identity_for(const Config& config, const World& world) {
  RelayIdentity identity{.instance = config.instance, .name = config.name, .run = {}};
  world.fill_random(identity.run);
  return identity;
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

struct Relay::Store {
  std::unique_ptr<store::Reader> reader;
  std::unique_ptr<Documents> documents;
  std::unique_ptr<store::GroupWriter> writer;  // last: its jobs use the others
};

OrRefusal<std::unique_ptr<Relay::Store>> Relay::open_store(const Config& config, const World& world) {
  if (auto folder = check_folder(config.data); !folder) return std::unexpected(folder.error());
  const std::filesystem::path file = config.data / kDatabaseName;
  const auto damaged = [&config] {
    return refuse(Exit::kStorage, "the database in " + config.data.string() +
                                      " is damaged; move it away or put a copy in its place, then start again.");
  };
  // SQLite takes an emptied file for a new database: all that was stored would be gone without a word.
  std::error_code none;
  if (std::filesystem::is_regular_file(file, none) && std::filesystem::is_empty(file, none)) return damaged();
  auto connection = store::Connection::open(file, {.max_pages = world.database_pages_max, .page_bytes = kPageBytes});
  if (!connection) return refuse(Exit::kStorage, storage_sentence(connection.error(), config.data));
  if (const auto migrated = store::migrate(**connection, schema()); !migrated) {
    return refuse(Exit::kStorage, storage_sentence(migrated.error(), config.data));
  }
  // Before anybody is told "stored": a file that is damaged somewhere may lose what is put into it.
  if (!(*connection)->check_whole() || !envelopes_are_whole(**connection).value_or(false) ||
      !replies_are_whole(**connection).value_or(false)) {
    return damaged();
  }
  auto published = load_documents(**connection, config.instance);
  if (!published) {
    return refuse(Exit::kRoster, "the roster in " + config.data.string() +
                                     " does not fit the instance of the configuration (" +
                                     std::string{name_of(published.error().code)} + ").");
  }
  if (auto clock = check_clock(**published, world.clock.now()); !clock) return std::unexpected(clock.error());
  auto reader = store::Reader::open(file);
  if (!reader) return refuse(Exit::kStorage, storage_sentence(reader.error(), config.data));
  auto store = std::make_unique<Store>();
  store->reader = std::move(*reader);
  store->documents = std::make_unique<Documents>(std::move(*published));
  store->writer = std::make_unique<store::GroupWriter>(std::move(*connection));
  return store;
}

OrRefusal<void> Relay::check(const Config& config, const World& world) {
  auto store = open_store(config, world);
  if (!store) return std::unexpected(store.error());
  if (auto pages = load_pages(config.pages); !pages) return std::unexpected(pages.error());
  const PublishedPtr published = (*store)->documents->current();
  if (published->roster && !published->is_open(world.clock.now())) {
    return refuse(Exit::kRoster,
                  "the roster is past its date: no request is accepted until the desk publishes a new one.");
  }
  return {};
}

Relay::Relay(const Config& config, const World& world, std::unique_ptr<Store> store, http::StaticFiles pages)
    : world_(world),
      quotas_(config.quotas),
      free_disk_bytes_(free_space_of(config.data)),
      watch_(world.log),
      store_(std::move(store)),
      public_api_({*store_->writer, *store_->reader, *store_->documents, watch_, world_.clock, quotas_,
                   world_.fill_random, free_disk_bytes_},
                  std::move(pages)),
      desk_api_({*store_->writer, *store_->reader, *store_->documents, watch_, world_.clock, quotas_,
                 world_.fill_random, free_disk_bytes_},
                config.transport_key, identity_for(config, world_), world_.log) {
  public_api_.add_routes(public_routes_);
  desk_api_.add_routes(desk_routes_);
}

OrRefusal<std::unique_ptr<Relay>> Relay::start(const Config& config, const World& world) {
  auto store = open_store(config, world);
  if (!store) return std::unexpected(store.error());
  auto pages = load_pages(config.pages);
  if (!pages) return std::unexpected(pages.error());
  std::unique_ptr<Relay> relay{new Relay{config, world, std::move(*store), std::move(*pages)}};
  if (auto listening = relay->listen(config); !listening) return std::unexpected(listening.error());
  relay->chores_ = std::thread{[&self = *relay] { self.chores_loop(); }};
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
  const auto sentence = [](const http::Endpoint& endpoint) {
    return "the address " + endpoint.address + " port " + std::to_string(endpoint.port) +
           " cannot be used: is another program there?";
  };
  auto desk = serve(config.desk_listen, desk_routes_, {.connections_max = kDeskConnectionsMax});
  if (!desk) return refuse(Exit::kAddress, sentence(config.desk_listen));
  desk_server_ = std::move(*desk);
  auto open = serve(config.public_listen, public_routes_, {.connection_bytes_max = kConnectionBytes});
  if (!open) return refuse(Exit::kAddress, sentence(config.public_listen));
  public_server_ = std::move(*open);
  if (const std::size_t places = public_server_->places(); places < http::ServerLimits{}.connections_max)
    world_.log.event("few-open-files", {{"connections", static_cast<std::int64_t>(places)}});
  return {};
}

// Servers first, so that no new job comes; then the writer finishes what it accepted and answers to nobody.
Relay::~Relay() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (chores_.joinable()) chores_.join();
  if (public_server_) public_server_->stop();
  if (desk_server_) desk_server_->stop();
  store_->writer.reset();
}

Result<void> Relay::do_chores() {
  const std::uint32_t today = unix_day(world_.clock.now());
  return store_->writer->run([today](store::WriteContext& context) -> Result<void> {
    LET(const std::int64_t expired, expire_replies(context.db, today));
    LET(const std::int64_t alone, expire_halves(context.db, today));
    if (expired + alone > 0) context.scrub_after_commit();
    return {};
  });
}

void Relay::chores_loop() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    lock.unlock();
    if (const auto done = do_chores(); !done) watch_.failed(done.error());
    lock.lock();
    wake_.wait_for(lock, kChoresEvery, [this] { return stopping_; });
  }
}

}  // namespace waymark::relay
