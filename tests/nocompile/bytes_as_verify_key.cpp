// 32 bytes become a key only through the check for points that prove nothing.
// expect: could not convert|no viable|conversion from|private
#include "crypto/verify/verify.h"

waymark::Result<waymark::crypto::RootVerifyKey> use(const waymark::crypto::VerifyKeyBytes& bytes) {
#ifdef WAYMARK_BAD
  return waymark::crypto::RootVerifyKey(bytes);
#else
  return waymark::crypto::RootVerifyKey::from_bytes(bytes);
#endif
}
