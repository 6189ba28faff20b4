// A secret cannot be written to a stream; what is public can.
// expect: no match for|invalid operands
#include <iostream>

#include "base/secret.h"

void show(const waymark::Secret<32>& secret) {
#ifdef WAYMARK_BAD
  std::cout << secret;
#else
  std::cout << waymark::Secret<32>::kSize;
  (void)secret;
#endif
}
