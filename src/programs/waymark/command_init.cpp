// `waymark init`: founds an office in an empty folder and writes what must be kept elsewhere.
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "crypto/verify/verify.h"
#include "desk/ceremonies/founding.h"
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
  std::vector<std::string> relays, clerks, mirrors, mails;
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
  std::cout << say("init.founded", {{"name", options.name}, {"folder", folder.path.string()}}) << "\n\n";
  if (options.recovery_file.empty()) {
    const SecretBytes recovery = envelope::identity_to_text(founded.recovery);
    std::cout << say("init.recovery-shown") << "\n\n  ";
    std::cout.write(text_of(recovery.view()).data(), static_cast<std::streamsize>(recovery.size()));
    std::cout << "\n\n";
  } else {
    std::cout << say("init.recovery-file", {{"file", options.recovery_file.string()}}) << '\n';
  }
  std::cout << say("init.root-file", {{"file", options.root_key.string()}}) << '\n';
  if (options.totp_file.empty())
    std::cout << '\n'
              << say("factor.shown", {{"alias", founded.coordinator.alias}}) << "\n  " << founded.coordinator.totp_uri
              << "\n\n";
  else
    std::cout << say("init.factor-file", {{"alias", founded.coordinator.alias}, {"file", options.totp_file.string()}})
              << '\n';
  std::cout << say("init.relay-config", {{"file", folder.relay_config().string()}}) << "\n\n"
            << say("init.check-words") << '\n';
  for (const Language language : kLanguages)
    std::cout << "  " << code_of(language) << "  " << check_words_of(founded.root.verify_key(), language) << '\n';
  std::cout << '\n' << say("init.next", {{"folder", folder.path.string()}}) << '\n';
}

OrStop<void> init(const InitOptions& options, const World& world) {
  const OfficeFolder folder{options.folder};
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, say("file.folder", {{"file", folder.path.string()}})});
  std::filesystem::permissions(folder.path, std::filesystem::perms::owner_all, error);
  for (const auto& file : {folder.config_file(), folder.database(), folder.unattended_file(), folder.relay_config(),
                           options.root_key, options.recovery_file, options.totp_file})
    if (!file.empty() && std::filesystem::exists(file, error))
      return std::unexpected(Stop{Exit::kUsage, say("file.exists", {{"file", file.string()}})});
  const auto passphrase = read_new_passphrase(options.passphrase, options.alias, world.random);
  if (!passphrase) return std::unexpected(passphrase.error());

  auto store = desk::open_desk_store(folder.database());
  if (!store.has_value()) return std::unexpected(stop_for(store.error(), say("cannot.make-database")));
  const std::vector<std::string> relays =
      options.relays.empty() ? std::vector{"http://" + options.relay_listen} : options.relays;
  const std::size_t memory = options.argon_kib != 0 ? options.argon_kib << 10U : options.argon_mib << 20U;
  const desk::Founding founding{.name = options.name,
                                .relays = relays,
                                .clerks = options.clerks,
                                .mirrors = options.mirrors,
                                .mails = options.mails,
                                .alias = options.alias,
                                .passphrase = *passphrase,
                                .cost = {memory, options.argon_passes}};
  desk::PassphraseGate gate;
  const auto founded = desk::found_office(**store, founding, gate, world.clock.now(), world.random);
  if (!founded.has_value()) return std::unexpected(stop_for(founded.error(), say("cannot.found-office")));
  if (auto written = write_files(options, folder, *founded); !written) return written;
  tell(options, folder, *founded);
  return {};
}

}  // namespace

void add_init(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<InitOptions>();
  CLI::App* command = app.add_subcommand("init", say("init"));
  command->add_option("folder", options->folder, say("init.option.folder"))->required();
  command->add_option("--name", options->name, say("init.option.name"))->required();
  command->add_option("--alias", options->alias, say("init.option.alias"))->required();
  command->add_option("--root-key", options->root_key, say("init.option.root-key"))->required();
  command->add_option("--recovery-to", options->recovery_file, say("init.option.recovery-to"));
  command->add_option("--totp-to", options->totp_file, say("init.option.totp-to"));
  command->add_option("--passphrase-file", options->passphrase.file, say("option.passphrase-file"));
  command->add_option("--passphrase-fd", options->passphrase.descriptor, say("option.passphrase-fd"));
  command->add_option("--relay", options->relays, say("init.option.relay"));
  command->add_option("--clerk", options->clerks, say("init.option.clerk"));
  command->add_option("--mirror", options->mirrors, say("init.option.mirror"));
  command->add_option("--mail", options->mails, say("init.option.mail"));
  command->add_option("--relay-listen", options->relay_listen, say("init.option.relay-listen"))->capture_default_str();
  command->add_option("--relay-desk-listen", options->relay_desk_listen, say("init.option.relay-desk-listen"))
      ->capture_default_str();
  command->add_option("--relay-desk-url", options->relay_desk_url, say("init.option.relay-desk-url"));
  command->add_option("--relay-data", options->relay_data, say("init.option.relay-data"))->capture_default_str();
  command->add_option("--relay-pages", options->pages, say("init.option.relay-pages"));
  command->add_option("--listen", options->listen, say("init.option.listen"))->capture_default_str();
  command->add_option("--argon2-mib", options->argon_mib, say("init.option.argon2-mib"))->capture_default_str();
  command->add_option("--argon2-kib", options->argon_kib, say("init.option.argon2-kib"));
  command->add_option("--argon2-passes", options->argon_passes, say("init.option.argon2-passes"))
      ->capture_default_str();
  command->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return init(*options, world); }; });
}

}  // namespace waymark::program
