#include "programs/waymark/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "programs/waymark/speech.h"

namespace waymark::program {

OrStop<LockFile> LockFile::claim(const std::filesystem::path& file, Stop held) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return std::unexpected(Stop{Exit::kStorage, say("file.open-plain", {{"file", file.string()}})});
  LockFile claimed(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) return std::unexpected(std::move(held));
  return claimed;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace waymark::program
