// `waymark roster …`, `waymark keys …`, `waymark log …`, `waymark totp`.
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "desk/ceremonies/renewal.h"
#include "desk/keyring/day_keys.h"
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
  std::vector<std::string> relays, clerks, mirrors, mails;
  bool fresh = false, new_keys = false, distrust_old = false;
};

OrStop<roster::VerifiedRoster> load_roster(store::Connection& store) {
  auto roster = desk::newest_roster(store);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), say("cannot.read-roster")));
  return *std::move(roster);
}

OrStop<void> show_roster(KeysOptions& options, const World& world) {
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto roster = load_roster(**store);
  if (!roster) return std::unexpected(roster.error());
  std::cout << roster->note << "\n"
            << say("roster.instance", {{"instance", to_base64(roster->instance.bytes, Padding::kRequired)}}) << '\n'
            << say("roster.check-words") << '\n';
  const auto indices = roster::check_words(roster->roster.roots);
  for (const Language language : kLanguages) {
    std::cout << "  " << code_of(language) << ' ';
    for (const std::uint16_t index : indices) std::cout << ' ' << mailbox::word_at(language, index);
    std::cout << '\n';
  }
  const int left = roster::days_left(roster->roster, world.clock.now());
  if (left < 0) return std::unexpected(Stop{Exit::kRoster, say("roster.expired")});
  std::cout << say("roster.left", {{"days", left}}) << '\n';
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
  const auto next =
      desk::renew_roster(**store, *root, {options.relays, options.clerks, options.mirrors, options.mails, keys},
                         world.clock.now(), world.random);
  if (!next.has_value() && next.error().code == Code::kDenied)
    return std::unexpected(Stop{Exit::kWrongKey, say("roster.other-office")});
  if (!next.has_value()) return std::unexpected(stop_for(next.error(), say("cannot.renew-roster")));
  std::cout << say("roster.signed", {{"serial", std::to_string(next->roster.roster.serial)},
                                     {"days", roster::days_left(next->roster.roster, world.clock.now())}})
            << '\n';
  if (next->new_keys) std::cout << say("roster.new-keys") << '\n';
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
      (*office)->upkeep().renew_lists(*token, options.fresh ? desk::KeyRenewal::kFresh : desk::KeyRenewal::kMissing);
  (*office)->doors().sign_out(*token);
  if (!renewed.has_value() && renewed.error().code == Code::kDenied)
    return std::unexpected(Stop{Exit::kFailed, say("keys.not-coordinator")});
  if (!renewed.has_value()) return std::unexpected(stop_for(renewed.error(), say("cannot.sign-lists")));
  std::cout << say("keys.signed", {{"days", static_cast<std::int64_t>(desk::kListDays)}}) << '\n';
  return {};
}

OrStop<void> check_log(KeysOptions& options, const World&) {
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto keys = desk::all_reply_keys(**store);
  if (!keys.has_value()) return std::unexpected(stop_for(keys.error(), say("cannot.read-rosters")));
  const auto verdict = desk::verify_log(**store, *keys);
  if (!verdict.has_value()) return std::unexpected(stop_for(verdict.error(), say("cannot.read-log")));
  if (!verdict->intact)
    return std::unexpected(Stop{Exit::kLogBroken, say("log.changed", {{"line", std::to_string(verdict->first_bad)},
                                                                      {"lines", std::to_string(verdict->lines)}})});
  std::cout << say("log.intact",
                   {{"lines", std::to_string(verdict->lines)}, {"covered", std::to_string(verdict->covered)}})
            << '\n';
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
  CLI::App* roster = app.add_subcommand("roster", say("roster"))->require_subcommand(1);
  CLI::App* show = roster->add_subcommand("show", say("roster.show"));
  add_folder(*show, options->folder);
  choose(*show, chosen, options, show_roster);
  CLI::App* renew = roster->add_subcommand("renew", say("roster.renew"));
  add_folder(*renew, options->folder);
  renew->add_option("--root-key", options->root_key, say("roster.option.root-key"))->required();
  renew->add_option("--relay", options->relays, say("roster.option.relay"));
  renew->add_option("--clerk", options->clerks, say("roster.option.clerk"));
  renew->add_option("--mirror", options->mirrors, say("roster.option.mirror"));
  renew->add_option("--mail", options->mails, say("roster.option.mail"));
  renew->add_flag("--new-keys", options->new_keys, say("roster.option.new-keys"));
  renew->add_flag("--distrust-old-keys", options->distrust_old, say("roster.option.distrust"));
  choose(*renew, chosen, options, renew_roster);
}

void add_keys(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* keys = app.add_subcommand("keys", say("keys"))->require_subcommand(1);
  CLI::App* renew = keys->add_subcommand("renew", say("keys.renew"));
  add_folder(*renew, options->folder);
  add_sign_in_options(*renew, options->sign_in);
  renew->add_flag("--fresh", options->fresh, say("keys.option.fresh"));
  choose(*renew, chosen, options, renew_keys);
}

void add_log(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* log = app.add_subcommand("log", say("log"))->require_subcommand(1);
  CLI::App* verify = log->add_subcommand("verify", say("log.verify"));
  add_folder(*verify, options->folder);
  choose(*verify, chosen, options, check_log);
}

void add_totp(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* totp = app.add_subcommand("totp", say("totp"));
  totp->add_option("--secret-file", options->totp_file, say("totp.option.secret-file"))->required();
  choose(*totp, chosen, options, show_code);
}

}  // namespace waymark::program
