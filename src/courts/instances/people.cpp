#include "courts/instances/people.h"

#include <map>
#include <set>
#include <utility>

#include "base/check.h"
#include "linkage/prepared.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kCourtCodeBytes = 8;

/// The court of the first instance with its region: "61GV0001 61". Two courts of one region share a word.
std::string place_of(const CaseRecord& one) {
  std::string court = one.court;
  if (one.stage == Stage::kAppeal || one.stage == Stage::kCassation || one.stage == Stage::kSupervision) {
    court = one.lower_court;
    if (court.size() != kCourtCodeBytes && !one.uid.empty()) court = one.uid.substr(0, kCourtCodeBytes);
  }
  return court.size() == kCourtCodeBytes ? court + " " + court.substr(0, 2) : std::string{};
}

/// "g12|иванов|и"; empty when two accused of the case would share it, or the name is hidden.
std::string name_key(const Dossier& dossier, const Accused& one, std::uint32_t root) {
  if (one.parts[0].empty() || one.parts[1].empty()) return {};
  const auto key = [](const Accused& accused) {
    const auto& given = accused.parts[1];
    const std::size_t letter = static_cast<unsigned char>(given.front()) < 0x80 ? 1 : 2;
    return accused.parts[0] + "|" + given.substr(0, letter);
  };
  for (const Accused& other : dossier.of(dossier.cases[one.of_case])) {
    if (other.index != one.index && (other.parts[1].empty() || key(other) == key(one))) return {};
  }
  return "g" + std::to_string(root) + "|" + key(one);
}

linkage::Column column_of(std::string name, const std::vector<std::string>& values) {
  linkage::Column column{.name = std::move(name), .values = {}, .ids = {}};
  for (const std::string& value : values) column.ids.push_back(column.values.intern(value));
  return column;
}

/// Groups in which every case has one accused, and no two names contradict: whoever is hidden there is he.
std::set<std::uint32_t> groups_of_one(const Dossier& dossier, const std::vector<Place>& places) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> cases;
  for (std::uint32_t i = 0; i < places.size(); ++i) cases[places[i].root].push_back(i);
  std::set<std::uint32_t> groups;
  for (const auto& [root, members] : cases) {
    bool one = true;
    for (const std::uint32_t i : members) {
      one = one && dossier.cases[i].accused_count == 1;
      for (const std::uint32_t j : members) {
        one =
            one && compare_accused(dossier.of(dossier.cases[i]), dossier.of(dossier.cases[j])) != NameWord::kContradict;
      }
    }
    if (one && members.size() > 1) groups.insert(root);
  }
  return groups;
}

void add_keys(const Dossier& dossier, const std::vector<Place>& places, People& people) {
  const std::set<std::uint32_t> alone = groups_of_one(dossier, places);
  std::vector<std::string> by_name, by_group;
  for (const std::uint32_t index : people.accused) {
    const Accused& one = dossier.accused[index];
    const std::uint32_t root = places[one.of_case].root;
    by_name.push_back(name_key(dossier, one, root));
    by_group.push_back(alone.contains(root) ? "g" + std::to_string(root) : std::string{});
  }
  people.table.add_column(column_of("name_key", by_name));
  people.table.add_column(column_of("group_key", by_group));
}

}  // namespace

bool People::is_one_person(std::uint32_t accused_a, std::uint32_t accused_b) const {
  const std::uint32_t a = row_of[accused_a], b = row_of[accused_b];
  return a != kNoRow && b != kNoRow && linkage.clusters.of_row[a] == linkage.clusters.of_row[b];
}

linkage::LinkConfig people_config(const LinkOptions& options) {
  using linkage::Kind;
  using linkage::Likeness;
  linkage::LinkConfig config;
  config.seed = options.seed;
  config.id = "id";
  config.differ_in = "case";
  config.people = {{.from = "name", .into = {"surname", "given", "patronymic"}}};
  config.keys = {{"name_key"}, {"group_key"}};
  config.fields = {
      {.name = "surname", .kind = Kind::kName},
      {.name = "given", .kind = Kind::kName},
      {.name = "patronymic", .kind = Kind::kName},
      {.name = "articles", .kind = Kind::kSet, .separators = ";"},
      {.name = "place", .kind = Kind::kText, .levels = {{Likeness::kWords, 0.3}}, .term_frequency = false},
      {.name = "received",
       .kind = Kind::kDate,
       .levels = {{Likeness::kDays, 92}, {Likeness::kDays, 400}},
       .term_frequency = false},
  };
  constexpr std::size_t kSurname = 0, kGiven = 1, kPlace = 4;
  using linkage::Transform;
  config.blocking.rules = {
      {{.field = kSurname, .transform = Transform::kSound},
       {.field = kGiven, .transform = Transform::kPrefix, .length = 1}},
      {{.field = kSurname, .transform = Transform::kPrefix, .length = 3}, {.field = kPlace}},
      {{.field = kSurname}},
  };
  config.threshold = {.link = options.link, .review = options.review};
  return config;
}

People make_table(const Dossier& dossier) {
  People people;
  people.table = linkage::Table{{"id", "case", "name", "articles", "place", "received"}};
  people.row_of.assign(dossier.accused.size(), People::kNoRow);
  for (std::uint32_t i = 0; i < dossier.accused.size(); ++i) {
    const Accused& one = dossier.accused[i];
    if (!one.named) continue;
    const CaseRecord& of = dossier.cases[one.of_case];
    const std::string id = dossier.record_id(one), place = place_of(of);
    const std::string received = of.received == kNoDay ? std::string{} : iso_day(of.received);
    people.row_of[i] = static_cast<std::uint32_t>(people.accused.size());
    people.accused.push_back(i);
    people.table.add_row({id, of.key, one.name, one.articles, place, received});
  }
  return people;
}

Result<DecisionsRead> read_people_decisions(std::string_view csv, const People& people,
                                            const linkage::Workers& workers) {
  DecisionsRead read;
  if (csv.empty()) return read;
  LET(linkage::DecisionList list, linkage::read_decisions(csv, people.table, "id", workers));
  read.unknown = list.unknown;
  for (const linkage::Decision& one : list.decisions) {
    const auto pair = std::minmax(people.accused[one.a], people.accused[one.b]);
    (one.verdict == linkage::Verdict::kSame ? read.of_accused.same : read.of_accused.different).insert(pair);
  }
  read.of_rows = std::move(list.decisions);
  return read;
}

Result<void> link_people(const Dossier& dossier, const std::vector<Place>& places, const DecisionsRead& decisions,
                         const LinkOptions& options, const linkage::Workers& workers, People& people) {
  const linkage::LinkConfig config = people_config(options);
  add_keys(dossier, places, people);
  TRY(linkage::add_person_columns(people.table, config));
  LET(people.linkage, linkage::link(people.table, config, decisions.of_rows, workers));
  return {};
}

}  // namespace waymark::courts
