// The plaintext of a reply, signed afterwards, so that the fuzzer gets past the signature.
#include <algorithm>

#include "base/check.h"
#include "envelope/reply.h"

using namespace waymark;  // NOLINT: a program of one file

namespace {

const crypto::ReplySigningKey& signing_key() {
  static const crypto::ReplySigningKey key{crypto::SigningSeed{}};
  return key;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const crypto::ReplyVerifyKey verify_key = signing_key().verify_key();
  static const crypto::XWingPublicKey requester;
  Bytes plaintext{data, data + size};
  plaintext.resize(envelope::kPlaintextBytes, 0);
  const crypto::Sha256 recipient = crypto::sha256(requester.bytes);
  std::copy(recipient.begin(), recipient.end(), plaintext.begin() + 36);
  const std::size_t signature_at = plaintext.size() - crypto::kSignatureBytes;
  const auto signature = signing_key().sign({view_of("waymark/v2/reply"), ByteView{plaintext}.first(signature_at)});
  std::copy(signature.begin(), signature.end(), plaintext.begin() + static_cast<std::ptrdiff_t>(signature_at));
  const auto reply = envelope::parse_reply(
      plaintext, {.instance = {}, .requester = requester, .week = 0, .slot = 0, .keys = {&verify_key, 1}});
  if (!reply.has_value()) return 0;
  const auto written = envelope::write_reply(*reply, requester, signing_key());
  CHECK(written.has_value() && to_bytes(written->view()) == plaintext);
  return 0;
}
