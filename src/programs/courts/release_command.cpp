// `waymark-courts release --archive FILE --key FILE --out FOLDER …`: a tally with its records in a signed folder.
// `release --check FOLDER PUBLICKEY` finds any changed, missing or extra file; `release --new-key FILE` makes a key.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "base/secret.h"
#include "courts/report/provenance.h"
#include "programs/courts/tally_options.h"
#include "programs/courts/verified.h"
#include "report/signed_folder.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKeyTitle = "waymark release key v1\n";

struct ReleaseCommand {
  TallyOptions tally;
  std::string key, out, new_key;
  std::vector<std::string> check;
};

/// The title and the 32 bytes of the seed; they pass through no other memory than that of secrets.
OrStop<void> make_key(const fs::path& file) {
  std::error_code ignored;
  if (fs::exists(file, ignored))
    return std::unexpected(
        Stop{Exit::kUsage, file.string() + ": The file is there already; a key is never overwritten."});
  crypto::SystemRandom random;
  const auto key = crypto::ListSigningKey::generate(random);
  std::ofstream stream;
  stream.rdbuf()->pubsetbuf(nullptr, 0);
  stream.open(file, std::ios::binary);
  stream.write(kKeyTitle.data(), static_cast<std::streamsize>(kKeyTitle.size()));
  stream.write(reinterpret_cast<const char*>(key.seed().view().data()), crypto::kSigningSeedBytes);
  if (!stream.flush()) return std::unexpected(Stop{Exit::kStorage, file.string() + ": The file cannot be written."});
  std::cout << fmt::format("Public key, to be published where readers trust it: {}\n",
                           to_hex(key.verify_key().bytes()));
  return {};
}

OrStop<crypto::ListSigningKey> load_key(const fs::path& file) {
  std::ifstream stream;
  stream.rdbuf()->pubsetbuf(nullptr, 0);
  stream.open(file, std::ios::binary);
  if (!stream.is_open()) return std::unexpected(Stop{Exit::kStorage, file.string() + ": The file cannot be read."});
  SecretBytes bytes(kKeyTitle.size() + crypto::kSigningSeedBytes);
  stream.read(reinterpret_cast<char*>(bytes.writable().data()), static_cast<std::streamsize>(bytes.size()));
  const bool whole =
      static_cast<std::size_t>(stream.gcount()) == bytes.size() && stream.peek() == std::ifstream::traits_type::eof();
  const ByteView title = bytes.view().first(kKeyTitle.size());
  if (!whole || !std::equal(title.begin(), title.end(), view_of(kKeyTitle).begin()))
    return std::unexpected(Stop{Exit::kInput, file.string() + ": That is no release key."});
  return crypto::ListSigningKey(crypto::SigningSeed::copy_of(bytes.view().last<crypto::kSigningSeedBytes>()));
}

OrStop<crypto::ListVerifyKey> public_key_of(const std::string& text) {
  const auto bytes = from_hex(text);
  crypto::VerifyKeyBytes key{};
  if (bytes && bytes->size() == key.size()) {
    std::copy(bytes->begin(), bytes->end(), key.begin());
    if (auto good = crypto::ListVerifyKey::from_bytes(key)) return *good;
  }
  return std::unexpected(
      Stop{Exit::kUsage, "The public key is 64 hexadecimal digits, as release --new-key prints it."});
}

OrStop<void> check_release(const std::string& folder, const std::string& key_text) {
  const auto key = public_key_of(key_text);
  if (!key) return std::unexpected(key.error());
  const auto check = report::check_folder(folder, *key);
  if (!check && check.error().code == Code::kAuthentication)
    return std::unexpected(
        Stop{Exit::kInput, folder + ": The list of files was not signed with this key, or was changed since."});
  if (!check) return std::unexpected(stop_for(check.error(), folder));
  for (const std::string& path : check->changed) std::cout << "changed  " << path << '\n';
  for (const std::string& path : check->missing) std::cout << "missing  " << path << '\n';
  for (const std::string& path : check->extra) std::cout << "extra    " << path << '\n';
  if (!check->intact()) return std::unexpected(Stop{Exit::kInput, folder + ": The folder is not as it was signed."});
  std::cout << "Intact: every file is as it was signed, and none was added.\n";
  return {};
}

OrStop<void> make_release(const ReleaseCommand& command) {
  const auto catalogue = texts();
  const auto language = language_of(command.tally.language);
  if (!catalogue || !language) return std::unexpected(!catalogue ? catalogue.error() : language.error());
  const auto key = load_key(command.key);
  if (!key) return std::unexpected(key.error());
  std::error_code error;
  if (fs::exists(command.out, error) && !fs::is_empty(command.out, error))
    return std::unexpected(
        Stop{Exit::kUsage, command.out + ": The folder is not empty; a release is made in a new one."});
  auto head = verified_head(command.tally.archive);
  if (!head) return std::unexpected(head.error());
  const auto followed = follow(command.tally);
  if (!followed) return std::unexpected(followed.error());
  const courts::TallySource source = source_of(command.tally, *followed);
  auto report = make_report(command.tally, source);
  if (!report) return std::unexpected(report.error());
  report->head = std::move(*head);
  const auto records = courts::records_of(source, report->tally);
  if (!records) return std::unexpected(stop_for(records.error(), source.archive.string()));
  const fs::path folder = command.out;
  if (auto done = write_tally(*catalogue, *language, *report, folder); !done) return done;
  if (auto done = write_whole(folder / "records.csv", to_csv(*records)); !done) return done;
  if (auto done = report::sign_folder(folder, *key); !done) return std::unexpected(stop_for(done.error(), command.out));
  std::cout << tally_lines(*catalogue, *language, *report)
            << fmt::format("\nReleased to {}, signed with {}.\n", command.out, to_hex(key->verify_key().bytes()));
  return {};
}

OrStop<void> run_release(const ReleaseCommand& command) {
  if (!command.new_key.empty()) return make_key(command.new_key);
  if (!command.check.empty()) return check_release(command.check[0], command.check[1]);
  if (command.tally.archive.empty() || command.key.empty() || command.out.empty())
    return std::unexpected(
        Stop{Exit::kUsage, "A release needs --archive, --key and --out; or use --check or --new-key."});
  return make_release(command);
}

}  // namespace

void add_release(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ReleaseCommand>();  // owned by the callback below
  CLI::App* command =
      app.add_subcommand("release", "Write a tally with its records into a signed folder, or check one");
  add_tally_options(*command, options->tally);
  command->get_option("--archive")->required(false);
  command->add_option("--key", options->key, "The key that signs")->type_name("FILE");
  command->add_option("--out", options->out, "The new folder")->type_name("FOLDER");
  command->add_option("--new-key", options->new_key, "Make a key, print its public half and end")->type_name("FILE");
  command->add_option("--check", options->check, "Check a signed folder against a public key and end")
      ->type_name("FOLDER PUBLICKEY")
      ->expected(2);
  command->callback([options, &chosen] { chosen.run = [options] { return run_release(*options); }; });
}

}  // namespace waymark::program
