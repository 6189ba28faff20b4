#include "courts/instances/likely.h"

#include <algorithm>
#include <map>
#include <optional>

#include "courts/ids/words.h"
#include "linkage/model.h"

namespace waymark::courts {
namespace {

using Members = std::map<std::uint32_t, std::vector<std::uint32_t>>;  ///< accused of each person

bool within_days(std::int32_t from, std::int32_t to, std::int32_t days) {
  return from != kNoDay && to != kNoDay && to >= from && to - from <= days;
}

bool uids_contradict(const CaseRecord& a, const CaseRecord& b) {
  return !a.uid.empty() && !b.uid.empty() && a.uid != b.uid;
}

bool is_review(Stage stage) {
  return stage == Stage::kAppeal || stage == Stage::kCassation || stage == Stage::kSupervision;
}

/// Whether `later` can be what `earlier` became, for this accused.
bool can_follow(const CaseRecord& earlier, const Accused& before, const CaseRecord& later, const Accused& after) {
  const bool same_articles = before.articles == after.articles && !before.articles.empty();
  if (later.stage == Stage::kFirst) {
    const bool first = earlier.stage == Stage::kFirst;
    const bool sent_away = first && before.outcome == Outcome::kTransferred && earlier.court != later.court;
    const bool came_back = first && before.outcome == Outcome::kReturnedToProsecutor && earlier.court == later.court;
    const bool anew = is_review(earlier.stage) && before.outcome == Outcome::kReversed &&
                      (earlier.lower_court.empty() || earlier.lower_court == later.court);
    return (sent_away || came_back || anew) && same_articles && !uids_contradict(earlier, later) &&
           within_days(before.decided, later.received, kTransferDaysMax);
  }
  if (is_review(later.stage)) {
    const bool lower_fits = later.lower_court.empty() || later.lower_court == earlier.court;
    const std::int32_t days = later.stage == Stage::kAppeal ? kAppealDaysMax : kCassationDaysMax;
    return earlier.stage == Stage::kFirst && lower_fits && (same_articles || after.articles.empty()) &&
           !uids_contradict(earlier, later) && within_days(before.decided, later.received, days);
  }
  return later.stage == Stage::kExecution && earlier.stage == Stage::kFirst && is_sentence(before.outcome) &&
         within_days(before.decided, later.received, kExecutionDaysMax);
}

class Finder {
 public:
  Finder(const Dossier& dossier, const std::vector<Place>& places, const People& people)
      : dossier_(dossier), places_(places), people_(people) {
    for (const std::uint32_t index : people.accused) members_[cluster_of(index)].push_back(index);
  }

  LikelyEdges find() {
    LikelyEdges edges;
    for (std::uint32_t i = 0; i < dossier_.cases.size(); ++i) {
      if (places_[i].parent != Place::kNoParent) continue;
      if (auto tie = tie_for(i, edges.ambiguous)) edges.ties.push_back(*tie);
    }
    return edges;
  }

 private:
  [[nodiscard]] std::uint32_t cluster_of(std::uint32_t accused) const {
    return people_.linkage.clusters.of_row[people_.row_of[accused]];
  }

  /// Cases that `later` may follow through one of its accused, best first.
  [[nodiscard]] std::vector<std::uint32_t> candidates(std::uint32_t later, std::uint32_t accused) const {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t other : members_.at(cluster_of(accused))) {
      const std::uint32_t earlier = dossier_.accused[other].of_case;
      if (places_[earlier].root == places_[later].root) continue;
      if (can_follow(dossier_.cases[earlier], dossier_.accused[other], dossier_.cases[later],
                     dossier_.accused[accused]))
        found.push_back(other);
    }
    return found;
  }

  /// Execution of a suspended sentence before any other; then at the same court; then two remain, and nobody knows.
  void narrow(std::vector<std::uint32_t>& found, const CaseRecord& later) const {
    const auto keep = [&](const auto& wanted) {
      std::vector<std::uint32_t> kept;
      std::copy_if(found.begin(), found.end(), std::back_inserter(kept), wanted);
      if (!kept.empty()) found = std::move(kept);
    };
    keep([&](std::uint32_t one) { return dossier_.cases[dossier_.accused[one].of_case].court == later.court; });
    if (later.stage == Stage::kExecution)
      keep([&](std::uint32_t one) { return dossier_.accused[one].outcome == Outcome::kSuspended; });
  }

  [[nodiscard]] std::optional<Tie> tie_for(std::uint32_t later, std::size_t& ambiguous) const {
    const CaseRecord& here = dossier_.cases[later];
    std::optional<Tie> best;
    bool twice = false;
    for (std::uint32_t i = here.first_accused; i < here.first_accused + here.accused_count; ++i) {
      if (people_.row_of[i] == People::kNoRow) continue;
      std::vector<std::uint32_t> found = candidates(later, i);
      narrow(found, here);
      if (found.empty()) continue;
      const std::uint32_t earlier = dossier_.accused[found.front()].of_case;
      const bool other = std::any_of(found.begin(), found.end(), [&](std::uint32_t one) {
        return places_[dossier_.accused[one].of_case].root != places_[earlier].root;
      });
      const auto [a, b] = std::minmax(earlier, later);
      twice = twice || other || (best && (best->a != a || best->b != b));
      best = Tie{.a = a, .b = b, .evidence = kByPerson, .probability = probability(i, found.front())};
    }
    if (!twice) return best;
    ++ambiguous;
    return std::nullopt;
  }

  [[nodiscard]] double probability(std::uint32_t accused, std::uint32_t other) const {
    const auto& linkage = people_.linkage;
    double bits = linkage.start();
    for (const auto& step : linkage.explain(people_.row_of[accused], people_.row_of[other]))
      bits += step.bits + step.rare_bits;
    // Of one person through a third record: the cluster's word counts.
    return std::max(linkage::probability_of(bits), double{linkage.clusters.all[cluster_of(accused)].probability});
  }

  const Dossier& dossier_;
  const std::vector<Place>& places_;
  const People& people_;
  Members members_;
};

}  // namespace

LikelyEdges likely_edges(const Dossier& dossier, const std::vector<Place>& places, const People& people) {
  return Finder{dossier, places, people}.find();
}

}  // namespace waymark::courts
