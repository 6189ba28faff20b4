// The secret of a mailbox opens nothing: it is no X-Wing seed.
// expect: could not convert|no viable|conversion from|no matching|invalid initialization
#include "envelope/age_open.h"

auto use(const waymark::crypto::MailboxSecret& mailbox, const waymark::crypto::XWingSeed& seed,
         waymark::ByteView file) {
#ifdef WAYMARK_BAD
  (void)seed;
  return waymark::envelope::age_open(mailbox, file);
#else
  (void)mailbox;
  return waymark::envelope::age_open(seed, file);
#endif
}
