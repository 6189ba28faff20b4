// Who follows whom: each case of a group is put behind the one that it continues, by stage, day and outcome.
#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include "courts/instances/graph.h"

namespace waymark::courts {
namespace {

int rank_of(Stage stage) {
  switch (stage) {
    case Stage::kFirst: return 0;
    case Stage::kAppeal: return 1;
    case Stage::kCassation:
    case Stage::kSupervision: return 2;
    case Stage::kExecution: return 3;
    default: return 4;
  }
}

std::int32_t day_of_case(const CaseRecord& one) { return one.received != kNoDay ? one.received : one.decided; }

bool has_outcome(std::span<const Accused> accused, Outcome outcome) {
  return std::any_of(accused.begin(), accused.end(), [&](const Accused& one) { return one.outcome == outcome; });
}

class Group {
 public:
  Group(const Dossier& dossier, std::vector<std::uint32_t> cases, std::vector<const Tie*> ties)
      : dossier_(dossier), cases_(std::move(cases)), ties_(std::move(ties)) {
    // Without a day, a first instance stands first and everything else last.
    std::sort(cases_.begin(), cases_.end(), [&](std::uint32_t a, std::uint32_t b) { return order(a) < order(b); });
  }

  void place(std::vector<Place>& places) const {
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      Place& here = places[cases_[i]];
      here.root = cases_.front();
      if (i == 0) continue;
      std::tie(here.parent, here.relation) = parent_of(i, places);
      std::tie(here.evidence, here.probability) = evidence_between(cases_[i], here.parent);
    }
  }

 private:
  using Found = std::pair<std::uint32_t, Relation>;

  /// Of two records of one case that which names its accused comes first.
  [[nodiscard]] std::tuple<std::int32_t, int, bool, std::int64_t> order(std::uint32_t index) const {
    const CaseRecord& one = dossier_.cases[index];
    const int rank = rank_of(one.stage);
    std::int32_t day = day_of_case(one);
    if (day == kNoDay && rank > 0) day = std::numeric_limits<std::int32_t>::max();
    return {day, rank, !dossier_.of(one).front().named, one.id};
  }
  [[nodiscard]] const CaseRecord& at(std::size_t i) const { return dossier_.cases[cases_[i]]; }

  /// The newest case before the i-th at one of the stages.
  [[nodiscard]] std::size_t before(std::size_t i, std::initializer_list<Stage> stages,
                                   const std::vector<Place>& places) const {
    for (std::size_t j = i; j-- > 0;) {
      if (places[cases_[j]].relation == Relation::kSame) continue;  // stands for another record
      if (std::find(stages.begin(), stages.end(), at(j).stage) != stages.end()) return j;
    }
    return kNone;
  }
  [[nodiscard]] Found found_or_unexplained(std::size_t j, Relation relation) const {
    return j == kNone ? Found{cases_.front(), Relation::kUnexplained} : Found{cases_[j], relation};
  }

  [[nodiscard]] Found parent_of(std::size_t i, const std::vector<Place>& places) const {
    if (const auto found = same_or_renumbered(i)) return *found;
    switch (at(i).stage) {
      case Stage::kFirst: return parent_of_first(i, places);
      case Stage::kAppeal: return found_or_unexplained(before(i, {Stage::kFirst}, places), Relation::kAppeal);
      case Stage::kCassation:
      case Stage::kSupervision:
        return found_or_unexplained(before(i, {Stage::kFirst, Stage::kAppeal, Stage::kCassation}, places),
                                    Relation::kCassation);
      case Stage::kExecution: return found_or_unexplained(before(i, {Stage::kFirst}, places), Relation::kExecution);
      default: return {cases_.front(), Relation::kUnexplained};
    }
  }

  /// The same court and number again (a page that names its court in words), or an old number of this case.
  [[nodiscard]] std::optional<Found> same_or_renumbered(std::size_t i) const {
    const CaseRecord& here = at(i);
    for (std::size_t j = 0; j < i; ++j) {
      const CaseRecord& there = at(j);
      if ((evidence_between(cases_[i], cases_[j]).first & kByNumber) == 0 || here.court != there.court) continue;
      return Found{cases_[j], here.number.main == there.number.main || here.key == there.key ? Relation::kSame
                                                                                             : Relation::kRenumbered};
    }
    return std::nullopt;
  }

  [[nodiscard]] Found parent_of_first(std::size_t i, const std::vector<Place>& places) const {
    const std::size_t first = before(i, {Stage::kFirst}, places);
    const std::size_t review = before(i, {Stage::kAppeal, Stage::kCassation, Stage::kSupervision}, places);
    if (review != kNone && (first == kNone || review > first) &&
        has_outcome(dossier_.of(at(review)), Outcome::kReversed))
      return {cases_[review], Relation::kNewTrial};
    if (first == kNone) return {cases_.front(), Relation::kUnexplained};
    const auto accused = dossier_.of(at(first));
    if (has_outcome(accused, Outcome::kTransferred)) return {cases_[first], Relation::kTransfer};
    if (has_outcome(accused, Outcome::kReturnedToProsecutor)) return {cases_[first], Relation::kAgain};
    return {cases_[first], Relation::kUnexplained};
  }

  /// What ties the two; if nothing does, what ties the case to any other of the group.
  [[nodiscard]] std::pair<std::uint8_t, double> evidence_between(std::uint32_t one, std::uint32_t parent) const {
    std::pair<std::uint8_t, double> any{0, 1};
    for (const Tie* const tie : ties_) {
      if (tie->a != one && tie->b != one) continue;
      if (tie->a == parent || tie->b == parent) return {tie->evidence, tie->probability};
      any.first |= tie->evidence & static_cast<std::uint8_t>(~kByNumber);
      any.second = std::min(any.second, tie->probability);
    }
    return any;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const Dossier& dossier_;
  std::vector<std::uint32_t> cases_;
  std::vector<const Tie*> ties_;
};

}  // namespace

std::vector<Place> place_cases(const Dossier& dossier, const std::vector<Tie>& ties) {
  linkage::DisjointSets sets{dossier.cases.size()};
  for (const Tie& tie : ties) {
    if (!tie.contradicted) sets.join(tie.a, tie.b);
  }
  std::vector<Place> places(dossier.cases.size());
  std::map<std::uint32_t, std::pair<std::vector<std::uint32_t>, std::vector<const Tie*>>> groups;
  for (const Tie& tie : ties) {
    if (!tie.contradicted) groups[sets.root(tie.a)].second.push_back(&tie);
  }
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    places[i].root = i;
    const auto found = groups.find(sets.root(i));
    if (found != groups.end()) found->second.first.push_back(i);
  }
  for (auto& [root, group] : groups) Group{dossier, std::move(group.first), std::move(group.second)}.place(places);
  return places;
}

}  // namespace waymark::courts
