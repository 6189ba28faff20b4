#include "courts/archive/fact_numbers.h"

#include <type_traits>

namespace waymark::courts {
namespace {

/// The order in the row: a new number goes to the end, with a step of the schema.
template <class AnyFact, class Visit>
void each_number(AnyFact& fact, const Visit& visit) {
  visit(fact.person);
  visit(fact.persons);
  visit(fact.court);
  visit(fact.region);
  visit(fact.stage);
  visit(fact.view);
  visit(fact.received);
  visit(fact.decided);
  visit(fact.in_force);
  visit(fact.articles);
  visit(fact.main_article);
  visit(fact.outcome);
  visit(fact.basis);
  visit(fact.category);
  visit(fact.decided_seen);
  visit(fact.flags);
}

std::uint32_t number_at(const std::uint8_t* at) {
  return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}

}  // namespace

ByteArray<kFactNumbersBytes> fact_numbers(const Fact& fact) {
  ByteArray<kFactNumbersBytes> bytes{};
  std::size_t at = 0;
  each_number(fact, [&](auto number) {
    const auto bits = static_cast<std::uint32_t>(number);
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes[at++] = static_cast<std::uint8_t>(bits >> shift);
  });
  return bytes;
}

Result<void> read_fact_numbers(ByteView bytes, Fact& fact) {
  if (bytes.size() != kFactNumbersBytes) return fail(Code::kMalformed, "courts/archive", "numbers of a fact");
  const std::uint8_t* at = bytes.data();
  each_number(fact, [&](auto& number) {
    number = static_cast<std::remove_reference_t<decltype(number)>>(number_at(at));
    at += 4;
  });
  return {};
}

}  // namespace waymark::courts
