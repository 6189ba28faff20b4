#include "desk/search/spoken.h"

#include <algorithm>
#include <array>
#include <span>

#include "text/words.h"

namespace waymark::desk::search {
namespace {

struct Spoken {
  std::string_view said, code;
};

constexpr auto kNames = std::to_array<Spoken>({{"срок", "clock"},
                                               {"строк", "clock"},
                                               {"док", "doc"},
                                               {"документ", "doc"},
                                               {"этап", "stage"},
                                               {"етап", "stage"},
                                               {"ведет", "owner"},
                                               {"веде", "owner"},
                                               {"язык", "lang"},
                                               {"мова", "lang"},
                                               {"письмо", "from"},
                                               {"лист", "from"}});
/// One table for all conditions: no word means two things.
constexpr auto kValues = std::to_array<Spoken>({{"я", "me"},
                                                {"никто", "none"},
                                                {"ніхто", "none"},
                                                {"рус", "ru"},
                                                {"русский", "ru"},
                                                {"рос", "ru"},
                                                {"російська", "ru"},
                                                {"укр", "uk"},
                                                {"украинский", "uk"},
                                                {"українська", "uk"},
                                                {"англ", "en"},
                                                {"английский", "en"},
                                                {"англійська", "en"},
                                                {"сегодня", "today"},
                                                {"сьогодні", "today"},
                                                {"вчера", "yesterday"},
                                                {"вчора", "yesterday"},
                                                {"учора", "yesterday"},
                                                {"новое", "new"},
                                                {"новые", "new"},
                                                {"нове", "new"},
                                                {"нові", "new"},
                                                {"работа", "active"},
                                                {"робота", "active"},
                                                {"закрыто", "closed"},
                                                {"закрито", "closed"},
                                                {"ушли", "awol"},
                                                {"пішли", "awol"},
                                                {"паспорт", "passport"},
                                                {"военный", "military"},
                                                {"військовий", "military"},
                                                {"забрали", "taken"},
                                                {"есть", "have"},
                                                {"є", "have"}});
/// Behind a number. Not "год": an hour in Ukrainian, a year in Russian.
constexpr auto kUnits = std::to_array<Spoken>(
    {{"дней", "d"}, {"днів", "d"}, {"дня", "d"}, {"дні", "d"}, {"дн", "d"}, {"д", "d"}, {"годин", "h"}, {"ч", "h"}});

std::string_view found(std::span<const Spoken> table, std::string_view said) {
  const auto at = std::ranges::find(table, said, &Spoken::said);
  return at == table.end() ? std::string_view{} : at->code;
}

/// Small letters, ё as е; as it is where it is no single word.
std::string as_word(std::string_view typed) {
  const auto words = text::words_of(typed);
  if (words.size() != 1 || words[0].begin != 0 || words[0].end != typed.size()) return std::string{typed};
  std::string word = words[0].word;
  for (std::size_t at = word.find("ё"); at != std::string::npos; at = word.find("ё", at)) word.replace(at, 2, "е");
  return word;
}

/// "48ч" → "48h"
std::string as_duration(std::string_view typed) {
  const std::size_t digits = std::min(typed.find_first_not_of("0123456789"), typed.size());
  const std::string_view unit = found(kUnits, as_word(typed.substr(digits)));
  if (digits == 0 || unit.empty()) return std::string{typed};
  return std::string{typed.substr(0, digits)}.append(unit);
}

std::string as_value(std::string_view typed) {
  const std::string_view known = found(kValues, as_word(typed));
  return known.empty() ? as_duration(typed) : std::string{known};
}

}  // namespace

std::string as_code(std::string_view part) {
  const std::size_t colon = part.find(':');
  if (colon == std::string_view::npos) return std::string{part};
  const std::string_view name = found(kNames, as_word(part.substr(0, colon)));
  if (name.empty()) return std::string{part};
  std::string code = std::string{name} + ":";
  std::string_view value = part.substr(colon + 1);
  if (value.starts_with('<')) {
    code += '<';
    value.remove_prefix(1);
  }
  const std::size_t equals = value.find('=');
  code += as_value(value.substr(0, equals));
  if (equals != std::string_view::npos) code += "=" + as_value(value.substr(equals + 1));
  return code;
}

}  // namespace waymark::desk::search
