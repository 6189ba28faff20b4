// A new office in an empty folder: what `waymark init` and `waymark setup` have in common.
//
// desk.toml is written last: a folder without it holds no whole office, and nobody can have relied on its keys.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "desk/ceremonies/founding.h"
#include "programs/waymark/commands.h"

namespace waymark::program {

struct NewOffice {
  std::filesystem::path folder;         ///< must exist
  std::filesystem::path root_key;       ///< where the root key is written
  std::filesystem::path recovery_file;  ///< empty: the caller shows it once
  std::filesystem::path totp_file;      ///< empty: the caller shows it once
  std::filesystem::path relay_data = "relay-data";
  std::string name, alias;
  std::vector<std::string> relays = {}, clerks = {}, mirrors = {}, mails = {};
  std::string relay_listen = "127.0.0.1:8080", relay_desk_listen = "127.0.0.1:8081", relay_desk_url = {};
  std::string listen = "127.0.0.1:8090", pages = {};
  std::uint64_t argon_mib = crypto::kStaffArgon2.memory_bytes >> 20U;
  std::uint64_t argon_kib = 0;  ///< instead of MiB, when it is not 0
  std::uint32_t argon_passes = crypto::kStaffArgon2.passes;
};

/// Every file that found() writes. None of them may be there before.
std::vector<std::filesystem::path> files_of(const NewOffice& office);

/// Makes database, keys and configuration. Takes a second or so, for the passphrase.
OrStop<desk::Founded> found(const NewOffice& office, const SecretBytes& passphrase, const World& world);

/// The words by which people compare a root key by ear.
std::string check_words_of(const crypto::RootVerifyKey& root, Language language);

}  // namespace waymark::program
