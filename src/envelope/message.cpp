#include "envelope/message.h"

#include <algorithm>

#include "base/check.h"
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

void mark(Message& message, std::string_view name) {
  if (std::ranges::find(message.odd, name) == message.odd.end()) message.odd.emplace_back(name);
}

/// What is left of a text that is not as the format has it: U+FFFD for broken bytes, cut at the limit.
SecretBytes mended_text(ByteView bytes, std::size_t code_points_max) {
  constexpr std::size_t kBytesMax = kTextBytesMax;
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  SecretBytes mended(bytes.size() * kReplacement.size());
  std::size_t size = 0;
  std::string_view rest = text_of(bytes);
  for (std::size_t count = 0; !rest.empty() && count < code_points_max; ++count) {
    const std::size_t length = code_point_bytes(rest);
    const std::string_view kept = length == 0 ? kReplacement : rest.substr(0, length);
    if (size + kept.size() > kBytesMax) break;
    std::ranges::copy(kept, mended.writable().begin() + static_cast<std::ptrdiff_t>(size));
    size += kept.size();
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  auto normal = normal_text(mended.view().first(size), code_points_max);
  CHECK(normal.has_value());
  return *std::move(normal);
}

void read_text(Message& message, std::optional<SecretBytes>& out, ByteView bytes, std::size_t code_points_max,
               std::string_view name) {
  auto normal = normal_text(bytes, code_points_max);
  const bool good = normal.has_value();
  if (!good || out) mark(message, name);
  if (!out) out = good ? *std::move(normal) : mended_text(bytes, code_points_max);
}

void read_answer_line(Message& message, std::string_view line) {
  ReadAnswer read = read_answer(line);
  const bool fits = message.answers.size() < kAnswersMax;
  if (!read.whole || !fits) mark(message, read.answer ? read.answer->question : kOddAnswer);
  if (read.answer && fits) message.answers.push_back(*std::move(read.answer));
}

void read_answers_field(Message& message, ByteView bytes) {
  if (!message.answers.empty()) mark(message, kOddAnswer);
  std::string_view rest = text_of(bytes);
  std::string question;
  for (bool more = true; more;) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    more = end != std::string_view::npos;
    if (more) rest.remove_prefix(end + 1);
    // A line that begins with its '=' answers the question of the line before.
    const bool same = line.starts_with('=');
    if (!same) question = line.substr(0, std::min(line.find('='), kAnswerNameBytesMax + 1));
    read_answer_line(message, same ? question + std::string{line} : std::string{line});
  }
}

void read_pack_field(Message& message, ByteView bytes) {
  auto pack = parse_pack(text_of(bytes));
  if (!pack.has_value() || message.pack) return mark(message, kOddPack);
  message.pack = *std::move(pack);
}

void read_field(Message& message, std::uint8_t id, ByteView bytes) {
  switch (static_cast<FieldId>(id)) {
    case FieldId::kText: return read_text(message, message.text, bytes, kTextBytesMax, kOddText);
    case FieldId::kContact: return read_text(message, message.contact, bytes, kContactCodePointsMax, kOddContact);
    case FieldId::kPack: return read_pack_field(message, bytes);
    case FieldId::kAnswers: return read_answers_field(message, bytes);
  }
  mark(message, kOddRest);
}

/// @error kMalformed where a length runs past the end: all that stands before it has been read
Result<void> read_fields(Message& message, ByteReader& reader) {
  LET(const std::uint16_t count, reader.u16());
  if (count > kFieldsMax) mark(message, kOddRest);
  std::uint8_t previous = 0;
  for (std::uint16_t i = 0; i < count && i < kFieldsMax; ++i) {
    LET(const std::uint8_t id, reader.u8());
    if (id < previous) mark(message, kOddRest);
    previous = std::max(previous, id);
    LET(const std::uint16_t size, reader.u16());
    LET(const ByteView bytes, reader.take(size));
    read_field(message, id, bytes);
  }
  if (!reader.rest_is_zero()) mark(message, kOddRest);
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
  const bool fields_end = read_fields(message, reader).has_value();
  if (!fields_end) mark(message, kOddRest);
  // To destroy a case on the word of bytes that are not understood would be the wrong mercy.
  const bool has_fields = message.text || message.contact || message.pack || !message.answers.empty();
  if (message.kind == Kind::kErase && (has_fields || !message.odd.empty()))
    return fail(Code::kMalformed, kWhere, "an erase with fields");
  return message;
}

}  // namespace waymark::envelope
