#include "desk/api/body.h"

#include <algorithm>

#include "text/json.h"
#include "text/utf8.h"

namespace waymark::desk::api {
namespace {

constexpr std::size_t kTableMax = 8;

std::unexpected<Error> malformed() { return fail(Code::kMalformed, "desk/api"); }

void wipe_text(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

/// Everything that people wrote is overwritten before its memory is given back.
void wipe_texts(nlohmann::json& json) {
  if (json.is_string()) wipe_text(json.get_ref<std::string&>());
  if (json.is_structured())
    for (nlohmann::json& part : json) wipe_texts(part);
}

bool is_word(const nlohmann::json& json) {
  if (!json.is_string()) return false;
  const std::string& text = json.get_ref<const std::string&>();
  return !text.empty() && text.size() <= kWordBytesMax;
}

}  // namespace

Result<Body> Body::of(http::Request& request) {
  auto json = text::parse_json(text_of(request.body), {.bytes_max = kBodyBytesMax, .depth_max = 4});
  wipe(request.body);
  if (!json.has_value()) return std::unexpected(json.error());
  if (!json->is_object()) return malformed();
  return Body(*std::move(json));
}

Body::~Body() { wipe_texts(json_); }

nlohmann::json* Body::find(std::string_view key) {
  const auto found = json_.find(key);
  if (found == json_.end()) return nullptr;
  taken_.emplace_back(key);
  return &*found;
}

Result<std::string> Body::word(std::string_view key) {
  const nlohmann::json* found = find(key);
  if (found == nullptr || !is_word(*found)) return malformed();
  return found->get<std::string>();
}

Result<std::optional<std::string>> Body::optional_word(std::string_view key) {
  if (!json_.contains(key)) return std::optional<std::string>{};
  LET(std::string text, word(key));
  return std::optional<std::string>(std::move(text));
}

Result<std::string> Body::text(std::string_view key, std::size_t code_points_max) {
  const nlohmann::json* found = find(key);
  if (found == nullptr || !found->is_string()) return malformed();
  LET(std::string normal, text::nfc(text::unix_lines(found->get_ref<const std::string&>())));
  LET(const std::size_t count, text::count_code_points(normal));
  if (normal.find_first_not_of(" \n\t") == std::string::npos) return fail(Code::kInvalid, "desk/api");
  if (count > code_points_max) return fail(Code::kTooLarge, "desk/api");
  return normal;
}

Result<std::string> Body::optional_text(std::string_view key, std::size_t code_points_max) {
  if (!json_.contains(key)) return std::string{};
  auto given = text(key, code_points_max);
  if (!given.has_value() && given.error().code == Code::kInvalid) return std::string{};
  return given;
}

Result<std::uint64_t> Body::number(std::string_view key, std::uint64_t high) {
  const nlohmann::json* found = find(key);
  if (found == nullptr || !found->is_number_unsigned()) return malformed();
  const auto number = found->get<std::uint64_t>();
  if (number > high) return fail(Code::kInvalid, "desk/api");
  return number;
}

Result<std::optional<std::uint64_t>> Body::optional_number(std::string_view key, std::uint64_t high) {
  if (!json_.contains(key)) return std::optional<std::uint64_t>{};
  LET(const std::uint64_t given, number(key, high));
  return std::optional{given};
}

Result<SecretBytes> Body::secret(std::string_view key) {
  nlohmann::json* found = find(key);
  if (found == nullptr || !found->is_string()) return malformed();
  std::string& given = found->get_ref<std::string&>();
  auto normal = text::nfc(given);
  wipe_text(given);
  if (!normal.has_value()) return std::unexpected(normal.error());
  if (normal->empty() || normal->size() > kPassphraseBytesMax) return malformed();
  SecretBytes secret = SecretBytes::copy_of(view_of(*normal));
  wipe_text(*normal);
  return secret;
}

Result<bool> Body::flag(std::string_view key) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return false;
  if (!found->is_boolean()) return malformed();
  return found->get<bool>();
}

Result<std::vector<std::string>> Body::words(std::string_view key, std::size_t count_max) {
  const nlohmann::json* found = find(key);
  if (found == nullptr || !found->is_array() || found->empty()) return malformed();
  if (found->size() > count_max) return fail(Code::kTooLarge, "desk/api");
  if (!std::all_of(found->begin(), found->end(), is_word)) return malformed();
  return found->get<std::vector<std::string>>();
}

Result<std::vector<std::string>> Body::optional_words(std::string_view key, std::size_t count_max) {
  const nlohmann::json* found = find(key);
  if (found == nullptr || found->is_null() || (found->is_array() && found->empty())) return std::vector<std::string>{};
  return words(key, count_max);
}

Result<std::map<std::string, std::string>> Body::table(std::string_view key) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return std::map<std::string, std::string>{};
  if (!found->is_object()) return malformed();
  if (found->size() > kTableMax) return fail(Code::kTooLarge, "desk/api");
  if (!std::all_of(found->begin(), found->end(), is_word)) return malformed();
  return found->get<std::map<std::string, std::string>>();
}

Result<void> Body::done() const {
  for (const auto& [key, value] : json_.items())
    if (std::find(taken_.begin(), taken_.end(), key) == taken_.end()) return malformed();
  return {};
}

}  // namespace waymark::desk::api
