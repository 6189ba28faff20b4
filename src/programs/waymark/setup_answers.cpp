#include "programs/waymark/setup_answers.h"

// As everywhere else in the program: with and without exceptions the parser is not the same type under the same name.
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <iostream>

#include "desk/keyring/staff_key.h"
#include "desk/staff/passphrase_rule.h"
#include "http/endpoint.h"
#include "programs/waymark/sign_in.h"
#include "roster/origin.h"

namespace waymark::program {
namespace {

constexpr std::size_t kNameBytesMax = 120;

/// A sentence that says why an answer is none; nothing when it is one.
using AnswerJudge = std::optional<std::string> (*)(const std::string& answer);

std::optional<std::string> judge_name(const std::string& name) {
  const bool control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (name.empty() || name.size() > kNameBytesMax || control) return say("setup.bad-name");
  return std::nullopt;
}

std::optional<std::string> judge_alias(const std::string& alias) {
  return desk::is_good_alias(alias) ? std::nullopt : std::optional{say("setup.bad-alias", {{"alias", alias}})};
}

std::optional<std::string> judge_address(const std::string& address) {
  if (address.empty() || !roster::origin_of(address).empty()) return std::nullopt;
  return say("setup.bad-address", {{"address", address}});
}

std::optional<std::string> judge_listen(const std::string& listen) {
  const auto endpoint = http::Endpoint::parse(listen);
  if (endpoint.has_value() && endpoint->is_loopback()) return std::nullopt;
  return say("setup.bad-listen", {{"listen", listen}});
}

std::string trimmed(std::string text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

OrStop<std::string> ask(const std::string& question, AnswerJudge judge) {
  for (;;) {
    std::cout << question << "\n> " << std::flush;
    std::string line;
    if (!std::getline(std::cin, line)) return std::unexpected(Stop{Exit::kUsage, say("setup.stopped")});
    line = trimmed(line);
    const auto problem = judge(line);
    if (!problem) return line;
    std::cout << *problem << '\n';
  }
}

OrStop<SecretBytes> ask_passphrase(const SetupAnswers& answers, crypto::Random& random) {
  for (;;) {
    auto typed = read_new_passphrase({}, answers.alias, random);
    if (!typed) return std::unexpected(typed.error());
    // The end of input and an empty line are one thing to a terminal.
    if (typed->size() == 0) return std::unexpected(Stop{Exit::kUsage, say("setup.stopped")});
    const std::array<std::string_view, 2> known{answers.alias, answers.name};
    const auto taken = desk::new_passphrase(typed->view(), known);
    if (taken.has_value()) return typed;
    std::cout << stop_for(taken.error(), say("cannot.found-office")).sentence << '\n';
  }
}

std::optional<std::string> unknown_key(const toml::table& table) {
  static constexpr std::array<std::string_view, 6> top{"name",  "alias",           "address",
                                                       "clerk", "passphrase_file", "listen"};
  static constexpr std::array<std::string_view, 4> listen{"relay", "relay_desk", "desk", "clerk"};
  for (const auto& [key, value] : table)
    if (std::ranges::find(top, key.str()) == top.end()) return std::string{key.str()};
  if (const auto* part = table["listen"].as_table())
    for (const auto& [key, value] : *part)
      if (std::ranges::find(listen, key.str()) == listen.end()) return "listen." + std::string{key.str()};
  return std::nullopt;
}

OrStop<toml::table> parse(const std::filesystem::path& file) {
  toml::parse_result parsed = toml::parse_file(file.string());
  const auto refuse = [&](const std::string& detail) {
    return std::unexpected(Stop{Exit::kUsage, say("setup.bad-file", {{"file", file.string()}, {"detail", detail}})});
  };
  if (!parsed) return refuse(std::string{parsed.error().description()});
  if (const auto key = unknown_key(parsed.table())) return refuse(*key);
  return std::move(parsed).table();
}

std::optional<std::string> problem_of(const SetupAnswers& answers) {
  if (auto problem = judge_name(answers.name)) return problem;
  if (auto problem = judge_alias(answers.alias)) return problem;
  for (const auto& address : {answers.address, answers.clerk})
    if (auto problem = judge_address(address)) return problem;
  for (const auto& listen :
       {answers.relay_listen, answers.relay_desk_listen, answers.desk_listen, answers.clerk_listen})
    if (auto problem = judge_listen(listen)) return problem;
  return std::nullopt;
}

}  // namespace

OrStop<SetupAnswers> ask_for_answers(crypto::Random& random) {
  SetupAnswers answers;
  answers.asked = true;
  const auto name = ask(say("setup.ask-name"), judge_name);
  if (!name) return std::unexpected(name.error());
  answers.name = *name;
  const auto alias = ask(say("setup.ask-alias"), judge_alias);
  if (!alias) return std::unexpected(alias.error());
  answers.alias = *alias;
  const auto address = ask(say("setup.ask-address"), judge_address);
  if (!address) return std::unexpected(address.error());
  answers.address = *address;
  auto passphrase = ask_passphrase(answers, random);
  if (!passphrase) return std::unexpected(passphrase.error());
  answers.passphrase = *std::move(passphrase);
  return answers;
}

OrStop<SetupAnswers> read_answers(const std::filesystem::path& file) {
  const auto table = parse(file);
  if (!table) return std::unexpected(table.error());
  SetupAnswers answers;
  const auto text = [&](const char* key) { return (*table)[key].value_or<std::string>(""); };
  const auto listen = [&](const char* key, std::string& into) {
    into = (*table)["listen"][key].value_or<std::string>(std::string{into});
  };
  answers.name = text("name");
  answers.alias = text("alias");
  answers.address = text("address");
  answers.clerk = text("clerk");
  listen("relay", answers.relay_listen);
  listen("relay_desk", answers.relay_desk_listen);
  listen("desk", answers.desk_listen);
  listen("clerk", answers.clerk_listen);
  if (const auto problem = problem_of(answers)) return std::unexpected(Stop{Exit::kUsage, *problem});
  const std::string secret = text("passphrase_file");
  if (secret.empty())
    return std::unexpected(
        Stop{Exit::kUsage, say("setup.bad-file", {{"file", file.string()}, {"detail", "passphrase_file"}})});
  auto passphrase = read_secret({.file = secret}, "");
  if (!passphrase) return std::unexpected(passphrase.error());
  answers.passphrase = *std::move(passphrase);
  return answers;
}

}  // namespace waymark::program
