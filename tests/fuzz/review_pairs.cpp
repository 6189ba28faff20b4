// The file of pairs that a review shows, as a table and as lines of JSON; and how much of it is whole lines.
#include "base/bytes.h"
#include "base/check.h"
#include "courts/review/pairs.h"
#include "courts/review/whole_lines.h"

using namespace waymark;  // NOLINT: a program of one file

namespace {

void check(const Result<std::vector<courts::ReviewPair>>& pairs) {
  if (!pairs.has_value()) return;
  CHECK(pairs->size() <= courts::kPairsMax);
  for (const courts::ReviewPair& pair : *pairs) {
    CHECK(!pair.left.empty() && !pair.right.empty() && pair.left != pair.right);
    CHECK(pair.probability >= 0 && pair.probability <= 1);
    CHECK(!pair.fields.empty() && pair.fields.size() <= courts::kPairFieldsMax);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of({data, size});
  check(courts::pairs_of_csv(text));
  check(courts::pairs_of_json_lines(text));
  const std::size_t whole = courts::whole_lines_bytes(text);
  CHECK(whole <= size && (whole == 0 || text[whole - 1] == '\n'));
  return 0;
}
