// The demonstration's folder: saved pages of several days with everything that happens to pages, and truth.json.
//
//   FOLDER/2025-03-31/lists/26GV9001/first-1.html     what the courts listed that day (import with --snapshot)
//   FOLDER/2025-03-31/cards/26GV9001/1-7_2025.html    cards that are new or changed, and pages that are no answer
//   FOLDER/truth.json, truth_persons.csv, truth_instances.csv
#pragma once

#include <filesystem>

#include "courts/demo/truth.h"

namespace waymark::courts {

/// Rows on one page of a list.
inline constexpr std::size_t kListRows = 25;

/// How many pages were written.
struct DemoPages {
  std::int64_t cards = 0, lists = 0, no_answers = 0, truncated = 0, bytes = 0;
};

/// Writes everything beside `folder` and puts it in its place at the end: whole or not at all.
/// @error kConflict the folder is there and not empty; kStorage
Result<DemoPages> write_demo(const World& world, const std::filesystem::path& folder);

/// The options that a folder was made with. @error kNotFound no truth.json; kMalformed one of another program or
/// changed
Result<DemoOptions> read_demo_options(const std::filesystem::path& folder);

}  // namespace waymark::courts
