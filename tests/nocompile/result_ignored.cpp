// A failure is looked at.
// expect: ignoring return value|nodiscard
#include "envelope/frame.h"

void use(waymark::ByteView bytes) {
#ifdef WAYMARK_BAD
  waymark::envelope::check_frame(bytes);
#else
  if (!waymark::envelope::check_frame(bytes).has_value()) return;
#endif
}
