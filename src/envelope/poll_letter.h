// The way back by mail: what a requester asks a bridge (an envelope from outside, sealed to the bridge's key of a day),
// and what the bridge answers (sealed to the requester's own reply key). Plaintexts only. Library envelope_message.
// @source docs/spec/mail.md
#pragma once

#include "base/secret.h"
#include "crypto/verify/instance_id.h"
#include "crypto/xwing_key.h"
#include "envelope/frame.h"

namespace waymark::envelope {

/// Body and answer of the relay's poll (docs/spec/relay.md): skip and 48 ids; counts, id and one blob.
inline constexpr std::size_t kPollBytes = 2 + 48 * 16;
inline constexpr std::size_t kPollAnswerBytes = 2 + 2 + 16 + kEnvelopeBytes;
inline constexpr std::size_t kPollNonceBytes = 16;
/// An answer before it is sealed, and after.
inline constexpr std::size_t kAnswerPlaintextBytes = 1 + 1 + 32 + 4 + kPollNonceBytes + 2 + kPollAnswerBytes;
inline constexpr std::size_t kAnswerBytes = kEnvelopeBytes - kPlaintextBytes + kAnswerPlaintextBytes;
static_assert(kAnswerPlaintextBytes == 8'268 && kAnswerBytes == 9'927);

struct PollLetter {
  crypto::InstanceId instance;
  std::uint32_t day = 0;  ///< unix day of the bridge's key that it is sealed to
  ByteArray<kPollNonceBytes> nonce{};
  crypto::XWingPublicKey reply_key;  ///< the requester's own, for the answer
  ByteArray<kPollBytes> poll{};      ///< what the relay is asked, word for word
};

/// @return kPlaintextBytes
SecretBytes write_poll_letter(const PollLetter& letter);
/// @error kWrongSize; kUnsupported (version, kind); kMalformed (padding)
Result<PollLetter> parse_poll_letter(ByteView plaintext);

/// @param relay_said kPollAnswerBytes, as the relay answered; CHECKed
/// @return kAnswerPlaintextBytes
SecretBytes write_poll_answer(const PollLetter& asked, ByteView relay_said);

}  // namespace waymark::envelope
