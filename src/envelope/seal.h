// Seals messages (requester → desk) and replies (desk → requester) into envelopes of one size. Library envelope_seal.
#pragma once

#include "crypto/random.h"
#include "envelope/frame.h"
#include "envelope/message.h"
#include "envelope/reply.h"

namespace waymark::envelope {

/// Any kPlaintextBytes of plaintext to one key.
/// @error kWrongSize; kInvalid for a key that is none
Result<Envelope> seal_plaintext(ByteView plaintext, const crypto::XWingPublicKey& key, crypto::Random& random);

/// One message to the day key of message.day.
/// @return kEnvelopeBytes exactly, whatever the text
/// @error kInvalid for a message outside its limits or a key that is none
Result<Envelope> seal_message(const Message& message, const crypto::XWingPublicKey& day_key, crypto::Random& random);

/// One reply to the requester's own key, signed by the reply key.
Result<Envelope> seal_reply(const Reply& reply, const crypto::XWingPublicKey& requester,
                            const crypto::ReplySigningKey& key, crypto::Random& random);

}  // namespace waymark::envelope
