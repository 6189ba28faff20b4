// Cuts public cards into pieces that pass a bad line.
// @source docs/spec/public-cards.md "What is signed"
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "pack/card.h"
#include "roster/public_cards.h"

namespace waymark::desk {

struct CutCards {
  std::vector<roster::CardPiece> pieces = {};
  std::vector<std::string> texts = {};
  std::map<std::string, int> versions = {};  ///< of the cards that are in
  std::set<std::string> no_room = {};        ///< ids of those that are not
};

/// @param cards  in the order of the page. What does not fit in one language is in none.
CutCards cut_cards(std::vector<pack::Card> cards, const std::set<Language>& languages);

}  // namespace waymark::desk
