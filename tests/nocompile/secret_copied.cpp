// A secret has one owner; a second copy is asked for by name.
// expect: deleted
#include "base/secret.h"

void keep(const waymark::Secret<32>& secret) {
#ifdef WAYMARK_BAD
  const waymark::Secret<32> copy = secret;
#else
  const waymark::Secret<32> copy = secret.duplicate();
#endif
  (void)copy;
}
