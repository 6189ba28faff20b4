#include "text/json.h"

#include <algorithm>
#include <set>
#include <vector>

#include "text/utf8.h"

namespace waymark::text {
namespace {

using Json = nlohmann::json;

/// Watches the parser: depth, and keys seen in each open object.
class Guard {
 public:
  explicit Guard(std::size_t depth_max) : depth_max_(depth_max) {}

  bool allow(int depth, Json::parse_event_t event, const Json& parsed) {
    if (static_cast<std::size_t>(depth) > depth_max_) too_deep_ = true;
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(parsed.get_ref<const std::string&>()).second)
      repeated_ = true;
    return true;
  }
  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] bool repeated() const { return repeated_; }

 private:
  std::size_t depth_max_;
  std::vector<std::set<std::string>> keys_;
  bool too_deep_ = false;
  bool repeated_ = false;
};

/// Hears where the text stops being JSON, and keeps nothing else.
class FirstError final : public Json::json_sax_t {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    position_ = position;
    return false;
  }
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  std::size_t position_ = 0;
};

std::string line_of_error(std::string_view text) {
  FirstError error;
  (void)Json::sax_parse(text, &error);
  const std::string_view before = text.substr(0, std::min(error.position(), text.size()));
  return "line " + std::to_string(1 + std::ranges::count(before, '\n'));
}

}  // namespace

Result<Json> parse_json(std::string_view text, JsonLimits limits) {
  if (text.size() > limits.bytes_max) return fail(Code::kTooLarge, "text/json");
  if (!is_utf8(text)) return fail(Code::kMalformed, "text/json");
  Guard guard(limits.depth_max);
  const auto watch = [&guard](int depth, Json::parse_event_t event, Json& parsed) {
    return guard.allow(depth, event, parsed);
  };
  Json json = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (guard.too_deep()) return fail(Code::kTooLarge, "text/json", "depth");
  if (json.is_discarded()) return fail(Code::kMalformed, "text/json", line_of_error(text));
  if (guard.repeated()) return fail(Code::kMalformed, "text/json");
  return json;
}

Result<std::string> string_member(const Json& object, std::string_view key) {
  if (!object.is_object()) return fail(Code::kMalformed, "text/json");
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return fail(Code::kMalformed, "text/json", std::string(key));
  return found->get<std::string>();
}

Result<std::int64_t> integer_member(const Json& object, std::string_view key, std::int64_t low, std::int64_t high) {
  if (!object.is_object()) return fail(Code::kMalformed, "text/json");
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer())
    return fail(Code::kMalformed, "text/json", std::string(key));
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
    return fail(Code::kMalformed, "text/json", std::string(key));
  const auto value = found->get<std::int64_t>();
  if (value < low || value > high) return fail(Code::kMalformed, "text/json", std::string(key));
  return value;
}

}  // namespace waymark::text
