// The text of an act: any bytes give an outcome and a category, known or not, and what is known rests on a sentence
// that stands in the text.
#include "base/bytes.h"
#include "base/check.h"
#include "courts/outcome/outcome.h"

using namespace waymark;  // NOLINT: a program of one file

namespace {

void check_sentence(std::string_view text, std::string_view sentence) {
  CHECK(sentence.empty() || text.find(sentence) != std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr courts::Stage kStages[] = {courts::Stage::kUnknown, courts::Stage::kFirst, courts::Stage::kAppeal,
                                       courts::Stage::kCassation, courts::Stage::kExecution};
  const std::string_view text = text_of({data + 1, size - 1});
  const bool several = (data[0] & 0x80) != 0;
  const std::vector<std::string> others = several ? std::vector<std::string>{"Ежов Е.Е."} : std::vector<std::string>{};
  const auto outcome = courts::outcome_of_act(
      text, {.stage = kStages[data[0] % std::size(kStages)], .name = several ? "Белкин Б.Б." : "", .others = others});
  check_sentence(text, outcome.sentence);
  for (const std::string_view name : {"", "Белкин Б.Б."}) {
    const auto category = courts::category_of_act(text, name);
    CHECK((category.category == courts::Category::kUnknown) == category.sentence.empty());
    check_sentence(text, category.sentence);
  }
  return 0;
}
