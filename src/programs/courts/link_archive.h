// `waymark-courts link --archive FILE --out FOLDER`: cases and persons over an archive. See docs/courts.md.
#pragma once

#include <cstdint>
#include <string>

#include "programs/courts/commands.h"

namespace waymark::program {

struct LinkArchiveOptions {
  std::string archive, out, decisions;
  std::uint64_t seed = 1;
  double link = 0.9, review = 0.05;
  unsigned threads = 0;
};

OrStop<void> link_the_archive(const LinkArchiveOptions& options);

}  // namespace waymark::program
