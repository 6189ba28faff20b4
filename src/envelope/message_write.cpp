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
    writer_.u8(static_cast<std::uint8_t>(id)).u16(static_cast<std::uint16_t>(bytes.size())).put(bytes);
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

std::string pack_text(const PackName& pack) { return pack.id + "@" + std::to_string(pack.version); }

std::size_t field_count(const Message& message) {
  return (message.text ? 1U : 0U) + (message.pack ? 1U : 0U) + (message.answers.empty() ? 0U : 1U) +
         (message.contact ? 1U : 0U);
}

Result<void> write_fields(PlaintextWriter& writer, const Message& message) {
  if (message.text) TRY(write_text(writer, FieldId::kText, *message.text, kTextBytesMax));
  if (message.pack) {
    TRY(writer.field(FieldId::kPack, view_of(pack_text(*message.pack))));
  }
  if (!message.answers.empty()) TRY(writer.field(FieldId::kAnswers, view_of(join_answers(message.answers))));
  if (message.contact) TRY(write_text(writer, FieldId::kContact, *message.contact, kContactCodePointsMax));
  return {};
}

}  // namespace

std::string join_answers(std::span<const Answer> answers) {
  std::string joined;
  for (const Answer* before = nullptr; const Answer& answer : answers) {
    const std::string line = write_answer(answer);
    if (before != nullptr) joined += '\n';
    joined += before != nullptr && before->question == answer.question ? line.substr(answer.question.size()) : line;
    before = &answer;
  }
  return joined;
}

std::size_t text_room(const Message& message) {
  std::size_t used = kFieldHeadBytes;  // the text's own
  if (message.pack) used += kFieldHeadBytes + pack_text(*message.pack).size();
  if (!message.answers.empty()) used += kFieldHeadBytes + join_answers(message.answers).size();
  if (message.contact) used += kFieldHeadBytes + message.contact->size();
  const std::size_t room = kPlaintextBytes - kFieldsOffset;
  return used < room ? room - used : 0;
}

Result<SecretBytes> write_message(const Message& message) {
  PlaintextWriter writer;
  write_head(writer.head(), message);
  writer.head().u16(static_cast<std::uint16_t>(field_count(message)));
  TRY(write_fields(writer, message));
  SecretBytes plaintext = writer.padded();
  const auto read_back = parse_message(plaintext.view());
  if (!read_back.has_value()) return fail(Code::kInvalid, kWhere, read_back.error().detail);
  // The reader takes what it can of anything; the writer writes only what is read whole.
  if (!read_back->odd.empty()) return fail(Code::kInvalid, kWhere, "a field outside the format");
  return plaintext;
}

}  // namespace waymark::envelope
