// Answers: what is accepted has one spelling.
#include "envelope/answer.h"
#include "base/bytes.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of({data, size});
  const auto answer = envelope::parse_answer(text);
  if (answer.has_value()) CHECK(envelope::write_answer(*answer) == text);
  return 0;
}
