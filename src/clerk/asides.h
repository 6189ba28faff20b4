// The pages beside the way of a request: cards, and "Is this really us?". They hold nothing of a person.
#pragma once

#include <array>
#include <optional>

#include "clerk/pages.h"
#include "clerk/site.h"
#include "pack/card.h"
#include "roster/check_words.h"
#include "roster/roster.h"

namespace waymark::clerk {

/// @param cards those that are shown, in their order
std::string cards_page(const PageContext& context, const std::vector<const pack::Card*>& cards, TimePoint now);

/// What is known of the organisation; nothing while the relay has given no good roster.
struct Known {
  const roster::Roster& roster;
  std::array<std::uint16_t, roster::kCheckWords> words;
};
std::string us_page(const PageContext& context, const std::optional<Known>& known, const Site& site);

}  // namespace waymark::clerk
