// Article: one provision of a code in normal form, from the many ways courts write it.
//
//   ст.337 ч.5 УК РФ · ст. 337 ч. 2.1 УК РФ · ч. 5 ст. 337 УК РФ · 337 ч.5 · частью 5 статьи 337 УК РФ · 337.5 ·
//   п. «б» ч. 2 ст. 173.1 УК РФ · ст.183 ч.4; ст.290 ч.3 УК РФ · ст.30 ч.3, ст.338 ч.1 УК РФ (an attempt)
//
// Normal form: "УК 337 ч.5", "УК 173.1 ч.2 п.б", "УК 338 ч.1 покушение". What is not understood is returned, never
// dropped.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::courts {

struct Article {
  std::string code = {};     ///< "УК", "КоАП", "УПК"; empty when the text does not say
  std::string article = {};  ///< "337", "352.1"
  std::string part = {};     ///< "5", "2.1"; empty when the text does not say
  std::string points = {};   ///< "б", "а,б"
  bool attempt = false;      ///< named together with article 30 of the УК
  [[nodiscard]] std::string normal() const;
  auto operator<=>(const Article&) const = default;
};

struct Articles {
  std::vector<Article> list = {};          ///< in the order of the text, without repeats
  std::vector<std::string> not_read = {};  ///< the text, if it holds no article
  bool in_part = false;                    ///< articles were read, and words beside them that nobody understood
  /// Normal forms, sorted, joined by "; ".
  [[nodiscard]] std::string normal() const;
  [[nodiscard]] bool has(std::string_view article) const;
};

/// How much of a field is looked at.
inline constexpr std::size_t kArticleTextMax = 4096;

/// Reads a field such as "Перечень статей".
/// @param code  the code to assume when the text names none; may be empty
Articles read_articles(std::string_view text, std::string_view code = {});
}  // namespace waymark::courts
