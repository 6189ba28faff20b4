#include "desk/staff/passphrase_rule.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "desk/keyring/staff_key.h"
#include "desk/staff/common_passphrases.h"
#include "text/utf8.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/passphrase";
constexpr std::size_t kWalkMin = 4;  ///< neighbours on a row of keys or in an alphabet
constexpr std::size_t kRunMin = 3;   ///< the same character
constexpr std::size_t kDigitsMin = 2;
constexpr std::size_t kPartPoints = 2;

constexpr std::array<std::u32string_view, 13> kRows{U"qwertyuiop",
                                                    U"asdfghjkl",
                                                    U"zxcvbnm",
                                                    U"йцукенгшщзхъ",
                                                    U"фывапролджэ",
                                                    U"ячсмитьбю",
                                                    U"йцукенгшщзхї",
                                                    U"фівапролджє",
                                                    U"01234567890",
                                                    U"abcdefghijklmnopqrstuvwxyz",
                                                    U"абвгдежзийклмнопрстуфхцчшщъыьэюя",
                                                    U"абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
                                                    U"0987654321"};

/// Text that wipes itself.
struct Letters {
  std::u32string text;
  Letters() = default;
  Letters(Letters&&) = default;
  Letters& operator=(Letters&&) = delete;
  ~Letters() { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size() * sizeof(char32_t)}); }
};

void wipe_text(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

/// The code points of a text that is known to be UTF-8.
std::u32string decode(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<std::uint8_t>(utf8[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t next = 1; next < size && at + next < utf8.size(); ++next)
      code = code << 6U | (static_cast<std::uint8_t>(utf8[at + next]) & 0x3FU);
    out.push_back(code);
    at += size;
  }
  return out;
}

bool is_blank(char32_t letter) { return letter == U' ' || letter == U'-' || letter == U'_' || letter == U'.'; }

/// Lower case, ё as е, without what stands between words.
Result<Letters> letters_of(std::string_view text) {
  LET(std::string folded, text::folded(text));
  Letters letters;
  letters.text = decode(folded);
  wipe_text(folded);
  std::erase_if(letters.text, is_blank);
  std::ranges::replace(letters.text, U'ё', U'е');
  return letters;
}

std::size_t walk_at(std::u32string_view rest) {
  std::size_t best = 0;
  for (const std::u32string_view row : kRows)
    for (const int step : {1, -1}) {
      std::size_t place = row.find(rest.front());
      std::size_t length = 0;
      while (length < rest.size() && place < row.size() && row[place] == rest[length]) {
        ++length;
        place += static_cast<std::size_t>(step);  // below 0 wraps to far above the row's end
      }
      best = std::max(best, length);
    }
  return best >= kWalkMin ? best : 0;
}

template <class Fits>
std::size_t count_while(std::u32string_view rest, Fits fits, std::size_t least) {
  const auto end = std::ranges::find_if_not(rest, fits);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  return length >= least ? length : 0;
}

std::size_t word_at(std::u32string_view rest, const std::vector<std::u32string>& words) {
  std::size_t best = 0;
  for (const std::u32string& word : words)
    if (word.size() > best && rest.starts_with(word)) best = word.size();
  return best;
}

/// How much of it is a part that guessers try; 0 for none.
std::size_t part_at(std::u32string_view rest, const std::vector<std::u32string>& words) {
  const char32_t first = rest.front();
  const auto is_digit = [](char32_t letter) { return letter >= U'0' && letter <= U'9'; };
  return std::max({word_at(rest, words), walk_at(rest),
                   count_while(
                       rest, [first](char32_t letter) { return letter == first; }, kRunMin),
                   count_while(rest, is_digit, kDigitsMin)});
}

/// Without what only repeats its beginning.
std::u32string_view without_repeats(std::u32string_view text) {
  for (std::size_t period = 1; period <= text.size() / 2; ++period)
    if (text.substr(period) == text.substr(0, text.size() - period)) return text.substr(0, period);
  return text;
}

std::size_t points_of(std::u32string_view text, const std::vector<std::u32string>& words) {
  std::set<std::u32string_view> parts;
  std::size_t points = 0;
  while (!text.empty()) {
    const std::size_t length = part_at(text, words);
    if (length == 0) ++points;
    if (length > 0 && parts.insert(text.substr(0, length)).second) points += kPartPoints;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return points;
}

std::vector<std::u32string> words_with(std::span<const std::string_view> known) {
  std::vector<std::u32string> words;
  for (const std::string_view common : common_passphrases()) words.push_back(decode(common));
  for (const std::string_view name : known)
    if (auto letters = letters_of(name); letters.has_value() && letters->text.size() > 1)
      words.push_back(letters->text);
  return words;
}

}  // namespace

Result<SecretBytes> normal_passphrase(ByteView typed) {
  if (typed.empty()) return fail(Code::kMalformed, kWhere);
  if (typed.size() > kPassphraseBytesMax) return fail(Code::kTooLarge, kWhere);
  LET(std::string normal, text::nfc(text_of(typed)));
  SecretBytes secret = SecretBytes::copy_of(view_of(normal));
  wipe_text(normal);
  if (secret.size() > kPassphraseBytesMax) return fail(Code::kTooLarge, kWhere);
  return secret;
}

Result<SecretBytes> new_passphrase(ByteView typed, std::span<const std::string_view> known) {
  LET(SecretBytes secret, normal_passphrase(typed));
  LET(const std::size_t count, text::count_code_points(text_of(secret.view())));
  if (count < kPassphraseCodePointsMin) return fail(Code::kInvalid, kWhere, "short");
  LET(const Letters letters, letters_of(text_of(secret.view())));
  if (points_of(without_repeats(letters.text), words_with(known)) < kPassphrasePointsMin)
    return fail(Code::kInvalid, kWhere, "guessable");
  return secret;
}

}  // namespace waymark::desk
