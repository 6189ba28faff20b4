#include "courts/instances/instances.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "courts/instances/ends.h"
#include "courts/instances/files.h"
#include "courts/instances/likely.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "courts/instances";

Result<void> check_options(const LinkOptions& options) {
  const bool fits = std::isfinite(options.link) && std::isfinite(options.review) && options.review > 0 &&
                    options.review <= options.link && options.link < 1;
  if (!fits)
    return fail(Code::kInvalid, kWhere,
                "The thresholds must be probabilities between 0 and 1, that of review not above that of linking.");
  return {};
}

/// The pairs joined by likeness alone: what the model expects of them.
double expected_precision(const linkage::Linkage& linkage, double threshold) {
  double right = 0;
  std::size_t pairs = 0;
  for (const linkage::ScoredPair& pair : linkage.pairs) {
    const double probability = linkage::probability_of(pair.bits);
    if (pair.rule == linkage::kByKey || pair.rule == linkage::kByReview || probability < threshold) continue;
    right += probability;
    ++pairs;
  }
  return pairs == 0 ? 1 : right / static_cast<double>(pairs);
}

Linked linked_of(const Dossier& dossier, const std::vector<Place>& places, const People& people) {
  Linked linked;
  std::vector<std::uint32_t> group_of_root(places.size(), 0);
  std::uint32_t groups = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    std::uint32_t& group = group_of_root[place.root];
    if (group == 0) group = ++groups;
    linked.cases.push_back({.case_id = dossier.cases[i].id,
                            .root = dossier.cases[place.root].id,
                            .parent = place.parent == Place::kNoParent ? 0 : dossier.cases[place.parent].id,
                            .group = group,
                            .relation = place.relation,
                            .evidence = place.evidence,
                            .probability = place.probability,
                            .stage = dossier.cases[i].stage});
  }
  linked.ends = find_ends(dossier, places, people);
  linked.persons = static_cast<std::uint32_t>(people.linkage.clusters.all.size());
  return linked;
}

}  // namespace

std::string_view name_of(Relation relation) {
  constexpr std::array<std::string_view, kRelations> kNames = {"root",      "same",       "transfer",  "renumbered",
                                                               "again",     "appeal",     "cassation", "new-trial",
                                                               "execution", "unexplained"};
  return kNames[static_cast<std::size_t>(relation)];
}

std::string text_of_evidence(std::uint8_t evidence) {
  constexpr std::array<std::string_view, 5> kWords = {"uid", "number", "lower", "person", "review"};
  std::string text;
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if ((evidence >> i & 1U) == 0) continue;
    text += text.empty() ? "" : "+";
    text += kWords[i];
  }
  return text;
}

const Instance* Linked::find(std::int64_t case_id) const {
  const auto found = std::lower_bound(cases.begin(), cases.end(), case_id,
                                      [](const Instance& one, std::int64_t id) { return one.case_id < id; });
  return found == cases.end() || found->case_id != case_id ? nullptr : &*found;
}

bool Linked::is_received_once(std::int64_t case_id) const {
  const Instance* const one = find(case_id);
  return one == nullptr || (one->stage == Stage::kFirst && one->relation == Relation::kRoot);
}

const End* Linked::end_of(std::int64_t case_id, std::int32_t index) const {
  const auto found = std::lower_bound(ends.begin(), ends.end(), std::pair{case_id, index},
                                      [](const End& one, const std::pair<std::int64_t, std::int32_t>& wanted) {
                                        return std::pair{one.case_id, one.index} < wanted;
                                      });
  return found == ends.end() || found->case_id != case_id || found->index != index ? nullptr : &*found;
}

Result<LinkRun> link_archive(ArchiveReader& reader, const LinkOptions& options, std::string_view decisions,
                             const linkage::Workers& workers) {
  TRY(check_options(options));
  LET(const Dossier dossier, load_dossier(reader));
  People people = make_table(dossier);
  LET(const DecisionsRead decided, read_people_decisions(decisions, people, workers));
  const std::vector<Tie> certain = certain_ties(dossier, decided.of_accused);
  std::vector<Place> places = place_cases(dossier, certain);
  TRY(link_people(dossier, places, decided, options, workers, people));
  const LikelyEdges likely = likely_edges(dossier, places, people);
  std::vector<Tie> all = certain;
  all.insert(all.end(), likely.ties.begin(), likely.ties.end());
  if (!likely.ties.empty()) places = place_cases(dossier, all);
  LinkRun run;
  run.linked = linked_of(dossier, places, people);
  run.report.ambiguous = likely.ambiguous;
  run.report.decisions = decided.of_rows.size();
  run.report.decisions_unknown = decided.unknown;
  run.report.expected_precision = expected_precision(people.linkage, options.link);
  run.report.notes = people.linkage.report.notes;
  const Found found{dossier, certain, places, people, decided, options};
  run.files.review = review_csv(found, run.report);
  run.files.instances = instances_csv(found, run.linked);
  run.files.persons = persons_csv(found, run.linked);
  run.files.summary = summary_json(found, run.linked, run.report);
  return run;
}

std::string describe(const LinkRun& run) {
  std::array<std::size_t, kRelations> relations{};
  std::size_t likely = 0;
  for (const Instance& one : run.linked.cases) {
    ++relations[static_cast<std::size_t>(one.relation)];
    likely += (one.evidence & kByPerson) != 0;
  }
  std::string text = fmt::format(
      "{} records of cases are {} cases; {} records of accused are {} persons.\n", run.linked.cases.size(),
      relations[0],
      std::count_if(run.linked.ends.begin(), run.linked.ends.end(), [](const End& one) { return one.person != 0; }),
      run.linked.persons);
  for (int i = 1; i < kRelations; ++i) {
    if (relations[static_cast<std::size_t>(i)] > 0)
      text += fmt::format("  {:<12} {}\n", name_of(static_cast<Relation>(i)), relations[static_cast<std::size_t>(i)]);
  }
  text += fmt::format(
      "{} edges rest on a person who is probably the same; {} cases had two predecessors that fit "
      "equally, and none was chosen.\n",
      likely, run.report.ambiguous);
  text += fmt::format(
      "{} pairs are to be reviewed, {} of them one УИД with names that contradict. Expected precision "
      "of what was joined by likeness: {:.2f} %.\n",
      run.report.review_pairs, run.report.uid_conflicts, 100 * run.report.expected_precision);
  if (run.report.decisions + run.report.decisions_unknown > 0)
    text += fmt::format("{} decisions were obeyed; {} are about records that are gone.\n", run.report.decisions,
                        run.report.decisions_unknown);
  for (const std::string& note : run.report.notes) text += "Note: " + note + "\n";
  return text;
}

}  // namespace waymark::courts
