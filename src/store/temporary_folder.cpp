#include "store/temporary_folder.h"

#include <stdlib.h>

#include <string>

namespace waymark::store {

Result<TemporaryFolder> TemporaryFolder::make() {
  std::error_code error;
  std::string name = std::filesystem::temp_directory_path(error) / "waymark-XXXXXX";
  if (error || ::mkdtemp(name.data()) == nullptr) return fail(Code::kStorage, "store/temporary_folder");
  return TemporaryFolder{name};
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace waymark::store
