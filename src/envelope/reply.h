// Reply: what the desk answers, signed inside by a reply key of the roster. Parsed here and nowhere else.
// Library envelope_message.
// @source docs/spec/mailbox.md "Reply"
#pragma once

#include <span>
#include <vector>

#include "base/language.h"
#include "base/secret.h"
#include "crypto/sign.h"
#include "crypto/verify/instance_id.h"
#include "crypto/xwing_key.h"
#include "envelope/frame.h"

namespace waymark::envelope {

/// Tokens that a reply may carry, and their size: with one its owner writes on while a relay asks others for work.
inline constexpr std::size_t kTokensInReply = 2;
inline constexpr std::size_t kTokenBytes = 16;
/// A body beside as many tokens as a reply may carry. What is written keeps to it, with and without tokens, so that
/// nobody who writes a reply is told two limits.
inline constexpr std::size_t kReplyBytesMax = 6'377 - kTokensInReply * kTokenBytes;
inline constexpr std::uint8_t kReplySlots = 8;

using Token = ByteArray<kTokenBytes>;

struct Reply {
  Language language = Language::kEnglish;
  crypto::InstanceId instance;
  std::uint32_t week = 0;              ///< with slot: the mailbox id it is put under
  std::uint8_t slot = 0;               ///< 0 … 7
  std::uint32_t arrived = 0;           ///< messages that have arrived from this requester
  std::uint32_t last_arrived_day = 0;  ///< unix day of the last of them
  std::uint32_t sealed_day = 0;        ///< unix day on which the reply is sealed
  std::vector<Token> tokens = {};      ///< at most kTokensInReply
  SecretBytes body;                    ///< UTF-8, at most kReplyBytesMax bytes
};

/// Exactly kPlaintextBytes, signed, made for the owner of `requester`.
/// @error kInvalid if a value is outside its limits
Result<SecretBytes> write_reply(const Reply& reply, const crypto::XWingPublicKey& requester,
                                const crypto::ReplySigningKey& key);

/// What a reply must fit.
struct ReplyExpectation {
  crypto::InstanceId instance;
  const crypto::XWingPublicKey& requester;
  std::uint32_t week;
  std::uint8_t slot;
  std::span<const crypto::ReplyVerifyKey> keys;  ///< reply keys of the current roster
};

/// @param plaintext exactly kPlaintextBytes
/// @error kWrongSize; kUnsupported (version, kind); kAuthentication (no reply key signed it); kWrongInstance; kNotForUs
///        (another requester, week or slot: a reply moved to another place); kMalformed
Result<Reply> parse_reply(ByteView plaintext, const ReplyExpectation& expected);

}  // namespace waymark::envelope
