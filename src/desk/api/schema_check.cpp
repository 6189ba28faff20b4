#include "desk/api/schema_check.h"

#include <algorithm>
#include <regex>
#include <set>

#include "text/utf8.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

const std::set<std::string> kKnownWords = {
    "$ref",         "type",     "enum",     "properties", "required",    "additionalProperties",
    "items",        "oneOf",    "pattern",  "minimum",    "maximum",     "minLength",
    "maxLength",    "minItems", "maxItems", "format",     "description", "propertyNames",
    "maxProperties"};

bool has_type(const Json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

bool type_fits(const Json& value, const Json& type) {
  if (type.is_string()) return has_type(value, type.get<std::string>());
  return std::any_of(type.begin(), type.end(),
                     [&value](const Json& one) { return has_type(value, one.get<std::string>()); });
}

std::string string_misfit(const std::string& text, const Json& schema) {
  const std::size_t count = text::count_code_points(text).value_or(0);
  if (schema.contains("minLength") && count < schema["minLength"].get<std::size_t>()) return "too short";
  if (schema.contains("maxLength") && count > schema["maxLength"].get<std::size_t>()) return "too long";
  if (schema.contains("pattern") && !std::regex_search(text, std::regex(schema["pattern"].get<std::string>())))
    return "does not match the pattern";
  return "";
}

std::string number_misfit(const Json& value, const Json& schema) {
  if (schema.contains("minimum") && value < schema["minimum"]) return "too small";
  if (schema.contains("maximum") && value > schema["maximum"]) return "too large";
  return "";
}

std::string count_misfit(const Json& value, const Json& schema) {
  if (schema.contains("minItems") && value.size() < schema["minItems"].get<std::size_t>()) return "too few";
  if (schema.contains("maxItems") && value.size() > schema["maxItems"].get<std::size_t>()) return "too many";
  if (schema.contains("maxProperties") && value.size() > schema["maxProperties"].get<std::size_t>())
    return "too many members";
  return "";
}

std::string plain_misfit(const Json& value, const Json& schema) {
  if (schema.contains("type") && !type_fits(value, schema["type"])) return "has another type";
  if (schema.contains("enum") && !value.is_null() &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
    return "is not one of the values";
  if (value.is_string()) return string_misfit(value.get<std::string>(), schema);
  if (value.is_number()) return number_misfit(value, schema);
  return count_misfit(value, schema);
}

std::string members_misfit(const SchemaCheck& check, const Json& value, const Json& schema, const std::string& place) {
  for (const Json& key : schema.value("required", Json::array()))
    if (!value.contains(key.get<std::string>())) return place + ": lacks " + key.get<std::string>();
  const Json properties = schema.value("properties", Json::object());
  const Json others = schema.value("additionalProperties", Json(true));
  for (const auto& [key, member] : value.items()) {
    if (!properties.contains(key) && others == Json(false)) return place + ": has the surplus " + key;
    if (!properties.contains(key) && !others.is_object()) continue;
    const std::string found =
        check.misfit(member, properties.contains(key) ? properties[key] : others, place + "." + key);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string SchemaCheck::misfit(const Json& value, const Json& schema, const std::string& place) const {
  for (const auto& [word, meaning] : schema.items())
    if (!kKnownWords.contains(word)) return place + ": the schema uses the unknown word " + word;
  if (schema.contains("$ref"))
    return misfit(value, document_.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))), place);
  if (schema.contains("oneOf")) {
    const auto fits = [&](const Json& one) { return misfit(value, one, place).empty(); };
    if (std::count_if(schema["oneOf"].begin(), schema["oneOf"].end(), fits) == 1) return "";
    return misfit(value, schema["oneOf"][0], place);
  }
  if (const std::string found = plain_misfit(value, schema); !found.empty()) return place + ": " + found;
  if (value.is_object()) return members_misfit(*this, value, schema, place);
  if (!value.is_array()) return "";
  for (std::size_t i = 0; i < value.size(); ++i)
    if (const std::string found = misfit(value[i], schema.at("items"), place + "[" + std::to_string(i) + "]");
        !found.empty())
      return found;
  return "";
}

}  // namespace waymark::desk::api
