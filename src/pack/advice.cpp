// The words that a card on law never needs.
#include <algorithm>
#include <array>
#include <span>

#include "pack/forbidden.h"
#include "text/utf8.h"

namespace waymark::pack {
namespace {

struct Stem {
  Advice what;
  std::string_view stem;  ///< lower case, found anywhere
};

constexpr std::array kRussian = {
    Stem{Advice::kRoute, "маршрут"},
    Stem{Advice::kRoute, "координат"},
    Stem{Advice::kRoute, "тайной тропой"},
    Stem{Advice::kRoute, "безопасный путь"},
    Stem{Advice::kCrossing, "перейти границу"},
    Stem{Advice::kCrossing, "пересечь границу"},
    Stem{Advice::kCrossing, "пересечения границы"},
    Stem{Advice::kCrossing, "пересечение границы"},
    Stem{Advice::kCrossing, "переход границы"},
    Stem{Advice::kCrossing, "перейдите границу"},
    Stem{Advice::kCrossing, "через границу"},
    Stem{Advice::kCrossing, "проводник"},
    Stem{Advice::kEvading, "блокпост"},
    Stem{Advice::kEvading, "обойти патрул"},
    Stem{Advice::kEvading, "обойти пост"},
    Stem{Advice::kEvading, "не попасться"},
    Stem{Advice::kEvading, "скрыться от"},
    Stem{Advice::kEvading, "как спрятаться"},
    Stem{Advice::kEvading, "взятк"},
    Stem{Advice::kEvading, "чтобы не нашли"},
    Stem{Advice::kForgery, "поддел"},
    Stem{Advice::kForgery, "фальшив"},
    Stem{Advice::kForgery, "липов"},
    Stem{Advice::kForgery, "купить справку"},
    Stem{Advice::kSelfInjury, "симулир"},
    Stem{Advice::kSelfInjury, "изобразите болезнь"},
    Stem{Advice::kSelfInjury, "самострел"},
    Stem{Advice::kSelfInjury, "сломать себе"},
};
constexpr std::array kUkrainian = {
    Stem{Advice::kRoute, "маршрут"},
    Stem{Advice::kRoute, "координат"},
    Stem{Advice::kRoute, "безпечний шлях"},
    Stem{Advice::kCrossing, "перейти кордон"},
    Stem{Advice::kCrossing, "перетнути кордон"},
    Stem{Advice::kCrossing, "перетину кордону"},
    Stem{Advice::kCrossing, "перетин кордону"},
    Stem{Advice::kCrossing, "перехід кордону"},
    Stem{Advice::kCrossing, "через кордон"},
    Stem{Advice::kCrossing, "провідник"},
    Stem{Advice::kEvading, "блокпост"},
    Stem{Advice::kEvading, "обійти патрул"},
    Stem{Advice::kEvading, "обійти пост"},
    Stem{Advice::kEvading, "не попастися"},
    Stem{Advice::kEvading, "сховатися від"},
    Stem{Advice::kEvading, "як сховатися"},
    Stem{Advice::kEvading, "хабар"},
    Stem{Advice::kEvading, "щоб не знайшли"},
    Stem{Advice::kForgery, "підроб"},
    Stem{Advice::kForgery, "фальшив"},
    Stem{Advice::kForgery, "липов"},
    Stem{Advice::kForgery, "купити довідку"},
    Stem{Advice::kSelfInjury, "симулю"},
    Stem{Advice::kSelfInjury, "удайте хворобу"},
    Stem{Advice::kSelfInjury, "самостріл"},
    Stem{Advice::kSelfInjury, "зламати собі"},
};
constexpr std::array kEnglish = {
    Stem{Advice::kRoute, "route"},
    Stem{Advice::kRoute, "coordinates"},
    Stem{Advice::kRoute, "safe way out"},
    Stem{Advice::kCrossing, "cross the border"},
    Stem{Advice::kCrossing, "crossing the border"},
    Stem{Advice::kCrossing, "border crossing"},
    Stem{Advice::kCrossing, "over the border"},
    Stem{Advice::kCrossing, "smuggl"},
    Stem{Advice::kEvading, "checkpoint"},
    Stem{Advice::kEvading, "patrol"},
    Stem{Advice::kEvading, "avoid being caught"},
    Stem{Advice::kEvading, "hide from"},
    Stem{Advice::kEvading, "how to hide"},
    Stem{Advice::kEvading, "bribe"},
    Stem{Advice::kForgery, "forge"},
    Stem{Advice::kForgery, "fake "},
    Stem{Advice::kForgery, "false papers"},
    Stem{Advice::kForgery, "buy a certificate"},
    Stem{Advice::kSelfInjury, "pretend to be ill"},
    Stem{Advice::kSelfInjury, "feign"},
    Stem{Advice::kSelfInjury, "shoot yourself"},
    Stem{Advice::kSelfInjury, "break your own"},
};

std::span<const Stem> stems_of(Language language) {
  switch (language) {
    case Language::kRussian: return kRussian;
    case Language::kUkrainian: return kUkrainian;
    case Language::kEnglish: break;
  }
  return kEnglish;
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
  for (const Stem& stem : stems_of(language))
    if (lower->find(stem.stem) != std::string::npos) return stem.what;
  return std::nullopt;
}

}  // namespace waymark::pack
