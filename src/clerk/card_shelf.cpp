#include "clerk/card_shelf.h"

#include "clerk/limits.h"
#include "crypto/verify/hash.h"
#include "pack/public_piece.h"

namespace waymark::clerk {
namespace {

constexpr std::string_view kWhere = "clerk/cards";

std::size_t index_of(Language language) { return static_cast<std::size_t>(language) - 1; }

}  // namespace

CardShelf::CardShelf(Cards built_in, Organisation& organisation, RelayLink& relay, const Clock& clock)
    : built_in_(std::make_shared<const Cards>(std::move(built_in))),
      organisation_(organisation),
      relay_(relay),
      clock_(clock) {}

CardShelf::SetPtr CardShelf::known() const {
  const std::lock_guard lock{mutex_};
  return set_;
}

CardsPtr CardShelf::current(Language language) const {
  const SetPtr set = known();
  if (!set) return built_in_;
  if (!roster::check_date(set->cards, clock_.now())) return none_;
  // Whoever left may have known the key of before: what it signed counts no more once a newer roster is known.
  const KeysPtr keys = organisation_.newest();
  if (!keys || !roster::verify_public_cards(set->note, keys->roster)) return none_;
  return set->of_language.at(index_of(language));
}

Result<CardsPtr> CardShelf::fetch_language(const roster::PublicCards& cards, Language language) {
  Cards all;
  std::uint32_t number = 0;
  for (const roster::CardPiece& piece : cards.pieces) {
    if (piece.language != language) continue;
    LET(const std::string text, relay_.cards_piece(cards.serial, language, ++number));
    if (text.size() > roster::kCardPieceBytesMax) return fail(Code::kTooLarge, kWhere, "piece");
    if (crypto::sha256(view_of(text)) != piece.hash) return fail(Code::kAuthentication, kWhere, "piece");
    LET(Cards read, pack::parse_public_piece(text, language, roster::kCardPieceBytesMax));
    for (pack::Card& card : read) all.push_back(std::move(card));
    if (all.size() > pack::kCardsMax) return fail(Code::kTooLarge, kWhere, "cards");
  }
  return std::make_shared<const Cards>(std::move(all));
}

Result<CardShelf::SetPtr> CardShelf::fetch(const SetPtr& before) {
  LET(const std::string note, relay_.cards_note());
  if (before && note == before->note) return before;
  const KeysPtr keys = organisation_.newest();
  if (!keys) return fail(Code::kUnavailable, kWhere, "no roster");
  LET(roster::PublicCards cards, roster::verify_public_cards(note, keys->roster));
  if (before && cards.serial <= before->cards.serial) return fail(Code::kReplayed, kWhere, "an older set");
  TRY(roster::check_date(cards, clock_.now()));
  Set set{.note = note, .cards = std::move(cards), .of_language = {}};
  for (const Language language : kLanguages) {
    LET(set.of_language.at(index_of(language)), fetch_language(set.cards, language));
  }
  return std::make_shared<const Set>(std::move(set));
}

Result<void> CardShelf::refresh() {
  const std::lock_guard one_at_a_time{fetching_};
  const SetPtr before = known();
  auto fetched = fetch(before);
  const std::lock_guard lock{mutex_};
  next_fetch_ = clock_.now() + kCardsEvery;
  if (fetched.has_value()) {
    set_ = std::move(*fetched);
    return {};
  }
  // A relay that never had one: the pack's own are shown.
  if (!before && fetched.error().code == Code::kNotFound) return {};
  return std::unexpected(fetched.error());
}

void CardShelf::refresh_if_old() {
  {
    const std::lock_guard lock{mutex_};
    const TimePoint now = clock_.now();
    // Further off than it is ever put: the clock was set back since.
    if (now < next_fetch_ && next_fetch_ <= now + kCardsEvery) return;
  }
  (void)refresh();
}

}  // namespace waymark::clerk
