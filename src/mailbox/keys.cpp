#include "mailbox/keys.h"

#include "crypto/kdf.h"

namespace waymark::mailbox {
namespace {

constexpr std::string_view kWordsLabel = "waymark/v1/words";
constexpr std::string_view kReplyLabel = "waymark/v1/reply identity";
constexpr std::string_view kMailboxLabel = "waymark/v1/mailbox secret";
constexpr std::size_t kMasterBytes = 64;

}  // namespace

RequesterKeys derive_keys(const Phrase& phrase, const crypto::InstanceId& instance) {
  const Bytes salt = ByteWriter{}.put(kWordsLabel).put(instance.bytes).finish();
  Secret<kMasterBytes> master;
  crypto::pbkdf2_sha512(master.writable(), phrase.canonical().view(), salt, kPhraseRounds);
  return {crypto::XWingSeed{crypto::hkdf_sha256<32>(master.view(), {view_of(kReplyLabel)})},
          crypto::MailboxSecret{crypto::hkdf_sha256<32>(master.view(), {view_of(kMailboxLabel)})}};
}

}  // namespace waymark::mailbox
