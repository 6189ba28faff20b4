// Events of a case, as a sealed record holds them: whatever is read is written and read again the same.
#include "desk/casefile/event.h"
#include "base/bytes.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto event = desk::event_from_json(text_of({data, size}));
  if (!event.has_value()) return 0;
  const std::string written = desk::to_json(*event);
  const auto again = desk::event_from_json(written);
  CHECK(again.has_value());
  CHECK(desk::to_json(*again) == written);
  return 0;
}
