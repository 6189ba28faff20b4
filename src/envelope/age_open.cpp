#include "envelope/age_open.h"

#include "crypto/xwing_open.h"
#include "envelope/age_parts.h"
#include "envelope/frame.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/open";
constexpr std::size_t kSealedChunkBytes = kChunkBytes + kChunkTagBytes;

Result<bool> try_stanza(FileKey& out, const crypto::XWingSeed& identity, const HybridStanza& stanza) {
  LET(const auto shared, crypto::xwing_decapsulate(identity, stanza.encapsulation));
  WrapKey wrap;
  derive_wrap_key(wrap, shared.view());
  return crypto::chacha_open(out.writable(), wrap.key.view(), wrap.nonce.view(), stanza.sealed_file_key);
}

/// Sizes of the plaintext that `sealed` bytes of chunks hold; the last chunk may be short.
Result<std::size_t> plaintext_size(std::size_t sealed) {
  if (sealed < kChunkTagBytes) return fail(Code::kTruncated, kWhere, "no chunk");
  const std::size_t chunks = (sealed + kSealedChunkBytes - 1) / kSealedChunkBytes;
  const std::size_t last = sealed - (chunks - 1) * kSealedChunkBytes;
  if (last < kChunkTagBytes) return fail(Code::kTruncated, kWhere, "last chunk");
  if (last == kChunkTagBytes && chunks > 1) return fail(Code::kMalformed, kWhere, "empty last chunk");
  return sealed - chunks * kChunkTagBytes;
}

}  // namespace

Result<void> unwrap_file_key(FileKey& out, const crypto::XWingSeed& identity, const AgeHeader& header) {
  for (const HybridStanza& stanza : header.stanzas) {
    LET(const bool ours, try_stanza(out, identity, stanza));
    if (ours) return {};
  }
  return fail(Code::kNotForUs, kWhere);
}

Result<void> check_header_mac(const FileKey& file_key, ByteView authenticated, const crypto::Sha256& mac) {
  if (!equal_constant_time(header_mac(file_key, authenticated), mac))
    return fail(Code::kAuthentication, kWhere, "header");
  return {};
}

Result<SecretBytes> open_payload(const FileKey& file_key, ByteView payload) {
  ByteReader reader{payload};
  LET(const ByteView nonce, reader.take(kPayloadNonceBytes));
  Wiped<32> key;
  derive_payload_key(key, file_key, nonce);
  LET(const std::size_t size, plaintext_size(reader.remaining()));
  SecretBytes plaintext(size);
  std::span<std::uint8_t> out = plaintext.writable();
  for (std::uint64_t counter = 0; reader.remaining() > 0; ++counter) {
    LET(const ByteView sealed, reader.take(std::min(reader.remaining(), kSealedChunkBytes)));
    const ChunkPlace place = reader.remaining() == 0 ? ChunkPlace::kLast : ChunkPlace::kMiddle;
    const std::size_t chunk = sealed.size() - kChunkTagBytes;
    if (!crypto::chacha_open(out.first(chunk), key.view(), chunk_nonce(counter, place), sealed))
      return fail(Code::kAuthentication, kWhere, "payload");
    out = out.subspan(chunk);
  }
  return plaintext;
}

Result<SecretBytes> age_open(const crypto::XWingSeed& identity, ByteView file) {
  LET(const AgeHeader header, parse_age_header(file));
  FileKey file_key;
  TRY(unwrap_file_key(file_key, identity, header));
  TRY(check_header_mac(file_key, header.authenticated, header.mac));
  return open_payload(file_key, header.payload);
}

}  // namespace waymark::envelope
