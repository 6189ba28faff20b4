#include "pack/public_piece.h"

#include <algorithm>

namespace waymark::pack {
namespace {

constexpr std::string_view kWhere = "pack/public-piece";

bool speaks(const Card& card, Language language) {
  const auto text = card.texts.find(language);
  return text != card.texts.end() && !text->second.title.empty() && !text->second.brief.empty() &&
         std::ranges::all_of(card.sources, [&](const CardSource& source) { return source.title.contains(language); });
}

/// The pages show every date: one that lacks would be a hole.
bool has_dates(const Card& card) {
  return !card.written.empty() && !card.valid_from.empty() && !card.checked.empty() && !card.known_to.empty() &&
         !card.review_by.empty();
}

}  // namespace

bool is_public_on(const Card& card, const std::set<Language>& languages, TimePoint today) {
  if (!card.withdrawn.empty() || card.sources.empty() || !has_dates(card)) return false;
  const bool open = card.crisis || (card.is_public.value_or(false) && card.valid_from <= iso_date(today));
  return open && std::ranges::all_of(languages, [&](Language language) { return speaks(card, language); });
}

std::string public_line(const Card& card, Language language) {
  Card shown = card;
  shown.fits.clear();
  shown.is_public.reset();
  std::erase_if(shown.texts, [&](const auto& text) { return text.first != language; });
  for (CardSource& source : shown.sources)
    std::erase_if(source.title, [&](const auto& title) { return title.first != language; });
  return write_card(shown) + "\n";
}

Result<std::vector<Card>> parse_public_piece(std::string_view piece, Language language, std::size_t bytes_max) {
  if (piece.size() > bytes_max) return fail(Code::kTooLarge, kWhere);
  std::vector<Card> cards;
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    if (end == std::string_view::npos) return fail(Code::kMalformed, kWhere, "line feed");
    LET(Card card, parse_card(piece.substr(0, end)));
    const bool whole = card.texts.size() == 1 && speaks(card, language) && has_dates(card) && !card.sources.empty();
    if (!whole || !card.withdrawn.empty() || card.is_public || !card.fits.empty())
      return fail(Code::kMalformed, kWhere, card.id);
    if (cards.size() == kCardsMax) return fail(Code::kTooLarge, kWhere, "cards");
    cards.push_back(std::move(card));
    piece.remove_prefix(end + 1);
  }
  return cards;
}

}  // namespace waymark::pack
