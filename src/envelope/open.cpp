#include "envelope/open.h"

#include "base/check.h"

namespace waymark::envelope {

Result<SecretBytes> open_plaintext(const crypto::XWingSeed& seed, ByteView envelope) {
  TRY(check_frame(envelope));
  LET(SecretBytes plaintext, age_open(seed, envelope));
  CHECK(plaintext.size() == kPlaintextBytes);  // follows from the frame
  return plaintext;
}

Result<Message> open_message(const crypto::XWingSeed& day_key, ByteView envelope, const crypto::InstanceId& instance,
                             std::uint32_t day) {
  LET(const SecretBytes plaintext, open_plaintext(day_key, envelope));
  LET(Message message, parse_message(plaintext.view()));
  if (message.instance != instance) return fail(Code::kWrongInstance, "envelope/open");
  if (message.day != day) return fail(Code::kWrongDay, "envelope/open");
  return message;
}

Result<Reply> open_reply(const crypto::XWingSeed& reply_identity, ByteView envelope, const ReplyExpectation& expected) {
  LET(const SecretBytes plaintext, open_plaintext(reply_identity, envelope));
  return parse_reply(plaintext.view(), expected);
}

}  // namespace waymark::envelope
