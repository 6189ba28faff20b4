#include "programs/waymark/speech.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/check.h"

namespace waymark::program {
namespace {

constexpr std::string_view kArea = "waymark";
constexpr std::string_view kOption = "--language";

std::atomic<Language> spoken_language{Language::kEnglish};

/// Only what this program says: the other catalogues would cost every command a tenth of a second.
text::Catalogue own_texts() {
  std::vector<text::CatalogueFile> files;
  std::ranges::copy_if(text::embedded_files(), std::back_inserter(files),
                       [](const text::CatalogueFile& file) { return file.area == kArea; });
  auto catalogue = text::Catalogue::parse(files);
  CHECK(catalogue.has_value());
  return *std::move(catalogue);
}

bool set(const char* variable) { return variable != nullptr && *variable != '\0'; }

/// "ru_RU.UTF-8", "uk": the language of a locale; English for "C", "en_GB" and all others.
Language language_of_locale(std::string_view locale) {
  return language_from_code(locale.substr(0, locale.find_first_of("_.@"))).value_or(Language::kEnglish);
}

std::optional<Language> language_option(std::span<const char* const> arguments) {
  std::optional<Language> found;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--") break;
    if (argument == kOption && i + 1 < arguments.size()) found = language_from_code(arguments[i + 1]);
    if (argument.starts_with(kOption) && argument.substr(kOption.size()).starts_with('='))
      found = language_from_code(argument.substr(kOption.size() + 1));
  }
  return found;
}

void dress_options(CLI::App& app) {
  if (CLI::Option* help = app.get_help_ptr()) help->description(say("help"));
  for (CLI::Option* option : app.get_options()) option->group(say("label.options"));
}

void dress_commands(CLI::App& app) {
  dress_options(app);
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    command->group(say("label.subcommands"));
    dress_commands(*command);
  }
}

}  // namespace

LanguageVariables LanguageVariables::of_process() {
  return {.waymark_language = std::getenv("WAYMARK_LANGUAGE"),
          .lc_all = std::getenv("LC_ALL"),
          .lc_messages = std::getenv("LC_MESSAGES"),
          .lang = std::getenv("LANG")};
}

Language language_for(std::span<const char* const> arguments, const LanguageVariables& variables) {
  if (const auto language = language_option(arguments)) return *language;
  if (set(variables.waymark_language))
    if (const auto language = language_from_code(variables.waymark_language)) return *language;
  for (const char* locale : {variables.lc_all, variables.lc_messages, variables.lang})
    if (set(locale)) return language_of_locale(locale);
  return Language::kEnglish;
}

void speak(Language language) { spoken_language = language; }
Language spoken() { return spoken_language; }

std::string say(std::string_view key, const text::Arguments& arguments) {
  static const text::Catalogue catalogue = own_texts();
  return catalogue.text(spoken(), std::string{kArea} + "." + std::string{key}, arguments);
}

void dress_help(CLI::App& app) {
  const auto formatter = std::make_shared<CLI::Formatter>();
  for (const auto& [label, key] :
       {std::pair{"Usage", "label.usage"}, std::pair{"OPTIONS", "label.options-in-usage"},
        std::pair{"Positionals", "label.positionals"}, std::pair{"SUBCOMMAND", "label.subcommand"},
        std::pair{"REQUIRED", "label.required"}, std::pair{"Env", "label.env"}, std::pair{"TEXT", "label.text"},
        std::pair{"INT", "label.int"}, std::pair{"UINT", "label.uint"}, std::pair{"FOLDER", "label.folder"},
        std::pair{"FILE", "label.file"}, std::pair{"ALIAS", "label.alias"}})
    formatter->label(label, say(key));
  const auto give = [&formatter](auto& self, CLI::App& one) -> void {
    one.formatter(formatter);
    for (CLI::App* command : one.get_subcommands([](CLI::App*) { return true; })) self(self, *command);
  };
  give(give, app);
  dress_commands(app);
}

std::string usage_sentence(const CLI::ParseError& error) {
  const std::string name = error.get_name();
  std::string detail = error.what();
  if (name == "RequiredError") {
    if (detail == "A subcommand is required") return say("usage.command-missing");
    if (const std::size_t at = detail.find(" is required"); at != std::string::npos) detail.resize(at);
    return say("usage.missing", {{"detail", detail}});
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {  // its name is that of the command
    if (const std::size_t at = detail.find(": "); at != std::string::npos) detail.erase(0, at + 2);
    return say("usage.unknown", {{"detail", detail}});
  }
  if (name == "ValidationError" && detail.starts_with(kOption)) return say("usage.language");
  if (name == "ValidationError" || name == "ConversionError") return say("usage.value", {{"detail", detail}});
  return say("usage.other", {{"detail", detail}});
}

}  // namespace waymark::program
