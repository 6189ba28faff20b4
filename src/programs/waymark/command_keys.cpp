// `waymark roster …`, `waymark keys …`, `waymark log …`, `waymark totp`.
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "desk/casefile/day_keys.h"
#include "desk/casefile/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_log.h"
#include "mailbox/word_list.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/sign_in.h"
#include "roster/check_words.h"

namespace waymark::program {
namespace {

struct KeysOptions {
  std::filesystem::path folder, root_key, totp_file;
  SignInOptions sign_in;
  std::vector<std::string> relays, clerks, mirrors;
  bool fresh = false, new_keys = false, distrust_old = false;
};

OrStop<roster::VerifiedRoster> load_roster(store::Connection& store) {
  auto roster = desk::newest_roster(store);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), "read the roster"));
  return *std::move(roster);
}

OrStop<void> show_roster(KeysOptions& options, const World& world) {
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto roster = load_roster(**store);
  if (!roster) return std::unexpected(roster.error());
  std::cout << roster->note << "\ninstance id  " << to_base64(roster->instance.bytes, Padding::kRequired)
            << "\ncheck-words (computed from the root keys)\n";
  const auto indices = roster::check_words(roster->roster.roots);
  for (const Language language : kLanguages) {
    std::cout << "  " << code_of(language) << ' ';
    for (const std::uint16_t index : indices) std::cout << ' ' << mailbox::word_at(language, index);
    std::cout << '\n';
  }
  const int left = roster::days_left(roster->roster, world.clock.now());
  if (left < 0)
    return std::unexpected(
        Stop{Exit::kRoster, "The roster has expired: intake is closed until `waymark roster renew`."});
  std::cout << "days left    " << left << '\n';
  return {};
}

OrStop<void> renew_roster(KeysOptions& options, const World& world) {
  const auto root = load_root_key(options.root_key);
  if (!root) return std::unexpected(root.error());
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto keys = options.distrust_old ? desk::SigningKeys::kDistrustOld
                    : options.new_keys   ? desk::SigningKeys::kNow
                                         : desk::SigningKeys::kWhenOld;
  const auto next = desk::renew_roster(**store, *root, {options.relays, options.clerks, options.mirrors, keys},
                                       world.clock.now(), world.random);
  if (!next.has_value() && next.error().code == Code::kDenied)
    return std::unexpected(Stop{Exit::kWrongKey, "This root key belongs to another office. Nothing was changed."});
  if (!next.has_value()) return std::unexpected(stop_for(next.error(), "renew the roster"));
  std::cout << "Roster " << next->roster.roster.serial << " is signed, good for "
            << roster::days_left(next->roster.roster, world.clock.now())
            << " days. The desk publishes it within seconds of running.\n";
  if (next->new_keys)
    std::cout << "The keys that sign replies and day-key lists are new, and the lists of the coming days are signed "
                 "again. A running desk takes them up by itself.\n";
  return {};
}

OrStop<void> renew_keys(KeysOptions& options, const World& world) {
  const OfficeFolder folder{options.folder};
  const auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  const auto keys = load_unattended_keys(folder);
  if (!keys) return std::unexpected(keys.error());
  auto office = open_office(folder, *config, keys->pepper, world.clock, world.random);
  if (!office) return std::unexpected(office.error());
  const auto token = sign_in(**office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  const auto renewed =
      (*office)->renew_lists(*token, options.fresh ? desk::KeyRenewal::kFresh : desk::KeyRenewal::kMissing);
  (*office)->sign_out(*token);
  if (!renewed.has_value() && renewed.error().code == Code::kDenied)
    return std::unexpected(Stop{Exit::kFailed, "Only a coordinator holds the list key. Sign in as one."});
  if (!renewed.has_value()) return std::unexpected(stop_for(renewed.error(), "sign the lists"));
  std::cout << "Day-key lists are signed for the next " << desk::kListDays << " days.\n";
  return {};
}

OrStop<void> check_log(KeysOptions& options, const World&) {
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto keys = desk::all_reply_keys(**store);
  if (!keys.has_value()) return std::unexpected(stop_for(keys.error(), "read the rosters"));
  const auto verdict = desk::verify_log(**store, *keys);
  if (!verdict.has_value()) return std::unexpected(stop_for(verdict.error(), "read the log"));
  if (!verdict->intact)
    return std::unexpected(Stop{Exit::kLogBroken, "The access log was changed: line " +
                                                      std::to_string(verdict->first_bad) + " of " +
                                                      std::to_string(verdict->lines) + " does not fit."});
  std::cout << "The access log is intact: " << verdict->lines << " lines, signed up to line " << verdict->covered
            << ". (Lines cut off at the end cannot be seen here: compare the number with an earlier one.)\n";
  return {};
}

OrStop<void> show_code(KeysOptions& options, const World& world) {
  const auto secret = load_totp_secret(options.totp_file);
  if (!secret) return std::unexpected(secret.error());
  std::cout << crypto::totp_code(*secret, world.clock.now()) << '\n';
  return {};
}

using Action = OrStop<void> (*)(KeysOptions&, const World&);

void choose(CLI::App& command, Chosen& chosen, const std::shared_ptr<KeysOptions>& options, Action action) {
  command.callback([options, action, &chosen] {
    chosen.run = [options, action](const World& world) { return action(*options, world); };
  });
}

}  // namespace

void add_roster(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* roster = app.add_subcommand("roster", "The signed list of the organisation's keys")->require_subcommand(1);
  CLI::App* show = roster->add_subcommand("show", "Print the newest roster and compute its check-words");
  add_folder(*show, options->folder);
  choose(*show, chosen, options, show_roster);
  CLI::App* renew = roster->add_subcommand("renew", "Sign the next roster, good for 30 days (needs the root key)");
  add_folder(*renew, options->folder);
  renew->add_option("--root-key", options->root_key, "File with the root key")->required();
  renew->add_option("--relay", options->relays, "New public addresses of relays (default: as before)");
  renew->add_option("--clerk", options->clerks, "New public addresses of clerks (default: as before)");
  renew->add_option("--mirror", options->mirrors, "New public addresses of mirrors (default: as before)");
  renew->add_flag("--new-keys", options->new_keys,
                  "Replace the keys that sign replies and lists now (otherwise before they are 90 days old)");
  renew->add_flag("--distrust-old-keys", options->distrust_old,
                  "The same, and readers refuse the old reply key at once: unread replies must be written again");
  choose(*renew, chosen, options, renew_roster);
}

void add_keys(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* keys = app.add_subcommand("keys", "Day keys")->require_subcommand(1);
  CLI::App* renew = keys->add_subcommand("renew", "Sign day-key lists for the coming days (a coordinator signs in)");
  add_folder(*renew, options->folder);
  add_sign_in_options(*renew, options->sign_in);
  renew->add_flag("--fresh", options->fresh, "Make new keys for all days whose key is not published yet");
  choose(*renew, chosen, options, renew_keys);
}

void add_log(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* log = app.add_subcommand("log", "The access log")->require_subcommand(1);
  CLI::App* verify = log->add_subcommand("verify", "Check the chain and the signatures; needs no key");
  add_folder(*verify, options->folder);
  choose(*verify, chosen, options, check_log);
}

void add_totp(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* totp = app.add_subcommand("totp", "Print the current code of an authenticator secret in a file");
  totp->add_option("--secret-file", options->totp_file, "File with the secret in base32, or an otpauth:// address")
      ->required();
  choose(*totp, chosen, options, show_code);
}

}  // namespace waymark::program
