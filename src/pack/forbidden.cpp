#include "pack/forbidden.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "text/utf8.h"

namespace waymark::pack {
namespace {

struct Mark {
  Forbidden what;
  std::string_view stem;  ///< lower case; found anywhere in the sentence
};

constexpr std::array kIdMarks = {
    Mark{Forbidden::kUnit, "unit_number"},
    Mark{Forbidden::kUnit, "unit_name"},
    Mark{Forbidden::kUnit, "military_unit"},
    Mark{Forbidden::kUnit, "which_unit"},
    Mark{Forbidden::kUnit, "regiment"},
    Mark{Forbidden::kUnit, "brigade"},
    Mark{Forbidden::kUnit, "battalion"},
    Mark{Forbidden::kPosition, "position"},
    Mark{Forbidden::kPosition, "coordinates"},
    Mark{Forbidden::kPosition, "frontline_place"},
    Mark{Forbidden::kStrength, "strength"},
    Mark{Forbidden::kStrength, "headcount"},
    Mark{Forbidden::kStrength, "how_many_men"},
    Mark{Forbidden::kStrength, "weapons"},
    Mark{Forbidden::kStrength, "losses"},
    Mark{Forbidden::kCommander, "commander"},
    Mark{Forbidden::kCommander, "call_sign"},
    Mark{Forbidden::kCommander, "callsign"},
    Mark{Forbidden::kRoute, "route"},
    Mark{Forbidden::kRoute, "border_crossing"},
    Mark{Forbidden::kRoute, "how_left"},
    Mark{Forbidden::kRoute, "escape"},
    Mark{Forbidden::kExactPlace, "address"},
    Mark{Forbidden::kExactPlace, "street"},
    Mark{Forbidden::kExactPlace, "exact_place"},
    Mark{Forbidden::kExactPlace, "location_exact"},
    Mark{Forbidden::kExactPlace, "gps"},
    Mark{Forbidden::kExactPlace, "village"},
    Mark{Forbidden::kDocumentNumber, "passport_number"},
    Mark{Forbidden::kDocumentNumber, "document_number"},
    Mark{Forbidden::kDocumentNumber, "id_number"},
    Mark{Forbidden::kDocumentNumber, "personal_number"},
    Mark{Forbidden::kDocumentNumber, "snils"},
    Mark{Forbidden::kDocumentNumber, "tax_number"},
    Mark{Forbidden::kFullName, "full_name"},
    Mark{Forbidden::kFullName, "surname"},
    Mark{Forbidden::kFullName, "last_name"},
    Mark{Forbidden::kFullName, "patronymic"},
    Mark{Forbidden::kFullName, "birth_date"},
    Mark{Forbidden::kFullName, "date_of_birth"},
};

/// Ids that are forbidden as a whole word only ("rear_unit" is a kind of place and fine).
constexpr std::array kWholeIds = {Mark{Forbidden::kUnit, "unit"}, Mark{Forbidden::kFullName, "name"},
                                  Mark{Forbidden::kFullName, "fio"}, Mark{Forbidden::kPosition, "location"}};

constexpr std::array kRussianMarks = {
    Mark{Forbidden::kUnit, "номер части"},
    Mark{Forbidden::kUnit, "номер вашей части"},
    Mark{Forbidden::kUnit, "какой части"},
    Mark{Forbidden::kUnit, "какая часть"},
    Mark{Forbidden::kUnit, "в/ч"},
    Mark{Forbidden::kUnit, "какое подразделение"},
    Mark{Forbidden::kUnit, "каком подразделении"},
    Mark{Forbidden::kUnit, "каком полку"},
    Mark{Forbidden::kUnit, "какой полк"},
    Mark{Forbidden::kUnit, "какая бригада"},
    Mark{Forbidden::kUnit, "какой бригаде"},
    Mark{Forbidden::kUnit, "название части"},
    Mark{Forbidden::kPosition, "где стоит часть"},
    Mark{Forbidden::kPosition, "позиции"},
    Mark{Forbidden::kPosition, "координат"},
    Mark{Forbidden::kPosition, "участок фронта"},
    Mark{Forbidden::kStrength, "сколько человек"},
    Mark{Forbidden::kStrength, "сколько людей"},
    Mark{Forbidden::kStrength, "численност"},
    Mark{Forbidden::kStrength, "какое вооружение"},
    Mark{Forbidden::kStrength, "сколько техники"},
    Mark{Forbidden::kStrength, "потери"},
    Mark{Forbidden::kCommander, "кто ваш командир"},
    Mark{Forbidden::kCommander, "кто командир"},
    Mark{Forbidden::kCommander, "имя командира"},
    Mark{Forbidden::kCommander, "фамилия командира"},
    Mark{Forbidden::kCommander, "зовут командира"},
    Mark{Forbidden::kCommander, "позывной"},
    Mark{Forbidden::kRoute, "маршрут"},
    Mark{Forbidden::kRoute, "каким путём"},
    Mark{Forbidden::kRoute, "каким путем"},
    Mark{Forbidden::kRoute, "где пересекли границу"},
    Mark{Forbidden::kRoute, "как вы ушли"},
    Mark{Forbidden::kRoute, "как вы уехали"},
    Mark{Forbidden::kExactPlace, "точный адрес"},
    Mark{Forbidden::kExactPlace, "ваш адрес"},
    Mark{Forbidden::kExactPlace, "точное место"},
    Mark{Forbidden::kExactPlace, "населённый пункт"},
    Mark{Forbidden::kExactPlace, "населенный пункт"},
    Mark{Forbidden::kExactPlace, "где вы прячетесь"},
    Mark{Forbidden::kExactPlace, "адрес проживания"},
    Mark{Forbidden::kExactPlace, "улиц"},
    Mark{Forbidden::kDocumentNumber, "номер паспорта"},
    Mark{Forbidden::kDocumentNumber, "серия и номер"},
    Mark{Forbidden::kDocumentNumber, "номер военного билета"},
    Mark{Forbidden::kDocumentNumber, "личный номер"},
    Mark{Forbidden::kDocumentNumber, "снилс"},
    Mark{Forbidden::kDocumentNumber, "номер документа"},
    Mark{Forbidden::kFullName, "фио"},
    Mark{Forbidden::kFullName, "фамили"},
    Mark{Forbidden::kFullName, "отчество"},
    Mark{Forbidden::kFullName, "полное имя"},
    Mark{Forbidden::kFullName, "как вас зовут"},
    Mark{Forbidden::kFullName, "дата рождения"},
};

constexpr std::array kUkrainianMarks = {
    Mark{Forbidden::kUnit, "номер частини"},
    Mark{Forbidden::kUnit, "номер вашої частини"},
    Mark{Forbidden::kUnit, "якій частині"},
    Mark{Forbidden::kUnit, "яка частина"},
    Mark{Forbidden::kUnit, "в/ч"},
    Mark{Forbidden::kUnit, "який підрозділ"},
    Mark{Forbidden::kUnit, "якому підрозділі"},
    Mark{Forbidden::kUnit, "якому полку"},
    Mark{Forbidden::kUnit, "якій бригаді"},
    Mark{Forbidden::kUnit, "назва частини"},
    Mark{Forbidden::kPosition, "де стоїть частина"},
    Mark{Forbidden::kPosition, "позиції"},
    Mark{Forbidden::kPosition, "координат"},
    Mark{Forbidden::kPosition, "ділянка фронту"},
    Mark{Forbidden::kStrength, "скільки людей"},
    Mark{Forbidden::kStrength, "скільки осіб"},
    Mark{Forbidden::kStrength, "чисельн"},
    Mark{Forbidden::kStrength, "яке озброєння"},
    Mark{Forbidden::kStrength, "скільки техніки"},
    Mark{Forbidden::kStrength, "втрати"},
    Mark{Forbidden::kCommander, "хто ваш командир"},
    Mark{Forbidden::kCommander, "хто командир"},
    Mark{Forbidden::kCommander, "ім’я командира"},
    Mark{Forbidden::kCommander, "прізвище командира"},
    Mark{Forbidden::kCommander, "звати командира"},
    Mark{Forbidden::kCommander, "позивний"},
    Mark{Forbidden::kRoute, "маршрут"},
    Mark{Forbidden::kRoute, "яким шляхом"},
    Mark{Forbidden::kRoute, "де перетнули кордон"},
    Mark{Forbidden::kRoute, "як ви пішли"},
    Mark{Forbidden::kRoute, "як ви виїхали"},
    Mark{Forbidden::kExactPlace, "точна адреса"},
    Mark{Forbidden::kExactPlace, "точну адресу"},
    Mark{Forbidden::kExactPlace, "ваша адреса"},
    Mark{Forbidden::kExactPlace, "точне місце"},
    Mark{Forbidden::kExactPlace, "населений пункт"},
    Mark{Forbidden::kExactPlace, "де ви переховуєтес"},
    Mark{Forbidden::kExactPlace, "вулиц"},
    Mark{Forbidden::kDocumentNumber, "номер паспорта"},
    Mark{Forbidden::kDocumentNumber, "серія і номер"},
    Mark{Forbidden::kDocumentNumber, "номер військового квитка"},
    Mark{Forbidden::kDocumentNumber, "особистий номер"},
    Mark{Forbidden::kDocumentNumber, "номер документа"},
    Mark{Forbidden::kFullName, "піб"},
    Mark{Forbidden::kFullName, "прізвищ"},
    Mark{Forbidden::kFullName, "по батькові"},
    Mark{Forbidden::kFullName, "повне ім"},
    Mark{Forbidden::kFullName, "як вас звати"},
    Mark{Forbidden::kFullName, "дата народження"},
};

constexpr std::array kEnglishMarks = {
    Mark{Forbidden::kUnit, "which unit"},
    Mark{Forbidden::kUnit, "what unit"},
    Mark{Forbidden::kUnit, "unit number"},
    Mark{Forbidden::kUnit, "number of your unit"},
    Mark{Forbidden::kUnit, "name of your unit"},
    Mark{Forbidden::kUnit, "your regiment"},
    Mark{Forbidden::kUnit, "your brigade"},
    Mark{Forbidden::kUnit, "which regiment"},
    Mark{Forbidden::kUnit, "which brigade"},
    Mark{Forbidden::kUnit, "your unit?"},
    Mark{Forbidden::kPosition, "coordinates"},
    Mark{Forbidden::kPosition, "positions"},
    Mark{Forbidden::kPosition, "where is your unit"},
    Mark{Forbidden::kPosition, "part of the front"},
    Mark{Forbidden::kStrength, "how many men"},
    Mark{Forbidden::kStrength, "how many people are in"},
    Mark{Forbidden::kStrength, "how many soldiers"},
    Mark{Forbidden::kStrength, "strength of"},
    Mark{Forbidden::kStrength, "what weapons"},
    Mark{Forbidden::kStrength, "losses"},
    Mark{Forbidden::kCommander, "your commander?"},
    Mark{Forbidden::kCommander, "commander's name"},
    Mark{Forbidden::kCommander, "commander’s name"},
    Mark{Forbidden::kCommander, "name of your commander"},
    Mark{Forbidden::kCommander, "who is your commander"},
    Mark{Forbidden::kCommander, "call sign"},
    Mark{Forbidden::kRoute, "route"},
    Mark{Forbidden::kRoute, "which way did you"},
    Mark{Forbidden::kRoute, "how did you leave"},
    Mark{Forbidden::kRoute, "cross the border"},
    Mark{Forbidden::kExactPlace, "address"},
    Mark{Forbidden::kExactPlace, "exact place"},
    Mark{Forbidden::kExactPlace, "exactly are you"},
    Mark{Forbidden::kExactPlace, "street"},
    Mark{Forbidden::kExactPlace, "town or village"},
    Mark{Forbidden::kExactPlace, "where are you hiding"},
    Mark{Forbidden::kDocumentNumber, "passport number"},
    Mark{Forbidden::kDocumentNumber, "number of your passport"},
    Mark{Forbidden::kDocumentNumber, "document number"},
    Mark{Forbidden::kDocumentNumber, "service number"},
    Mark{Forbidden::kDocumentNumber, "personal number"},
    Mark{Forbidden::kFullName, "full name"},
    Mark{Forbidden::kFullName, "surname"},
    Mark{Forbidden::kFullName, "last name"},
    Mark{Forbidden::kFullName, "your name"},
    Mark{Forbidden::kFullName, "date of birth"},
};

constexpr std::array<std::string_view, 8> kNotRussian = {"не пиш",  "не указ",  "не назыв", "без ",
                                                         "не нужн", "не сообщ", "не спраш", "не надо"};
constexpr std::array<std::string_view, 7> kNotUkrainian = {"не пиш",     "не вказ",    "не назив", "без ",
                                                           "не потрібн", "не повідом", "не треба"};
constexpr std::array<std::string_view, 6> kNotEnglish = {"do not", "don't", "don’t", "without", "no need", "never"};

template <class Words>
bool contains_any(std::string_view sentence, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [sentence](std::string_view word) { return sentence.find(word) != std::string_view::npos; });
}

template <class Marks>
std::optional<Forbidden> first_mark(std::string_view sentence, const Marks& marks) {
  for (const Mark& mark : marks)
    if (sentence.find(mark.stem) != std::string_view::npos) return mark.what;
  return std::nullopt;
}

std::optional<Forbidden> in_sentence(std::string_view sentence, Language language) {
  switch (language) {
    case Language::kRussian:
      return contains_any(sentence, kNotRussian) ? std::nullopt : first_mark(sentence, kRussianMarks);
    case Language::kUkrainian:
      return contains_any(sentence, kNotUkrainian) ? std::nullopt : first_mark(sentence, kUkrainianMarks);
    case Language::kEnglish: break;
  }
  const bool told_not_to = sentence.starts_with("no ") || contains_any(sentence, kNotEnglish);
  return told_not_to ? std::nullopt : first_mark(sentence, kEnglishMarks);
}

/// Sentences end with . ! ? or a line feed; the sign stays with the sentence.
std::vector<std::string_view> sentences(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(".!?\n");
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    const std::size_t start = std::min(text.find_first_not_of(' '), size);
    all.push_back(text.substr(start, size - start));
    text.remove_prefix(size);
  }
  return all;
}

}  // namespace

std::string_view describe(Forbidden forbidden) {
  switch (forbidden) {
    case Forbidden::kUnit: return "the number or name of a unit";
    case Forbidden::kPosition: return "a military position";
    case Forbidden::kStrength: return "strength, weapons or losses";
    case Forbidden::kCommander: return "a commander or a call sign";
    case Forbidden::kRoute: return "a route or a way of leaving";
    case Forbidden::kExactPlace: return "an exact place or an address";
    case Forbidden::kDocumentNumber: return "the number of a document";
    case Forbidden::kFullName: break;
  }
  return "a full name or a date of birth";
}

std::optional<Forbidden> forbidden_in_id(std::string_view id) {
  for (const Mark& mark : kWholeIds)
    if (id == mark.stem) return mark.what;
  return first_mark(id, kIdMarks);
}

std::optional<Forbidden> forbidden_in_text(std::string_view text, Language language) {
  const auto lower = text::folded(text);
  if (!lower.has_value()) return std::nullopt;
  for (const std::string_view sentence : sentences(*lower))
    if (const auto found = in_sentence(sentence, language)) return found;
  return std::nullopt;
}

}  // namespace waymark::pack
