#include "envelope/seal.h"

#include "envelope/age_seal.h"

namespace waymark::envelope {

Result<Envelope> seal_plaintext(ByteView plaintext, const crypto::XWingPublicKey& key, crypto::Random& random) {
  if (plaintext.size() != kPlaintextBytes) return fail(Code::kWrongSize, "envelope/seal");
  LET(Bytes file, age_seal({&key, 1}, plaintext, random));
  return Envelope::from_bytes(std::move(file));
}

Result<Envelope> seal_message(const Message& message, const crypto::XWingPublicKey& day_key, crypto::Random& random) {
  LET(const SecretBytes plaintext, write_message(message));
  return seal_plaintext(plaintext.view(), day_key, random);
}

Result<Envelope> seal_reply(const Reply& reply, const crypto::XWingPublicKey& requester,
                            const crypto::ReplySigningKey& key, crypto::Random& random) {
  LET(const SecretBytes plaintext, write_reply(reply, requester, key));
  return seal_plaintext(plaintext.view(), requester, random);
}

}  // namespace waymark::envelope
