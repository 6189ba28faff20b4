// The plaintext of an envelope: whatever is accepted is written again to the same bytes.
#include "envelope/message.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes plaintext{data, data + size};
  if (size < envelope::kPlaintextBytes) plaintext.resize(envelope::kPlaintextBytes, 0);
  const auto message = envelope::parse_message(plaintext);
  if (!message.has_value()) return 0;
  const auto written = envelope::write_message(*message);
  CHECK(written.has_value());
  const auto again = envelope::parse_message(written->view());
  CHECK(again.has_value());
  const auto written_again = envelope::write_message(*again);
  CHECK(written_again.has_value() && to_bytes(written_again->view()) == to_bytes(written->view()));
  return 0;
}
