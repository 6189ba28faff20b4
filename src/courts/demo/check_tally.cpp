#include "courts/demo/check_tally.h"

#include <fmt/format.h>

#include "courts/tally/tally.h"

namespace waymark::courts {
namespace {

Result<Tally> tally_of(const std::filesystem::path& archive, const SharedCases& shared, const QueryWords& words) {
  LET(const Query query, query_of(words));
  return tally({.archive = archive, .shared = &shared, .final = nullptr}, query, 1);
}

std::int64_t total_of(const Truth& truth, const std::string& name) {
  const auto found = truth.totals.find(name);
  return found == truth.totals.end() ? 0 : found->second;
}

Result<void> compare_accused(const Truth& truth, const std::filesystem::path& archive, std::vector<ExactLine>& lines) {
  LET(const Tally found, tally_of(archive, {}, {.unit = "persons", .by = {"outcome"}}));
  const Counts& all = found.total.counts;
  lines.push_back({.what = "tally: accused", .expected = total_of(truth, "accused"), .found = all.count});
  lines.push_back({.what = "tally: sentences", .expected = total_of(truth, "sentences"), .found = all.sentences});
  lines.push_back(
      {.what = "tally: known punishments", .expected = total_of(truth, "known_punishments"), .found = all.known});
  for (const TallyRow& row : found.rows) {
    lines.push_back({.what = "tally: " + row.words.front(),
                     .expected = total_of(truth, "outcome_" + row.words.front()),
                     .found = row.counts.count});
  }
  return {};
}

}  // namespace

Result<void> compare_tally(const World& world, const Truth& truth, const std::map<std::string, std::int64_t>& ids,
                           const Linked& linked, const std::filesystem::path& archive, CheckReport& report) {
  TRY(compare_accused(truth, archive, report.exact));
  SharedCases as_true(true);
  SharedCases as_found(true);
  for (const ExpectedCase& one : truth.cases) {
    const auto id = ids.find(one.key);
    if (id != ids.end()) as_true.put(id->second, world.cases[one.index].group);
  }
  for (const Instance& one : linked.cases) as_found.put(one.case_id, one.group);
  LET(const Tally with_truth, tally_of(archive, as_true, {}));
  LET(const Tally with_links, tally_of(archive, as_found, {}));
  report.exact.push_back({.what = "tally: cases received, with the true links",
                          .expected = total_of(truth, "received"),
                          .found = with_truth.total.counts.count});
  report.received_found = with_links.total.counts.count;
  return {};
}

}  // namespace waymark::courts
