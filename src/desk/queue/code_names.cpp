#include "desk/queue/code_names.h"

#include <fmt/format.h>

namespace waymark::desk::queue {

std::string code_name(const text::Catalogue& catalogue, Language language, std::uint32_t index) {
  const std::uint32_t pair = index % kCodeNamePairs;
  const std::uint32_t round = index / kCodeNamePairs;
  // neighbours differ in both words: 64 and 128 have no common step with these divisions
  const std::uint32_t quality = pair % kQualities;
  const std::uint32_t noun = (pair / kQualities + pair * 37) % kNouns;
  text::Arguments words = {{"quality", catalogue.text(language, fmt::format("code-name.quality.{:02}", quality))},
                           {"noun", catalogue.text(language, fmt::format("code-name.noun.{:03}", noun))}};
  if (round == 0) return catalogue.text(language, "code-name.pair", words);
  words.emplace("number", std::to_string(round + 1));
  return catalogue.text(language, "code-name.numbered", words);
}

}  // namespace waymark::desk::queue
