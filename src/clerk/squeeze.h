// What a visit carries from page to page, made smaller before it is sealed, so that a page and a form that hold it pass
// a line that cuts connections after some 12 KB (docs/spec/clerk.md "Sizes").
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace waymark::clerk {

/// A raw deflate stream; at most 64 bytes longer than `plain` where that has up to 24,576.
SecretBytes squeezed(ByteView plain);

/// The bytes of a stream that is followed by nothing but zeros.
/// @error kMalformed for anything else; kTooLarge when there would be more than `bytes_max`
Result<SecretBytes> unsqueezed(ByteView bytes, std::size_t bytes_max);

}  // namespace waymark::clerk
