// Speech: the language the command speaks, and its sentences in it (web/shared/texts/waymark.*.json).
//
// The language is chosen once, by main, before the command line is described, because the help is in it too; from
// then on say() is a look-up. Thread rule: speak() before any other thread; say() from any.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/language.h"
#include "text/catalogue.h"

namespace waymark::program {

/// What the surroundings say about the language; null for a variable that is not set. An empty one counts as unset.
struct LanguageVariables {
  const char* waymark_language = nullptr;
  const char* lc_all = nullptr;
  const char* lc_messages = nullptr;
  const char* lang = nullptr;
  static LanguageVariables of_process();
};

/// `--language` wherever it stands before a bare `--`, else WAYMARK_LANGUAGE, else the first of LC_ALL, LC_MESSAGES
/// and LANG that is set (ru…, uk…), else English. What names none of the three languages is passed over; that
/// `--language` itself is one of them is for the parser to check.
/// @param arguments  of the command line, without the program's name
Language language_for(std::span<const char* const> arguments, const LanguageVariables& variables);

/// From now on sentences are in this language. English before the first call.
void speak(Language language);
Language spoken();

/// The sentence "waymark.KEY"; the key itself if nobody wrote one.
std::string say(std::string_view key, const text::Arguments& arguments = {});

/// Headings, labels, the help option and `--language` in the language that is spoken. Call it when all commands are
/// there.
void dress_help(CLI::App& app);

/// What the parser refuses, in one sentence for the person at the terminal.
std::string usage_sentence(const CLI::ParseError& error);

}  // namespace waymark::program
