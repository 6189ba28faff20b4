#include "programs/waymark/new_office.h"

#include "base/encoding.h"
#include "desk/keyring/schema.h"
#include "envelope/age_text.h"
#include "mailbox/word_list.h"
#include "roster/check_words.h"

namespace waymark::program {
namespace {

std::string relay_config(const NewOffice& office, const desk::Founded& founded) {
  std::string text = "# The relay of this office. No secrets are in here.\n";
  text += "data = \"" + office.relay_data.string() + "\"\n";
  if (!office.pages.empty()) text += "pages = \"" + office.pages + "\"\n";
  text += "instance = \"" + to_base64(founded.instance.bytes, Padding::kRequired) + "\"\n";
  text += "transport_key = \"" + to_base64(founded.transport.verify_key().bytes(), Padding::kRequired) + "\"\n\n";
  text +=
      "[public]\nlisten = \"" + office.relay_listen + "\"\n\n[desk]\nlisten = \"" + office.relay_desk_listen + "\"\n";
  return text;
}

DeskConfig desk_config(const NewOffice& office) {
  DeskConfig config;
  config.name = office.name;
  config.relay_desk_url = office.relay_desk_url.empty() ? "http://" + office.relay_desk_listen : office.relay_desk_url;
  config.listen = office.listen;
  return config;
}

OrStop<void> write_files(const NewOffice& office, const desk::Founded& founded) {
  const OfficeFolder folder{office.folder};
  const SecretBytes recovery = envelope::identity_to_text(founded.recovery);
  struct File {
    std::filesystem::path path;
    SecretBytes content;
  };
  std::vector<File> files;
  files.push_back({folder.unattended_file(), write_unattended_keys(founded.transport, founded.pepper)});
  files.push_back({office.root_key, write_root_key(founded.root)});
  files.push_back({folder.relay_config(), SecretBytes::copy_of(view_of(relay_config(office, founded)))});
  if (!office.recovery_file.empty()) files.push_back({office.recovery_file, recovery.duplicate()});
  if (!office.totp_file.empty())
    files.push_back({office.totp_file, SecretBytes::copy_of(view_of(founded.coordinator.totp_uri + "\n"))});
  // Last: an office without desk.toml is one that was not finished.
  files.push_back({folder.config_file(), SecretBytes::copy_of(view_of(write_config(desk_config(office))))});
  for (const File& file : files)
    if (auto written = write_new_file(file.path, file.content.view()); !written) return written;
  return {};
}

}  // namespace

std::string check_words_of(const crypto::RootVerifyKey& root, Language language) {
  std::string words;
  for (const std::uint16_t index : roster::check_words(std::span{&root, 1}))
    words += (words.empty() ? "" : " ") + std::string{mailbox::word_at(language, index)};
  return words;
}

std::vector<std::filesystem::path> files_of(const NewOffice& office) {
  const OfficeFolder folder{office.folder};
  std::vector<std::filesystem::path> files{folder.config_file(), folder.database(), folder.unattended_file(),
                                           folder.relay_config(), office.root_key};
  for (const auto& file : {office.recovery_file, office.totp_file})
    if (!file.empty()) files.push_back(file);
  return files;
}

OrStop<desk::Founded> found(const NewOffice& office, const SecretBytes& passphrase, const World& world) {
  auto store = desk::open_desk_store(OfficeFolder{office.folder}.database());
  if (!store.has_value()) return std::unexpected(stop_for(store.error(), say("cannot.make-database")));
  const std::vector<std::string> relays =
      office.relays.empty() ? std::vector{"http://" + office.relay_listen} : office.relays;
  const std::size_t memory = office.argon_kib != 0 ? office.argon_kib << 10U : office.argon_mib << 20U;
  const desk::Founding founding{.name = office.name,
                                .relays = relays,
                                .clerks = office.clerks,
                                .mirrors = office.mirrors,
                                .mails = office.mails,
                                .alias = office.alias,
                                .passphrase = passphrase,
                                .cost = {memory, office.argon_passes}};
  desk::PassphraseGate gate;
  auto founded = desk::found_office(**store, founding, gate, world.clock.now(), world.random);
  if (!founded.has_value()) return std::unexpected(stop_for(founded.error(), say("cannot.found-office")));
  if (auto written = write_files(office, *founded); !written) return std::unexpected(written.error());
  return *std::move(founded);
}

}  // namespace waymark::program
