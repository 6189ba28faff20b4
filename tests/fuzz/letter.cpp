// A letter from a mailbox: whatever it is, what comes out are envelopes by the strict reader's own judgement, few and
// distinct, and a letter without one says why.
#include "bridge/letter.h"

#include <algorithm>

#include "base/check.h"
#include "bridge/limits.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bridge::Letter letter = bridge::read_letter(text_of({data, size}));
  CHECK(letter.sealed.size() <= bridge::kEnvelopesMax);
  CHECK(!letter.sealed.empty() || letter.refused.has_value());
  for (std::size_t i = 0; i < letter.sealed.size(); ++i) {
    const ByteView one = letter.sealed[i].envelope.view();
    CHECK(envelope::check_frame(one).has_value());
    for (std::size_t j = 0; j < i; ++j) CHECK(!std::ranges::equal(one, letter.sealed[j].envelope.view()));
  }
  return 0;
}
