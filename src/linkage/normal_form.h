// Normal forms: what is compared instead of what was typed. Letter case, ё/е, spaces, hyphens, apostrophes and full
// stops do not tell people apart; names hidden by a court are no names.
//
// Pure functions over one value; they run once for each distinct value. Input is well-formed UTF-8 (csv.h sees to it).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::linkage {

/// Lower case, ё as е, runs of white space as one space, none at the ends. In a word of Cyrillic and Latin letters
/// those of one alphabet that only look like the other's become the other's: "Иванoв" with a Latin o is "иванов".
std::string folded_text(std::string_view text);

/// folded_text, and beside it: hyphens and full stops as spaces, apostrophes gone. "Салтыков-Щедрин М.Е." becomes
/// "салтыков щедрин м е".
std::string folded_name(std::string_view text);

/// folded_text without any white space: identifiers, numbers of cases, telephone numbers. Where Cyrillic letters only
/// look like Latin ones they become Latin: "АВ 12" typed in either alphabet is one code.
std::string folded_id(std::string_view text);

/// Whether a court hid the name: "Информация скрыта", "данные изъяты", "ФИО1", "***", and the like.
/// @param folded  from folded_text
bool is_hidden_name(std::string_view folded);

/// One Latin spelling for the many of a Russian or Ukrainian name: "Юлия", "Yuliya", "Iuliia" and "Julia" agree.
/// Letters after ICAO Doc 9303 part 3 (2021), table of Cyrillic, then the differences between the usual systems
/// (BGN/PCGN, GOST 7.79, scholarly) are taken away: glides before vowels, y/i, g/h/kh, ck/k, double letters.
/// @param folded  from folded_name; letters of other alphabets stay
std::string latin_spelling(std::string_view folded);

/// A rough sound of a name: latin_spelling without vowels after the first letter, voiced consonants as voiceless,
/// at most kSoundLetters letters. Equal for most misspellings that are heard the same.
std::string sound_of(std::string_view folded);
inline constexpr std::size_t kSoundLetters = 6;

/// A date as written, not as a calendar has it: a typing error may make it impossible. A zero is unknown.
struct DateParts {
  int year = 0;
  int month = 0;
  int day = 0;
  bool operator==(const DateParts&) const = default;
};
/// Reads YYYY-MM-DD, YYYYMMDD, DD.MM.YYYY, DDMMYYYY, YYYY-M-D, YYYY (any of - . / as separator), and months by name in
/// Russian, Ukrainian and English: "7 марта 1985 г.", "March 7, 1985". A number alone is a year from 1000 to 2999.
/// @return nothing if it is no date or all of it is zero
std::optional<DateParts> date_of(std::string_view text);

/// Days since 1970-01-01; nothing if the calendar has no such day. @source Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", days_from_civil
std::optional<int> day_number(const DateParts& date);

/// Family name, given name, patronymic of "Иванов Иван Иванович", "Иванов И.И.", "И.И. Иванов", "Иван Иванович Иванов",
/// "Петрова Водкина Анна Сергеевна", "гр. Иванов Иван". What stands in brackets, titles and "оглы" are left out.
/// What is missing is empty; hidden names and words for "not known" give three empty texts.
std::array<std::string, 3> person_parts(std::string_view text);

}  // namespace waymark::linkage
