// `waymark init`: founds an office in an empty folder and writes what must be kept elsewhere.
#include <iostream>
#include <memory>

#include "envelope/age_text.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/new_office.h"
#include "programs/waymark/sign_in.h"

namespace waymark::program {
namespace {

struct InitOptions {
  NewOffice office;
  SecretSource passphrase;
};

void tell(const NewOffice& options, const OfficeFolder& folder, const desk::Founded& founded) {
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
  const NewOffice& office = options.office;
  const OfficeFolder folder{office.folder};
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, say("file.folder", {{"file", folder.path.string()}})});
  std::filesystem::permissions(folder.path, std::filesystem::perms::owner_all, error);
  for (const auto& file : files_of(office))
    if (std::filesystem::exists(file, error))
      return std::unexpected(Stop{Exit::kUsage, say("file.exists", {{"file", file.string()}})});
  const auto passphrase = read_new_passphrase(options.passphrase, office.alias, world.random);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto founded = found(office, *passphrase, world);
  if (!founded) return std::unexpected(founded.error());
  tell(office, folder, *founded);
  return {};
}

}  // namespace

void add_init(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<InitOptions>();
  NewOffice& office = options->office;
  CLI::App* command = app.add_subcommand("init", say("init"));
  command->add_option("folder", office.folder, say("init.option.folder"))->required();
  command->add_option("--name", office.name, say("init.option.name"))->required();
  command->add_option("--alias", office.alias, say("init.option.alias"))->required();
  command->add_option("--root-key", office.root_key, say("init.option.root-key"))->required();
  command->add_option("--recovery-to", office.recovery_file, say("init.option.recovery-to"));
  command->add_option("--totp-to", office.totp_file, say("init.option.totp-to"));
  command->add_option("--passphrase-file", options->passphrase.file, say("option.passphrase-file"));
  command->add_option("--passphrase-fd", options->passphrase.descriptor, say("option.passphrase-fd"));
  command->add_option("--relay", office.relays, say("init.option.relay"));
  command->add_option("--clerk", office.clerks, say("init.option.clerk"));
  command->add_option("--mirror", office.mirrors, say("init.option.mirror"));
  command->add_option("--mail", office.mails, say("init.option.mail"));
  command->add_option("--relay-listen", office.relay_listen, say("init.option.relay-listen"))->capture_default_str();
  command->add_option("--relay-desk-listen", office.relay_desk_listen, say("init.option.relay-desk-listen"))
      ->capture_default_str();
  command->add_option("--relay-desk-url", office.relay_desk_url, say("init.option.relay-desk-url"));
  command->add_option("--relay-data", office.relay_data, say("init.option.relay-data"))->capture_default_str();
  command->add_option("--relay-pages", office.pages, say("init.option.relay-pages"));
  command->add_option("--listen", office.listen, say("init.option.listen"))->capture_default_str();
  command->add_option("--argon2-mib", office.argon_mib, say("init.option.argon2-mib"))->capture_default_str();
  command->add_option("--argon2-kib", office.argon_kib, say("init.option.argon2-kib"));
  command->add_option("--argon2-passes", office.argon_passes, say("init.option.argon2-passes"))->capture_default_str();
  command->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return init(*options, world); }; });
}

}  // namespace waymark::program
