// Card: one dated, sourced text about law or practice that anybody may read without an account.
//
// Cards are files in packs/NAME/cards/. Reading checks the grammar only; what a card must have (every language of the
// pack, sources, dates) and must never say (routes, crossing borders, evading) is checked by check_cards. A withdrawn
// card stays as a file and is never shown. Immutable after reading; safe from any thread.
// @source docs/spec/cards.md
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "base/result.h"
#include "pack/check.h"

namespace waymark::pack {

inline constexpr std::string_view kCardFormat = "waymark card 1";
inline constexpr std::size_t kCardsMax = 200;
inline constexpr std::size_t kCardBytesMax = 65'536;
inline constexpr std::size_t kCardSourcesMax = 20;
inline constexpr std::size_t kCardFitsMax = 20;
inline constexpr std::size_t kCardShortMax = 300;   ///< code points
inline constexpr std::size_t kCardTitleMax = 80;    ///< code points
inline constexpr std::size_t kCardBodyMax = 4'000;  ///< code points
inline constexpr std::size_t kCardDoubtsMax = 600;  ///< code points

enum class Confidence { kLaw, kPractice, kRumour };
/// On what one paragraph rests: the text of its sources was read; its sources tell of it, and the text itself was not
/// read; it is our own conclusion; or it says nothing about the law.
enum class Sure { kRead, kReported, kOpinion, kAdvice };

/// Of one paragraph of the body, the same in all languages.
struct CardBasis {
  Sure sure = Sure::kOpinion;
  std::vector<std::size_t> sources;  ///< numbers of the card's sources, from 1
};

struct CardSource {
  std::string date;   ///< YYYY-MM-DD of the source itself, or as much of it as is known
  std::string where;  ///< where it is published; shown as text, never as a link
  std::map<Language, std::string> title;
};

struct CardText {
  std::string title;
  std::string brief;   ///< "short" in the file
  std::string body;    ///< a line feed begins a paragraph
  std::string doubts;  ///< what was not checked
};

struct Card {
  std::string id;
  int version = 0;
  int order = 0;
  bool crisis = false;                 ///< shown first, and whenever somebody names a danger
  bool example = false;                ///< marked on the page: to be checked by a lawyer
  std::string withdrawn;               ///< YYYY-MM-DD; empty while it is shown
  std::optional<bool> is_public = {};  ///< "public": anybody may read it; nothing when the file does not say
  std::string jurisdiction;
  Confidence confidence = Confidence::kRumour;
  std::string written;  ///< dates as YYYY-MM-DD; empty when the file has none
  std::string valid_from;
  std::string checked;   ///< when somebody compared it with its sources
  std::string known_to;  ///< up to which day the sources were seen; later law is unknown
  std::string review_by;
  std::vector<std::string> fits = {};  ///< "for" in the file: QUESTION.CODE; the desk offers it where one was answered
  std::vector<CardSource> sources;
  std::vector<CardBasis> basis;  ///< one for each paragraph of the body
  std::map<Language, CardText> texts;
};

/// "law", "practice", "rumour": as in files and in the keys of texts.
std::string_view name_of(Confidence confidence);
/// "read", "reported", "opinion", "advice".
std::string_view name_of(Sure sure);

/// The body cut at its line feeds.
std::vector<std::string_view> paragraphs_of(const CardText& text);

/// @error kTooLarge over a limit; kUnsupported for another format; kMalformed for anything else, with the member in
/// detail
Result<Card> parse_card(std::string_view json);
/// The JSON of a card's file, on one line: parse_card gives the same card.
std::string write_card(const Card& card);

/// The cards of packs/NAME in the order of the pages: the crisis card, then by `order` and id. No folder, no cards.
/// A file's name must be its card's id.
/// @error as parse_card, with the file in detail
Result<std::vector<Card>> read_cards(const std::filesystem::path& pack_folder);

/// What a visitor sees: all that are not withdrawn.
std::vector<const Card*> shown(const std::vector<Card>& cards);

/// YYYY-MM-DD of the UTC day.
std::string iso_date(TimePoint time);

/// Whether somebody had to look at it again before `today`.
bool past_review(const Card& card, TimePoint today);

/// Findings of all cards, the withdrawn ones included (a withdrawn card may come back).
/// @param today  for the warning about cards past their review
std::vector<Finding> check_cards(const Pack& pack, const std::vector<Card>& cards, TimePoint today);

}  // namespace waymark::pack
