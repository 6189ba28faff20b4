// SingleDesk: only one `waymark desk` may run over a folder. The lock is the kernel's: a killed process leaves none
// behind.
#pragma once

#include "programs/waymark/office_folder.h"

namespace waymark::program {

class SingleDesk {
 public:
  /// Stops with a sentence when another process holds the folder.
  static OrStop<SingleDesk> claim(const OfficeFolder& folder);
  SingleDesk(SingleDesk&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  SingleDesk& operator=(SingleDesk&&) = delete;
  ~SingleDesk();

 private:
  explicit SingleDesk(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace waymark::program
