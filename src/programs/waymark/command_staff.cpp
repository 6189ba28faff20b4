// `waymark staff …`: inviting, accepting, listing, resetting with the recovery identity.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>

#include "desk/ceremonies/founding.h"
#include "envelope/age_text.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/sign_in.h"

namespace waymark::program {
namespace {

struct StaffOptions {
  std::filesystem::path folder;
  SignInOptions sign_in;
  std::vector<std::string> aliases, roles{"first_line"};
  std::string csv;
  SecretSource invitation, passphrase;
  std::filesystem::path totp_file, recovery_file, invitations_file;
  std::string code, alias, reason;
  SecretSource new_passphrase;
};

OrStop<OpenedOffice> open(const StaffOptions& options, const World& world) {
  return open_office({options.folder}, world.clock, world.random);
}

/// People who get the same roles: one call of the office, all or nothing.
struct InvitedGroup {
  std::vector<std::string> roles;
  std::vector<std::string> aliases;
};

std::string csv_cell(const std::string& line, std::size_t column) {
  std::size_t begin = 0;
  for (; column > 0 && begin != std::string::npos; --column) {
    begin = line.find_first_of(",;\t", begin);
    if (begin != std::string::npos) ++begin;
  }
  if (begin == std::string::npos) return {};
  std::string cell = line.substr(begin, line.find_first_of(",;\t\r", begin) - begin);
  std::erase(cell, '"');
  return cell;
}

std::vector<std::string> words_of(const std::string& cell) {
  std::istringstream in(cell);
  return {std::istream_iterator<std::string>(in), {}};
}

/// Column 1: alias, column 2 (optional): its roles, separated by spaces. A first line "alias…" is a heading.
OrStop<std::vector<InvitedGroup>> groups_from_csv(const std::string& file,
                                                  const std::vector<std::string>& default_roles) {
  std::ifstream in(file);
  if (!in) return std::unexpected(Stop{Exit::kUsage, say("file.open-plain", {{"file", file}})});
  std::vector<InvitedGroup> groups;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> alias = words_of(csv_cell(line, 0));
    if (alias.empty() || (groups.empty() && alias.front() == "alias")) continue;
    std::vector<std::string> roles = words_of(csv_cell(line, 1));
    if (roles.empty()) roles = default_roles;
    auto group = std::ranges::find(groups, roles, &InvitedGroup::roles);
    if (group == groups.end()) group = groups.insert(groups.end(), {roles, {}});
    group->aliases.push_back(alias.front());
  }
  return groups;
}

OrStop<void> show_invitations(const StaffOptions& options, const std::vector<desk::Invitation>& invitations) {
  std::string lines;
  for (const desk::Invitation& invitation : invitations) lines += invitation.alias + "\t" + invitation.code + "\n";
  if (!options.invitations_file.empty()) return write_new_file(options.invitations_file, view_of(lines));
  std::cout << lines;
  std::cerr << say("staff.handing-over") << '\n';
  return {};
}

OrStop<std::vector<InvitedGroup>> wanted(const StaffOptions& options) {
  std::vector<InvitedGroup> groups;
  if (!options.aliases.empty()) groups.push_back({options.roles, options.aliases});
  if (!options.csv.empty()) {
    auto more = groups_from_csv(options.csv, options.roles);
    if (!more) return more;
    groups.insert(groups.end(), more->begin(), more->end());
  }
  std::size_t count = 0;
  for (const InvitedGroup& group : groups) count += group.aliases.size();
  if (count == 0) return std::unexpected(Stop{Exit::kUsage, say("staff.name-somebody")});
  if (count > 100) return std::unexpected(Stop{Exit::kUsage, say("staff.too-many", {{"n", std::to_string(count)}})});
  return groups;
}

OrStop<void> invite(StaffOptions& options, const World& world) {
  const auto groups = wanted(options);
  if (!groups) return std::unexpected(groups.error());
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  std::vector<desk::Invitation> invitations;
  OrStop<void> outcome;
  for (const InvitedGroup& group : *groups) {
    const auto invited = opened->office->people().invite(*token, group.aliases, group.roles);
    if (!invited.has_value()) {
      outcome = std::unexpected(stop_for(
          invited.error(),
          say(invitations.empty() ? "cannot.invite-none" : "cannot.invite-some", {{"alias", group.aliases.front()}})));
      break;
    }
    invitations.insert(invitations.end(), invited->begin(), invited->end());
  }
  opened->office->doors().sign_out(*token);
  if (!invitations.empty())
    if (auto shown = show_invitations(options, invitations); !shown) return shown;
  return outcome;
}

OrStop<void> list(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  const auto people = opened->office->people().staff(*token);
  opened->office->doors().sign_out(*token);
  if (!people.has_value()) return std::unexpected(stop_for(people.error(), say("cannot.list-staff")));
  for (const desk::StaffRow& person : *people) {
    std::cout << person.alias << '\t'
              << (person.state == desk::StaffState::kActive      ? "active"
                  : person.state == desk::StaffState::kContested ? "contested"
                                                                 : "invited");
    for (const std::string& role : person.roles) std::cout << '\t' << role;
    std::cout << '\n';
  }
  return {};
}

/// Without --totp-to the secret is shown and the first code asked for; with it, the file is the authenticator.
OrStop<std::string> first_code(const StaffOptions& options, const desk::Enrolment& enrolment, const World& world) {
  if (!options.totp_file.empty()) {
    if (auto written = write_new_file(options.totp_file, view_of(enrolment.totp_uri + "\n")); !written)
      return std::unexpected(written.error());
    const auto secret = load_totp_secret(options.totp_file);
    if (!secret) return std::unexpected(secret.error());
    // Each code works once: the one before now proves the file and leaves the one of now for the next command.
    return crypto::totp_code(*secret, world.clock.now() - Seconds{30});
  }
  std::cout << say("factor.shown", {{"alias", enrolment.alias}}) << "\n  " << enrolment.totp_uri << '\n';
  const auto typed = read_secret({}, say("staff.six-digits"));
  if (!typed) return std::unexpected(typed.error());
  return to_string(typed->view());
}

OrStop<void> accept(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto invitation = read_secret(options.invitation, say("staff.invitation"));
  if (!invitation) return std::unexpected(invitation.error());
  // A line as `staff invite` prints it begins with the alias.
  std::string_view code = text_of(invitation->view());
  if (const std::size_t tab = code.find('\t'); tab != std::string_view::npos) code.remove_prefix(tab + 1);
  const auto passphrase = read_new_passphrase(options.passphrase, {}, world.random);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto enrolment = opened->office->joining().accept(code, *passphrase);
  if (!enrolment.has_value() && enrolment.error().code == Code::kConflict)
    return std::unexpected(Stop{Exit::kFailed, say("staff.taken")});
  if (!enrolment.has_value()) return std::unexpected(stop_for(enrolment.error(), say("cannot.accept")));
  const auto digits = first_code(options, *enrolment, world);
  if (!digits) return std::unexpected(digits.error());
  if (const auto confirmed = opened->office->joining().confirm(code, *digits); !confirmed.has_value())
    return std::unexpected(stop_for(confirmed.error(), say("cannot.confirm-factor")));
  std::cout << say("staff.can-sign-in", {{"alias", enrolment->alias}}) << '\n';
  return {};
}

OrStop<void> reset(StaffOptions& options, const World& world) {
  const OfficeFolder folder{options.folder};
  const auto keys = load_unattended_keys(folder);
  if (!keys) return std::unexpected(keys.error());
  const auto text = read_file(options.recovery_file);
  if (!text) return std::unexpected(text.error());
  const auto recovery = envelope::identity_from_text(text_of(text->view()));
  if (!recovery.has_value())
    return std::unexpected(
        Stop{Exit::kWrongKey, say("staff.not-recovery", {{"file", options.recovery_file.string()}})});
  auto store = open_database(folder);
  if (!store) return std::unexpected(store.error());
  const auto invitation =
      desk::reset_person(**store, *recovery, keys->pepper, options.alias, world.clock.now(), world.random);
  if (!invitation.has_value() && invitation.error().code == Code::kDenied)
    return std::unexpected(Stop{Exit::kWrongKey, say("staff.recovery-other")});
  if (!invitation.has_value())
    return std::unexpected(stop_for(invitation.error(), say("cannot.reset", {{"alias", options.alias}})));
  return show_invitations(options, {*invitation});
}

/// What to say when somebody cannot be removed.
Stop stop_for_removal(const Error& error, const std::string& alias) {
  switch (error.code) {
    case Code::kConflict: return {Exit::kFailed, say("staff.last", {{"alias", alias}, {"role", error.detail}})};
    case Code::kInvalid: return {Exit::kUsage, say("staff.not-oneself")};
    case Code::kNotFound: return {Exit::kFailed, say("staff.nobody", {{"alias", alias}})};
    case Code::kUnavailable: return {Exit::kFailed, say("staff.busy")};
    default: return stop_for(error, say("cannot.remove", {{"alias", alias}}));
  }
}

OrStop<void> remove(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  const auto gone = opened->office->people().remove(*token, options.alias, options.reason);
  opened->office->doors().sign_out(*token);
  if (!gone.has_value()) return std::unexpected(stop_for_removal(gone.error(), options.alias));
  std::cout << say("staff.removed", {{"alias", gone->alias},
                                     {"compartments", std::to_string(gone->compartments)},
                                     {"cases", std::to_string(gone->cases)}})
            << '\n';
  if (gone->cases_waiting > 0)
    std::cout << say("staff.cases-wait", {{"n", std::to_string(gone->cases_waiting)}}) << '\n';
  if (gone->replaced_day_keys) std::cout << say("staff.knew-day-keys") << "\n  waymark portable make\n";
  if (gone->knew_reply_key || gone->knew_list_key)
    std::cout << say("staff.knew-key") << "\n  waymark roster renew --distrust-old-keys --root-key "
              << say("label.file") << '\n';
  return {};
}

OrStop<void> door_code(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  const auto code = opened->office->people().make_door_code(*token, options.alias);
  opened->office->doors().sign_out(*token);
  if (!code.has_value())
    return std::unexpected(stop_for(code.error(), say("cannot.door-code", {{"alias", options.alias}})));
  std::cout << options.alias << '\t' << *code << '\n';
  return {};
}

OrStop<void> change_passphrase(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto current =
      read_secret(options.sign_in.passphrase, say("sign-in.passphrase", {{"alias", options.sign_in.alias}}));
  if (!current) return std::unexpected(current.error());
  const auto token = sign_in(*opened->office, options.sign_in, *current, world.clock);
  if (!token) return std::unexpected(token.error());
  const auto next = read_new_passphrase(options.new_passphrase, options.sign_in.alias, world.random);
  if (!next) return std::unexpected(next.error());
  const auto changed = opened->office->account().change_passphrase(*token, *current, *next);
  opened->office->doors().sign_out(*token);
  if (!changed.has_value()) return std::unexpected(stop_for(changed.error(), say("cannot.change-passphrase")));
  std::cout << say("staff.passphrase-changed", {{"alias", options.sign_in.alias}}) << '\n';
  return {};
}

OrStop<void> change_factor(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto passphrase =
      read_secret(options.sign_in.passphrase, say("sign-in.passphrase", {{"alias", options.sign_in.alias}}));
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto token = sign_in(*opened->office, options.sign_in, *passphrase, world.clock);
  if (!token) return std::unexpected(token.error());
  const auto enrolment = opened->office->account().begin_second_factor(*token, *passphrase);
  if (!enrolment.has_value()) return std::unexpected(stop_for(enrolment.error(), say("cannot.make-factor")));
  const auto digits = first_code(options, *enrolment, world);
  if (!digits) return std::unexpected(digits.error());
  const auto confirmed = opened->office->account().confirm_second_factor(*token, *digits);
  opened->office->doors().sign_out(*token);
  if (!confirmed.has_value()) return std::unexpected(stop_for(confirmed.error(), say("cannot.confirm-factor")));
  std::cout << say("staff.factor-changed", {{"alias", enrolment->alias}}) << '\n';
  return {};
}

OrStop<void> sign_out_everywhere(StaffOptions& options, const World& world) {
  auto opened = open(options, world);
  if (!opened) return std::unexpected(opened.error());
  const auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  if (const auto out = opened->office->account().sign_out_everywhere(*token); !out.has_value())
    return std::unexpected(stop_for(out.error(), say("cannot.sign-out")));
  std::cout << say("staff.signed-out", {{"alias", options.sign_in.alias}}) << '\n';
  return {};
}

using Action = OrStop<void> (*)(StaffOptions&, const World&);

void choose(CLI::App& command, Chosen& chosen, const std::shared_ptr<StaffOptions>& options, Action action) {
  command.callback([options, action, &chosen] {
    chosen.run = [options, action](const World& world) { return action(*options, world); };
  });
}

/// Commands of one's own account.
void add_account(CLI::App& staff, Chosen& chosen, const std::shared_ptr<StaffOptions>& options) {
  CLI::App* passphrase = staff.add_subcommand("passphrase", say("staff.passphrase"));
  add_folder(*passphrase, options->folder);
  add_sign_in_options(*passphrase, options->sign_in);
  passphrase->add_option("--new-passphrase-file", options->new_passphrase.file,
                         say("staff.option.new-passphrase-file"));
  passphrase->add_option("--new-passphrase-fd", options->new_passphrase.descriptor,
                         say("staff.option.new-passphrase-fd"));
  choose(*passphrase, chosen, options, change_passphrase);

  CLI::App* factor = staff.add_subcommand("second-factor", say("staff.second-factor"));
  add_folder(*factor, options->folder);
  add_sign_in_options(*factor, options->sign_in);
  factor->add_option("--totp-to", options->totp_file, say("staff.option.totp-to"));
  choose(*factor, chosen, options, change_factor);

  CLI::App* out = staff.add_subcommand("sign-out-everywhere", say("staff.sign-out"));
  add_folder(*out, options->folder);
  add_sign_in_options(*out, options->sign_in);
  choose(*out, chosen, options, sign_out_everywhere);
}

}  // namespace

void add_staff(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<StaffOptions>();
  CLI::App* staff = app.add_subcommand("staff", say("staff"))->require_subcommand(1);

  CLI::App* inviting = staff->add_subcommand("invite", say("staff.invite"));
  add_folder(*inviting, options->folder);
  add_sign_in_options(*inviting, options->sign_in);
  inviting->add_option("aliases", options->aliases, say("staff.option.aliases"));
  inviting->add_option("--roles", options->roles, say("staff.option.roles"))->delimiter(',')->capture_default_str();
  inviting->add_option("--csv", options->csv, say("staff.option.csv"));
  inviting->add_option("--to", options->invitations_file, say("staff.option.to-many"));
  choose(*inviting, chosen, options, invite);

  CLI::App* accepting = staff->add_subcommand("accept", say("staff.accept"));
  add_folder(*accepting, options->folder);
  accepting->add_option("--invitation-file", options->invitation.file, say("staff.option.invitation-file"));
  accepting->add_option("--passphrase-file", options->passphrase.file, say("option.passphrase-file"));
  accepting->add_option("--passphrase-fd", options->passphrase.descriptor, say("option.passphrase-fd"));
  accepting->add_option("--totp-to", options->totp_file, say("staff.option.totp-to"));
  choose(*accepting, chosen, options, accept);

  CLI::App* listing = staff->add_subcommand("list", say("staff.list"));
  add_folder(*listing, options->folder);
  add_sign_in_options(*listing, options->sign_in);
  choose(*listing, chosen, options, list);

  CLI::App* resetting = staff->add_subcommand("reset", say("staff.reset"));
  add_folder(*resetting, options->folder);
  resetting->add_option("alias", options->alias, say("staff.option.who"))->required();
  resetting->add_option("--recovery-file", options->recovery_file, say("staff.option.recovery-file"))->required();
  resetting->add_option("--to", options->invitations_file, say("staff.option.to-one"));
  choose(*resetting, chosen, options, reset);

  CLI::App* removing = staff->add_subcommand("remove", say("staff.remove"));
  add_folder(*removing, options->folder);
  add_sign_in_options(*removing, options->sign_in);
  removing->add_option("who", options->alias, say("staff.option.leaver"))->required();
  removing->add_option("--reason", options->reason, say("staff.option.reason"));
  choose(*removing, chosen, options, remove);

  CLI::App* door = staff->add_subcommand("door-code", say("staff.door-code"));
  add_folder(*door, options->folder);
  add_sign_in_options(*door, options->sign_in);
  door->add_option("who", options->alias, say("staff.option.person"))->required();
  choose(*door, chosen, options, door_code);
  add_account(*staff, chosen, options);
}

}  // namespace waymark::program
