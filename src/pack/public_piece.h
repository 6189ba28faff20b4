// A piece of the public cards: cards of one language as lines, as the organisation signs them and pages show them. What
// is only for the desk (other languages, which answers a card fits) is not in it.
// @source docs/spec/public-cards.md "What is signed"
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "pack/card.h"

namespace waymark::pack {

/// Whether anybody may read it today: marked public and from `valid_from` on (the crisis card always), not withdrawn,
/// with sources and a text in each of `languages`. A card past its review stays: the page says that it is, and a
/// warning with its date is better than a gap that nobody notices.
bool is_public_on(const Card& card, const std::set<Language>& languages, TimePoint today);

/// One card as one line with its line feed: this language alone, and nothing that only the desk needs.
std::string public_line(const Card& card, Language language);

/// The cards of a piece, in their order; each has a text and titles of sources in `language`.
/// @param bytes_max  of the piece
/// @error kTooLarge; kMalformed for a line that public_line does not write, a card that was withdrawn among them
Result<std::vector<Card>> parse_public_piece(std::string_view piece, Language language, std::size_t bytes_max);

}  // namespace waymark::pack
