// `waymark init`: founds an office in an empty folder and writes what must be kept elsewhere.
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "crypto/verify/verify.h"
#include "desk/casefile/founding.h"
#include "desk/keyring/schema.h"
#include "envelope/age_text.h"
#include "mailbox/word_list.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/sign_in.h"
#include "roster/check_words.h"

namespace waymark::program {
namespace {

struct InitOptions {
  std::filesystem::path folder, root_key, recovery_file, totp_file, relay_data = "relay-data";
  std::string name, alias;
  std::vector<std::string> relays, clerks, mirrors;
  std::string relay_listen = "127.0.0.1:8080", relay_desk_listen = "127.0.0.1:8081", relay_desk_url;
  std::string listen = "127.0.0.1:8090", pages;
  SecretSource passphrase;
  std::uint64_t argon_mib = crypto::kStaffArgon2.memory_bytes >> 20U;
  std::uint64_t argon_kib = 0;
  std::uint32_t argon_passes = crypto::kStaffArgon2.passes;
};

std::string relay_config(const InitOptions& options, const desk::Founded& founded) {
  std::string text = "# The relay of this office. No secrets are in here.\n";
  text += "data = \"" + options.relay_data.string() + "\"\n";
  if (!options.pages.empty()) text += "pages = \"" + options.pages + "\"\n";
  text += "instance = \"" + to_base64(founded.instance.bytes, Padding::kRequired) + "\"\n";
  text += "transport_key = \"" + to_base64(founded.transport.verify_key().bytes(), Padding::kRequired) + "\"\n\n";
  text +=
      "[public]\nlisten = \"" + options.relay_listen + "\"\n\n[desk]\nlisten = \"" + options.relay_desk_listen + "\"\n";
  return text;
}

DeskConfig desk_config(const InitOptions& options) {
  DeskConfig config;
  config.name = options.name;
  config.relay_desk_url =
      options.relay_desk_url.empty() ? "http://" + options.relay_desk_listen : options.relay_desk_url;
  config.listen = options.listen;
  return config;
}

std::string check_words_of(const crypto::RootVerifyKey& root, Language language) {
  std::string words;
  for (const std::uint16_t index : roster::check_words(std::span{&root, 1}))
    words += (words.empty() ? "" : " ") + std::string{mailbox::word_at(language, index)};
  return words;
}

OrStop<void> write_files(const InitOptions& options, const OfficeFolder& folder, const desk::Founded& founded) {
  const SecretBytes recovery = envelope::identity_to_text(founded.recovery);
  struct File {
    std::filesystem::path path;
    SecretBytes content;
  };
  std::vector<File> files;
  files.push_back({folder.unattended_file(), write_unattended_keys(founded.transport, founded.pepper)});
  files.push_back({options.root_key, write_root_key(founded.root)});
  files.push_back({folder.relay_config(), SecretBytes::copy_of(view_of(relay_config(options, founded)))});
  if (!options.recovery_file.empty()) files.push_back({options.recovery_file, recovery.duplicate()});
  if (!options.totp_file.empty())
    files.push_back({options.totp_file, SecretBytes::copy_of(view_of(founded.coordinator.totp_uri + "\n"))});
  // Last: an office without desk.toml is one that was not finished.
  files.push_back({folder.config_file(), SecretBytes::copy_of(view_of(write_config(desk_config(options))))});
  for (const File& file : files)
    if (auto written = write_new_file(file.path, file.content.view()); !written) return written;
  return {};
}

void tell(const InitOptions& options, const OfficeFolder& folder, const desk::Founded& founded) {
  std::cout << "The office \"" << options.name << "\" is founded in " << folder.path.string() << ".\n\n";
  if (options.recovery_file.empty()) {
    const SecretBytes recovery = envelope::identity_to_text(founded.recovery);
    std::cout
        << "RECOVERY: write this down or put it on a stick, and keep it away from this machine. It is shown once and\n"
           "stored nowhere. With it, cases can be opened when people are gone; without it, a forgotten passphrase is "
           "final.\n\n  ";
    std::cout.write(text_of(recovery.view()).data(), static_cast<std::streamsize>(recovery.size()));
    std::cout << "\n\n";
  } else {
    std::cout << "Recovery identity: " << options.recovery_file.string() << " (move it away from this machine)\n";
  }
  std::cout << "Root key: " << options.root_key.string()
            << " (move it away from this machine; `waymark roster renew` needs it every 30 days)\n";
  if (options.totp_file.empty())
    std::cout << "\nSecond factor of " << founded.coordinator.alias << ", for an authenticator app (shown once):\n  "
              << founded.coordinator.totp_uri << "\n\n";
  else
    std::cout << "Second factor of " << founded.coordinator.alias << ": " << options.totp_file.string() << '\n';
  std::cout << "Configuration of the relay: " << folder.relay_config().string()
            << "\n\nCheck-words (for comparing the roster between channels):\n";
  for (const Language language : kLanguages)
    std::cout << "  " << code_of(language) << "  " << check_words_of(founded.root.verify_key(), language) << '\n';
  std::cout << "\nNext: start the relay with that configuration, then: waymark desk --office " << folder.path.string()
            << '\n';
}

OrStop<void> init(const InitOptions& options, const World& world) {
  const OfficeFolder folder{options.folder};
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, "Could not make the folder " + folder.path.string() + "."});
  std::filesystem::permissions(folder.path, std::filesystem::perms::owner_all, error);
  for (const auto& file : {folder.config_file(), folder.database(), folder.unattended_file(), folder.relay_config(),
                           options.root_key, options.recovery_file, options.totp_file})
    if (!file.empty() && std::filesystem::exists(file, error))
      return std::unexpected(Stop{Exit::kUsage, file.string() + " exists already. Nothing was changed."});
  const auto passphrase = read_new_passphrase(options.passphrase, " of " + options.alias, world.random);
  if (!passphrase) return std::unexpected(passphrase.error());

  auto store = desk::open_desk_store(folder.database());
  if (!store.has_value()) return std::unexpected(stop_for(store.error(), "make the database"));
  const std::vector<std::string> relays =
      options.relays.empty() ? std::vector{"http://" + options.relay_listen} : options.relays;
  const std::size_t memory = options.argon_kib != 0 ? options.argon_kib << 10U : options.argon_mib << 20U;
  const desk::Founding founding{.name = options.name,
                                .relays = relays,
                                .clerks = options.clerks,
                                .mirrors = options.mirrors,
                                .alias = options.alias,
                                .passphrase = *passphrase,
                                .cost = {memory, options.argon_passes}};
  desk::PassphraseGate gate;
  const auto founded = desk::found_office(**store, founding, gate, world.clock.now(), world.random);
  if (!founded.has_value()) return std::unexpected(stop_for(founded.error(), "found the office"));
  if (auto written = write_files(options, folder, *founded); !written) return written;
  tell(options, folder, *founded);
  return {};
}

}  // namespace

void add_init(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<InitOptions>();
  CLI::App* command = app.add_subcommand("init", "Found an office: keys, first roster, first coordinator");
  command->add_option("folder", options->folder, "New folder for the office")->required();
  command->add_option("--name", options->name, "Name of the organisation, as requesters read it")->required();
  command->add_option("--alias", options->alias, "Alias of the first coordinator (a-z, 0-9, . _ -)")->required();
  command->add_option("--root-key", options->root_key, "Where to write the root key; best on a stick")->required();
  command->add_option("--recovery-to", options->recovery_file,
                      "Write the recovery identity to a file instead of showing it once");
  command->add_option("--totp-to", options->totp_file, "Write the second factor to a file instead of showing it once");
  command->add_option("--passphrase-file", options->passphrase.file, "File with the passphrase in its first line");
  command->add_option("--passphrase-fd", options->passphrase.descriptor, "Descriptor to read the passphrase from");
  command->add_option("--relay", options->relays,
                      "Public address of a relay, such as https://help.example (repeatable)");
  command->add_option("--clerk", options->clerks, "Public address of a clerk (repeatable)");
  command->add_option("--mirror", options->mirrors, "Public address of a mirror (repeatable)");
  command->add_option("--relay-listen", options->relay_listen, "Address the relay listens on for requesters")
      ->capture_default_str();
  command->add_option("--relay-desk-listen", options->relay_desk_listen, "Address the relay listens on for the desk")
      ->capture_default_str();
  command->add_option("--relay-desk-url", options->relay_desk_url,
                      "How the desk reaches that (default: http:// and the address)");
  command->add_option("--relay-data", options->relay_data, "Folder of the relay's database, for its configuration")
      ->capture_default_str();
  command->add_option("--relay-pages", options->pages, "Folder of the intake pages, for the relay's configuration");
  command->add_option("--listen", options->listen, "Address the desk listens on")->capture_default_str();
  command->add_option("--argon2-mib", options->argon_mib, "Memory of the passphrase hash, MiB")->capture_default_str();
  command->add_option("--argon2-kib", options->argon_kib, "The same in KiB, for tests");
  command->add_option("--argon2-passes", options->argon_passes, "Passes of the passphrase hash")->capture_default_str();
  command->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return init(*options, world); }; });
}

}  // namespace waymark::program
