// Bytes become an envelope only through the check of its frame.
// expect: could not convert|no viable|conversion from|private
#include "envelope/frame.h"

waymark::Result<waymark::envelope::Envelope> use(waymark::Bytes bytes) {
#ifdef WAYMARK_BAD
  return waymark::envelope::Envelope(std::move(bytes));
#else
  return waymark::envelope::Envelope::from_bytes(std::move(bytes));
#endif
}
