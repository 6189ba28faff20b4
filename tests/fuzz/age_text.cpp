// age's text forms of keys: one spelling each, but for case and white space.
#include "envelope/age_text.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of({data, size});
  const auto key = envelope::recipient_from_text(text);
  if (key.has_value()) CHECK(*envelope::recipient_from_text(envelope::recipient_to_text(*key)) == *key);
  const auto seed = envelope::identity_from_text(text);
  if (seed.has_value())
    CHECK(envelope::identity_from_text(text_of(envelope::identity_to_text(*seed).view()))->equals(*seed));
  return 0;
}
