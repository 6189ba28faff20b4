#include "courts/ids/case_number.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kNumberBytesMax = 64;  // the longest seen is 30
constexpr std::size_t kNumbersMax = 40;      // one case carried 11 older numbers

struct Spelling {
  std::string_view from, to;
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// "7Y-1/2026" typed with a Latin Y, "2А" with a capital: one spelling for one index, the one of the table below.
std::string normal_index(std::string_view index) {
  std::string out{index};
  constexpr std::array<Spelling, 22> kLatin = {{{"A", "А"}, {"a", "а"}, {"K", "К"}, {"k", "к"}, {"Y", "У"}, {"y", "у"},
                                                {"G", "Г"}, {"g", "г"}, {"M", "М"}, {"m", "м"}, {"U", "У"}, {"u", "у"},
                                                {"P", "Р"}, {"C", "С"}, {"E", "Е"}, {"O", "О"}, {"T", "Т"}, {"H", "Н"},
                                                {"B", "В"}, {"X", "Х"}, {"c", "с"}, {"p", "р"}}};
  for (const auto& [from, to] : kLatin) replace_all(out, from, to);
  if (out.starts_with("З") || out.starts_with("з")) out.replace(0, std::string_view{"З"}.size(), "3");  // "За-1/2026"
  constexpr std::array<Spelling, 4> kCase = {{{"к", "К"}, {"у", "У"}, {"г", "Г"}, {"А", "а"}}};
  for (const auto& [from, to] : kCase)
    if (out.ends_with(from) && out.size() > from.size()) out.replace(out.size() - from.size(), from.size(), to);
  if (out.starts_with("м")) out.replace(0, std::string_view{"м"}.size(), "М");
  return out;
}

std::string normal_spelling(std::string_view text) {
  std::string out;
  for (const char c : squeezed(text)) {
    if (c != ' ') out += c;
  }
  for (const std::string_view dash : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"})
    replace_all(out, dash, "-");
  replace_all(out, "№", "");
  replace_all(out, "\u00ad", "");
  replace_all(out, "\\", "/");
  // "1-7/2026 г.", "1-7/2026."
  for (const std::string_view tail : {".", ",", ";", "года", "г"})
    while (out.ends_with(tail)) out.resize(out.size() - tail.size());
  return out;
}

/// Figures typed as the letters that look like them: "2О26".
std::string figures(std::string_view text) {
  std::string out{text};
  for (const auto& [from, to] :
       std::array<Spelling, 6>{{{"О", "0"}, {"о", "0"}, {"O", "0"}, {"o", "0"}, {"З", "3"}, {"з", "3"}}})
    replace_all(out, from, to);
  return out;
}

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return std::string{digits.substr(first)};
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

/// Capital Cyrillic letters at `at`, in bytes.
std::size_t capitals_at(std::string_view text, std::size_t at) {
  std::size_t size = 0;
  while (at + size + 1 < text.size() && text[at + size] == '\xd0' &&
         static_cast<unsigned char>(text[at + size + 1]) >= 0x90 &&
         static_cast<unsigned char>(text[at + size + 1]) <= 0xaf)
    size += 2;
  return size;
}

/// Numbers of the Supreme Court: "225-УД24-12-К10", "32-У04-199", "АКПИ24-7". The year stands in the middle, in two
/// digits.
std::optional<SingleNumber> read_supreme(const std::string& spelled, std::string_view written) {
  constexpr std::size_t kLettersMax = 6;
  const std::string text = normal_index(spelled);
  const std::size_t region = digits_at(text, 0);
  std::size_t at = region;
  if (region > 3 || (region > 0 && (at >= text.size() || text[at++] != '-'))) return std::nullopt;
  const std::size_t letters = capitals_at(text, at);
  if (letters == 0 || letters > 2 * kLettersMax) return std::nullopt;
  at += letters;
  if (digits_at(text, at) != 2 || at + 3 >= text.size() || text[at + 2] != '-' || !is_digit(text[at + 3]))
    return std::nullopt;
  const std::string serial = text.substr(at + 3);
  // "12", "12-К10": the court whose decision it is stands behind it.
  std::size_t end = digits_at(serial, 0);
  if (end < serial.size() && serial[end] == '-') {
    const std::size_t court = capitals_at(serial, end + 1);
    end = court == 0 ? end : end + 1 + court + digits_at(serial, end + 1 + court);
  }
  if (end != serial.size()) return std::nullopt;
  return SingleNumber{.index = text.substr(0, at + 2),
                      .serial = serial,
                      .year = 2000 + (text[at] - '0') * 10 + (text[at + 1] - '0'),
                      .written = std::string{written},
                      .supreme = true};
}

/// What the letters of such a number say: "УД", "УН", "Д" are criminal, "АПУ" an appeal, "АД" administrative.
Stage stage_of_supreme(std::string_view index) {
  const std::size_t begin = index.find('-') == std::string_view::npos ? 0 : index.find('-') + 1;
  const std::string_view letters = index.substr(begin, capitals_at(index, begin));
  if (letters == "АПУ") return Stage::kAppeal;
  if (letters == "АД" || letters == "ААД") return Stage::kAdministrative;
  if (letters.starts_with("У") || letters == "Д" || letters == "ДП" || letters == "Н" || letters == "П")
    return Stage::kSupervision;
  return Stage::kCivil;
}

struct Title {
  std::string_view word;
  Stage stage;
};
constexpr std::array<Title, 18> kTitles = {{{"уголовные дела - первая", Stage::kFirst},
                                            {"уголовные дела - апелляция", Stage::kAppeal},
                                            {"уголовные дела - кассация", Stage::kCassation},
                                            {"уголовные дела - надзор", Stage::kSupervision},
                                            {"судебного контроля", Stage::kControl},
                                            {"исполнения приговор", Stage::kExecution},
                                            {"порядке исполнения", Stage::kExecution},
                                            {"об административных правонарушениях", Stage::kAdministrative},
                                            {"дела об ап", Stage::kAdministrative},
                                            {"гражданск", Stage::kCivil},
                                            {"административные дела", Stage::kCivil},
                                            {"кас рф", Stage::kCivil},
                                            {"уголовные дела первой", Stage::kFirst},
                                            {"уголовным делам первой", Stage::kFirst},
                                            {"уголовные дела апелляц", Stage::kAppeal},
                                            {"уголовным делам апелляц", Stage::kAppeal},
                                            {"уголовные дела кассац", Stage::kCassation},
                                            {"уголовным делам кассац", Stage::kCassation}}};

struct Index {
  std::string_view index;
  Stage stage;
};
using enum Stage;
constexpr std::array<Index, 44> kIndices = {
    {{"1", kFirst},           {"01", kFirst},          {"10", kAppeal},         {"22", kAppeal},
     {"22К", kAppeal},        {"55", kAppeal},         {"55К", kAppeal},        {"7У", kCassation},
     {"77", kCassation},      {"44У", kCassation},     {"4У", kCassation},      {"77У", kCassation},
     {"5", kAdministrative},  {"05", kAdministrative}, {"12", kAdministrative}, {"16", kAdministrative},
     {"21", kAdministrative}, {"30", kAdministrative}, {"2", kCivil},           {"02", kCivil},
     {"2а", kCivil},          {"02а", kCivil},         {"3а", kCivil},          {"33", kCivil},
     {"33а", kCivil},         {"8Г", kCivil},          {"8а", kCivil},          {"88", kCivil},
     {"88а", kCivil},         {"66", kCivil},          {"66а", kCivil},         {"9", kCivil},
     {"9а", kCivil},          {"11", kCivil},          {"11а", kCivil},         {"13", kCivil},
     {"13а", kCivil},         {"4Г", kCivil},          {"44Г", kCivil},         {"4а", kCivil},
     {"44а", kCivil},         {"М", kCivil},           {"Ма", kCivil},          {"15", kCivil}}};

}  // namespace

std::string_view name_of(Stage stage) {
  constexpr std::array<std::string_view, 9> kNames = {
      "unknown", "first", "appeal", "cassation", "supervision", "control", "execution", "administrative", "civil"};
  return kNames[static_cast<std::size_t>(stage)];
}

std::string SingleNumber::normal() const {
  if (supreme) return index + "-" + serial;
  return year == 0 ? index + "-" + serial : index + "-" + serial + "/" + std::to_string(year);
}

/// "1", "22К", "3/1", "Ма": figures, a stroke and few letters, never words.
bool is_index(std::string_view index) {
  constexpr std::size_t kLetterBytesMax = 8;
  const auto others = static_cast<std::size_t>(
      std::count_if(index.begin(), index.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  return others <= kLetterBytesMax && std::all_of(index.begin(), index.end(), [](char c) {
           return is_digit(c) || c == '/' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
         });
}

/// "7-12": the serial and a magistrate's district.
bool is_with_district(std::string_view serial) {
  const std::size_t dash = serial.find('-');
  return dash != std::string_view::npos && all_digits(serial.substr(0, dash)) && all_digits(serial.substr(dash + 1));
}

/// "7", "0042/424", "15с". Two numbers in one cell ("1-7/2026, 1-8/2026") are none: they would be a case of their own.
bool is_serial(std::string_view serial) {
  return is_digit(serial.front()) && std::ranges::count(serial, '/') <= 1 &&
         (serial.find_first_of("-,;~+&|()[]") == std::string_view::npos || is_with_district(serial));
}

std::optional<SingleNumber> read_single_number(std::string_view text) {
  const std::string_view written = trimmed(text);
  if (written.empty() || written.size() > kNumberBytesMax) return std::nullopt;
  const std::string normal = normal_spelling(written);
  if (auto supreme = read_supreme(normal, written)) return supreme;
  const std::size_t slash = normal.rfind('/');
  const std::size_t dash = normal.find('-');
  if (slash == std::string::npos || dash == std::string::npos || dash == 0 || dash + 1 >= slash) return std::nullopt;
  const std::string index = normal_index(std::string_view{normal}.substr(0, dash));
  if (!is_index(index)) return std::nullopt;
  std::string year = figures(std::string_view{normal}.substr(slash + 1));
  std::string serial = figures(std::string_view{normal}.substr(dash + 1, slash - dash - 1));
  if (is_with_district(year) && all_digits(serial)) {  // "1-7/2026-12"
    serial += year.substr(year.find('-'));
    year.resize(year.find('-'));
  }
  if (!all_digits(year) || (year.size() != 4 && year.size() != 2) || !is_serial(serial)) return std::nullopt;
  int number = 0;
  std::from_chars(year.data(), year.data() + year.size(), number);
  // "0042/424", "7-12": the serial and the number of a magistrate's district.
  const std::size_t end = std::min(serial.find_first_of("/-"), serial.size());
  const std::string_view first = std::string_view{serial}.substr(0, end);
  return SingleNumber{.index = index,
                      .serial = all_digits(first) ? without_leading_zeros(first) + serial.substr(end) : serial,
                      .year = year.size() == 2 ? 2000 + number : number,
                      .written = std::string{written},
                      .supreme = false};
}

/// Without what stands around a number on a page: "МАТЕРИАЛ № 13-42/2026", "выделен из у/д №2-12/2025", the words of a
/// button behind it; every kind of tilde as one.
std::string number_alone(std::string_view text) {
  std::string out{text};
  for (const std::string_view tilde : {"\u223c", "\u02dc", "\uff5e", "\u223d", "\u2248", "\u223f", "\u301c", "\u02f7"})
    replace_all(out, tilde, "~");
  for (const std::string_view button :
       {"Скопировать в буфер обмена", "Скопировано в буфер обмена", "Скопировать", "Скопировано", "Копировать"})
    replace_all(out, button, " ");
  const std::string words = lowered(out);
  const std::size_t sign = out.find("№"), digit = std::min(out.find_first_of("0123456789"), out.size());
  const bool named = words.starts_with("дело") || words.starts_with("материал") || words.starts_with("производство") ||
                     words.starts_with("уд ") || words.starts_with("у/д") || words.starts_with("угол") ||
                     words.starts_with("n ") || words.starts_with("no ") || words.starts_with("no.");
  if (sign != std::string::npos && sign < digit)
    out.erase(0, sign + std::string_view{"№"}.size());
  else if (named && digit < out.size())
    out.erase(0, digit);
  return std::string{trimmed(out)};
}

CaseNumber read_case_number(std::string_view text) {
  CaseNumber number;
  number.written = squeezed(text);
  const std::string alone = number_alone(number.written);
  std::string_view rest = alone;
  const std::size_t end = std::min(rest.find_first_of("([~"), rest.size());
  const auto main = read_single_number(rest.substr(0, end));
  if (!main) return number;
  number.main = *main;
  number.understood = true;
  rest.remove_prefix(end);
  while (!rest.empty() && number.old.size() + number.other.size() < kNumbersMax) {
    const bool round = rest.front() == '(';
    rest.remove_prefix(1);
    const std::size_t close = std::min(rest.find_first_of(")]([~"), rest.size());
    for (const std::string_view piece : split(rest.substr(0, close), ";,")) {
      if (const auto single = read_single_number(piece)) (round ? number.old : number.other).push_back(*single);
    }
    rest.remove_prefix(close);
    const std::size_t next = std::min(rest.find_first_of("([~"), rest.size());
    rest.remove_prefix(next);
  }
  return number;
}

std::vector<std::string> CaseNumber::all() const {
  std::vector<std::string> numbers;
  if (understood) numbers.push_back(main.normal());
  for (const SingleNumber& one : old) numbers.push_back(one.normal());
  for (const SingleNumber& one : other) numbers.push_back(one.normal());
  return numbers;
}

std::string_view court_kind(std::string_view court_code) {
  return court_code.size() == 8 ? court_code.substr(2, 2) : std::string_view{};
}

Stage stage_of(std::string_view title, const CaseNumber& number, std::string_view court_code) {
  const std::string words = plain(title);
  for (const Title& known : kTitles) {
    if (words.find(known.word) != std::string::npos) return known.stage;
  }
  const std::string& index = number.main.index;
  if (index.starts_with("3/") || index.starts_with("03/")) return Stage::kControl;
  if (index.starts_with("4/") || index.starts_with("04/")) return Stage::kExecution;
  if (words.find("производство по материалам") != std::string::npos) return Stage::kControl;
  if (number.main.supreme) return stage_of_supreme(index);
  const std::string_view kind = court_kind(court_code);
  if (index == "2" && (kind == "OV" || kind == "OS")) return Stage::kFirst;  // circuit and regional courts
  for (const Index& known : kIndices) {
    if (index == known.index) return known.stage;
  }
  return Stage::kUnknown;
}

}  // namespace waymark::courts
