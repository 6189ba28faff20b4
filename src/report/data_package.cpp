#include "report/data_package.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::report {
namespace {

using Json = nlohmann::ordered_json;

bool is_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string_view::npos;
}

/// A table schema's type of a column.
std::string_view type_of(const Table& table, std::size_t column) {
  bool any = false;
  bool whole = true;
  for (const auto& row : table.rows) {
    const auto* number = std::get_if<Number>(&row[column]);
    if (number == nullptr) {
      if (std::get<std::string>(row[column]).empty()) continue;
      return "string";
    }
    any = true;
    whole = whole &&
            (!std::isfinite(number->value) || (number->value == std::floor(number->value) && number->decimals == 0));
  }
  return !any ? "string" : whole ? "integer" : "number";
}

Json schema_of(const Table& table) {
  Json fields = Json::array();
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    fields.push_back({{"name", table.columns[i].key}, {"type", type_of(table, i)}, {"title", table.columns[i].title}});
  return {{"fields", fields}, {"missingValues", {""}}};
}

Json json_of(const DataResource& resource) {
  CHECK(is_name(resource.name));
  const std::string csv = to_csv(resource.table);
  return {{"name", resource.name},
          {"path", resource.path},
          {"type", "table"},
          {"title", resource.title},
          {"format", "csv"},
          {"mediatype", "text/csv"},
          {"encoding", "utf-8"},
          {"bytes", csv.size()},
          {"hash", "sha256:" + to_hex(crypto::sha256(view_of(csv)))},
          {"schema", schema_of(resource.table)}};
}

}  // namespace

std::string to_json(const DataPackage& package) {
  CHECK(is_name(package.name));
  Json json{{"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
            {"name", package.name},
            {"title", package.title},
            {"description", package.description},
            {"version", package.version},
            {"created", package.created},
            {"resources", Json::array()}};
  for (const DataResource& resource : package.resources) json["resources"].push_back(json_of(resource));
  for (const auto& [key, value] : package.more) json[key] = value;
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace waymark::report
