// test_tables: the published tables of tests/data/mse, for tests and benches.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "base/check.h"
#include "estimate/read_table.h"

namespace waymark::estimate {

inline std::string published_text(const std::string& name) {
  std::ifstream file(std::string(WAYMARK_SOURCE_DIR) + "/tests/data/mse/" + name + ".csv");
  CHECK(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline OverlapTable published(const std::string& name) {
  auto strata = read_table(published_text(name));
  CHECK(strata.has_value() && strata->size() == 1);
  return strata->front().table;
}

}  // namespace waymark::estimate
