#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "courts/review/pairs.h"

namespace waymark::courts {
namespace {

using nlohmann::json;
constexpr std::string_view kWhere = "courts/review/pairs";

/// A text, or a whole number as text (records without an id are numbered).
std::optional<std::string> text_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number_unsigned()) return std::to_string(found->get<std::uint64_t>());
  return std::nullopt;
}

std::optional<double> number_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

/// False when a step is none.
bool add_steps(const json& steps, ReviewPair& pair) {
  if (!steps.is_array() || steps.empty() || steps.size() > kPairFieldsMax) return false;
  for (const json& step : steps) {
    if (!step.is_object()) return false;
    const auto field = text_in(step, "field"), left = text_in(step, "left"), right = text_in(step, "right"),
               level = text_in(step, "level");
    const auto bits = number_in(step, "bits");
    if (!field || !left || !right || !level || !bits) return false;
    pair.fields.push_back({*field, *left, *right});
    pair.evidence.push_back({*field, *level, *bits + number_in(step, "rare_bits").value_or(0)});
  }
  return true;
}

/// Nothing when the line is no pair.
std::optional<ReviewPair> pair_of(const json& line) {
  if (!line.is_object()) return std::nullopt;
  const auto left = text_in(line, "left"), right = text_in(line, "right");
  const auto probability = number_in(line, "probability");
  const auto steps = line.find("steps");
  if (!left || !right || left->empty() || right->empty() || *left == *right || steps == line.end()) return std::nullopt;
  if (!probability || *probability < 0 || *probability > 1) return std::nullopt;
  ReviewPair pair{.left = *left, .right = *right, .probability = *probability};
  pair.bits = number_in(line, "bits").value_or(0);
  pair.start = number_in(line, "start").value_or(0);
  pair.why = text_in(line, "found_by").value_or("");
  if (!add_steps(*steps, pair)) return std::nullopt;
  return pair;
}

bool is_open(const ReviewPair& pair) {
  return pair.why == "review" ||
         (pair.why != "key" && pair.probability < kSureProbability && pair.probability > 1 - kSureProbability);
}

}  // namespace

Result<std::vector<ReviewPair>> pairs_of_json_lines(std::string_view text) {
  std::vector<ReviewPair> pairs;
  for (std::size_t number = 1, begin = 0; begin < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.empty()) continue;
    if (line.size() > kPairLineBytesMax)
      return fail(Code::kTooLarge, kWhere, fmt::format("Line {} of the pairs is longer than 1 MiB.", number));
    auto pair = pair_of(json::parse(line, nullptr, false));
    if (!pair)
      return fail(
          Code::kMalformed, kWhere,
          fmt::format("Line {} is not a pair with its fields: link again with --pairs json --explain.", number));
    if (!is_open(*pair)) continue;
    if (pairs.size() >= kPairsMax)
      return fail(Code::kTooLarge, kWhere, "There are more than 200,000 pairs: raise the threshold of review.");
    pairs.push_back(*std::move(pair));
  }
  std::ranges::sort(pairs, {}, [](const ReviewPair& pair) {
    return std::tuple<double, const std::string&, const std::string&>(std::abs(pair.probability - 0.5), pair.left,
                                                                      pair.right);
  });
  return pairs;
}

}  // namespace waymark::courts
