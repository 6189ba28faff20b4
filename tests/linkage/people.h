// A made-up table of people for measuring: names after Zipf's law, and the faults of real registers.
//
// Seventy per cent of the records are first records of a person, thirty per cent are further records of somebody
// already there: with typing errors, initials instead of names, missing dates of birth, another court. The share of
// each fault is a constant in people.cpp. Names are built from syllables and are nobody's.
#pragma once

#include <cstdint>
#include <string>

namespace waymark::testing {

/// CSV with the columns id, surname, given, patronymic, born, court, article, received, person (the truth).
/// @param records  1…20,000,000   @param seed  the same seed gives the same bytes
std::string people_csv(std::uint32_t records, std::uint64_t seed);

}  // namespace waymark::testing
