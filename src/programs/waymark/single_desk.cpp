#include "programs/waymark/single_desk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "programs/waymark/speech.h"

namespace waymark::program {

OrStop<SingleDesk> SingleDesk::claim(const OfficeFolder& folder) {
  const auto file = folder.path / "desk.lock";
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return std::unexpected(Stop{Exit::kStorage, say("file.open-plain", {{"file", file.string()}})});
  SingleDesk claimed(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return std::unexpected(Stop{Exit::kUsage, say("desk.running", {{"folder", folder.path.string()}})});
  return claimed;
}

SingleDesk::~SingleDesk() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace waymark::program
