#include "courts/demo/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "courts/demo/check_tally.h"
#include "courts/instances/dossier.h"
#include "linkage/csv.h"

namespace waymark::courts {
namespace {

/// Facts of the archive by the key of their case.
struct Held {
  struct Row {
    Fact fact;
    FactTexts texts;
    std::string articles;
  };
  std::map<std::string, std::vector<Row>> cases;
  std::map<std::string, std::int64_t> ids;
};

Result<Held> load(ArchiveReader& reader) {
  Held held;
  LET(const auto terms, reader.terms());
  std::vector<Held::Row> rows;
  TRY(reader.for_each_fact({}, [&](std::span<const Fact> facts) {
    for (const Fact& fact : facts)
      rows.push_back({.fact = fact, .texts = {}, .articles = terms[static_cast<std::size_t>(fact.articles)]});
  }));
  std::unordered_map<std::int64_t, std::size_t> at;
  for (std::size_t i = 0; i < rows.size(); ++i) at[rows[i].fact.id] = i;
  TRY(reader.for_each_text({}, [&](const FactTexts& texts) {
    if (const auto found = at.find(texts.fact); found != at.end()) rows[found->second].texts = texts;
  }));
  for (Held::Row& row : rows) {
    LET(CaseFile file, reader.case_file(row.fact.case_id));
    held.ids[file.key] = row.fact.case_id;
    held.cases[file.key].push_back(std::move(row));
  }
  for (auto& [key, of_case] : held.cases) {
    std::sort(of_case.begin(), of_case.end(),
              [](const Held::Row& a, const Held::Row& b) { return a.fact.person < b.fact.person; });
  }
  return held;
}

/// One line of the exact part: how many records agree in something.
class Agreement {
 public:
  explicit Agreement(std::string what) { line_.what = std::move(what); }
  void add(bool agrees, const std::string& key) {
    ++line_.expected;
    line_.found += agrees ? 1 : 0;
    if (!agrees && line_.examples.size() < kCheckExamplesMax) line_.examples.push_back(key);
  }
  [[nodiscard]] ExactLine line() const { return line_; }

 private:
  ExactLine line_;
};

void compare_facts(const Truth& truth, const Held& held, std::vector<ExactLine>& lines) {
  Agreement there{"cases of the pages that are in the archive"}, accused{"accused of each case"},
      received{"day of receipt"}, decided{"day of decision"}, in_force{"day in force"}, stage{"stage"}, names{"name"},
      articles{"articles"}, outcome{"outcome, as far as the pages say it"}, category{"category"};
  for (const ExpectedCase& one : truth.cases) {
    const auto found = held.cases.find(one.key);
    there.add(found != held.cases.end(), one.key);
    if (found == held.cases.end()) continue;
    const auto& rows = found->second;
    accused.add(rows.size() == one.accused.size(), one.key);
    if (rows.size() != one.accused.size()) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Fact& fact = rows[i].fact;
      received.add(fact.received == one.received, one.key);
      decided.add(fact.decided == one.decided, one.key);
      in_force.add(fact.in_force == one.in_force, one.key);
      stage.add(fact.stage == one.stage, one.key);
      names.add(rows[i].texts.name == one.accused[i].name, one.key);
      articles.add(rows[i].articles == one.accused[i].articles, one.key);
      outcome.add(fact.outcome == one.accused[i].outcome, one.key);
      category.add(fact.category == one.category, one.key);
    }
  }
  for (const Agreement* const tally :
       {&there, &accused, &received, &decided, &in_force, &stage, &names, &articles, &outcome, &category})
    lines.push_back(tally->line());
  lines.push_back({.what = "cases in the archive",
                   .expected = static_cast<std::int64_t>(truth.cases.size()),
                   .found = static_cast<std::int64_t>(held.cases.size())});
}

/// The totals that a tally of the archive gives, before anything is linked.
void compare_totals(const Truth& truth, const Held& held, std::vector<ExactLine>& lines) {
  std::map<std::string, std::int64_t> found;
  for (const auto& [key, rows] : held.cases) {
    const Fact& first = rows.front().fact;
    if (first.stage != Stage::kFirst || (first.flags & kNoPersonNamed) != 0) continue;
    ++found["first_instance_records"];
    found["decided"] += first.decided != kNoDay;
    found["in_force"] += first.in_force != kNoDay;
    for (const Held::Row& row : rows) {
      ++found["accused"];
      found["sentences"] += is_sentence(row.fact.outcome);
      found["known_punishments"] += is_known_punishment(row.fact.outcome);
      ++found[fmt::format("outcome_{}", name_of(row.fact.outcome))];
    }
  }
  for (const auto& [key, rows] : held.cases) found["uid_wrong"] += (rows.front().fact.flags & kUidWrong) != 0;
  for (const auto& [name, value] : truth.totals) {
    const bool of_facts = name.starts_with("outcome_") || found.contains(name);
    if (of_facts) lines.push_back({.what = "total: " + name, .expected = value, .found = found[name]});
  }
}

Result<void> compare_history(const World& world, const Truth& truth, const Held& held, ArchiveReader& reader,
                             std::vector<ExactLine>& lines) {
  LET(const auto records, reader.vanished_since(std::numeric_limits<std::int32_t>::min() + 1));
  std::vector<ExpectedVanished> found;
  for (const VanishedRecord& one : records)
    found.push_back({.key = one.key, .gone = one.gone, .returned = one.returned});
  std::sort(found.begin(), found.end());
  Agreement vanished{"records that vanished, on which day, and whether they came back"};
  for (const ExpectedVanished& one : truth.vanished)
    vanished.add(std::binary_search(found.begin(), found.end(), one), one.key);
  lines.push_back(vanished.line());
  lines.push_back({.what = "vanished records in the archive",
                   .expected = static_cast<std::int64_t>(truth.vanished.size()),
                   .found = static_cast<std::int64_t>(found.size())});
  Agreement edits{"edits of courts that the archive shows"};
  for (const ExpectedCase& one : truth.cases) {
    const DemoCase& of = world.cases[one.index];
    if (of.edit == Edit::kNone || one.by_name || !held.ids.contains(one.key)) continue;
    LET(const auto revisions, reader.revisions(held.ids.at(one.key)));
    const Revision* before = nullptr;
    bool seen = false;
    for (const Revision& revision : revisions) {
      if (revision.view != View::kCard || revision.tombstone) continue;
      seen = seen || (before != nullptr && revision.seen == snapshot_day(of.edit_from) &&
                      !compare(before->card, revision.card).empty());
      before = &revision;
    }
    edits.add(seen, one.key);
  }
  lines.push_back(edits.line());
  return {};
}

/// How many of the pairs to review are of one person. @error as linkage::read_csv
Result<std::int64_t> count_same(std::string_view review, const Truth& truth) {
  std::map<std::string, std::uint32_t, std::less<>> persons;
  for (const ExpectedCase& one : truth.cases) {
    for (std::size_t i = 0; i < one.accused.size(); ++i)
      persons[fmt::format("{}#{}", one.key, i + 1)] = one.accused[i].person;
  }
  LET(const linkage::Table pairs, linkage::read_csv(review, {.columns = {"left", "right"}}, linkage::Workers{1}));
  std::int64_t same = 0;
  for (linkage::Row row = 0; row < pairs.rows(); ++row) {
    const auto left = persons.find(pairs.cell(row, 0)), right = persons.find(pairs.cell(row, 1));
    same += left != persons.end() && right != persons.end() && left->second == right->second;
  }
  return same;
}

std::int64_t pairs_of(std::int64_t count) { return count * (count - 1) / 2; }

/// Scores a partition against the true one over the same items. A truth of 0 is left out.
PairScore score(std::string what, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& truth_and_found) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> both;
  std::map<std::uint32_t, std::int64_t> of_truth, of_found;
  for (const auto& item : truth_and_found) ++both[item], ++of_truth[item.first], ++of_found[item.second];
  PairScore result{.what = std::move(what)};
  for (const auto& [item, count] : both) result.right += pairs_of(count);
  for (const auto& [item, count] : of_found) result.wrong += pairs_of(count);
  for (const auto& [item, count] : of_truth) result.missed += pairs_of(count);
  result.wrong -= result.right;
  result.missed -= result.right;
  return result;
}

class LinkScores {
 public:
  LinkScores(const World& world, const Truth& truth, const Held& held, const Linked& linked)
      : world_(world), truth_(truth), held_(held), linked_(linked) {}

  void add_to(CheckReport& report) {
    for (const ExpectedCase& one : truth_.cases) take(one, report);
    report.scores = {score("cases of one group", groups_), score("accused of one person, all", persons_),
                     score("accused of one person, names shown", named_)};
    PairScore edges{.what = "what a case follows, and how"};
    edges.right = edges_right_, edges.wrong = edges_found_ - edges_right_, edges.missed = edges_true_ - edges_right_;
    report.scores.push_back(edges);
    report.persons = truth_.totals.at("persons");
    report.received = truth_.totals.at("received");
    std::map<std::uint32_t, int> found;
    for (const auto& [truth, person] : persons_) ++found[person];
    report.persons_found = static_cast<std::int64_t>(found.size());
  }

 private:
  void take(const ExpectedCase& one, CheckReport& report) {
    const auto id = held_.ids.find(one.key);
    const Instance* const instance = id == held_.ids.end() ? nullptr : linked_.find(id->second);
    if (instance == nullptr) return;
    const DemoCase& of = world_.cases[one.index];
    groups_.emplace_back(of.group, instance->group);
    take_edge(one, of, *instance);
    if (one.by_name) return;
    for (std::size_t i = 0; i < one.accused.size(); ++i) {
      const End* const end = linked_.end_of(instance->case_id, static_cast<std::int32_t>(i));
      if (end == nullptr) continue;
      persons_.emplace_back(one.accused[i].person + 1, end->person);
      if (name_is_shown(one.accused[i].name)) named_.push_back(persons_.back());
      if (one.stage != Stage::kFirst) continue;
      ++report.ends;
      report.ends_right += end->final_outcome == one.accused[i].final_outcome;
    }
  }
  static bool name_is_shown(const std::string& name) { return name != "Информация скрыта"; }

  /// An edge is right if it leads to the same case (or to that case under another name) by the same relation.
  void take_edge(const ExpectedCase& one, const DemoCase& of, const Instance& instance) {
    const bool follows = one.by_name || (of.follows >= 0 && parent_is_seen(of));
    edges_true_ += follows;
    edges_found_ += instance.relation != Relation::kRoot;
    if (!follows || instance.relation != (one.by_name ? Relation::kSame : of.relation)) return;
    const DemoCase& parent = one.by_name ? of : world_.cases[static_cast<std::size_t>(of.follows)];
    const auto id = held_.ids.find(demo_key(world_, parent));
    edges_right_ += id != held_.ids.end() && id->second == instance.parent;
  }
  [[nodiscard]] bool parent_is_seen(const DemoCase& of) const {
    return held_.ids.contains(demo_key(world_, world_.cases[static_cast<std::size_t>(of.follows)]));
  }

  const World& world_;
  const Truth& truth_;
  const Held& held_;
  const Linked& linked_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> groups_, persons_, named_;
  std::int64_t edges_true_ = 0, edges_found_ = 0, edges_right_ = 0;
};

}  // namespace

double PairScore::precision() const {
  return right + wrong == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + wrong);
}
double PairScore::recall() const {
  return right + missed == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + missed);
}

bool CheckReport::is_exact() const {
  return std::all_of(exact.begin(), exact.end(), [](const ExactLine& one) { return one.expected == one.found; });
}

Result<CheckReport> check_demo(const World& world, const std::filesystem::path& archive,
                               const linkage::Workers& workers) {
  LET(const auto opened, ArchiveReader::open(archive));
  ArchiveReader& reader = *opened;
  const Truth truth = truth_of(world);
  CheckReport report;
  LET(const Held held, load(reader));
  compare_facts(truth, held, report.exact);
  compare_totals(truth, held, report.exact);
  TRY(compare_history(world, truth, held, reader, report.exact));
  LET(const LinkRun run, link_archive(reader, {.seed = world.options.seed}, {}, workers));
  report.link = run.report;
  LinkScores{world, truth, held, run.linked}.add_to(report);
  TRY(compare_tally(world, truth, held.ids, run.linked, archive, report));
  LET(report.review_same, count_same(run.files.review, truth));
  const auto planted = truth.totals.find("uid_foreign");
  report.exact.push_back({.what = "УИД at two courts that the names contradict",
                          .expected = planted == truth.totals.end() ? 0 : planted->second,
                          .found = static_cast<std::int64_t>(run.report.uid_conflicts)});
  return report;
}

std::string describe(const CheckReport& report) {
  std::string text = "What the pages say, and what was found:\n";
  for (const ExactLine& one : report.exact) {
    text += fmt::format("  {} {:>7} of {:>7}  {}\n", one.expected == one.found ? "ok " : "BAD", one.found, one.expected,
                        one.what);
    for (const std::string& key : one.examples) text += fmt::format("        differs: {}\n", key);
  }
  text += "What is behind the pages, as far as linking came:\n";
  for (const PairScore& one : report.scores)
    text += fmt::format("  precision {:.4f}  recall {:.4f}  {} ({} right, {} wrong, {} missed)\n", one.precision(),
                        one.recall(), one.what, one.right, one.wrong, one.missed);
  text += fmt::format("  {} of {} accused have the end that they had\n", report.ends_right, report.ends);
  text += fmt::format("  cases received, tallied with these links: {} found, {} true; persons: {} found, {} true\n",
                      report.received_found, report.received, report.persons_found, report.persons);
  return text +
         fmt::format("  {} pairs to review, {} of them one person; {} cases left alone because two predecessors fit\n",
                     report.link.review_pairs, report.review_same, report.link.ambiguous);
}

}  // namespace waymark::courts
