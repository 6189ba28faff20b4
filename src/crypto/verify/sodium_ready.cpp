#include "crypto/verify/sodium_ready.h"

#include <sodium/core.h>

#include "base/check.h"

namespace waymark::crypto {

void sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  CHECK(ready);
}

}  // namespace waymark::crypto
