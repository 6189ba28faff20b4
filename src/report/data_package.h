// DataPackage: the descriptor of a folder of tables, datapackage.json, so that other people's programs can read them:
// each column with its type and meaning, each file with its size and hash.
// @source Data Package standard 2.0, datapackage.org (formerly Frictionless Data)
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/table.h"

namespace waymark::report {

struct DataResource {
  std::string name;  ///< lower case, a-z 0-9 - _ .
  std::string path;  ///< of the CSV in the folder
  std::string title;
  Table table;  ///< what the CSV holds
};

struct DataPackage {
  std::string name;  ///< as of a resource
  std::string title;
  std::string description;
  std::string version;  ///< of the data
  std::string created;  ///< RFC 3339
  std::vector<DataResource> resources;
  std::vector<std::pair<std::string, std::string>> more = {};  ///< further members, e.g. the question asked
};

/// The text of datapackage.json. A column is an integer, a number or a string by what stands in it; an empty cell is a
/// missing value. Hashes are those of to_csv(table).
std::string to_json(const DataPackage& package);

}  // namespace waymark::report
