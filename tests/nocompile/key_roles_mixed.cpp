// A signature is checked with a key of its own role: the list key is no reply key.
// expect: could not convert|no viable|conversion from|no matching|invalid initialization
#include "crypto/sign.h"

bool check(const waymark::crypto::ReplyVerifyKey& key, waymark::ByteView text,
           const waymark::crypto::Signature& signature) {
  return key.verify({text}, signature);
}

bool use(const waymark::crypto::ListVerifyKey& list, const waymark::crypto::ReplyVerifyKey& reply,
         const waymark::crypto::Signature& signature) {
#ifdef WAYMARK_BAD
  (void)reply;
  return check(list, {}, signature);
#else
  (void)list;
  return check(reply, {}, signature);
#endif
}
