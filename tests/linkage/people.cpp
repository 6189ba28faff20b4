#include "people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/utf8.h"
#include "linkage/hash.h"

namespace waymark::testing {
namespace {

using linkage::Numbers;

constexpr double kFurther = 0.30;      // records of somebody who is there already
constexpr double kTypingError = 0.20;  // of a further record's surname; half as often of the other names
constexpr double kSecondError = 0.10;  // a second error in the same word
constexpr double kInitials = 0.25;     // given name and patronymic are initials
constexpr double kNoPatronymic = 0.05;
constexpr double kNoBirth = 0.20;     // no date of birth
constexpr double kBirthError = 0.05;  // one digit wrong, or day and month exchanged
constexpr double kOtherCourt = 0.30;  // moved
constexpr double kOtherArticle = 0.15;
constexpr double kLowerYo = 0.5;   // ё written as е
constexpr double kFirstToo = 0.3;  // first records have the same faults, so much more seldom

constexpr std::size_t kSurnames = 60'000, kGivenNames = 220, kPatronymics = 320, kCourts = 108;

/// Draws ranks so that rank r comes in proportion to 1 / (r + offset)^exponent (Zipf 1949, Mandelbrot 1953).
class Zipf {
 public:
  Zipf(std::size_t count, double exponent, double offset) {
    double sum = 0;
    for (std::size_t rank = 0; rank < count; ++rank)
      sums_.push_back(sum += std::pow(static_cast<double>(rank) + 1 + offset, -exponent));
  }
  std::size_t draw(Numbers& numbers) const {
    const double at = numbers.fraction() * sums_.back();
    return static_cast<std::size_t>(std::ranges::upper_bound(sums_, at) - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

constexpr std::array<std::string_view, 40> kSyllables{
    "ва", "ко", "ме", "ли", "го", "ру", "са",  "до",  "не",  "ти",  "бо",  "ку",  "ра",  "шё",
    "жи", "зо", "па", "лу", "ма", "ни", "кра", "сто", "бры", "гла", "тру", "пле", "дро", "све",
    "хо", "ца", "че", "ще", "ря", "лю", "мы",  "вы",  "ды",  "ке",  "ту",  "фё"};
constexpr std::array<std::string_view, 6> kSurnameEnds{"нов", "лев", "кин", "ский", "ченко", "рин"};
constexpr std::array<std::string_view, 5> kGivenEnds{"н", "слав", "мир", "й", "р"};

std::string capital(std::string word) {
  auto letters = decode_utf8(word).value_or(std::u32string{});
  if (letters.empty()) return word;
  letters[0] = letters[0] == 0x451 ? 0x401 : letters[0] - 32;
  std::string result;
  for (const char32_t letter : letters) append_utf8(result, letter);
  return result;
}

template <std::size_t N>
std::vector<std::string> words(std::size_t count, std::size_t syllables, const std::array<std::string_view, N>& ends,
                               std::string_view tail, Numbers& numbers) {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < count; ++i) {
    std::string word;
    const std::size_t length = syllables + numbers.below(2);
    for (std::size_t s = 0; s < length; ++s) word += kSyllables[numbers.below(kSyllables.size())];
    word += ends[numbers.below(N)];
    made.push_back(capital(word + std::string{tail}));
  }
  return made;
}

struct Person {
  std::string surname, given, patronymic;
  int born;  ///< days from 1 January 1965
  std::size_t court, article;
  std::uint32_t number;
};

constexpr std::array<std::string_view, 8> kArticles{"337 ч.5",   "337 ч.3.1", "337 ч.5; 338 ч.3", "338 ч.1",
                                                    "332 ч.2.1", "337 ч.2.1", "333 ч.3",          "337 ч.1"};

std::string date_text(int days) {
  // Months of 28 days are enough: what matters is how often dates agree by chance.
  return fmt::format("{:02}.{:02}.{:04}", days % 28 + 1, days / 28 % 12 + 1, 1965 + days / 336);
}

std::string mistyped(const std::string& word, Numbers& numbers) {
  auto letters = decode_utf8(word).value_or(std::u32string{});
  if (letters.size() < 3) return word;
  const std::size_t at = 1 + numbers.below(letters.size() - 1);
  const auto letter = static_cast<char32_t>(0x430 + numbers.below(32));
  switch (numbers.below(4)) {
    case 0: letters.erase(at, 1); break;
    case 1: letters.insert(at, 1, letter); break;
    case 2: letters[at] = letter; break;
    default: std::swap(letters[at], letters[at - (at > 1 ? 1 : 0)]); break;
  }
  std::string result;
  for (const char32_t one : letters) append_utf8(result, one);
  return result;
}

std::string with_errors(std::string word, double share, Numbers& numbers) {
  if (numbers.fraction() >= share) return word;
  word = mistyped(word, numbers);
  return numbers.fraction() < kSecondError ? mistyped(word, numbers) : word;
}

std::string initial(const std::string& name) {
  auto letters = decode_utf8(name).value_or(std::u32string{});
  std::string result;
  if (!letters.empty()) append_utf8(result, letters[0]);
  return result.empty() ? result : result + ".";
}

std::string with_e(std::string word, Numbers& numbers) {
  if (numbers.fraction() >= kLowerYo) return word;
  for (std::size_t at = word.find("ё"); at != std::string::npos; at = word.find("ё")) word.replace(at, 2, "е");
  return word;
}

std::string birth_with_errors(int born, double often, Numbers& numbers) {
  if (numbers.fraction() < kNoBirth * often) return "";
  std::string text = date_text(born);
  if (numbers.fraction() >= kBirthError * often) return text;
  if (numbers.below(4) == 0) {
    std::swap(text[0], text[3]), std::swap(text[1], text[4]);
    return text;
  }
  constexpr std::array<std::size_t, 5> kDigits{0, 1, 4, 8, 9};
  text[kDigits[numbers.below(kDigits.size())]] = static_cast<char>('0' + numbers.below(10));
  return text;
}

class Register {
 public:
  explicit Register(std::uint64_t seed)
      : numbers_(seed), surname_(kSurnames, 0.85, 20), given_(kGivenNames, 1.0, 3), patronymic_(kPatronymics, 1.0, 3) {
    surnames_ = words(kSurnames, 2, kSurnameEnds, "", numbers_);
    given_names_ = words(kGivenNames, 1, kGivenEnds, "", numbers_);
    patronymics_ = words(kPatronymics, 1, kGivenEnds, "ович", numbers_);
  }

  std::string csv(std::uint32_t records) {
    std::string out = "id,surname,given,patronymic,born,court,article,received,person\n";
    out.reserve(std::size_t{records} * 110);
    std::vector<Person> people;
    for (std::uint32_t i = 0; i < records; ++i) {
      const bool further = !people.empty() && numbers_.fraction() < kFurther;
      if (!further) people.push_back(somebody(static_cast<std::uint32_t>(people.size())));
      const Person& person = further ? people[numbers_.below(people.size())] : people.back();
      append(out, i, person, further);
    }
    return out;
  }

 private:
  Person somebody(std::uint32_t number) {
    return {surnames_[surname_.draw(numbers_)],
            given_names_[given_.draw(numbers_)],
            patronymics_[patronymic_.draw(numbers_)],
            static_cast<int>(numbers_.below(336 * 40)),
            numbers_.below(kCourts),
            numbers_.below(kArticles.size()),
            number};
  }

  void append(std::string& out, std::uint32_t id, const Person& person, bool further) {
    const double often = further ? 1 : kFirstToo;
    const auto happens = [&](double share) { return numbers_.fraction() < share * often; };
    const std::string surname = with_e(with_errors(person.surname, kTypingError * often, numbers_), numbers_);
    const bool initials = happens(kInitials);
    const std::string given =
        initials ? initial(person.given) : with_errors(person.given, kTypingError / 2 * often, numbers_);
    std::string patronymic =
        initials ? initial(person.patronymic) : with_errors(person.patronymic, kTypingError / 2 * often, numbers_);
    if (happens(kNoPatronymic)) patronymic.clear();
    const std::string born = birth_with_errors(person.born, often, numbers_);
    const std::size_t court = further && happens(kOtherCourt) ? numbers_.below(kCourts) : person.court;
    const std::size_t article = further && happens(kOtherArticle) ? numbers_.below(kArticles.size()) : person.article;
    const auto received = static_cast<int>(numbers_.below(700));
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{:02}.{:02}.{},{}\n", id + 1, surname, given,
                   patronymic, born, court + 1, kArticles[article], received % 28 + 1, received / 28 % 12 + 1,
                   2022 + received / 336, person.number);
  }

  Numbers numbers_;
  Zipf surname_, given_, patronymic_;
  std::vector<std::string> surnames_, given_names_, patronymics_;
};

}  // namespace

std::string people_csv(std::uint32_t records, std::uint64_t seed) { return Register{seed}.csv(records); }

}  // namespace waymark::testing
