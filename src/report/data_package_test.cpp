#include "report/data_package.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::report {
namespace {

TEST(DataPackage, DescribesEachColumnAndFile) {
  const Table table{.columns = {{"month", "Month"}, {"count", "Cases"}, {"share", "Share"}, {"note", "Note"}},
                    .rows = {{std::string("2024-01"), Number{3, 0}, Number{0.25, 3}, std::string()},
                             {std::string("2024-02"), Number{INFINITY, 0}, std::string(), std::string()}}};
  const auto json = nlohmann::json::parse(to_json({.name = "tally",
                                                   .title = "Дела",
                                                   .description = "d",
                                                   .version = "1",
                                                   .created = "2026-11-23T00:00:00Z",
                                                   .resources = {{"rows", "rows.csv", "Rows", table}},
                                                   .more = {{"waymark:query", "cases::"}}}));
  EXPECT_EQ(json["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
  EXPECT_EQ(json["waymark:query"], "cases::");
  const auto& resource = json["resources"][0];
  EXPECT_EQ(resource["path"], "rows.csv");
  EXPECT_EQ(resource["hash"], "sha256:" + to_hex(crypto::sha256(view_of(to_csv(table)))));
  EXPECT_EQ(resource["bytes"], to_csv(table).size());
  std::vector<std::string> types;
  for (const auto& field : resource["schema"]["fields"]) types.push_back(field["type"]);
  EXPECT_EQ(types, (std::vector<std::string>{"string", "integer", "number", "string"}));
}

}  // namespace
}  // namespace waymark::report
