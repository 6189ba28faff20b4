// `waymark setup`: from installed packages to a small office that works. Four questions, or a file with the answers.
//
// Everything is made in OFFICE/.new and moved out of it, desk.toml last. So at any moment there is a whole office or
// none, and a command that was interrupted is run again: it goes on, or begins anew with nothing left behind.
// @source docs/operate/install.md
#include "programs/waymark/command_setup.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <thread>

#include "desk/keyring/office_values.h"
#include "desk/keyring/schema.h"
#include "http/line_probe.h"
#include "programs/waymark/database_stop.h"
#include "programs/waymark/new_office.h"
#include "programs/waymark/setup_answers.h"
#include "programs/waymark/setup_parts.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {
namespace {

struct SetupOptions {
  SetupPlaces places;
  std::filesystem::path answers;
};

OrStop<void> check_rights(const SetupPlaces& places) {
  if (places.trial()) return {};
  if (!is_root()) return std::unexpected(Stop{Exit::kUsage, say("setup.not-root")});
  for (const std::string& user : {kDeskUser, kRelayUser})
    if (!user_exists(user) && (user == kDeskUser || installed("waymark-relay")))
      return std::unexpected(Stop{Exit::kUsage, say("setup.no-user", {{"user", user}})});
  return {};
}

/// An office that is there already: whole, of this version, and not from the future.
OrStop<void> check_office(const OfficeFolder& office, TimePoint now) {
  if (const auto config = load_config(office); !config) return std::unexpected(config.error());
  if (const auto keys = load_unattended_keys(office); !keys) return std::unexpected(keys.error());
  const auto store = desk::open_desk_store(office.database());
  if (!store.has_value() && store.error().code == Code::kUnsupported)
    return std::unexpected(Stop{Exit::kStorage, say("setup.newer", {{"folder", office.path.string()}})});
  if (!store.has_value()) return std::unexpected(stop_for_database(store.error(), office.path));
  const auto roster = desk::newest_roster(**store);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), say("cannot.read-roster")));
  if (unix_day(now) < roster->roster.issued_day) return std::unexpected(Stop{Exit::kClock, say("doctor.clock-before")});
  return {};
}

/// Nothing of another office may lie where this one goes.
OrStop<void> check_room(const SetupPlaces& places) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(places.office(), error))
    if (entry.path() != stage_of(places))
      return std::unexpected(Stop{Exit::kUsage, say("setup.not-empty", {{"folder", places.office().string()}})});
  const auto relay = places.settings() / kRelaySettings;
  if (std::filesystem::exists(relay, error))
    return std::unexpected(Stop{Exit::kUsage, say("setup.other-relay", {{"file", relay.string()}})});
  return {};
}

NewOffice office_from(const SetupPlaces& places, const SetupAnswers& answers) {
  NewOffice office;
  office.folder = stage_of(places);
  office.root_key = places.key_folder() / "root.key";
  office.recovery_file = places.key_folder() / "recovery.txt";
  office.totp_file = places.key_folder() / (answers.alias + ".totp");
  office.relay_data = places.relay_data();
  office.name = answers.name;
  office.alias = answers.alias;
  office.relays = {answers.address.empty() ? "http://" + answers.relay_listen : answers.address};
  if (!answers.clerk.empty()) office.clerks = {answers.clerk};
  if (answers.clerk.empty() && answers.address.empty() && installed("waymark-clerk"))
    office.clerks = {"http://" + answers.clerk_listen};
  office.relay_listen = answers.relay_listen;
  office.relay_desk_listen = answers.relay_desk_listen;
  office.listen = answers.desk_listen;
  office.pages = shared_folder("intake").string();
  return office;
}

void show_what_was_made(const NewOffice& office, const SetupAnswers& answers, const desk::Founded& founded) {
  std::cout << say("setup.founded", {{"name", office.name}}) << "\n\n"
            << say("setup.keys", {{"folder", office.root_key.parent_path().string()}}) << '\n';
  if (answers.asked)
    std::cout << '\n'
              << say("factor.shown", {{"alias", office.alias}}) << "\n  " << founded.coordinator.totp_uri << '\n';
  std::cout << '\n' << say("init.check-words") << '\n';
  for (const Language language : kLanguages)
    std::cout << "  " << code_of(language) << "  " << check_words_of(founded.root.verify_key(), language) << '\n';
  std::cout << '\n';
}

OrStop<void> found_in_stage(const SetupOptions& options, const SetupAnswers& answers, const World& world) {
  const NewOffice office = office_from(options.places, answers);
  if (auto begun = begin_stage(options.places, {office.root_key, office.recovery_file, office.totp_file}); !begun)
    return begun;
  if (auto noted = note_listeners(options.places, answers.clerk_listen); !noted) return noted;
  const auto founded = found(office, answers.passphrase, world);
  if (!founded) {
    drop_stage(options.places);
    return std::unexpected(founded.error());
  }
  show_what_was_made(office, answers, *founded);
  return {};
}

/// Asks, founds, and moves the whole office to its place; or goes on where it was interrupted.
OrStop<void> make_office(const SetupOptions& options, const World& world) {
  std::error_code error;
  if (!std::filesystem::exists(OfficeFolder{stage_of(options.places)}.config_file(), error)) {
    if (auto room = check_room(options.places); !room) return room;
    drop_stage(options.places);
    if (auto free = check_key_folder(options.places); !free) return free;
    const auto answers = options.answers.empty() ? ask_for_answers(world.random) : read_answers(options.answers);
    if (!answers) return std::unexpected(answers.error());
    if (auto made = found_in_stage(options, *answers, world); !made) return made;
  }
  return finish_stage(options.places);
}

/// Whether relay and desk answer, and the relay has the day's keys from the desk.
OrStop<void> wait_until_it_works(const SetupPlaces& places) {
  const std::string relay = "http://" + listen_in(places.settings() / kRelaySettings, "public");
  constexpr auto kLongest = std::chrono::seconds{45};
  const auto end = std::chrono::steady_clock::now() + kLongest;
  for (;;) {
    const auto answer = http::probe(relay + "/v1/day-keys", std::nullopt, {});
    if (answer.came == http::Came::kWhole && answer.status == 200) return {};
    if (std::chrono::steady_clock::now() > end) return std::unexpected(Stop{Exit::kRelay, say("setup.silent")});
    std::this_thread::sleep_for(std::chrono::milliseconds{200});  // sleep: between two looks
  }
}

OrStop<void> start(const SetupPlaces& places, const std::vector<Service>& services) {
  if (places.trial() || !systemd_runs()) {
    std::cout << say("setup.start-yourself") << '\n';
    for (const Service& service : services) std::cout << "  " << command_line(places, service) << '\n';
    return {};
  }
  std::vector<std::string> words{"systemctl", "enable", "--now"};
  for (const Service& service : services) words.push_back(service.unit);
  if (run_program(words, "") != 0) return std::unexpected(Stop{Exit::kFailed, say("setup.not-started")});
  return installed("waymark-relay") ? wait_until_it_works(places) : OrStop<void>{};
}

OrStop<void> setup(const SetupOptions& options, const World& world) {
  const SetupPlaces& places = options.places;
  if (auto rights = check_rights(places); !rights) return rights;
  const OfficeFolder office{places.office()};
  std::error_code error;
  if (std::filesystem::exists(office.config_file(), error)) {
    if (auto good = check_office(office, world.clock.now()); !good) return good;
    std::cout << say("setup.already", {{"folder", office.path.string()}}) << '\n';
  } else if (auto made = make_office(options, world); !made) {
    return made;
  }
  const auto services = configure_services(places, world);
  if (!services) return std::unexpected(services.error());
  if (auto started = start(places, *services); !started) return started;
  const auto config = load_config(office);
  if (!config) return std::unexpected(config.error());
  std::cout << '\n' << say("setup.next", {{"address", "http://" + config->listen + "/"}}) << '\n';
  return {};
}

}  // namespace

void add_setup(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<SetupOptions>();
  CLI::App* command = app.add_subcommand("setup", say("setup"));
  command->add_option("--from", options->answers, say("setup.option.from"))->type_name("FILE");
  command->add_option("--keys", options->places.keys, say("setup.option.keys"))->type_name("FOLDER");
  command->add_option("--under", options->places.under, say("setup.option.under"))->type_name("FOLDER");
  command->callback([options, &chosen] {
    if (options->places.trial()) options->places.under = std::filesystem::absolute(options->places.under);
    if (!options->places.keys.empty()) options->places.keys = std::filesystem::absolute(options->places.keys);
    chosen.run = [options](const World& world) { return setup(*options, world); };
  });
}

}  // namespace waymark::program
