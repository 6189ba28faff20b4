// A name or a message read at run time does not fit into a log line.
// expect: could not convert|no matching|cannot convert|no viable
#include <string>

#include "base/log.h"

void note(const waymark::Log& log, const std::string& text) {
#ifdef WAYMARK_BAD
  log.event("message", {{"text", text}});
#else
  log.event("message", {{"kind", waymark::Literal{"erase"}}});
  (void)text;
#endif
}
