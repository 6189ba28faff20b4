#include "work/pass.h"

#include <algorithm>

namespace waymark::work {
namespace {

constexpr std::uint8_t kWorkKind = 1;
constexpr std::uint8_t kTokenKind = 2;

}  // namespace

Result<Pass> parse_pass(ByteView bytes) {
  if (bytes.size() != kPassBytes) return fail(Code::kWrongSize, "work/pass");
  ByteReader reader{bytes};
  LET(const std::uint8_t kind, reader.u8());
  if (kind == kWorkKind) {
    LET(const std::uint32_t epoch, reader.u32());
    LET(const Nonce nonce, reader.array<kNonceBytes>());
    return Pass{DoneWork{.epoch = epoch, .nonce = nonce}};
  }
  LET(const Token token, reader.array<kTokenBytes>());
  if (kind != kTokenKind || !reader.rest_is_zero()) return fail(Code::kMalformed, "work/pass");
  return Pass{token};
}

Bytes write_pass(const Pass& pass) {
  ByteWriter writer(kPassBytes);
  if (const auto* work = std::get_if<DoneWork>(&pass))
    writer.u8(kWorkKind).u32(work->epoch).put(work->nonce);
  else
    writer.u8(kTokenKind).put(std::get<Token>(pass)).pad_to(kPassBytes);
  return writer.finish();
}

TokenHash hash_of(const Token& token) {
  const crypto::Sha256 whole = crypto::sha256(token);
  TokenHash hash;
  std::copy_n(whole.begin(), hash.size(), hash.begin());
  return hash;
}

}  // namespace waymark::work
