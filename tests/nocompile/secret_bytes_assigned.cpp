// A plaintext is not copied by assignment either.
// expect: deleted
#include "base/secret.h"

void keep(waymark::SecretBytes& to, waymark::SecretBytes& from) {
#ifdef WAYMARK_BAD
  to = from;
#else
  to = from.duplicate();
#endif
}
