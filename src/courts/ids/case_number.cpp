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

/// "7Y-1/2026" typed with a Latin Y, "2А" with a capital: one spelling for one index, the one of the table below.
std::string normal_index(std::string_view index) {
  std::string out{index};
  constexpr std::array<Spelling, 12> kLatin = {{{"A", "А"},
                                                {"a", "а"},
                                                {"K", "К"},
                                                {"k", "к"},
                                                {"Y", "У"},
                                                {"y", "у"},
                                                {"G", "Г"},
                                                {"g", "г"},
                                                {"M", "М"},
                                                {"m", "м"},
                                                {"U", "У"},
                                                {"u", "у"}}};
  for (const auto& [from, to] : kLatin)
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size()))
      out.replace(at, from.size(), to);
  constexpr std::array<Spelling, 4> kCase = {{{"к", "К"}, {"у", "У"}, {"г", "Г"}, {"А", "а"}}};
  for (const auto& [from, to] : kCase)
    if (out.ends_with(from) && out.size() > from.size()) out.replace(out.size() - from.size(), from.size(), to);
  return out;
}

std::string normal_spelling(std::string_view text) {
  std::string out;
  for (const char c : squeezed(text)) {
    if (c != ' ') out += c;
  }
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
      out.replace(at, from.size(), to);
    }
  };
  for (const std::string_view dash : {"\u2010", "\u2011", "\u2013", "\u2014", "\u2212"}) replace(dash, "-");
  replace("№", "");
  return out;
}

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return std::string{digits.substr(first)};
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

/// "225-УД24-12-К10": the year stands in the middle, in two digits.
std::optional<SingleNumber> read_supreme(const std::string& text, std::string_view written) {
  const std::size_t mark = text.find("УД");
  if (mark == std::string::npos || mark < 2 || text[mark - 1] != '-') return std::nullopt;
  const std::size_t year_at = mark + std::string_view{"УД"}.size();
  if (text.size() < year_at + 4 || !all_digits(std::string_view{text}.substr(year_at, 2))) return std::nullopt;
  if (text[year_at + 2] != '-' || !all_digits(std::string_view{text}.substr(0, mark - 1))) return std::nullopt;
  return SingleNumber{.index = text.substr(0, year_at + 2),
                      .serial = text.substr(year_at + 3),
                      .year = 2000 + (text[year_at] - '0') * 10 + (text[year_at + 1] - '0'),
                      .written = std::string{written}};
}

struct Title {
  std::string_view word;
  Stage stage;
};
constexpr std::array<Title, 13> kTitles = {{{"уголовные дела - первая", Stage::kFirst},
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
                                            {"производство по материалам", Stage::kControl}}};

struct Index {
  std::string_view index;
  Stage stage;
};
constexpr std::array<Index, 24> kIndices = {
    {{"1", Stage::kFirst},          {"01", Stage::kFirst},          {"10", Stage::kAppeal},
     {"22", Stage::kAppeal},        {"22К", Stage::kAppeal},        {"55", Stage::kAppeal},
     {"55К", Stage::kAppeal},       {"7У", Stage::kCassation},      {"77", Stage::kCassation},
     {"44У", Stage::kCassation},    {"4У", Stage::kCassation},      {"77У", Stage::kCassation},
     {"5", Stage::kAdministrative}, {"12", Stage::kAdministrative}, {"16", Stage::kAdministrative},
     {"2", Stage::kCivil},          {"02", Stage::kCivil},          {"2а", Stage::kCivil},
     {"33", Stage::kCivil},         {"33а", Stage::kCivil},         {"8Г", Stage::kCivil},
     {"8а", Stage::kCivil},         {"88", Stage::kCivil},          {"88а", Stage::kCivil}}};

}  // namespace

std::string_view name_of(Stage stage) {
  constexpr std::array<std::string_view, 9> kNames = {
      "unknown", "first", "appeal", "cassation", "supervision", "control", "execution", "administrative", "civil"};
  return kNames[static_cast<std::size_t>(stage)];
}

std::string SingleNumber::normal() const {
  if (index.find("УД") != std::string::npos) return index + "-" + serial;
  return year == 0 ? index + "-" + serial : index + "-" + serial + "/" + std::to_string(year);
}

std::optional<SingleNumber> read_single_number(std::string_view text) {
  const std::string_view written = trimmed(text);
  if (written.empty() || written.size() > kNumberBytesMax) return std::nullopt;
  const std::string normal = normal_spelling(written);
  if (auto supreme = read_supreme(normal, written)) return supreme;
  const std::size_t slash = normal.rfind('/');
  const std::size_t dash = normal.find('-');
  if (slash == std::string::npos || dash == std::string::npos || dash == 0 || dash + 1 >= slash) return std::nullopt;
  const std::string_view year = std::string_view{normal}.substr(slash + 1);
  const std::string_view serial = std::string_view{normal}.substr(dash + 1, slash - dash - 1);
  if (!all_digits(year) || (year.size() != 4 && year.size() != 2) || !is_digit(serial.front())) return std::nullopt;
  int number = 0;
  std::from_chars(year.data(), year.data() + year.size(), number);
  return SingleNumber{.index = normal_index(std::string_view{normal}.substr(0, dash)),
                      .serial = all_digits(serial) ? without_leading_zeros(serial) : std::string{serial},
                      .year = year.size() == 2 ? 2000 + number : number,
                      .written = std::string{written}};
}

/// Without what stands around a number on a page: "МАТЕРИАЛ № 13-42/2026", the words of a button behind it; every kind
/// of tilde as one.
std::string number_alone(std::string_view text) {
  std::string out{text};
  for (const std::string_view tilde : {"\u223c", "\u02dc", "\uff5e"})
    for (std::size_t at = out.find(tilde); at != std::string::npos; at = out.find(tilde, at))
      out.replace(at, tilde.size(), "~");
  for (const std::string_view button : {"Скопир", "скопир", "Копировать"})
    if (const auto at = out.find(button); at != std::string::npos) out.resize(at);
  const std::string words = lowered(out);
  if (words.starts_with("дело") || words.starts_with("материал") || words.starts_with("производство")) {
    const std::size_t sign = out.find("№"), digit = out.find_first_of("0123456789");
    if (sign != std::string::npos && sign < digit)
      out.erase(0, sign + std::string_view{"№"}.size());
    else if (digit != std::string::npos)
      out.erase(0, digit);
  }
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
  if (index.starts_with("3/")) return Stage::kControl;
  if (index.starts_with("4/")) return Stage::kExecution;
  if (index.find("УД") != std::string::npos) return Stage::kSupervision;
  const std::string_view kind = court_kind(court_code);
  if (index == "2" && (kind == "OV" || kind == "OS")) return Stage::kFirst;  // circuit and regional courts
  for (const Index& known : kIndices) {
    if (index == known.index) return known.stage;
  }
  return Stage::kUnknown;
}

}  // namespace waymark::courts
