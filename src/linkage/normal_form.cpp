#include "linkage/normal_form.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <span>

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

/// A day as programs export it, "2001-02-03T00:00:00Z", "03.02.2001 0:00", and as people write it, "03.02.2001 г.р."
/// Any other time of day may be that of another day where the clocks differ, and stays.
std::string_view day_alone(std::string_view text) {
  for (const std::string_view word : {" г.р.", " г. р.", " г.", " р.", "г.р.", "г.", "р.", " г", " р"})
    if (text.ends_with(word)) return text.substr(0, text.size() - word.size());
  const std::size_t colon = text.find(':');
  const std::size_t at = colon == std::string_view::npos ? colon : text.find_last_of(" Tt", colon);
  if (at == std::string_view::npos || text.find_first_not_of("0:.,Zz+", at + 1) != std::string_view::npos) return text;
  return text.substr(0, at);
}

std::optional<DateParts> date_of(std::string_view written) {
  const std::string_view text = day_alone(written);
  std::array<int, 3> numbers{};
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
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), numbers[count]);
    if (error != std::errc{}) return std::nullopt;
    widths[count] = static_cast<std::size_t>(end - text.data()) - i;
    i += widths[count++];
  }
  DateParts date;
  if (count == 1 && widths[0] == 8)
    date = {numbers[0] / 10'000, numbers[0] / 100 % 100, numbers[0] % 100};
  else if (count == 1 && widths[0] == 4)
    date = {numbers[0], 0, 0};
  else if (count == 3 && widths[0] == 4)
    date = {numbers[0], numbers[1], numbers[2]};
  else if (count == 3 && widths[2] == 4)
    date = {numbers[2], numbers[1], numbers[0]};
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

std::array<std::string, 3> person_parts(std::string_view text) {
  if (is_hidden_name(folded_text(text))) return {};
  std::vector<std::string> words;
  const std::string plain = folded_text(text);
  std::string word;
  for (const char letter : plain + " ") {
    if (letter != ' ' && letter != '.' && letter != ',')
      word.push_back(letter);
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  const auto is_initial = [](const std::string& part) { return count_code_points(part) == 1; };
  // "И.И. Иванов": the initials stand first.
  if (words.size() > 1 && is_initial(words[0])) {
    const auto name = std::ranges::find_if_not(words, is_initial);
    if (name != words.end()) std::rotate(words.begin(), name, name + 1);
  }
  words.resize(3);
  return {words[0], words[1], words[2]};
}

}  // namespace waymark::linkage
