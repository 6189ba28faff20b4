// Offsets and field ids of the plaintext, shared by the reader and the writer. Internal to src/envelope.
// @source docs/spec/envelope.md "Plaintext of a message from a requester"
#pragma once

#include <span>
#include <string>

#include "crypto/keys.h"
#include "crypto/verify/hash.h"
#include "envelope/message.h"

namespace waymark::envelope {

inline constexpr std::uint8_t kMessageVersion = 2;
inline constexpr std::size_t kInstanceOffset = 4;
inline constexpr std::size_t kDayOffset = kInstanceOffset + crypto::kSha256Bytes;
inline constexpr std::size_t kMessageIdOffset = kDayOffset + 4;
inline constexpr std::size_t kReplyKeyOffset = kMessageIdOffset + kMessageIdBytes;
inline constexpr std::size_t kMailboxSecretOffset = kReplyKeyOffset + crypto::kXWingPublicKeyBytes;
inline constexpr std::size_t kFieldCountOffset = kMailboxSecretOffset + crypto::kKeyBytes;
inline constexpr std::size_t kFieldsOffset = kFieldCountOffset + 2;
inline constexpr std::size_t kFieldHeadBytes = 1 + 2;
static_assert(kDayOffset == 36 && kMessageIdOffset == 40 && kReplyKeyOffset == 56);
static_assert(kMailboxSecretOffset == 1'272 && kFieldCountOffset == 1'304 && kFieldsOffset == 1'306);
static_assert(kTextBytesMax == kPlaintextBytes - kFieldsOffset - kFieldHeadBytes);

enum class FieldId : std::uint8_t { kText = 1, kPack = 2, kAnswers = 3, kContact = 4 };

/// Field 3: one answer a line, LF between; one to the same question as the line before begins with its '='.
std::string join_answers(std::span<const Answer> answers);

/// A text of at most `code_points_max` code points after CRLF and CR → LF, with those line ends.
/// @error kMalformed for bad UTF-8 or too much of it
Result<SecretBytes> normal_text(ByteView text, std::size_t code_points_max);

}  // namespace waymark::envelope
