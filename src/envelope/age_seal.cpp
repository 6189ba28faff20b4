#include "envelope/age_seal.h"

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/xwing_seal.h"
#include "envelope/age_schedule.h"
#include "envelope/frame.h"

namespace waymark::envelope {
namespace {

std::size_t chunk_count(std::size_t plaintext_size) {
  return plaintext_size == 0 ? 1 : (plaintext_size + kChunkBytes - 1) / kChunkBytes;
}

std::size_t payload_size(std::size_t plaintext_size) {
  return kPayloadNonceBytes + plaintext_size + chunk_count(plaintext_size) * kChunkTagBytes;
}

Result<void> append_stanza(Bytes& file, const crypto::XWingPublicKey& key, const FileKey& file_key,
                           crypto::Random& random) {
  LET(const crypto::XWingEncapsulation made, crypto::xwing_encapsulate(key, random));
  WrapKey wrap;
  derive_wrap_key(wrap, made.shared.view());
  ByteArray<kSealedFileKeyBytes> sealed;
  crypto::chacha_seal(sealed, wrap.key.view(), wrap.nonce.view(), file_key.view());
  const std::string text = "-> mlkem768x25519 " + to_base64(made.ciphertext, Padding::kNone) + "\n" +
                           to_base64(sealed, Padding::kNone) + "\n";
  const ByteView bytes = view_of(text);
  file.insert(file.end(), bytes.begin(), bytes.end());
  return {};
}

void append_text(Bytes& file, std::string_view text) { file.insert(file.end(), text.begin(), text.end()); }

void append_payload(Bytes& file, const FileKey& file_key, ByteView plaintext, crypto::Random& random) {
  const auto nonce = random.array<kPayloadNonceBytes>();
  file.insert(file.end(), nonce.begin(), nonce.end());
  Wiped<32> key;
  derive_payload_key(key, file_key, nonce);
  const std::size_t chunks = chunk_count(plaintext.size());
  std::size_t offset = file.size();
  file.resize(offset + plaintext.size() + chunks * kChunkTagBytes);
  for (std::size_t i = 0; i < chunks; ++i) {
    const ByteView chunk = plaintext.first(std::min(plaintext.size(), kChunkBytes));
    plaintext = plaintext.subspan(chunk.size());
    const std::size_t sealed_size = chunk.size() + kChunkTagBytes;
    crypto::chacha_seal(std::span{file}.subspan(offset, sealed_size), key.view(),
                        chunk_nonce(i, i + 1 == chunks ? ChunkPlace::kLast : ChunkPlace::kMiddle), chunk);
    offset += sealed_size;
  }
}

}  // namespace

std::size_t age_sealed_size(std::size_t plaintext_size) { return kHeaderBytes + payload_size(plaintext_size); }

Result<Bytes> age_seal(std::span<const crypto::XWingPublicKey> recipients, ByteView plaintext, crypto::Random& random) {
  CHECK(!recipients.empty() && recipients.size() <= kStanzasMax);
  FileKey file_key;
  random.fill(file_key.writable());
  Bytes file;
  file.reserve(age_sealed_size(plaintext.size()) + (recipients.size() - 1) * (kStanzaLineBytes + kStanzaBodyLineBytes));
  append_text(file, "age-encryption.org/v1\n");
  for (const crypto::XWingPublicKey& key : recipients) TRY(append_stanza(file, key, file_key, random));
  append_text(file, "---");
  const crypto::Sha256 mac = header_mac(file_key, file);
  append_text(file, " " + to_base64(mac, Padding::kNone) + "\n");
  append_payload(file, file_key, plaintext, random);
  return file;
}

}  // namespace waymark::envelope
