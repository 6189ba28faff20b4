#include "envelope/message.h"

#include "base/utf8.h"
#include "envelope/message_layout.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/message";
constexpr std::uint32_t kPackVersionDigitsMax = 6;

Result<Kind> read_kind(std::uint8_t byte) {
  if (byte != static_cast<std::uint8_t>(Kind::kMessage) && byte != static_cast<std::uint8_t>(Kind::kErase))
    return fail(Code::kUnsupported, kWhere, "kind");
  return static_cast<Kind>(byte);
}

Result<Assurance> read_assurance(std::uint8_t byte) {
  if (byte < 1 || byte > 4) return fail(Code::kMalformed, kWhere, "assurance");
  return static_cast<Assurance>(byte);
}

Result<Language> read_language(std::uint8_t byte) {
  const auto language = language_from_byte(byte);
  if (!language) return fail(Code::kMalformed, kWhere, "language");
  return *language;
}

Result<PackName> parse_pack(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > kPackIdBytesMax) return fail(Code::kMalformed, kWhere, "pack");
  PackName pack{.id = std::string{text.substr(0, at)}};
  for (const char c : pack.id)
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') return fail(Code::kMalformed, kWhere, "pack");
  const std::string_view digits = text.substr(at + 1);
  if (digits.empty() || digits.size() > kPackVersionDigitsMax) return fail(Code::kMalformed, kWhere, "pack");
  for (const char c : digits) {
    if (c < '0' || c > '9') return fail(Code::kMalformed, kWhere, "pack");
    pack.version = pack.version * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return pack;
}

Result<void> read_once(std::optional<SecretBytes>& out, ByteView bytes, std::size_t code_points_max) {
  if (out) return fail(Code::kMalformed, kWhere, "a field twice");
  LET(out, normal_text(bytes, code_points_max));
  return {};
}

Result<void> read_field(Message& message, std::uint16_t id, ByteView bytes) {
  switch (static_cast<FieldId>(id)) {
    case FieldId::kText: return read_once(message.text, bytes, kTextCodePointsMax);
    case FieldId::kContact: return read_once(message.contact, bytes, kContactCodePointsMax);
    case FieldId::kPack: {
      if (message.pack) return fail(Code::kMalformed, kWhere, "a field twice");
      LET(message.pack, parse_pack(text_of(bytes)));
      return {};
    }
    case FieldId::kAnswer: {
      if (message.answers.size() == kAnswersMax) return fail(Code::kMalformed, kWhere, "answers");
      auto answer = parse_answer(text_of(bytes));
      if (!answer.has_value()) return fail(Code::kMalformed, kWhere, "answer");
      message.answers.push_back(*std::move(answer));
      return {};
    }
  }
  return fail(Code::kMalformed, kWhere, "field id");
}

Result<void> read_fields(Message& message, ByteReader& reader) {
  LET(const std::uint16_t count, reader.u16());
  if (count > kFieldsMax) return fail(Code::kMalformed, kWhere, "field count");
  if (message.kind == Kind::kErase && count > 0) return fail(Code::kMalformed, kWhere, "an erase with fields");
  std::uint16_t previous = 0;
  for (std::uint16_t i = 0; i < count; ++i) {
    LET(const std::uint16_t id, reader.u16());
    if (id < previous) return fail(Code::kMalformed, kWhere, "field order");
    previous = id;
    LET(const std::uint32_t size, reader.u32());
    LET(const ByteView bytes, reader.take(size));
    TRY(read_field(message, id, bytes));
  }
  return {};
}

Result<Message> read_head(ByteReader& reader) {
  LET(const std::uint8_t version, reader.u8());
  if (version != kMessageVersion) return fail(Code::kUnsupported, kWhere, "version");
  LET(const std::uint8_t kind_byte, reader.u8());
  LET(const Kind kind, read_kind(kind_byte));
  LET(const std::uint8_t assurance_byte, reader.u8());
  LET(const Assurance assurance, read_assurance(assurance_byte));
  LET(const std::uint8_t language_byte, reader.u8());
  LET(const Language language, read_language(language_byte));
  LET(const auto instance, reader.array<crypto::kSha256Bytes>());
  LET(const std::uint32_t day, reader.u32());
  LET(const auto id, reader.array<kMessageIdBytes>());
  LET(const auto reply_key, reader.array<crypto::kXWingPublicKeyBytes>());
  LET(const ByteView mailbox, reader.take(crypto::kKeyBytes));
  return Message{.kind = kind,
                 .assurance = assurance,
                 .language = language,
                 .instance = {instance},
                 .day = day,
                 .id = id,
                 .reply_key = {reply_key},
                 .mailbox_secret = crypto::MailboxSecret{Secret<32>::copy_of(mailbox.first<crypto::kKeyBytes>())}};
}

}  // namespace

Result<SecretBytes> normal_text(ByteView text, std::size_t code_points_max) {
  SecretBytes normal(text.size());
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    normal.writable()[size++] = text[i] == '\r' ? std::uint8_t{'\n'} : text[i];
  }
  const ByteView kept = normal.view().first(size);
  const auto count = count_code_points(text_of(kept));
  if (!count || *count > code_points_max) return fail(Code::kMalformed, kWhere, "text");
  if (size == text.size()) return normal;
  return SecretBytes::copy_of(kept);
}

Result<Message> parse_message(ByteView plaintext) {
  if (plaintext.size() != kPlaintextBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{plaintext};
  LET(Message message, read_head(reader));
  const auto fields = read_fields(message, reader);
  // A length that runs past the end is a malformed message, not a truncated one: the size was right.
  if (!fields.has_value()) return fail(Code::kMalformed, kWhere, fields.error().detail);
  if (!reader.rest_is_zero()) return fail(Code::kMalformed, kWhere, "padding");
  return message;
}

}  // namespace waymark::envelope
