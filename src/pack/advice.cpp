// What a card on law never gives: advice on routes, crossing borders, evading, false papers, injury.
//
// Two kinds of stems. Some phrases are advice wherever they stand. Others are only the name of a thing of which people
// must be warned (a bribe that is demanded, a forged summons, article 322): these pass in a sentence that says what it
// is an offence or a trap, and that does not say how.
#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "pack/forbidden.h"
#include "text/utf8.h"

namespace waymark::pack {
namespace {

enum class Kind { kAdvice, kTopic };

struct Stem {
  Advice what;
  Kind kind;
  std::string_view stem;  ///< lower case, found anywhere
};

constexpr std::array kRussian = {
    Stem{Advice::kRoute, Kind::kTopic, "маршрут"},
    Stem{Advice::kRoute, Kind::kTopic, "координат"},
    Stem{Advice::kRoute, Kind::kAdvice, "тайной тропой"},
    Stem{Advice::kRoute, Kind::kAdvice, "безопасный путь"},
    Stem{Advice::kCrossing, Kind::kAdvice, "перейти границу"},
    Stem{Advice::kCrossing, Kind::kAdvice, "пересечь границу"},
    Stem{Advice::kCrossing, Kind::kTopic, "пересечения границы"},
    Stem{Advice::kCrossing, Kind::kTopic, "пересечение границы"},
    Stem{Advice::kCrossing, Kind::kTopic, "переход границы"},
    Stem{Advice::kCrossing, Kind::kAdvice, "перейдите границу"},
    Stem{Advice::kCrossing, Kind::kTopic, "через границу"},
    Stem{Advice::kCrossing, Kind::kTopic, "проводник"},
    Stem{Advice::kEvading, Kind::kTopic, "блокпост"},
    Stem{Advice::kEvading, Kind::kAdvice, "обойти патрул"},
    Stem{Advice::kEvading, Kind::kAdvice, "обойти пост"},
    Stem{Advice::kEvading, Kind::kAdvice, "не попасться"},
    Stem{Advice::kEvading, Kind::kAdvice, "скрыться от"},
    Stem{Advice::kEvading, Kind::kAdvice, "как спрятаться"},
    Stem{Advice::kEvading, Kind::kTopic, "взятк"},
    Stem{Advice::kEvading, Kind::kAdvice, "дайте взятк"},
    Stem{Advice::kEvading, Kind::kAdvice, "дать взятк"},
    Stem{Advice::kEvading, Kind::kAdvice, "за взятк"},
    Stem{Advice::kEvading, Kind::kAdvice, "чтобы не нашли"},
    Stem{Advice::kForgery, Kind::kTopic, "поддел"},
    Stem{Advice::kForgery, Kind::kTopic, "фальшив"},
    Stem{Advice::kForgery, Kind::kAdvice, "липовая справк"},
    Stem{Advice::kForgery, Kind::kAdvice, "липовую справк"},
    Stem{Advice::kForgery, Kind::kAdvice, "липовой справк"},
    Stem{Advice::kForgery, Kind::kAdvice, "липовые документ"},
    Stem{Advice::kForgery, Kind::kAdvice, "липовых документ"},
    Stem{Advice::kForgery, Kind::kAdvice, "купить справку"},
    Stem{Advice::kSelfInjury, Kind::kTopic, "симулир"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "симулируйте"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "изобразите болезнь"},
    Stem{Advice::kSelfInjury, Kind::kTopic, "самострел"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "сломать себе"},
};
constexpr std::array kUkrainian = {
    Stem{Advice::kRoute, Kind::kTopic, "маршрут"},
    Stem{Advice::kRoute, Kind::kTopic, "координат"},
    Stem{Advice::kRoute, Kind::kAdvice, "безпечний шлях"},
    Stem{Advice::kCrossing, Kind::kAdvice, "перейти кордон"},
    Stem{Advice::kCrossing, Kind::kAdvice, "перетнути кордон"},
    Stem{Advice::kCrossing, Kind::kTopic, "перетину кордону"},
    Stem{Advice::kCrossing, Kind::kTopic, "перетин кордону"},
    Stem{Advice::kCrossing, Kind::kTopic, "перехід кордону"},
    Stem{Advice::kCrossing, Kind::kTopic, "через кордон"},
    Stem{Advice::kCrossing, Kind::kTopic, "провідник"},
    Stem{Advice::kEvading, Kind::kTopic, "блокпост"},
    Stem{Advice::kEvading, Kind::kAdvice, "обійти патрул"},
    Stem{Advice::kEvading, Kind::kAdvice, "обійти пост"},
    Stem{Advice::kEvading, Kind::kAdvice, "не попастися"},
    Stem{Advice::kEvading, Kind::kAdvice, "сховатися від"},
    Stem{Advice::kEvading, Kind::kAdvice, "як сховатися"},
    Stem{Advice::kEvading, Kind::kTopic, "хабар"},
    Stem{Advice::kEvading, Kind::kAdvice, "дайте хабар"},
    Stem{Advice::kEvading, Kind::kAdvice, "дати хабар"},
    Stem{Advice::kEvading, Kind::kAdvice, "за хабар"},
    Stem{Advice::kEvading, Kind::kAdvice, "щоб не знайшли"},
    Stem{Advice::kForgery, Kind::kTopic, "підроб"},
    Stem{Advice::kForgery, Kind::kTopic, "фальшив"},
    Stem{Advice::kForgery, Kind::kAdvice, "липова довідк"},
    Stem{Advice::kForgery, Kind::kAdvice, "липову довідк"},
    Stem{Advice::kForgery, Kind::kAdvice, "липові документ"},
    Stem{Advice::kForgery, Kind::kAdvice, "купити довідку"},
    Stem{Advice::kSelfInjury, Kind::kTopic, "симулю"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "симулюйте"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "удайте хворобу"},
    Stem{Advice::kSelfInjury, Kind::kTopic, "самостріл"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "зламати собі"},
};
constexpr std::array kEnglish = {
    Stem{Advice::kRoute, Kind::kTopic, "route"},
    Stem{Advice::kRoute, Kind::kTopic, "coordinates"},
    Stem{Advice::kRoute, Kind::kAdvice, "safe way out"},
    Stem{Advice::kCrossing, Kind::kAdvice, "cross the border"},
    Stem{Advice::kCrossing, Kind::kTopic, "crossing the border"},
    Stem{Advice::kCrossing, Kind::kTopic, "border crossing"},
    Stem{Advice::kCrossing, Kind::kTopic, "over the border"},
    Stem{Advice::kCrossing, Kind::kTopic, "smuggl"},
    Stem{Advice::kEvading, Kind::kTopic, "checkpoint"},
    Stem{Advice::kEvading, Kind::kTopic, "patrol"},
    Stem{Advice::kEvading, Kind::kAdvice, "avoid being caught"},
    Stem{Advice::kEvading, Kind::kAdvice, "hide from"},
    Stem{Advice::kEvading, Kind::kAdvice, "how to hide"},
    Stem{Advice::kEvading, Kind::kTopic, "bribe"},
    Stem{Advice::kEvading, Kind::kAdvice, "pay a bribe"},
    Stem{Advice::kEvading, Kind::kAdvice, "give a bribe"},
    Stem{Advice::kEvading, Kind::kAdvice, "offer a bribe"},
    Stem{Advice::kForgery, Kind::kTopic, "forge"},
    Stem{Advice::kForgery, Kind::kTopic, "fake "},
    Stem{Advice::kForgery, Kind::kTopic, "false papers"},
    Stem{Advice::kForgery, Kind::kAdvice, "buy a certificate"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "pretend to be ill"},
    Stem{Advice::kSelfInjury, Kind::kTopic, "feign"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "shoot yourself"},
    Stem{Advice::kSelfInjury, Kind::kAdvice, "break your own"},
};

/// What warns, what tells how, and what only sounds like a topic, of one language.
struct Context {
  std::span<const Stem> stems;
  std::span<const std::string_view> warns;
  std::span<const std::string_view> tells_how;
  std::span<const std::string_view> harmless;
};

constexpr std::array<std::string_view, 13> kWarnsRussian{"стать",    "преступлен", "наказ",   "лишени", "грозит",
                                                         "требу",    "вымога",     "мошенни", "обман",  "ловушк",
                                                         "незаконн", "прокурор",   "жалоб"};
constexpr std::array<std::string_view, 14> kHowRussian{"проще",  "лучше",      "легче",    "безопасне", "ночью",
                                                       "можно",  "попробуйте", "удобн",    "дешев",     "найдите",
                                                       "купите", "возьмите",   "обойдите", "пройдите"};
constexpr std::array<std::string_view, 4> kHarmlessRussian{"координатор", "проводник вагона", "проводник поезда",
                                                           "проводница"};
constexpr std::array<std::string_view, 13> kWarnsUkrainian{"статт",  "злочин", "покаран", "позбавлен", "загрожу",
                                                           "вимага", "шахра",  "обман",   "пастк",     "незаконн",
                                                           "прокур", "скарг",  "карають"};
constexpr std::array<std::string_view, 14> kHowUkrainian{"простіше", "краще",     "легше",    "безпечніш", "вночі",
                                                         "можна",    "спробуйте", "зручн",    "дешев",     "знайдіть",
                                                         "купіть",   "візьміть",  "обійдіть", "пройдіть"};
constexpr std::array<std::string_view, 3> kHarmlessUkrainian{"координатор", "провідник вагона", "провідник поїзда"};
constexpr std::array<std::string_view, 12> kWarnsEnglish{"article", "crime",    "offence", "punish",
                                                         "prison",  "demand",   "extort",  "fraud",
                                                         "trap",    "unlawful", "illegal", "prosecutor"};
constexpr std::array<std::string_view, 13> kHowEnglish{"easier", "easiest",  "better",  "best", "safer",
                                                       "safest", "at night", "you can", "try ", "cheap",
                                                       "find ",  "buy ",     "take "};
constexpr std::array<std::string_view, 3> kHarmlessEnglish{"coordinator", "en route", "forged iron"};

Context context_of(Language language) {
  switch (language) {
    case Language::kRussian: return {kRussian, kWarnsRussian, kHowRussian, kHarmlessRussian};
    case Language::kUkrainian: return {kUkrainian, kWarnsUkrainian, kHowUkrainian, kHarmlessUkrainian};
    case Language::kEnglish: break;
  }
  return {kEnglish, kWarnsEnglish, kHowEnglish, kHarmlessEnglish};
}

bool holds_any(std::string_view sentence, std::span<const std::string_view> marks) {
  return std::ranges::any_of(marks, [&](std::string_view mark) { return sentence.find(mark) != std::string::npos; });
}

/// Takes harmless phrases out, so that what is left of them cannot be found as a stem.
std::string without(std::string_view sentence, std::span<const std::string_view> harmless) {
  std::string rest{sentence};
  for (const std::string_view phrase : harmless)
    for (std::size_t at = rest.find(phrase); at != std::string::npos; at = rest.find(phrase, at))
      rest.replace(at, phrase.size(), " ");
  return rest;
}

std::optional<Advice> advice_in_sentence(std::string_view sentence, const Context& context) {
  const std::string rest = without(sentence, context.harmless);
  const bool is_warning = holds_any(rest, context.warns) && !holds_any(rest, context.tells_how);
  for (const Stem& stem : context.stems)
    if (rest.find(stem.stem) != std::string::npos && (stem.kind == Kind::kAdvice || !is_warning)) return stem.what;
  return std::nullopt;
}

}  // namespace

std::string_view describe(Advice advice) {
  switch (advice) {
    case Advice::kRoute: return "routes";
    case Advice::kCrossing: return "crossing a border";
    case Advice::kEvading: return "evading searches";
    case Advice::kForgery: return "false papers";
    case Advice::kSelfInjury: break;
  }
  return "injury or feigned illness";
}

std::optional<Advice> forbidden_advice(std::string_view text, Language language) {
  const auto lower = text::folded(text);
  if (!lower.has_value()) return std::nullopt;
  const Context context = context_of(language);
  for (std::string_view rest = *lower; !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of(".!?\n"), rest.size());
    if (const auto found = advice_in_sentence(rest.substr(0, end), context)) return found;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

}  // namespace waymark::pack
