// Tongue: texts for measurements, the same in every run. Test code only.
//
// Words are Cyrillic syllables with endings, as often as words of a language are (the second half as often as the
// first, the third a third as often …).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace waymark::desk::search {

class Tongue {
 public:
  static constexpr std::size_t kVocabulary = 40'000;

  explicit Tongue(std::uint64_t seed = 7) : random_(seed) {}
  std::string word() {
    // The inverse of the sum of 1/n, which is near enough to a logarithm.
    const double at =
        std::exp(std::uniform_real_distribution{0.0, std::log(static_cast<double>(kVocabulary))}(random_));
    return form(static_cast<std::size_t>(at) - 1);
  }
  std::string commonest() { return form(0); }
  std::string text(std::size_t words) {
    std::string made;
    for (std::size_t count = 0; count < words; ++count) made += (count == 0 ? "" : " ") + word();
    return made;
  }

 private:
  /// The word of this rank in one of its forms.
  std::string form(std::size_t rank) {
    static constexpr std::array<std::string_view, 20> syllables{"па", "ро", "ми", "ту", "ке", "ла", "но",
                                                                "ви", "су", "де", "ба", "го", "ри", "жу",
                                                                "ме", "за", "хо", "ни", "чу", "ле"};
    static constexpr std::array<std::string_view, 4> endings{"т", "та", "ту", "тов"};
    std::string word;
    for (std::size_t left = rank + 400; left > 0; left /= syllables.size()) word += syllables[left % syllables.size()];
    word += endings[std::uniform_int_distribution<std::size_t>{0, endings.size() - 1}(random_)];
    return word;
  }
  std::mt19937_64 random_;
};

}  // namespace waymark::desk::search
