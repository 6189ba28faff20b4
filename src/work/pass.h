// Pass: what may follow a put or a half while a relay asks for work: the work, or a token from a reply. 21 bytes.
// @source docs/spec/work.md "A pass"
#pragma once

#include <variant>

#include "work/work.h"

namespace waymark::work {

inline constexpr std::size_t kTokenBytes = 16;
using Token = ByteArray<kTokenBytes>;

struct DoneWork {
  std::uint32_t epoch = 0;
  Nonce nonce{};
  bool operator==(const DoneWork&) const = default;
};

using Pass = std::variant<DoneWork, Token>;

inline constexpr std::size_t kPassBytes = 1 + 4 + kNonceBytes;
static_assert(kPassBytes == 21);

/// @error kWrongSize unless 21 bytes; kMalformed for a kind that is none, or a token with something behind it
Result<Pass> parse_pass(ByteView bytes);
Bytes write_pass(const Pass& pass);

/// What a relay keeps of a token: the first 16 bytes of its SHA-256.
using TokenHash = ByteArray<16>;
TokenHash hash_of(const Token& token);

}  // namespace waymark::work
