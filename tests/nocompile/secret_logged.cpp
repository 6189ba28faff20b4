// A log line takes numbers and literals; neither a secret nor text made at run time.
// expect: could not convert|no matching|cannot convert|no viable
#include "base/log.h"
#include "base/secret.h"

void note(const waymark::Log& log, const waymark::SecretBytes& text) {
#ifdef WAYMARK_BAD
  log.event("message", {{"text", text}});
#else
  log.event("message", {{"bytes", static_cast<std::int64_t>(text.size())}});
#endif
}
