#include "courts/instances/files.h"

#include <fmt/format.h>

#include <map>

#include "linkage/write.h"
#include "report/table.h"

namespace waymark::courts {
namespace {

using report::Cell;

std::string day_text(std::int32_t day) { return day == kNoDay ? std::string{} : iso_day(day); }

report::Table table_of(std::initializer_list<std::string_view> keys) {
  report::Table table;
  for (const std::string_view key : keys) table.columns.push_back({std::string{key}, std::string{key}});
  return table;
}

std::string number(std::int64_t value) { return std::to_string(value); }

}  // namespace

std::string instances_csv(const Found& found, const Linked& linked) {
  report::Table table = table_of({"case_id", "case", "group", "root", "relation", "parent", "evidence", "probability",
                                  "stage", "court_code", "received", "decided"});
  for (std::size_t i = 0; i < linked.cases.size(); ++i) {
    const Instance& one = linked.cases[i];
    const CaseRecord& of = found.dossier.cases[i];
    const Place& place = found.places[i];
    table.rows.push_back({number(one.case_id), of.key, number(one.group), found.dossier.cases[place.root].key,
                          std::string{name_of(one.relation)},
                          place.parent == Place::kNoParent ? std::string{} : found.dossier.cases[place.parent].key,
                          text_of_evidence(one.evidence), fmt::format("{:.4f}", one.probability),
                          std::string{name_of(of.stage)}, of.court, day_text(of.received), day_text(of.decided)});
  }
  return report::to_csv(table);
}

std::string persons_csv(const Found& found, const Linked& linked) {
  report::Table table = table_of({"record", "person", "size", "probability", "case_id", "case", "index", "group",
                                  "name", "articles", "stage", "outcome", "final_outcome", "final_case"});
  std::map<std::int64_t, std::string_view> keys;
  for (const CaseRecord& one : found.dossier.cases) keys[one.id] = one.key;
  for (std::size_t i = 0; i < linked.ends.size(); ++i) {
    const End& end = linked.ends[i];
    const Accused& one = found.dossier.accused[i];
    const CaseRecord& of = found.dossier.cases[one.of_case];
    table.rows.push_back({found.dossier.record_id(one), number(end.person), number(end.person_size),
                          fmt::format("{:.4f}", end.probability), number(of.id), of.key, number(one.index),
                          number(linked.cases[one.of_case].group), one.name, one.articles,
                          std::string{name_of(of.stage)}, std::string{name_of(end.outcome)},
                          std::string{name_of(end.final_outcome)}, std::string{keys[end.final_case]}});
  }
  return report::to_csv(table);
}

std::string summary_json(const Found& found, const Linked& linked, const LinkReport& report) {
  std::map<std::string, std::map<std::string, std::size_t>> edges;
  std::uint32_t groups = 0;
  for (const Instance& one : linked.cases) {
    groups = std::max(groups, one.group);
    if (one.relation != Relation::kRoot) ++edges[std::string{name_of(one.relation)}][text_of_evidence(one.evidence)];
  }
  std::string text = fmt::format(
      R"({{"version":1,"seed":{},"link":{},"review":{},"cases":{},"groups":{},"records":{},"persons":{},"edges":{{)",
      found.options.seed, found.options.link, found.options.review, linked.cases.size(), groups,
      found.people.accused.size(), linked.persons);
  const char* comma = "";
  for (const auto& [relation, by_evidence] : edges) {
    text += fmt::format(R"({}"{}":{{)", std::exchange(comma, ","), relation);
    const char* inner = "";
    for (const auto& [evidence, count] : by_evidence)
      text += fmt::format(R"({}"{}":{})", std::exchange(inner, ","), evidence, count);
    text += "}";
  }
  text += fmt::format(R"(}},"review_pairs":{},"uid_conflicts":{},"ambiguous":{},"decisions":{},"decisions_unknown":{},)"
                      R"("expected_precision":{:.4f},"model":)",
                      report.review_pairs, report.uid_conflicts, report.ambiguous, report.decisions,
                      report.decisions_unknown, report.expected_precision);
  std::string model = linkage::model_json(found.people.linkage);
  while (!model.empty() && model.back() == '\n') model.pop_back();
  return text + model + "}\n";
}

}  // namespace waymark::courts
