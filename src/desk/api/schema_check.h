// SchemaCheck: does a JSON value fit a schema of web/desk/openapi.json? The part of JSON Schema that the file uses.
//
// Knows: $ref, type (also a list), enum, properties, required, additionalProperties, items, oneOf, pattern, minimum,
// maximum, minLength, maxLength, minItems, maxItems, propertyNames, maxProperties, format (documentation only). A word
// it does not know fails the test, so that the file cannot say what nobody checks.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace waymark::desk::api {

class SchemaCheck {
 public:
  /// @param document  the whole OpenAPI document; borrowed
  explicit SchemaCheck(const nlohmann::json& document) : document_(document) {}

  /// Empty if it fits; otherwise where and why.
  [[nodiscard]] std::string misfit(const nlohmann::json& value, const nlohmann::json& schema,
                                   const std::string& place = "$") const;

 private:
  const nlohmann::json& document_;
};

}  // namespace waymark::desk::api
