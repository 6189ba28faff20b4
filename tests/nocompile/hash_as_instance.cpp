// Not every hash is an organisation.
// expect: could not convert|no viable|conversion from|no matching|invalid initialization
#include "mailbox/keys.h"

auto use(const waymark::mailbox::Phrase& phrase, const waymark::crypto::Sha256& hash,
         const waymark::crypto::InstanceId& instance) {
#ifdef WAYMARK_BAD
  (void)instance;
  return waymark::mailbox::derive_keys(phrase, hash);
#else
  (void)hash;
  return waymark::mailbox::derive_keys(phrase, instance);
#endif
}
