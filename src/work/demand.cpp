#include "work/demand.h"

#include <charconv>

#include "base/encoding.h"

namespace waymark::work {
namespace {

constexpr std::string_view kWord = "work ";

/// A decimal number as a program writes it, and the blank behind it; both are taken off `text`.
template <class Number>
Result<Number> take_number(std::string_view& text) {
  const std::string_view digits = text.substr(0, text.find(' '));
  Number number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits != std::to_string(number) ||
      digits.size() == text.size())
    return fail(Code::kMalformed, "work/demand");
  text.remove_prefix(digits.size() + 1);
  return number;
}

}  // namespace

std::string write_demand(const Demand& demand) {
  return std::string{kWord} + std::to_string(demand.level) + ' ' + std::to_string(demand.epoch) + ' ' +
         to_hex(demand.challenge);
}

Result<Demand> parse_demand(std::string_view text) {
  if (!text.starts_with(kWord)) return fail(Code::kMalformed, "work/demand");
  text.remove_prefix(kWord.size());
  LET(const auto level, take_number<std::uint8_t>(text));
  LET(const auto epoch, take_number<std::uint32_t>(text));
  LET(const Bytes challenge, from_hex(text));
  if (challenge.size() != kChallengeBytes) return fail(Code::kMalformed, "work/demand");
  return Demand{.level = level, .epoch = epoch, .challenge = *ByteReader{challenge}.array<kChallengeBytes>()};
}

}  // namespace waymark::work
