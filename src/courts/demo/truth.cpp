#include "courts/demo/truth.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "courts/demo/pages.h"
#include "courts/demo/wordings.h"
#include "courts/ids/court_date.h"
#include "courts/ids/words.h"
#include "report/table.h"

namespace waymark::courts {
namespace {

/// The last snapshot whose saved pages show the case: a card, or a list that was no captcha page.
std::size_t last_shown(const World& world, const DemoCase& one) {
  for (std::size_t s = kSnapshots; s-- > 0;) {
    if (one.is_listed(s) && (one.has_card || world.courts[one.court].captcha_at != s)) return s;
  }
  return kSnapshots;
}

/// What was decided, as far as the last page that shows the case lets one know.
Outcome readable_outcome(const DemoCase& one, const Shown& shown, std::size_t accused) {
  const Outcome words = shown.accused[accused].words;
  const bool open = words == Outcome::kUnknown || words == Outcome::kSentenced;
  const bool act_helps = open && one.has_card && shown.act && one.accused.size() == 1;
  return act_helps ? one.accused[accused].real : words;
}

std::int32_t day_in_text(const std::string& text) { return read_date(text).known().value_or(kNoDay); }

ExpectedCase expect(const World& world, std::uint32_t index, std::size_t snapshot) {
  const DemoCase& one = world.cases[index];
  const Shown shown = shown_in(one, snapshot);
  ExpectedCase expected{.key = demo_key(world, one), .index = index, .stage = one.stage};
  expected.received = one.received;
  expected.decided = day_in_text(shown.decided);
  expected.in_force = day_in_text(shown.in_force);
  if (shown.act && one.has_card) expected.category = one.category;
  for (std::size_t i = 0; i < one.accused.size(); ++i) {
    ExpectedAccused accused{.name = one.has_card ? shown.accused[i].name : shown.accused[i].initials};
    accused.articles = shown.accused[i].normal;
    accused.outcome = accused.final_outcome = readable_outcome(one, shown, i);
    accused.person = one.accused[i].person;
    expected.accused.push_back(std::move(accused));
  }
  return expected;
}

/// The case once more as a search by УИД shows it: without accused, under the name of its court.
ExpectedCase expect_by_name(const World& world, std::uint32_t index) {
  const DemoCase& one = world.cases[index];
  ExpectedCase expected = expect(world, index, kSnapshots - 1);
  expected.by_name = true;
  expected.key = plain(world.courts[one.court].name) + "|" + one.number;
  expected.in_force = kNoDay;
  expected.category = Category::kUnknown;
  expected.accused.resize(1);
  expected.accused[0].name.clear(), expected.accused[0].articles.clear();
  expected.accused[0].outcome = expected.accused[0].final_outcome = shown_in(one, kSnapshots - 1).accused.front().words;
  return expected;
}

/// Goes on from each first instance through what followed, in the order in which the world made it.
void follow_up(const World& world, std::vector<ExpectedCase>& cases) {
  std::map<std::uint32_t, ExpectedCase*> of_index;
  for (ExpectedCase& one : cases) {
    if (!one.by_name) of_index[one.index] = &one;
  }
  for (std::uint32_t index = 0; index < world.cases.size(); ++index) {
    const auto here = of_index.find(index);
    const DemoCase& one = world.cases[index];
    if (here == of_index.end() || one.follows < 0) continue;
    const bool reviews = one.stage == Stage::kAppeal || one.stage == Stage::kCassation;
    for (std::int32_t before = one.follows; before >= 0;
         before = world.cases[static_cast<std::size_t>(before)].follows) {
      const auto there = of_index.find(static_cast<std::uint32_t>(before));
      if (there == of_index.end() || there->second->stage != Stage::kFirst) continue;
      for (std::size_t i = 0; i < there->second->accused.size(); ++i) {
        const Outcome said = here->second->accused[i].outcome;
        const bool counts = reviews                          ? said == Outcome::kChanged || said == Outcome::kReversed
                            : one.stage == Stage::kExecution ? said == Outcome::kSuspensionCancelled
                                                             : said != Outcome::kUnknown;
        if (counts) there->second->accused[i].final_outcome = said;
      }
    }
  }
}

/// The snapshots in which a court's list answered and had a row.
bool list_answers(const World& world, const std::set<std::pair<std::uint32_t, std::size_t>>& listed,
                  std::uint32_t court, std::size_t snapshot) {
  return world.courts[court].captcha_at != snapshot && listed.contains({court, snapshot});
}

std::vector<ExpectedVanished> expect_vanished(const World& world) {
  std::set<std::pair<std::uint32_t, std::size_t>> listed;
  for (const DemoCase& one : world.cases) {
    for (std::size_t s = 0; s < kSnapshots; ++s) {
      if (one.is_listed(s)) listed.insert({one.court, s});
    }
  }
  std::vector<ExpectedVanished> vanished;
  for (const DemoCase& one : world.cases) {
    bool known = false;
    ExpectedVanished record{.key = demo_key(world, one)};
    for (std::size_t s = 0; s < kSnapshots; ++s) {
      if (!list_answers(world, listed, one.court, s)) continue;
      if (one.is_listed(s)) {
        if (record.gone != kNoDay && record.returned == kNoDay) record.returned = snapshot_day(s);
        known = true;
      } else if (known && record.gone == kNoDay) {
        record.gone = snapshot_day(s);
      }
    }
    if (record.gone != kNoDay) vanished.push_back(std::move(record));
  }
  std::sort(vanished.begin(), vanished.end());
  return vanished;
}

void count(const World& world, Truth& truth) {
  auto& totals = truth.totals;
  std::set<std::uint32_t> groups, persons;
  for (const ExpectedCase& one : truth.cases) {
    const DemoCase& of = world.cases[one.index];
    ++totals["records"];
    if (one.by_name) continue;
    totals["uid_wrong"] += !of.uid.empty() && !of.uid_valid && of.has_card;
    totals["uid_foreign"] += of.uid_is_foreign;
    totals["edits"] += of.edit != Edit::kNone;
    ++totals[fmt::format("relation_{}", name_of(of.relation))];
    for (const ExpectedAccused& accused : one.accused) persons.insert(accused.person);
    if (one.stage != Stage::kFirst) continue;
    ++totals["first_instance_records"];
    totals["decided"] += one.decided != kNoDay;
    totals["in_force"] += one.in_force != kNoDay;
    if (groups.insert(of.group).second) ++totals["received"];
    for (const ExpectedAccused& accused : one.accused) {
      ++totals["accused"];
      totals["sentences"] += is_sentence(accused.outcome);
      totals["known_punishments"] += is_known_punishment(accused.outcome);
      ++totals[fmt::format("outcome_{}", name_of(accused.outcome))];
      ++totals[fmt::format("final_{}", name_of(accused.final_outcome))];
    }
  }
  totals["groups"] = static_cast<std::int64_t>(groups.size());
  totals["persons"] = static_cast<std::int64_t>(persons.size());
  totals["vanished"] = static_cast<std::int64_t>(truth.vanished.size());
}

std::string day_text(std::int32_t day) { return day == kNoDay ? std::string{} : iso_day(day); }

std::string_view name_of_edit(Edit edit) {
  constexpr std::array<std::string_view, 5> kNames = {"", "name-hidden", "result", "judge", "articles"};
  return kNames[static_cast<std::size_t>(edit)];
}

}  // namespace

std::string demo_key(const World& world, const DemoCase& one) {
  return world.courts[one.court].code + "|" + read_case_number(one.number).main.normal() +
         (one.stage == Stage::kCassation ? one.number.substr(one.number.find(" [")) : std::string{});
}

Truth truth_of(const World& world) {
  Truth truth;
  for (std::uint32_t i = 0; i < world.cases.size(); ++i) {
    const std::size_t snapshot = last_shown(world, world.cases[i]);
    if (snapshot < kSnapshots) truth.cases.push_back(expect(world, i, snapshot));
  }
  for (const auto& [first, second] : world.uid_pages) {
    truth.cases.push_back(expect_by_name(world, first));
    truth.cases.push_back(expect_by_name(world, second));
  }
  follow_up(world, truth.cases);
  std::sort(truth.cases.begin(), truth.cases.end(),
            [](const ExpectedCase& a, const ExpectedCase& b) { return a.key < b.key; });
  truth.vanished = expect_vanished(world);
  count(world, truth);
  return truth;
}

std::string truth_json(const World& world, const Truth& truth) {
  std::string text = fmt::format("{{\n\"version\":1,\"seed\":{},\"courts\":{},\"cases\":{},\n\"snapshots\":[",
                                 world.options.seed, world.options.courts, world.options.cases);
  for (std::size_t s = 0; s < kSnapshots; ++s)
    text += fmt::format("{}\"{}\"", s == 0 ? "" : ",", iso_day(snapshot_day(s)));
  text += "],\n\"totals\":{";
  const char* comma = "";
  for (const auto& [name, value] : truth.totals)
    text += fmt::format("{}\n \"{}\":{}", std::exchange(comma, ","), name, value);
  text += "},\n\"vanished\":[";
  comma = "";
  for (const ExpectedVanished& one : truth.vanished)
    text += fmt::format("{}\n {{\"case\":\"{}\",\"gone\":\"{}\",\"returned\":\"{}\"}}", std::exchange(comma, ","),
                        one.key, day_text(one.gone), day_text(one.returned));
  text += "],\n\"edits\":[";
  comma = "";
  for (const ExpectedCase& one : truth.cases) {
    const DemoCase& of = world.cases[one.index];
    if (of.edit == Edit::kNone || one.by_name) continue;
    text += fmt::format("{}\n {{\"case\":\"{}\",\"what\":\"{}\",\"seen\":\"{}\"}}", std::exchange(comma, ","), one.key,
                        name_of_edit(of.edit), iso_day(snapshot_day(of.edit_from)));
  }
  return text + "]\n}\n";
}

std::string truth_persons_csv(const World& world, const Truth& truth) {
  report::Table table;
  for (const char* const key : {"record", "person", "true_name", "group", "outcome", "final_outcome"})
    table.columns.push_back({key, key});
  for (const ExpectedCase& one : truth.cases) {
    if (one.by_name) continue;
    const DemoCase& of = world.cases[one.index];
    for (std::size_t i = 0; i < one.accused.size(); ++i) {
      const ExpectedAccused& accused = one.accused[i];
      table.rows.push_back({fmt::format("{}#{}", one.key, i + 1), std::to_string(accused.person + 1),
                            of.accused[i].name.full(), std::to_string(of.group), std::string{name_of(accused.outcome)},
                            std::string{name_of(accused.final_outcome)}});
    }
  }
  return report::to_csv(table);
}

std::string truth_instances_csv(const World& world, const Truth& truth) {
  report::Table table;
  for (const char* const key : {"case", "group", "relation", "follows"}) table.columns.push_back({key, key});
  for (const ExpectedCase& one : truth.cases) {
    const DemoCase& of = world.cases[one.index];
    const std::string follows =
        of.follows < 0 ? std::string{} : demo_key(world, world.cases[static_cast<std::size_t>(of.follows)]);
    table.rows.push_back({one.key, std::to_string(of.group),
                          std::string{name_of(one.by_name ? Relation::kSame : of.relation)},
                          one.by_name ? demo_key(world, of) : follows});
  }
  return report::to_csv(table);
}

}  // namespace waymark::courts
