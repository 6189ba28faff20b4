#include "courts/demo/names.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace waymark::courts {
namespace {

constexpr std::array<std::string_view, 72> kStems = {
    "Дубрав",    "Хвощ",   "Осин",    "Рябин",    "Ольхов",    "Ясен",   "Кедр",     "Сосн",     "Берёз",
    "Вербин",    "Ракит",  "Тополь",  "Клён",     "Багульник", "Верес",  "Брусник",  "Морошк",   "Клюкв",
    "Черемш",    "Ковыл",  "Полын",   "Лопух",    "Камыш",     "Осок",   "Рогоз",    "Мх",       "Лишайн",
    "Папорот",   "Зябл",   "Щегл",    "Снегир",   "Свирист",   "Дрозд",  "Скворц",   "Жаворонк", "Чиж",
    "Трясогузк", "Пеночк", "Кулик",   "Чибис",    "Цапл",      "Журавл", "Аист",     "Гагар",    "Кайр",
    "Чайк",      "Крачк",  "Стриж",   "Сипух",    "Неясыт",    "Филин",  "Пустельг", "Кречет",   "Сапсан",
    "Канюк",     "Лун",    "Перепел", "Коростел", "Дергач",    "Выпь",   "Окун",     "Ёрш",      "Плотв",
    "Хариус",    "Таймен", "Налим",   "Пескар",   "Голавл",    "Линь",   "Карас",    "Ручьев",   "Омут"};
constexpr std::array<std::string_view, 8> kEndings = {"ов", "ин", "ский", "енко", "ев", "овский", "ович", "няк"};
constexpr std::array<std::string_view, 32> kGiven = {
    "Вадим", "Наум",    "Тихон",  "Фрол",  "Остап",  "Савва",  "Прохор", "Демид", "Ярослав", "Леонтий", "Кузьма",
    "Игнат", "Елисей",  "Назар",  "Мирон", "Захар",  "Трофим", "Лука",   "Арсен", "Руслан",  "Тимур",   "Святослав",
    "Евсей", "Панкрат", "Гордей", "Ефим",  "Модест", "Платон", "Радион", "Север", "Клим",    "Устин"};
constexpr std::array<std::string_view, 28> kPatronymics = {
    "Наумович",   "Тихонович",  "Фролович",   "Остапович",  "Саввич",    "Прохорович", "Демидович",
    "Леонтьевич", "Кузьмич",    "Игнатович",  "Елисеевич",  "Назарович", "Миронович",  "Захарович",
    "Трофимович", "Лукич",      "Арсенович",  "Русланович", "Тимурович", "Евсеевич",   "Гордеевич",
    "Ефимович",   "Модестович", "Платонович", "Радионович", "Климович",  "Устинович",  "Макарович"};
constexpr std::array<std::string_view, 20> kWhere = {"Верхне", "Нижне", "Средне", "За",   "Ново",   "Старо",  "Красно",
                                                     "Бело",   "Черно", "Сухо",   "Мало", "Велико", "Дальне", "При",
                                                     "Подо",   "Над",   "Горно",  "Лесо", "Степно", "Тихо"};
constexpr std::array<std::string_view, 20> kTown = {
    "ольховский",  "рябинский",    "осиновский", "камышинецкий", "полынский", "морошкинский", "вересковский",
    "дроздовский", "журавлинский", "окунёвский", "ручьёвский",   "омутский",  "ковыльский",   "багульницкий",
    "чибисский",   "кедровецкий",  "снегирский", "гагарский",    "плёсский",  "бережковский"};

/// Half of the surnames have one: with it about one pair of people in 1,500 shares a surname, as in reality.
constexpr std::array<std::string_view, 16> kBefore = {"Черно", "Бело",  "Красно", "Сухо", "Криво", "Старо",
                                                      "Ново",  "Мало",  "Велико", "Тихо", "Густо", "Редко",
                                                      "Остро", "Долго", "Пусто",  "Сизо"};

/// "Рябин" after "Черно" begins with a small letter.
std::string joined(std::string_view before, std::string_view stem) {
  std::string small{stem};
  // All stems begin with a letter of А…Я (two bytes); а…п follow by 0x20, р…я lie on the next page.
  const unsigned code =
      (static_cast<unsigned char>(small[0]) & 0x1FU) << 6U | (static_cast<unsigned char>(small[1]) & 0x3FU);
  const unsigned low = small.starts_with("Ё") ? 0x451 : code + 0x20;
  small[0] = static_cast<char>(0xC0U | low >> 6U);
  small[1] = static_cast<char>(0x80U | (low & 0x3FU));
  return std::string{before} + small;
}

/// Where each letter of a UTF-8 text begins.
std::size_t letter_at(const std::string& text, std::size_t number) {
  std::size_t at = 0;
  for (; number > 0 && at < text.size(); --number) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

std::size_t letters_in(const std::string& text) {
  std::size_t count = 0;
  while (letter_at(text, count) < text.size()) ++count;
  return count;
}

std::string first_letter(const std::string& text) { return text.substr(0, letter_at(text, 1)); }

}  // namespace

std::string FullName::full() const { return surname + " " + given + " " + patronymic; }

std::string FullName::initials() const {
  return surname + " " + first_letter(given) + "." + first_letter(patronymic) + ".";
}

FullName draw_name(Dice& dice) {
  const std::string_view stem = kStems[dice.below(kStems.size())];
  const std::string_view ending = kEndings[dice.low(kEndings.size())];
  const bool plain = dice.chance(400);
  const std::string begin = plain ? std::string{stem} : joined(kBefore[dice.below(kBefore.size())], stem);
  return {begin + std::string{ending}, std::string{kGiven[dice.low(kGiven.size())]},
          std::string{kPatronymics[dice.low(kPatronymics.size())]}};
}

FullName with_typing_error(const FullName& name, Dice& dice) {
  FullName changed = name;
  std::string& text = changed.surname;
  const std::size_t letters = letters_in(text);
  if (letters < 4) return changed;
  const std::size_t begin = letter_at(text, 1 + dice.below(letters - 2));
  const std::size_t size = letter_at(text.substr(begin), 1);
  const std::string letter = text.substr(begin, size);
  switch (dice.below(3)) {
    case 0: text.erase(begin, size); break;
    case 1: text.insert(begin, letter); break;
    default: text.replace(begin, size, letter == "о" ? "а" : "о"); break;
  }
  return changed;
}

std::string garrison_court(std::size_t number) {
  const std::size_t where = number % kWhere.size(), town = (number / kWhere.size() + number * 7) % kTown.size();
  return fmt::format("{}{} гарнизонный военный суд", kWhere[where], kTown[town]);
}

std::string circuit_court(std::size_t number) {
  return fmt::format("{}-й Приозёрный окружной военный суд", number + 1);
}

}  // namespace waymark::courts
