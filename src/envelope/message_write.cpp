#include "envelope/message.h"

#include <algorithm>

#include "envelope/message_layout.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/write";

/// A writer whose buffer never grows past its first size (nothing is left behind) and is wiped.
class PlaintextWriter {
 public:
  PlaintextWriter() : writer_(kPlaintextBytes) {}
  PlaintextWriter(const PlaintextWriter&) = delete;
  PlaintextWriter& operator=(const PlaintextWriter&) = delete;
  ~PlaintextWriter() {
    Bytes left = writer_.finish();
    wipe(left);
  }

  ByteWriter& head() { return writer_; }
  Result<void> field(FieldId id, ByteView bytes) {
    if (bytes.size() + kFieldHeadBytes > kPlaintextBytes - writer_.size())
      return fail(Code::kInvalid, kWhere, "fields too long");
    writer_.u16(static_cast<std::uint16_t>(id)).u32(static_cast<std::uint32_t>(bytes.size())).put(bytes);
    return {};
  }
  SecretBytes padded() {
    SecretBytes plaintext(kPlaintextBytes);
    std::copy(writer_.view().begin(), writer_.view().end(), plaintext.writable().begin());
    return plaintext;
  }

 private:
  ByteWriter writer_;
};

void write_head(ByteWriter& writer, const Message& message) {
  writer.u8(kMessageVersion)
      .u8(static_cast<std::uint8_t>(message.kind))
      .u8(static_cast<std::uint8_t>(message.assurance))
      .u8(static_cast<std::uint8_t>(message.language))
      .put(message.instance.bytes)
      .u32(message.day)
      .put(message.id)
      .put(message.reply_key.bytes)
      .put(message.mailbox_secret.secret().view());
}

Result<void> write_text(PlaintextWriter& writer, FieldId id, const SecretBytes& text, std::size_t code_points_max) {
  const auto normal = normal_text(text.view(), code_points_max);
  if (!normal.has_value()) return fail(Code::kInvalid, kWhere, "text");
  return writer.field(id, normal->view());
}

std::size_t field_count(const Message& message) {
  return (message.text ? 1U : 0U) + (message.pack ? 1U : 0U) + message.answers.size() + (message.contact ? 1U : 0U);
}

Result<void> write_fields(PlaintextWriter& writer, const Message& message) {
  if (message.text) TRY(write_text(writer, FieldId::kText, *message.text, kTextCodePointsMax));
  if (message.pack) {
    const std::string pack = message.pack->id + "@" + std::to_string(message.pack->version);
    TRY(writer.field(FieldId::kPack, view_of(pack)));
  }
  for (const Answer& answer : message.answers) TRY(writer.field(FieldId::kAnswer, view_of(write_answer(answer))));
  if (message.contact) TRY(write_text(writer, FieldId::kContact, *message.contact, kContactCodePointsMax));
  return {};
}

}  // namespace

Result<SecretBytes> write_message(const Message& message) {
  const std::size_t count = field_count(message);
  if (count > kFieldsMax) return fail(Code::kInvalid, kWhere, "field count");
  PlaintextWriter writer;
  write_head(writer.head(), message);
  writer.head().u16(static_cast<std::uint16_t>(count));
  TRY(write_fields(writer, message));
  SecretBytes plaintext = writer.padded();
  const auto read_back = parse_message(plaintext.view());
  if (!read_back.has_value()) return fail(Code::kInvalid, kWhere, read_back.error().detail);
  // The reader takes what it can of anything; the writer writes only what is read whole.
  if (!read_back->odd.empty()) return fail(Code::kInvalid, kWhere, "a field outside the format");
  return plaintext;
}

}  // namespace waymark::envelope
