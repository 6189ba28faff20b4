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

/// The crisis card whole, and of the others title and short text, each with the way to its own page: all of them on
/// one page would not pass a line that falls silent after 25 packets.
/// Of a long list as many as one page has room for (kCardListBytes), and the way to the next page.
/// @param cards those that are shown, in their order
/// @param from  the place of the first one on this page, from 1; with 1 the crisis card stands before the list
std::string cards_page(const PageContext& context, const std::vector<pack::Card>& cards, std::size_t from,
                       TimePoint now);
/// How the last part of the address of a further page of the list begins; the place follows.
inline constexpr std::string_view kListPage = "from-";
/// One of them. @param number  its place among those that are shown, from 1: an address that says nothing of what is
/// read
std::string card_page(const PageContext& context, const pack::Card& card, std::size_t number, TimePoint now);

/// What is known of the organisation; nothing while the relay has given no good roster.
struct Known {
  const roster::Roster& roster;
  std::array<std::uint16_t, roster::kCheckWords> words;
};
std::string us_page(const PageContext& context, const std::optional<Known>& known, const Site& site);

}  // namespace waymark::clerk
