// Certain evidence: УИД, number at a court, reference to the lower court.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

#include "courts/instances/graph.h"

namespace waymark::courts {
namespace {

/// A number with more cases than this behind it (a page that numbers nothing) ties none of them.
constexpr std::size_t kCasesOfOneNumberMax = 64;

using Places = std::unordered_map<std::string, std::vector<std::uint32_t>>;

/// Moscow's portal writes "01-545/2024" where a higher court says "1-545/2024" of the same case.
std::string place_of(const std::string& court, const std::string& number) {
  const std::size_t zeros = std::min(number.find_first_not_of('0'), number.size());
  return court + "|" + number.substr(zeros);
}

class Collector {
 public:
  Collector(const Dossier& dossier, const Decided& decided) : dossier_(dossier), decided_(decided) {}

  void tie_all(const Places& places, std::uint8_t evidence) {
    for (const auto& [key, cases] : places) {
      if (cases.size() > kCasesOfOneNumberMax) continue;
      for (std::size_t i = 1; i < cases.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) tie(cases[j], cases[i], evidence);
      }
    }
  }
  void tie(std::uint32_t a, std::uint32_t b, std::uint8_t evidence) {
    if (a != b) evidence_[std::minmax(a, b)] |= evidence;
  }
  /// Evidence that people have not overruled; what the names contradict is marked.
  [[nodiscard]] std::vector<Tie> ties() const {
    std::vector<Tie> all;
    for (const auto& [pair, evidence] : evidence_) {
      Tie one{.a = pair.first, .b = pair.second, .evidence = evidence};
      if (is_parted(one)) continue;
      const auto& a = dossier_.cases[one.a];
      const auto& b = dossier_.cases[one.b];
      one.contradicted = compare_accused(dossier_.of(a), dossier_.of(b)) == NameWord::kContradict;
      if (one.contradicted && is_confirmed(one)) one.contradicted = false, one.evidence |= kByReview;
      all.push_back(one);
    }
    return all;
  }

 private:
  template <class Take>
  bool any_pair(const Tie& tie, const Take& take) const {
    const CaseRecord &a = dossier_.cases[tie.a], &b = dossier_.cases[tie.b];
    for (std::uint32_t i = 0; i < a.accused_count; ++i) {
      for (std::uint32_t j = 0; j < b.accused_count; ++j) {
        if (take(std::minmax(a.first_accused + i, b.first_accused + j))) return true;
      }
    }
    return false;
  }
  /// Somebody said of an accused of each that they are one.
  [[nodiscard]] bool is_confirmed(const Tie& tie) const {
    return any_pair(tie, [&](std::pair<std::uint32_t, std::uint32_t> pair) { return decided_.same.contains(pair); });
  }
  /// Somebody said of all of them that they are not.
  [[nodiscard]] bool is_parted(const Tie& tie) const {
    return !decided_.different.empty() && !any_pair(tie, [&](std::pair<std::uint32_t, std::uint32_t> pair) {
      return !decided_.different.contains(pair);
    });
  }

  const Dossier& dossier_;
  const Decided& decided_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint8_t> evidence_;
};

/// Which cases carry a number now, and which carried it once.
struct Numbers {
  Places now, once;
};

Numbers numbers_of(const Dossier& dossier) {
  Numbers numbers;
  for (std::uint32_t i = 0; i < dossier.cases.size(); ++i) {
    const CaseRecord& one = dossier.cases[i];
    if (!one.number.understood || one.court.empty()) continue;
    numbers.now[place_of(one.court, one.number.main.normal())].push_back(i);
    for (const SingleNumber& other : one.number.other) numbers.now[place_of(one.court, other.normal())].push_back(i);
    for (const SingleNumber& old : one.number.old) numbers.once[place_of(one.court, old.normal())].push_back(i);
  }
  return numbers;
}

void tie_numbers(const Numbers& numbers, Collector& collector) {
  collector.tie_all(numbers.now, kByNumber);
  for (const auto& [place, later] : numbers.once) {
    const auto found = numbers.now.find(place);
    if (found == numbers.now.end() || found->second.size() > kCasesOfOneNumberMax) continue;
    for (const std::uint32_t before : found->second) {
      for (const std::uint32_t after : later) collector.tie(before, after, kByNumber);
    }
  }
}

void tie_lower(const Dossier& dossier, const Numbers& numbers, Collector& collector) {
  for (std::uint32_t i = 0; i < dossier.cases.size(); ++i) {
    const CaseRecord& one = dossier.cases[i];
    if (one.lower_court.empty() || one.lower_number.empty()) continue;
    for (const std::string& number : read_case_number(one.lower_number).all()) {
      for (const Places* const places : {&numbers.now, &numbers.once}) {
        const auto found = places->find(place_of(one.lower_court, number));
        if (found == places->end() || found->second.size() > kCasesOfOneNumberMax) continue;
        for (const std::uint32_t before : found->second) collector.tie(before, i, kByLower);
      }
    }
  }
}

}  // namespace

std::vector<Tie> certain_ties(const Dossier& dossier, const Decided& decided) {
  Collector collector{dossier, decided};
  Places uids;
  for (std::uint32_t i = 0; i < dossier.cases.size(); ++i) {
    if (!dossier.cases[i].uid.empty()) uids[dossier.cases[i].uid].push_back(i);
  }
  collector.tie_all(uids, kByUid);
  const Numbers numbers = numbers_of(dossier);
  tie_numbers(numbers, collector);
  tie_lower(dossier, numbers, collector);
  return collector.ties();
}

}  // namespace waymark::courts
