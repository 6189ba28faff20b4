// The positive control of symbols_test.cpp: a program that can open envelopes, and shows it.
#include "crypto/keys.h"
#include "crypto/random.h"
#include "crypto/xwing_open.h"

int main() {
  using namespace waymark::crypto;
  SystemRandom random;
  const XWingSeed seed{random.secret<kKeyBytes>()};
  return xwing_decapsulate(seed, random.array<kXWingCiphertextBytes>()) ? 0 : 1;
}
