// A letter from a mailbox: whatever it is, what comes out are envelopes by the strict reader's own judgement, few and
// distinct, and a letter without one says why. Whom an answer would go to is one address or a refusal.
#include "bridge/letter.h"

#include <algorithm>

#include "base/check.h"
#include "bridge/limits.h"
#include "bridge/return_address.h"

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
  if (const auto address = bridge::return_address(text_of({data, size})); address.has_value()) {
    CHECK(std::ranges::count(*address, '@') == 1 && address->front() != '-');
    CHECK(std::ranges::all_of(*address, [](char c) { return c > ' ' && c < 127; }));
    CHECK(address->find_first_of("<>()[],;:\\\"") == std::string::npos);
  }
  return 0;
}
