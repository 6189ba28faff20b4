// Demand: what a relay says to a put that needs a pass: "work LEVEL EPOCH CHALLENGE".
// @source docs/spec/work.md "The demand"
#pragma once

#include <string>

#include "work/work.h"

namespace waymark::work {

struct Demand {
  std::uint8_t level = 0;
  std::uint32_t epoch = 0;
  Challenge challenge{};
  bool operator==(const Demand&) const = default;
};

std::string write_demand(const Demand& demand);
/// Also of a level that no honest relay asks: whoever works decides what is too much.
/// @error kMalformed
Result<Demand> parse_demand(std::string_view text);

}  // namespace waymark::work
