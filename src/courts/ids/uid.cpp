#include "courts/ids/uid.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

// d digit, L letter, everything else itself. "26RS0001-01-2024-012553-83"
constexpr std::string_view kShape = "ddLLdddd-dd-dddd-dddddd-dd";
constexpr std::size_t kCheckAt = kShape.size() - 2;

constexpr std::array<std::pair<std::string_view, char>, 22> kLookAlikes = {
    {{"а", 'A'}, {"с", 'C'}, {"е", 'E'}, {"к", 'K'}, {"м", 'M'}, {"о", 'O'}, {"р", 'P'}, {"т", 'T'},
     {"х", 'X'}, {"З", '3'}, {"А", 'A'}, {"В", 'B'}, {"С", 'C'}, {"Е", 'E'}, {"Н", 'H'}, {"К", 'K'},
     {"М", 'M'}, {"О", 'O'}, {"Р", 'P'}, {"Т", 'T'}, {"Х", 'X'}, {"У", 'Y'}}};

/// Latin capitals, ASCII hyphens, no spaces.
std::string latin(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t used = 1;
    char put = text.front();
    if (put >= 'a' && put <= 'z') put = static_cast<char>(put - 32);
    for (const auto& [cyrillic, letter] : kLookAlikes) {
      if (!text.starts_with(cyrillic)) continue;
      put = letter;
      used = cyrillic.size();
    }
    if (text.starts_with("\u00ad")) {  // a soft hyphen is no character of it
      text.remove_prefix(2);
      continue;
    }
    for (const std::string_view dash : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"}) {
      if (!text.starts_with(dash)) continue;
      put = '-';
      used = dash.size();
    }
    if (put != ' ') out += put;
    text.remove_prefix(used);
  }
  return out;
}

bool has_shape(std::string_view text) {
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool letter = text[i] >= 'A' && text[i] <= 'Z';
    const bool fits = kShape[i] == 'd' ? is_digit(text[i]) : kShape[i] == 'L' ? letter : text[i] == '-';
    if (!fits) return false;
  }
  return true;
}

/// "УИД: 61RS…", "Уникальный идентификатор дела 61RS…": without the words in front.
std::string_view without_name(std::string_view text) {
  const std::size_t digit = text.find_first_of("0123456789");
  if (digit == std::string_view::npos || digit == 0) return text;
  const std::string words = plain(text.substr(0, digit));
  constexpr std::size_t kNameBytesMax = 80;
  return words.size() <= kNameBytesMax && holds_any(words, {"уид", "идентификатор дела"}) ? text.substr(digit) : text;
}

/// A letter O typed for the figure 0, and the other way round, where the shape says which it must be.
void set_right(std::string& text) {
  for (std::size_t i = 0; i < std::min(text.size(), kShape.size()); ++i) {
    if (kShape[i] == 'd' && text[i] == 'O') text[i] = '0';
    if (kShape[i] == 'L' && text[i] == '0') text[i] = 'O';
  }
}

unsigned modulo_97(std::string_view text) {
  unsigned rest = 0;
  for (const char c : text) {
    if (is_digit(c)) rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
    if (c >= 'A' && c <= 'Z') rest = (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
  }
  return rest;
}

}  // namespace

Uid Uid::read(std::string_view text) {
  Uid uid;
  const std::string_view written = trimmed(text);
  if (written.find_first_not_of("-_.") == std::string_view::npos || written == "–" || written == "—") return uid;
  uid.written_ = std::string{written};
  uid.state_ = State::kMalformed;
  std::string normal = latin(without_name(squeezed(written)));
  // The words of a button behind the identifier are none of it.
  if (normal.size() > kShape.size() && !is_digit(normal[kShape.size()]) && normal[kShape.size()] != '-')
    normal.resize(kShape.size());
  set_right(normal);
  if (!has_shape(normal)) return uid;
  uid.state_ = modulo_97(normal) == 1 ? State::kValid : State::kWrongCheck;
  uid.normal_ = std::move(normal);
  return uid;
}

Uid Uid::find_in(std::string_view text) {
  for (std::size_t at = 0; at + kShape.size() <= text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_word_byte(text[at - 1]))) continue;
    const std::string_view part = text.substr(at, kShape.size());
    if (!has_shape(part)) continue;
    const std::size_t end = at + kShape.size();
    if (end == text.size() || !is_word_byte(text[end])) return read(part);
  }
  return {};
}

std::optional<std::string> Uid::key() const { return valid() ? std::optional{normal_} : std::nullopt; }

std::string_view Uid::court() const { return std::string_view{normal_}.substr(0, normal_.empty() ? 0 : 8); }

std::optional<std::string> uid_check_digits(std::string_view without_check) {
  const std::string whole = latin(without_check) + "-00";
  if (!has_shape(whole)) return std::nullopt;
  const unsigned check = (98 - modulo_97(whole)) % 97;
  return fmt::format("{:02}", check < 2 ? check + 97 : check);
}

}  // namespace waymark::courts
