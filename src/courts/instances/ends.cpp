#include "courts/instances/ends.h"

#include <algorithm>
#include <map>

namespace waymark::courts {
namespace {

/// The way of one accused through the cases of his group.
class Way {
 public:
  explicit Way(Outcome outcome, std::int64_t case_id) : outcome_(outcome), case_id_(case_id) {}

  void go_on(Relation relation, Stage stage, Outcome next, std::int64_t case_id) {
    const bool takes_over = relation == Relation::kTransfer || relation == Relation::kRenumbered ||
                            relation == Relation::kAgain || relation == Relation::kNewTrial;
    const bool reviews = stage == Stage::kAppeal || stage == Stage::kCassation || stage == Stage::kSupervision;
    if (relation == Relation::kSame) {
      if (outcome_ == Outcome::kUnknown) set(next, case_id);
    } else if (takes_over && next != Outcome::kUnknown) {
      set(next, case_id);
    } else if (reviews && (next == Outcome::kChanged || next == Outcome::kReversed)) {
      set(next, case_id);
    } else if (relation == Relation::kExecution && next == Outcome::kSuspensionCancelled) {
      set(next, case_id);
    }
  }
  [[nodiscard]] Outcome outcome() const { return outcome_; }
  [[nodiscard]] std::int64_t case_id() const { return case_id_; }

 private:
  void set(Outcome next, std::int64_t case_id) { outcome_ = next, case_id_ = case_id; }
  Outcome outcome_;
  std::int64_t case_id_;
};

std::int32_t day_of_case(const CaseRecord& one) { return one.received != kNoDay ? one.received : one.decided; }

class Ends {
 public:
  Ends(const Dossier& dossier, const std::vector<Place>& places, const People& people)
      : dossier_(dossier), places_(places), people_(people) {
    for (std::uint32_t i = 0; i < places.size(); ++i) groups_[places[i].root].push_back(i);
    for (auto& [root, cases] : groups_) {
      std::stable_sort(cases.begin(), cases.end(), [&](std::uint32_t a, std::uint32_t b) {
        return day_of_case(dossier_.cases[a]) < day_of_case(dossier_.cases[b]);
      });
    }
  }

  [[nodiscard]] End end_of(std::uint32_t index) const {
    const Accused& one = dossier_.accused[index];
    const CaseRecord& start = dossier_.cases[one.of_case];
    End end{.case_id = start.id, .index = one.index, .outcome = one.outcome};
    if (const std::uint32_t row = people_.row_of[index]; row != People::kNoRow) {
      const std::uint32_t cluster = people_.linkage.clusters.of_row[row];
      end.person = cluster + 1;
      end.person_size = people_.linkage.clusters.all[cluster].size;
      end.probability = end.person_size == 1 ? 1 : double{people_.linkage.clusters.all[cluster].probability};
    }
    Way way{one.outcome, start.id};
    if (start.stage == Stage::kFirst) walk(index, way);
    end.final_outcome = way.outcome();
    end.final_case = way.case_id();
    return end;
  }

 private:
  void walk(std::uint32_t index, Way& way) const {
    const std::uint32_t from = dossier_.accused[index].of_case;
    for (const std::uint32_t next : groups_.at(places_[from].root)) {
      if (next == from || !comes_after(next, from)) continue;
      const CaseRecord& there = dossier_.cases[next];
      for (std::uint32_t i = there.first_accused; i < there.first_accused + there.accused_count; ++i) {
        if (is_he(index, i)) way.go_on(places_[next].relation, there.stage, dossier_.accused[i].outcome, there.id);
      }
    }
  }
  /// Later in the chain of parents, not merely of a later day.
  [[nodiscard]] bool comes_after(std::uint32_t later, std::uint32_t from) const {
    for (std::uint32_t at = later; at != Place::kNoParent; at = places_[at].parent) {
      if (at == from) return true;
    }
    return false;
  }
  /// The same person, or the only one in both; a court that names nobody in a case of one speaks of him.
  [[nodiscard]] bool is_he(std::uint32_t a, std::uint32_t b) const {
    if (people_.is_one_person(a, b)) return true;
    const CaseRecord &of_a = dossier_.cases[dossier_.accused[a].of_case],
                     &of_b = dossier_.cases[dossier_.accused[b].of_case];
    return of_a.accused_count == 1 && of_b.accused_count == 1 &&
           compare_names(dossier_.accused[a].parts, dossier_.accused[b].parts) != NameWord::kContradict;
  }

  const Dossier& dossier_;
  const std::vector<Place>& places_;
  const People& people_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> groups_;
};

}  // namespace

std::vector<End> find_ends(const Dossier& dossier, const std::vector<Place>& places, const People& people) {
  const Ends ends{dossier, places, people};
  std::vector<End> all;
  for (std::uint32_t i = 0; i < dossier.accused.size(); ++i) all.push_back(ends.end_of(i));
  return all;
}

}  // namespace waymark::courts
