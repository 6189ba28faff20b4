// Message: what a requester sends, as a type. The plaintext of an envelope is parsed here and nowhere else.
// Library envelope_message (no key, no I/O).
// @source docs/spec/envelope.md "Plaintext of a message from a requester"
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/secret.h"
#include "crypto/keys.h"
#include "crypto/verify/instance_id.h"
#include "crypto/xwing_key.h"
#include "envelope/answer.h"
#include "envelope/frame.h"

namespace waymark::envelope {

inline constexpr std::size_t kFieldsMax = 16;  ///< that are looked at; our writers have four at most
/// A text that stands alone. Beside answers there is less room: text_room.
inline constexpr std::size_t kTextBytesMax = 5'224;
inline constexpr std::size_t kContactCodePointsMax = 200;
inline constexpr std::size_t kAnswersMax = 64;
inline constexpr std::size_t kPackIdBytesMax = 40;
inline constexpr std::size_t kMessageIdBytes = 16;

enum class Kind : std::uint8_t { kMessage = 1, kErase = 2 };
/// Where it was sealed, by the sealer's own claim: shown, never decided on.
enum class Assurance : std::uint8_t { kBrowser = 1, kPortable = 2, kClerk = 3, kBridge = 4 };

/// The question pack that the answers belong to, `id@version`.
struct PackName {
  std::string id;             ///< [a-z0-9-]{1,40}
  std::uint32_t version = 0;  ///< 0 … 999,999
  bool operator==(const PackName&) const = default;
};

using MessageId = ByteArray<kMessageIdBytes>;

struct Message {
  Kind kind = Kind::kMessage;
  Assurance assurance = Assurance::kBrowser;
  Language language = Language::kEnglish;
  crypto::InstanceId instance;
  std::uint32_t day = 0;  ///< unix day of the day key it is sealed to
  MessageId id{};         ///< the same for every try to send the same message
  crypto::XWingPublicKey reply_key;
  crypto::MailboxSecret mailbox_secret;
  std::optional<SecretBytes> text = {};  ///< UTF-8, at most text_room bytes, line ends are LF
  std::optional<PackName> pack = {};
  std::vector<Answer> answers = {};         ///< at most kAnswersMax
  std::optional<SecretBytes> contact = {};  ///< UTF-8: when and how it is safe to answer
  /// What could not be read as the format has it and was left out, wholly or in part: a question's name for an answer,
  /// otherwise kOddText, kOddContact, kOddPack, kOddAnswer or kOddRest. Each name once. Empty for all our own writers.
  std::vector<std::string> odd = {};
};

inline constexpr std::string_view kOddText = "text:";
inline constexpr std::string_view kOddContact = "contact:";
inline constexpr std::string_view kOddPack = "pack:";
inline constexpr std::string_view kOddAnswer = "answer:";  ///< an answer whose question cannot be read
inline constexpr std::string_view kOddRest = "rest:";      ///< unknown fields, or bytes that are none

/// Reads as much as can be read: what somebody wrote is not thrown away for one field. Fields outside the format are
/// left out and named in Message::odd; of a text the first kTextBytesMax bytes are kept, with U+FFFD for what is no
/// UTF-8.
/// @param plaintext exactly kPlaintextBytes
/// @error kWrongSize; kUnsupported (version, kind); kMalformed for a head that is none, and for an erase with anything
/// after its head
Result<Message> parse_message(ByteView plaintext);

/// Exactly kPlaintextBytes. CRLF and CR in text and contact become LF. What was written is parsed again before it is
/// given out.
/// @error kInvalid if a value is outside its limits (more than there is room for, bad UTF-8, a bad answer, an erase
/// with fields)
Result<SecretBytes> write_message(const Message& message);

/// How many bytes of text (with LF as line ends) fit beside the other fields of `message`; its text is not looked at.
/// Nothing if the other fields alone are too much.
std::size_t text_room(const Message& message);

}  // namespace waymark::envelope
