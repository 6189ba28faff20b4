#include "programs/waymark/setup_parts.h"

// As everywhere else in the program: with and without exceptions the parser is not the same type under the same name.
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <array>
#include <fstream>
#include <iostream>
#include <sstream>

#include "programs/waymark/pin_site.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {
namespace {

constexpr const char* kKeysAt = "keys-at";
constexpr const char* kClerkListen = "clerk-listen";
constexpr std::string_view kDefaultClerk = "127.0.0.1:8082";

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

std::string value_in(const std::filesystem::path& settings, const char* key) {
  const toml::parse_result parsed = toml::parse_file(settings.string());
  return parsed ? parsed.table()[key].value_or<std::string>("") : std::string{};
}

/// @return whether they were there already
OrStop<bool> settings_of_this_office(const std::filesystem::path& file, const std::string& instance) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return false;
  if (value_in(file, "instance") == instance) return true;
  return std::unexpected(Stop{Exit::kUsage, say("setup.other-relay", {{"file", file.string()}})});
}

OrStop<void> write_relay(const SetupPlaces& places, const std::string& instance) {
  const auto file = places.settings() / kRelaySettings;
  const auto there = settings_of_this_office(file, instance);
  if (!there) return std::unexpected(there.error());
  if (auto made = make_folder(places.relay_data(), places.trial() ? "" : kRelayUser, true); !made) return made;
  if (!*there)
    if (auto written = write_setting(file, content_of(OfficeFolder{places.office()}.relay_config())); !written)
      return written;
  std::cout << std::flush;
  const std::vector<std::string> check{SetupPlaces::program("waymark-relay").string(), "--config", file.string(),
                                       "--check"};
  if (run_program(check, places.trial() ? "" : kRelayUser) != 0)
    return std::unexpected(Stop{Exit::kStorage, say("setup.relay-refuses", {{"file", file.string()}})});
  return {};
}

std::string clerk_settings(const SetupPlaces& places, const std::string& instance, const std::string& listen) {
  const auto line = [](std::string_view key, const std::string& value) {
    return std::string{key} + " = \"" + value + "\"\n";
  };
  std::string text =
      "# The clerk of this office. No secrets are in here.\n" + line("instance", instance) + line("listen", listen) +
      line("relay", "http://" + listen_in(places.settings() / kRelaySettings, "public")) +
      line("pack", shared_folder("packs/military-refusal").string()) +
      line("site", (places.settings() / "site.json").string()) + "\n# A neutral site: where \"Leave\" goes.\n[leave]\n";
  for (const char* language : {"ru", "uk", "en"})
    text += line(language, "https://" + std::string{language} + ".wikipedia.org/");
  return text;
}

OrStop<void> write_clerk(const SetupPlaces& places, const std::string& instance, const World& world) {
  const auto file = places.settings() / kClerkSettings;
  const auto there = settings_of_this_office(file, instance);
  if (!there) return std::unexpected(there.error());
  const auto site = places.settings() / "site.json";
  std::error_code error;
  if (!std::filesystem::exists(site, error))
    if (auto written = write_setting(site, "{}\n"); !written) return written;
  if (const auto pinned = pin_site({places.office()}, site, world); !pinned) return std::unexpected(pinned.error());
  std::filesystem::permissions(site, std::filesystem::perms(0644), error);
  if (*there) return {};
  const std::string noted = content_of(places.office() / kClerkListen);
  return write_setting(file, clerk_settings(places, instance, noted.empty() ? std::string{kDefaultClerk} : noted));
}

OrStop<void> none_is_there(const std::vector<std::filesystem::path>& key_files) {
  std::error_code error;
  for (const auto& file : key_files)
    if (std::filesystem::exists(file, error))
      return std::unexpected(Stop{Exit::kUsage, say("setup.other-keys", {{"file", file.string()}})});
  return {};
}

Stop cannot_move(const std::filesystem::path& file) {
  return {Exit::kStorage, say("file.write-plain", {{"file", file.string()}})};
}

}  // namespace

bool installed(const std::string& program) {
  std::error_code error;
  return std::filesystem::exists(SetupPlaces::program(program), error);
}

std::filesystem::path stage_of(const SetupPlaces& places) { return places.office() / ".new"; }

OrStop<void> check_key_folder(const SetupPlaces& places) {
  return none_is_there({places.key_folder() / "root.key", places.key_folder() / "recovery.txt"});
}

OrStop<void> begin_stage(const SetupPlaces& places, const std::vector<std::filesystem::path>& key_files) {
  if (auto free = none_is_there(key_files); !free) return free;
  if (auto made = make_folder(places.office(), places.trial() ? "" : kDeskUser, true); !made) return made;
  if (auto made = make_folder(stage_of(places), "", true); !made) return made;
  std::string lines;
  for (const auto& file : key_files) lines += file.string() + "\n";
  if (auto noted = write_new_file(stage_of(places) / kKeysAt, view_of(lines)); !noted) return noted;
  return make_folder(places.key_folder(), "", true);
}

OrStop<void> note_listeners(const SetupPlaces& places, const std::string& clerk_listen) {
  return write_new_file(stage_of(places) / kClerkListen, view_of(clerk_listen));
}

void drop_stage(const SetupPlaces& places) {
  const auto stage = stage_of(places);
  std::error_code error;
  // The keys of an office that never was; nothing but what this stage put there.
  std::ifstream lines(stage / kKeysAt);
  for (std::string file; std::getline(lines, file);) std::filesystem::remove(file, error);
  std::filesystem::remove_all(stage, error);
}

OrStop<void> finish_stage(const SetupPlaces& places) {
  const OfficeFolder stage{stage_of(places)};
  std::error_code error;
  std::filesystem::remove(stage.path / kKeysAt, error);
  if (!places.trial())
    if (auto given = give_to(stage.path, kDeskUser); !given) return given;
  const auto move = [&](const std::filesystem::path& file) {
    std::filesystem::rename(file, places.office() / file.filename(), error);
    return !error;
  };
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(stage.path, error))
    if (entry.path() != stage.config_file()) files.push_back(entry.path());
  files.push_back(stage.config_file());  // last: with it there is an office
  for (const auto& file : files)
    if (!move(file)) return std::unexpected(cannot_move(file));
  std::filesystem::remove(stage.path, error);
  return {};
}

OrStop<std::vector<Service>> configure_services(const SetupPlaces& places, const World& world) {
  const std::string instance = value_in(OfficeFolder{places.office()}.relay_config(), "instance");
  if (auto made = make_folder(places.settings(), "", false); !made) return std::unexpected(made.error());
  std::vector<Service> services;
  const auto add = [&](const std::string& name, const std::string& user, std::vector<std::string> more) {
    more.insert(more.begin(), SetupPlaces::program(name == "waymark-desk" ? "waymark" : name).string());
    services.push_back({name, user, std::move(more)});
  };
  if (installed("waymark-relay")) {
    if (auto done = write_relay(places, instance); !done) return std::unexpected(done.error());
    add("waymark-relay", kRelayUser, {"--config", (places.settings() / kRelaySettings).string()});
  } else {
    std::cout << say("setup.relay-elsewhere", {{"file", OfficeFolder{places.office()}.relay_config().string()}})
              << '\n';
  }
  add("waymark-desk", kDeskUser, {"desk", "--office", places.office().string()});
  if (installed("waymark-clerk") && installed("waymark-relay") && (places.trial() || user_exists(kClerkUser))) {
    if (auto done = write_clerk(places, instance, world); !done) return std::unexpected(done.error());
    add("waymark-clerk", kClerkUser, {"--config", (places.settings() / kClerkSettings).string()});
  }
  if (!places.trial())
    if (auto given = give_to(places.office(), kDeskUser); !given) return std::unexpected(given.error());
  return services;
}

std::string command_line(const SetupPlaces& places, const Service& service) {
  std::string line = places.trial() ? "" : "runuser -u " + service.user + " --";
  for (const std::string& word : service.words) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::string listen_in(const std::filesystem::path& settings, const char* table) {
  const toml::parse_result parsed = toml::parse_file(settings.string());
  return parsed ? parsed.table()[table]["listen"].value_or<std::string>("") : std::string{};
}

}  // namespace waymark::program
