// The plaintext of an envelope: whatever is accepted is written again to the same bytes, and is then read whole.
#include "envelope/message.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes plaintext{data, data + size};
  if (size < envelope::kPlaintextBytes) plaintext.resize(envelope::kPlaintextBytes, 0);
  const auto message = envelope::parse_message(plaintext);
  if (!message.has_value()) return 0;
  const auto written = envelope::write_message(*message);
  // Mended texts grow: U+FFFD has three bytes. Then it may not fit any more.
  if (!written.has_value() && !message->odd.empty()) return 0;
  CHECK(written.has_value());
  const auto again = envelope::parse_message(written->view());
  CHECK(again.has_value() && again->odd.empty());
  const auto written_again = envelope::write_message(*again);
  CHECK(written_again.has_value() && to_bytes(written_again->view()) == to_bytes(written->view()));
  return 0;
}
