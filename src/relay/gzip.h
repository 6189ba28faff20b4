// gzip_of: bytes as a whole gzip file, made once for answers that many get.
#pragma once

#include "base/bytes.h"

namespace waymark::relay {

/// The smallest that zlib makes. Out of memory is the only thing that can go wrong.
Bytes gzip_of(ByteView plain);

}  // namespace waymark::relay
