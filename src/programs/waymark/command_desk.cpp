// `waymark desk`: the office at work: the courier's rounds and the staff application on loopback.
#include <atomic>
#include <functional>
#include <iostream>
#include <memory>

#include "base/process.h"
#include "desk/keyring/office_values.h"
#include "desk/queue/clocks.h"
#include "http/shutdown.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/courier_thread.h"
#include "programs/waymark/index_thread.h"
#include "programs/waymark/lock_file.h"
#include "programs/waymark/relay_access.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {
namespace {

/// Looks at the whole file before anything is kept in it.
OrStop<crypto::InstanceId> instance_in(const OfficeFolder& folder) {
  const auto store = open_database(folder);
  if (!store) return std::unexpected(store.error());
  if (!(*store)->check_whole().has_value()) return std::unexpected(Stop{Exit::kStorage, say("folder.damaged")});
  const auto instance = desk::instance_of(**store);
  if (!instance.has_value()) return std::unexpected(stop_for(instance.error(), say("cannot.read-office")));
  return *instance;
}

std::vector<std::string> names_of(const std::vector<RelaySetting>& relays) {
  std::vector<std::string> names;
  for (const RelaySetting& relay : relays) names.push_back(relay.name);
  return names;
}

/// With the keys that their operators have brought: those count, whatever a relay says of itself.
OrStop<void> know_relays(desk::Office& office, const std::vector<RelaySetting>& relays) {
  office.upkeep().know_relays(names_of(relays));
  for (const RelaySetting& relay : relays)
    if (const auto key = key_of(relay))
      if (const auto learnt = office.upkeep().learn_relay_key(relay.name, *key, desk::KeyFrom::kOperator);
          !learnt.has_value())
        return std::unexpected(stop_for(learnt.error(), say("cannot.read-office")));
  return {};
}

/// A relay beside the main one, with a thread of its own: one that hangs delays no other.
class OtherRelay {
 public:
  OtherRelay(const RelaySetting& relay, const crypto::InstanceId& instance, const crypto::TransportSigningKey& key,
             desk::Office& office, const World& world, const Log& log, std::chrono::seconds pause,
             std::function<bool()> stopping)
      : access_(relay, instance, key, world.clock, world.random, std::move(stopping)),
        courier_(office, access_.link(), world.clock, relay.name),
        thread_(courier_, pause, log, [] {}) {}

 private:
  RelayAccess access_;
  desk::Courier courier_;
  CourierThread thread_;
};

OrStop<void> serve(const std::filesystem::path& path, const World& world) {
  const OfficeFolder folder{path};
  const auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  const auto endpoint = StaffServer::endpoint_of(*config);
  if (!endpoint) return std::unexpected(endpoint.error());
  const auto keys = load_unattended_keys(folder);
  if (!keys) return std::unexpected(keys.error());
  const auto single = LockFile::claim(folder.path / "desk.lock",
                                      {Exit::kUsage, say("desk.running", {{"folder", folder.path.string()}})});
  if (!single) return std::unexpected(single.error());
  auto pack = load_pack_in_use(*config, folder, world.clock.now());
  if (!pack) return std::unexpected(pack.error());
  const auto instance = instance_in(folder);
  if (!instance) return std::unexpected(instance.error());
  const auto office = open_office(folder, *config, keys->pepper, world.clock, world.random);
  if (!office) return std::unexpected(office.error());
  (*office)->upkeep().know_dangers(desk::queue::danger_rule(pack->whole.pack));
  const auto zone = (*office)->upkeep().know_zone(pack->whole.pack.zone);
  if (!zone.has_value()) return std::unexpected(stop_for(zone.error(), say("cannot.find-zone")));

  // A call that hangs holds up nobody who stops the desk.
  std::atomic<bool> stopping = false;
  const auto is_stopping = [&stopping] { return stopping.load(); };
  RelayAccess relay(relays_of(*config).front(), *instance, keys->transport, world.clock, world.random, is_stopping);
  (void)relay.link().status();
  if (const auto problem = clock_problem(relay.link().relay_time(), world.clock.now()))
    return std::unexpected(*problem);
  if (const auto known = know_relays(**office, relays_of(*config)); !known) return std::unexpected(known.error());

  const http::ShutdownSignals signals;
  const Log log = Log::to_stderr("waymark-desk");
  const Locked locked = lock_memory();
  desk::Courier courier(**office, relay.link(), world.clock, config->relay_name);
  const auto staff = StaffServer::start(*config, *endpoint, *std::move(pack), **office, world.clock, log, world.random);
  if (!staff) return std::unexpected(staff.error());
  const CourierThread rounds(courier, std::chrono::seconds{config->poll_s}, log, [&] { (*staff)->tidy(); });
  std::vector<std::unique_ptr<OtherRelay>> others;
  for (const RelaySetting& other : config->more_relays)
    others.push_back(std::make_unique<OtherRelay>(other, *instance, keys->transport, **office, world, log,
                                                  std::chrono::seconds{config->poll_s}, is_stopping));
  const IndexThread index((*office)->search());
  log.event("started", {{"memory-locked", locked == Locked::kAll ? 1 : 0}});
  std::cout << say("desk.open", {{"address", "http://" + config->listen + "/"}}) << '\n' << std::flush;
  signals.wait();
  stopping = true;
  log.event("stopped");
  return {};
}

}  // namespace

void add_desk(CLI::App& app, Chosen& chosen) {
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* command = app.add_subcommand("desk", say("desk"));
  add_folder(*command, *folder);
  command->callback([folder, &chosen] { chosen.run = [folder](const World& world) { return serve(*folder, world); }; });
}

}  // namespace waymark::program
