// The header of an age file and the frame of an envelope.
#include "envelope/age_header.h"
#include "base/check.h"
#include "envelope/frame.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView file{data, size};
  const auto header = envelope::parse_age_header(file);
  if (header.has_value()) {
    CHECK(!header->stanzas.empty() && header->stanzas.size() <= envelope::kStanzasMax);
    CHECK(header->authenticated.size() + header->payload.size() < size);
  }
  Bytes envelope_sized{data, data + size};
  envelope_sized.resize(envelope::kEnvelopeBytes, 0);
  const bool framed = envelope::check_frame(envelope_sized).has_value();
  CHECK(!framed || envelope::parse_age_header(envelope_sized).has_value());
  return 0;
}
