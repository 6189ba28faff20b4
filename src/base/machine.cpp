#include "base/machine.h"

#include <sys/random.h>

#include <array>
#include <cstdio>

namespace waymark {

bool has_randomness() {
  std::array<unsigned char, 16> bytes{};
  return ::getrandom(bytes.data(), bytes.size(), GRND_NONBLOCK) == static_cast<ssize_t>(bytes.size());
}

void say_if_randomness_is_awaited(std::string_view program) {
  if (has_randomness()) return;
  std::fprintf(stderr,
               "%.*s: this machine has not gathered enough randomness since it started; waiting for it. If this does "
               "not end, use the machine (keyboard, disk), or give a virtual one a random device (virtio-rng).\n",
               static_cast<int>(program.size()), program.data());
}

}  // namespace waymark
