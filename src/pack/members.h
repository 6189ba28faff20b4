// Members: how the reader of pack.json takes an object apart; private to this folder.
#pragma once

#include <algorithm>
#include <set>

#include "pack/pack.h"
#include "text/json.h"

namespace waymark::pack {

using Json = nlohmann::json;
inline constexpr std::size_t kNameBytesMax = 40;
inline constexpr std::size_t kSentenceBytesMax = 1'000;

inline std::unexpected<Error> malformed(std::string_view place) {
  return fail(Code::kMalformed, "pack/parse", std::string(place));
}

/// `[a-z][a-z0-9_]{0,39}`
inline bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kNameBytesMax || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// One JSON object whose members are taken out by name; what is left at the end was not expected.
class Members {
 public:
  static Result<Members> of(const Json& json, std::string place) {
    if (!json.is_object()) return malformed(place);
    return Members(json, std::move(place));
  }

  [[nodiscard]] bool has(std::string_view key) const { return json_->contains(key); }
  const Json* find(std::string_view key) {
    const auto found = json_->find(key);
    if (found == json_->end()) return nullptr;
    taken_.emplace(key);
    return &*found;
  }
  Result<const Json*> get(std::string_view key) {
    const Json* found = find(key);
    if (found == nullptr) return malformed(at(key));
    return found;
  }
  Result<std::string> name(std::string_view key) {
    LET(const Json* found, get(key));
    return name_of_json(*found, at(key));
  }
  Result<std::optional<std::string>> optional_name(std::string_view key) {
    const Json* found = find(key);
    if (found == nullptr) return std::optional<std::string>{};
    LET(std::string name, name_of_json(*found, at(key)));
    return std::optional<std::string>(std::move(name));
  }
  Result<std::string> sentence(std::string_view key) {
    LET(const Json* found, get(key));
    if (!found->is_string() || found->get_ref<const std::string&>().size() > kSentenceBytesMax)
      return malformed(at(key));
    return found->get<std::string>();
  }
  Result<bool> flag(std::string_view key) {
    const Json* found = find(key);
    if (found == nullptr) return false;
    if (!found->is_boolean()) return malformed(at(key));
    return found->get<bool>();
  }
  Result<int> number(std::string_view key, std::int64_t low, std::int64_t high) {
    LET(const Json* found, get(key));
    if (!found->is_number_integer()) return malformed(at(key));
    LET(const std::int64_t value, text::integer_member(*json_, key, low, high));
    return static_cast<int>(value);
  }
  Result<std::vector<std::string>> names(std::string_view key, std::size_t count_max) {
    LET(const Json* found, get(key));
    if (!found->is_array()) return malformed(at(key));
    if (found->size() > count_max) return fail(Code::kTooLarge, "pack/parse", at(key));
    std::vector<std::string> all;
    for (const Json& item : *found) {
      LET(std::string name, name_of_json(item, at(key)));
      if (std::find(all.begin(), all.end(), name) != all.end()) return malformed(at(key));
      all.push_back(std::move(name));
    }
    return all;
  }
  Result<void> done() const {
    for (const auto& [key, value] : json_->items())
      if (!taken_.contains(key)) return malformed(at(key));
    return {};
  }
  [[nodiscard]] std::string at(std::string_view key) const { return place_ + "." + std::string(key); }
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  Members(const Json& json, std::string place) : json_(&json), place_(std::move(place)) {}
  static Result<std::string> name_of_json(const Json& json, const std::string& place) {
    if (!json.is_string() || !is_name(json.get_ref<const std::string&>())) return malformed(place);
    return json.get<std::string>();
  }
  const Json* json_;
  std::string place_;
  std::set<std::string, std::less<>> taken_;
};

/// @error kMalformed with the place
Result<std::vector<Atom>> parse_atoms(const Json* json, const std::string& place);

/// What the desk alone reads: how a request is looked through, when silence counts, what can become of a case.
/// @error kMalformed, kTooLarge with the place
Result<void> parse_desk_part(Members& members, Pack& pack);

}  // namespace waymark::pack
