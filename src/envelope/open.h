// Opens envelopes: the desk with a day key, the requester's side with the reply identity. Library envelope_open.
#pragma once

#include "crypto/keys.h"
#include "envelope/age_open.h"
#include "envelope/frame.h"
#include "envelope/message.h"
#include "envelope/reply.h"

namespace waymark::envelope {

/// Exactly kPlaintextBytes, everything authenticated.
/// @error kWrongSize, kUnsupported, kMalformed (frame); kNotForUs; kAuthentication
Result<SecretBytes> open_plaintext(const crypto::XWingSeed& seed, ByteView envelope);

/// Opens and parses one message and checks that it was made for this organisation and this key's day.
/// @error as open_plaintext and parse_message; kWrongInstance; kWrongDay
Result<Message> open_message(const crypto::XWingSeed& day_key, ByteView envelope, const crypto::InstanceId& instance,
                             std::uint32_t day);

/// Opens and checks one reply.
/// @error as open_plaintext and parse_reply
Result<Reply> open_reply(const crypto::XWingSeed& reply_identity, ByteView envelope, const ReplyExpectation& expected);

}  // namespace waymark::envelope
