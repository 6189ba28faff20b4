#include "linkage/normal_form.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <span>

#include "base/absent.h"
#include "base/utf8.h"
#include "text/utf8.h"

namespace waymark::linkage {
namespace {

bool is_space(char32_t letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == 0xA0;
}
bool is_apostrophe(char32_t letter) {
  return letter == '\'' || letter == '`' || letter == 0x2019 || letter == 0x2BC || letter == 0x2018 || letter == 0xB4;
}
bool is_divider(char32_t letter) {
  return letter == '-' || letter == '.' || letter == ',' || letter == '_' || (letter >= 0x2010 && letter <= 0x2015);
}

/// Lower case for ASCII, Latin-1 and Cyrillic; 0 for what needs ICU.
char32_t lower(char32_t letter) {
  if (letter < 0x80) return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  if (letter < 0x100) return letter >= 0xC0 && letter <= 0xDE && letter != 0xD7 ? letter + 32 : letter;
  if (letter == 0x451 || letter == 0x401) return 0x435;  // ё, Ё: half the writers type е
  if (letter >= 0x410 && letter <= 0x42F) return letter + 32;
  if (letter >= 0x400 && letter <= 0x40F) return letter + 80;
  if (letter >= 0x430 && letter <= 0x45F) return letter;
  if (letter == 0x490 || letter == 0x491) return 0x491;
  return letter >= 0x2010 && letter <= 0x2019 ? letter : 0;
}

/// The letters in lower case. Combining marks and rare alphabets take the way through ICU.
std::u32string lower_letters(std::string_view text) {
  auto letters = decode_utf8(text).value_or(std::u32string{});
  const bool rare = std::ranges::any_of(letters, [](char32_t letter) { return letter != 0 && lower(letter) == 0; });
  if (rare) {
    const auto composed = text::nfc(text);
    const auto folded = text::folded(composed ? std::string_view{*composed} : text);
    if (folded) letters = decode_utf8(*folded).value_or(std::u32string{});
  }
  for (char32_t& letter : letters)
    if (const char32_t small = lower(letter)) letter = small;
  return letters;
}

/// Cyrillic letters and the Latin ones that look like them, in one of their cases.
constexpr std::u32string_view kCyrillicLooks = U"авсенікмортухѕј", kLatinLooks = U"abcehikmoptyxsj";

char32_t look_alike(char32_t letter, std::u32string_view from, std::u32string_view to) {
  const std::size_t at = from.find(letter);
  return at == std::u32string_view::npos ? 0 : to[at];
}
bool is_latin_letter(char32_t letter) { return letter >= 'a' && letter <= 'z'; }
bool is_cyrillic_letter(char32_t letter) { return letter >= 0x430 && letter <= 0x52F; }

/// Which alphabet a word of two alphabets is brought to, where either would do.
enum class Alphabet { kCyrillic, kLatin };

/// One word: letters of the other alphabet that only look right become the ones that are meant. A word in which a
/// letter of each alphabet has no likeness in the other stays as it is.
void unmix(std::span<char32_t> word, Alphabet wanted) {
  bool latin = false, cyrillic = false, latin_alone = false, cyrillic_alone = false;
  for (const char32_t letter : word) {
    if (is_latin_letter(letter)) latin = true, latin_alone |= look_alike(letter, kLatinLooks, kCyrillicLooks) == 0;
    if (is_cyrillic_letter(letter))
      cyrillic = true, cyrillic_alone |= look_alike(letter, kCyrillicLooks, kLatinLooks) == 0;
  }
  const bool code = wanted == Alphabet::kLatin && cyrillic && !cyrillic_alone;
  if (!code && !(latin && cyrillic)) return;
  const bool to_cyrillic = !latin_alone && (wanted == Alphabet::kCyrillic || cyrillic_alone);
  if (!to_cyrillic && cyrillic_alone) return;
  for (char32_t& letter : word) {
    const char32_t other =
        to_cyrillic ? look_alike(letter, kLatinLooks, kCyrillicLooks) : look_alike(letter, kCyrillicLooks, kLatinLooks);
    if (other != 0) letter = other;
  }
}

void unmix_words(std::u32string& letters, Alphabet wanted) {
  const auto is_letter = [](char32_t letter) { return is_latin_letter(letter) || is_cyrillic_letter(letter); };
  for (std::size_t begin = 0, end = 0; begin < letters.size(); begin = end + 1) {
    end = begin;
    while (end < letters.size() && is_letter(letters[end])) ++end;
    if (end > begin) unmix(std::span{letters}.subspan(begin, end - begin), wanted);
  }
}

enum class Marks { kKept, kSpaces };
enum class Spaces { kOne, kNone };

std::string folded(std::string_view text, Marks marks, Spaces spaces) {
  std::string result;
  bool space = false;
  auto letters = lower_letters(text);
  unmix_words(letters, spaces == Spaces::kNone ? Alphabet::kLatin : Alphabet::kCyrillic);
  for (const char32_t letter : letters) {
    if (marks == Marks::kSpaces && is_apostrophe(letter)) continue;
    if (is_space(letter) || (marks == Marks::kSpaces && is_divider(letter))) {
      space = true;
      continue;
    }
    if (space && spaces == Spaces::kOne && !result.empty()) result.push_back(' ');
    space = false;
    append_utf8(result, letter);
  }
  return result;
}

/// ICAO Doc 9303 part 3, Cyrillic; и/і/ї/й/ы as i, г/ґ as h (Russian g and Ukrainian h are one letter to a clerk).
constexpr std::array<std::string_view, 32> kLatin{"a",  "b",  "v",  "h",  "d", "e", "zh", "z", "i",  "i", "k",
                                                  "l",  "m",  "n",  "o",  "p", "r", "s",  "t", "u",  "f", "h",
                                                  "ts", "ch", "sh", "sh", "",  "i", "",   "e", "iu", "ia"};

std::string latin_letters(std::string_view folded) {
  std::string latin;
  const std::u32string letters = decode_utf8(folded).value_or(std::u32string{});
  for (const char32_t letter : letters) {
    if (letter >= 0x430 && letter <= 0x44F)
      latin += kLatin[letter - 0x430];
    else if (letter == 0x456 || letter == 0x457)
      latin += 'i';  // і ї
    else if (letter == 0x454)
      latin += "ie";  // є
    else if (letter == 0x491)
      latin += 'h';  // ґ
    else
      append_utf8(latin, letter);
  }
  return latin;
}

struct Spelling {
  std::string_view from, to;
};
/// Longest first; what the systems of writing disagree about.
constexpr Spelling kSpellings[] = {{"shch", "sh"}, {"sch", "sh"}, {"szcz", "sh"}, {"kh", "h"}, {"gh", "h"},
                                   {"cz", "ch"},   {"tz", "ts"},  {"ck", "k"},    {"ph", "f"}, {"x", "ks"},
                                   {"w", "v"},     {"q", "k"},    {"g", "h"},     {"y", "i"},  {"j", "i"}};

bool is_vowel(char letter) { return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u'; }

std::string respelled(std::string_view latin) {
  std::string result;
  while (!latin.empty()) {
    const auto rule = std::ranges::find_if(kSpellings, [&](const Spelling& s) { return latin.starts_with(s.from); });
    const bool found = rule != std::end(kSpellings);
    result += found ? rule->to : latin.substr(0, 1);
    latin.remove_prefix(found ? rule->from.size() : 1);
  }
  return result;
}

std::string without_doubles(std::string_view latin) {
  std::string result;
  for (const char letter : latin)
    if (result.empty() || result.back() != letter) result.push_back(letter);
  return result;
}

/// Letters that stand twice become one, and an i before another vowel (a glide) goes.
std::string without_glides(std::string_view latin) {
  const std::string single = without_doubles(latin);
  std::string result;
  for (std::size_t i = 0; i < single.size(); ++i) {
    const bool glide = single[i] == 'i' && i + 1 < single.size() && is_vowel(single[i + 1]);
    if (!glide) result.push_back(single[i]);
  }
  return without_doubles(result);
}

char voiceless(char letter) {
  switch (letter) {
    case 'b': return 'p';
    case 'd': return 't';
    case 'z': return 's';
    case 'v': return 'f';
    case 'g':
    case 'h': return 'k';
    default: return letter;
  }
}

}  // namespace

std::string folded_text(std::string_view text) { return folded(text, Marks::kKept, Spaces::kOne); }
std::string folded_name(std::string_view text) { return folded(text, Marks::kSpaces, Spaces::kOne); }
std::string folded_id(std::string_view text) { return folded(text, Marks::kKept, Spaces::kNone); }

bool is_hidden_name(std::string_view folded) {
  for (const std::string_view sign :
       {"скрыт", "изъят", "обезличен", "не указан", "приховано", "вилучено", "***", "xxx", "ххх"})
    if (folded.find(sign) != std::string_view::npos) return true;
  constexpr std::string_view kStandIns[] = {"фио", "особа", "лицо", "гражданин"};  // ФИО1, ОСОБА_4
  for (const std::string_view sign : kStandIns) {
    if (!folded.starts_with(sign)) continue;
    const std::string_view rest = folded.substr(sign.size());
    if (rest.find_first_not_of("0123456789 _-.") == std::string_view::npos) return true;
  }
  return false;
}

std::string latin_spelling(std::string_view folded) { return without_glides(respelled(latin_letters(folded))); }

std::string sound_of(std::string_view folded) {
  std::string sound;
  for (const char letter : latin_spelling(folded)) {
    if (letter == ' ' || (is_vowel(letter) && !sound.empty())) continue;
    const char heard = voiceless(letter);
    if (sound.empty() || sound.back() != heard) sound.push_back(heard);
    if (sound.size() == kSoundLetters) break;
  }
  return sound;
}

namespace {

/// A day as programs export it, "2001-02-03T00:00:00Z", "03.02.2001 0:00", and as people write it, "03.02.2001 г.р."
/// Any other time of day may be that of another day where the clocks differ, and stays.
std::string_view day_alone(std::string_view text) {
  for (const std::string_view word :
       {" года", " року", " г.р.", " г. р.", " г.", " р.", "г.р.", "г.", "р.", " г", " р"})
    if (text.ends_with(word)) return text.substr(0, text.size() - word.size());
  const std::size_t colon = text.find(':');
  const std::size_t at = colon == std::string_view::npos ? colon : text.find_last_of(" Tt", colon);
  if (at == std::string_view::npos || text.find_first_not_of("0:.,Zz+", at + 1) != std::string_view::npos) return text;
  return text.substr(0, at);
}

/// "7 марта 1985", "7 березня 1985", "March 7, 1985" as numbers; nothing if a word is no month. @param text  folded
std::optional<std::string> month_as_number(std::string_view text) {
  constexpr std::array<std::array<std::string_view, 3>, 12> kMonths{{{"янв", "січ", "jan"},
                                                                     {"фев", "лют", "feb"},
                                                                     {"мар", "бер", "mar"},
                                                                     {"апр", "кві", "apr"},
                                                                     {"ма", "тра", "may"},
                                                                     {"июн", "чер", "jun"},
                                                                     {"июл", "лип", "jul"},
                                                                     {"авг", "сер", "aug"},
                                                                     {"сен", "вер", "sep"},
                                                                     {"окт", "жов", "oct"},
                                                                     {"ноя", "лис", "nov"},
                                                                     {"дек", "гру", "dec"}}};
  const auto is_number = [](char c) { return (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == ',' || c == '-'; };
  const auto* const begin = std::ranges::find_if_not(text, is_number);
  const auto* const end = std::find_if(begin, text.end(), is_number);
  const std::string_view word{begin, end};
  if (!std::all_of(end, text.end(), is_number)) return std::nullopt;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    const bool named = std::ranges::any_of(kMonths[month], [&](auto name) { return word.starts_with(name); });
    if (!named) continue;
    std::string numbers = begin == text.begin() ? std::string{} : std::string(text.begin(), begin) + ".";
    const std::string behind(end, text.end());
    // The day comes behind the month in English only: "March 7, 1985".
    const std::size_t comma = behind.find_first_of(", ", behind.find_first_not_of(", "));
    if (numbers.empty() && comma == std::string::npos) return std::nullopt;
    std::string day = numbers.empty() ? behind.substr(0, comma) + "." : numbers;
    std::string year = numbers.empty() ? behind.substr(comma) : behind;
    std::erase(year, ','), std::erase(day, ',');
    return day + std::to_string(month + 1) + "." + year;
  }
  return std::nullopt;
}

bool is_likely_day(const DateParts& date) {
  return date.year >= 1000 && date.year < 3000 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= 31;
}

/// Eight digits: the year first, or last where only that is a day. "07031985" is no day of the year 703.
DateParts of_eight_digits(int number) {
  const DateParts year_first{number / 10'000, number / 100 % 100, number % 100};
  const DateParts year_last{number % 10'000, number / 10'000 % 100, number / 1'000'000};
  return !is_likely_day(year_first) && is_likely_day(year_last) ? year_last : year_first;
}

}  // namespace

std::optional<DateParts> date_of(std::string_view written) {
  std::string numbers;
  std::string_view text = day_alone(written);
  if (text.starts_with('-')) return std::nullopt;  // a number of days before 1970, not a year
  if (const auto found = month_as_number(text)) text = numbers = *found;
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> widths{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] < '0' || text[i] > '9') {
      const bool divider = text[i] == '-' || text[i] == '.' || text[i] == '/' || text[i] == ' ';
      if (!divider) return std::nullopt;
      ++i;
      continue;
    }
    if (count == 3) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), parts[count]);
    if (error != std::errc{}) return std::nullopt;
    widths[count] = static_cast<std::size_t>(end - text.data()) - i;
    i += widths[count++];
  }
  DateParts date;
  if (count == 1 && widths[0] == 8)
    date = of_eight_digits(parts[0]);
  else if (count == 1 && widths[0] == 4 && (parts[0] == 0 || (parts[0] >= 1000 && parts[0] < 3000)))
    date = {parts[0], 0, 0};
  else if (count == 3 && widths[0] == 4)
    date = {parts[0], parts[1], parts[2]};
  else if (count == 3 && widths[2] == 4)
    date = {parts[2], parts[1], parts[0]};
  else
    return std::nullopt;
  const bool fits = date.year <= 9999 && date.month <= 99 && date.day <= 99;
  if (!fits || date == DateParts{}) return std::nullopt;
  return date;
}

std::optional<int> day_number(const DateParts& date) {
  using namespace std::chrono;
  const year_month_day day{year{date.year}, month{static_cast<unsigned>(date.month)},
                           std::chrono::day{static_cast<unsigned>(date.day)}};
  if (!day.ok()) return std::nullopt;
  return static_cast<int>(sys_days{day}.time_since_epoch().count());
}

namespace {

/// What stands before a name and is none; a title that could be a name too is left out only before three words.
bool is_title(std::string_view word, std::size_t behind) {
  constexpr std::array<std::string_view, 10> kNeverNames{"гр",   "гр-н",      "гр-ка",     "гр-нка", "г-н",
                                                         "г-жа", "гражданин", "гражданка", "mr",     "mrs"};
  constexpr std::array<std::string_view, 14> kPerhaps{
      "подсудимый", "подсудимая", "осужденный", "осужденная", "обвиняемый", "обвиняемая", "громадянин",
      "громадянка", "рядовой",    "ефрейтор",   "сержант",    "рядовий",    "засуджений", "обвинувачений"};
  if (std::ranges::find(kNeverNames, word) != kNeverNames.end()) return behind >= 1;
  return behind >= 3 && std::ranges::find(kPerhaps, word) != kPerhaps.end();
}

bool is_patronymic(std::string_view word) {
  constexpr std::array<std::string_view, 22> kEndings{
      "ович", "евич", "йович", "ьич",   "кузьмич", "лукич", "никитич", "фомич", "саввич", "овна", "евна",
      "ична", "івна", "ївна",  "ovich", "evich",   "ovych", "evych",   "ovna",  "evna",   "ivna", "ichna"};
  return std::ranges::any_of(kEndings, [&](std::string_view end) { return word.ends_with(end); });
}

/// "son of", "daughter of": written behind the father's name, with a hyphen, or left out.
bool is_particle(std::string_view word) {
  constexpr std::array<std::string_view, 9> kWords{"оглы", "огли", "оглу", "угли", "улы",
                                                   "кызы", "кизи", "гызы", "кизы"};
  return std::ranges::find(kWords, word) != kWords.end();
}

/// Words of a full name, without what stands in brackets; a hyphen ties its neighbours also over blanks.
std::vector<std::string> words_of_name(std::string_view plain) {
  std::vector<std::string> words;
  std::string word;
  bool tied = false;
  int brackets = 0;
  for (const char letter : std::string(plain) + " ") {
    brackets += letter == '(';
    const bool blank = brackets > 0 || letter == ' ' || letter == '.' || letter == ',' || letter == ')';
    if (letter == ')' && brackets > 0) --brackets;
    if (!blank) word.push_back(letter);
    if (!blank || word.empty()) continue;
    tied |= word.front() == '-' && !words.empty();
    const std::size_t first = word.find_first_not_of('-'), last = word.find_last_not_of('-');
    const std::string bare = first == std::string::npos ? "" : word.substr(first, last - first + 1);
    const bool ties_next = word.back() == '-';
    word.clear();
    if (!bare.empty() && tied)
      words.back() += "-" + bare;
    else if (!bare.empty())
      words.push_back(bare);
    tied = ties_next && !words.empty();
  }
  return words;
}

/// Family name first, three words: whatever order they were written in and however many there were.
void put_in_order(std::vector<std::string>& words, bool family_first) {
  const auto is_initial = [](const std::string& part) { return count_code_points(part) == 1; };
  // "И.И. Иванов": the initials stand first.
  if (words.size() > 1 && is_initial(words[0])) {
    const auto name = std::ranges::find_if_not(words, is_initial);
    if (name != words.end()) std::rotate(words.begin(), name, name + 1);
  }
  // "Иван Петрович Сидоров": the second word can only be a patronymic.
  if (words.size() == 3 && !family_first && is_patronymic(words[1]) && !is_patronymic(words[2]))
    std::rotate(words.begin(), words.begin() + 2, words.end());
  // "Петрова Водкина Анна Сергеевна": a family name of two words.
  if (words.size() == 4 && is_patronymic(words[3]) && !is_patronymic(words[2])) {
    words[0] += " " + words[1];
    words.erase(words.begin() + 1);
  }
  words.resize(3);
}

}  // namespace

std::array<std::string, 3> person_parts(std::string_view text) {
  const std::string plain = folded_text(text);
  if (means_absent(text) || is_hidden_name(plain)) return {};
  std::vector<std::string> words = words_of_name(plain);
  while (!words.empty() && is_title(words.front(), words.size() - 1)) words.erase(words.begin());
  const std::size_t first_end = plain.find_first_of(", ");
  put_in_order(words, first_end != std::string::npos && plain[first_end] == ',');
  const std::size_t hyphen = words[2].rfind('-');
  if (hyphen != std::string::npos && is_particle(std::string_view{words[2]}.substr(hyphen + 1)))
    words[2].resize(hyphen);
  return {words[0], words[1], words[2]};
}

}  // namespace waymark::linkage
