// CardShelf: the cards that the clerk shows. They are the organisation's newest set as the relay serves it, believed
// only after its signature and every hash were checked; the pack's own only as long as no set was ever seen. A set that
// is older than the one seen is refused, and one that nobody may believe any more is shown no more. Safe from any
// thread.
// @source docs/spec/public-cards.md "Readers"
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "clerk/organisation.h"
#include "pack/card.h"
#include "roster/public_cards.h"

namespace waymark::clerk {

/// One language's cards in the order of the page, each with its texts in that language.
using Cards = std::vector<pack::Card>;
using CardsPtr = std::shared_ptr<const Cards>;  // owners: the shelf and the requests that show them

class CardShelf {
 public:
  /// References outlive it. @param built_in  of the pack, without the withdrawn ones
  CardShelf(Cards built_in, Organisation& organisation, RelayLink& relay, const Clock& clock);

  /// Never waits for the network. Empty when a set was seen that is too old, or whose key is not the organisation's
  /// any more.
  [[nodiscard]] CardsPtr current(Language language) const;
  /// @error of the relay or of the checks; kReplayed for a set that is older than one that was seen; what was known
  /// stays
  Result<void> refresh();
  /// Fetches if kCardsEvery has passed.
  void refresh_if_old();

 private:
  struct Set {
    std::string note;
    roster::PublicCards cards;
    std::array<CardsPtr, kLanguages.size()> of_language;
  };
  using SetPtr = std::shared_ptr<const Set>;  // owners: the shelf and a refresh under way

  Result<SetPtr> fetch(const SetPtr& before);
  Result<CardsPtr> fetch_language(const roster::PublicCards& cards, Language language);
  [[nodiscard]] SetPtr known() const;

  const CardsPtr built_in_;
  const CardsPtr none_ = std::make_shared<const Cards>();
  Organisation& organisation_;
  RelayLink& relay_;
  const Clock& clock_;
  std::mutex fetching_;
  mutable std::mutex mutex_;
  SetPtr set_;
  TimePoint next_fetch_{};
};

}  // namespace waymark::clerk
