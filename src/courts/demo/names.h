// Invented names of people, judges and courts, and the fixed wordings of court pages. Nobody is meant: surnames are
// made of trees, birds and rivers, towns do not exist.
#pragma once

#include <string>

#include "courts/demo/dice.h"

namespace waymark::courts {

struct FullName {
  std::string surname = {}, given = {}, patronymic = {};
  /// "Дубравин Наум Тихонович"
  [[nodiscard]] std::string full() const;
  /// "Дубравин Н.Т."
  [[nodiscard]] std::string initials() const;
};

/// Frequent names are drawn oftener than rare ones, so that there are namesakes.
FullName draw_name(Dice& dice);
/// One letter left out, doubled, changed, or ё written for е: what clerks do.
FullName with_typing_error(const FullName& name, Dice& dice);

/// "Верхнеольховский гарнизонный военный суд"; a different one for each number below 400
std::string garrison_court(std::size_t number);
/// "3-й Приозёрный окружной военный суд"
std::string circuit_court(std::size_t number);
inline constexpr const char* kCassationCourt = "Заоблачный кассационный военный суд";

}  // namespace waymark::courts
