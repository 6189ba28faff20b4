// Sealed text that somebody pasted: what is accepted is an envelope by the strict reader's own judgement, and reading
// the same text again gives the same bytes.
#include "envelope/pasted.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of({data, size});
  const auto pasted = envelope::read_pasted(text);
  if (!pasted.has_value()) return 0;
  CHECK(text.size() <= envelope::kPastedBytesMax);
  const ByteView bytes = pasted->envelope.view();
  CHECK(envelope::Envelope::from_bytes(Bytes(bytes.begin(), bytes.end())).has_value());
  const auto again = envelope::read_pasted(text);
  CHECK(again.has_value() && std::ranges::equal(again->envelope.view(), bytes) && again->day == pasted->day);
  return 0;
}
