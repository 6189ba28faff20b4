#include "envelope/frame.h"

#include "envelope/age_header.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/frame";

}  // namespace

Result<void> check_frame(ByteView bytes) {
  if (bytes.size() != kEnvelopeBytes) return fail(Code::kWrongSize, kWhere);
  const auto header = parse_age_header(bytes);
  if (!header.has_value()) {
    // A file of the right size whose header does not end inside it is not "truncated" but no envelope at all.
    const Code code = header.error().code == Code::kUnsupported ? Code::kUnsupported : Code::kMalformed;
    return fail(code, kWhere, header.error().detail);
  }
  if (header->stanzas.size() != 1) return fail(Code::kUnsupported, kWhere, "more than one stanza");
  if (bytes.size() - header->payload.size() != kHeaderBytes) return fail(Code::kMalformed, kWhere, "header size");
  return {};
}

Result<Envelope> Envelope::from_bytes(Bytes bytes) {
  TRY(check_frame(bytes));
  return Envelope(std::move(bytes));
}

}  // namespace waymark::envelope
