// The way as a whole and its stations, on tables small enough to know the answer.
#include "linkage/link.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "linkage/accuracy.h"
#include "linkage/hash.h"
#include "linkage/learn_blocking.h"
#include "linkage/write.h"

namespace waymark::linkage {
namespace {

const Workers kOne{1}, kTwo{2};

/// People with three independent values each; every third one comes twice, with one value mistyped now and then.
Table people(std::size_t persons, std::uint64_t seed = 1) {
  Table table({"surname", "given", "born", "person"});
  Numbers numbers{seed};
  const auto word = [&](std::uint64_t count, const char* salt) {
    std::string letters;
    for (std::uint64_t state = mixed(numbers.below(count), salt[0]), i = 0; i < 7; ++i, state >>= 5)
      letters += static_cast<char>('a' + state % 26);
    return letters;
  };
  for (std::size_t i = 0; i < persons; ++i) {
    const std::string number = std::to_string(i);
    std::string surname = word(400, "s"), given = word(40, "g");
    std::string born = std::to_string(1950 + numbers.below(50)) + "-0" + std::to_string(1 + numbers.below(9)) + "-1" +
                       std::to_string(numbers.below(10));
    table.add_row({surname, given, born, number});
    if (i % 3 != 0) continue;
    if (numbers.below(4) == 0) surname[3] = 'z';
    if (numbers.below(8) == 0) given = given.substr(0, 1);
    if (numbers.below(8) == 0) born.clear();
    table.add_row({surname, given, born, number});
  }
  return table;
}

LinkConfig config_of_people() {
  return {.fields = {{.name = "surname"}, {.name = "given"}, {.name = "born", .kind = Kind::kDate}}};
}

Linkage linked(const Table& table, const LinkConfig& config, const std::vector<Decision>& decisions = {},
               const Workers& workers = kTwo) {
  auto linkage = link(table, config, decisions, workers);
  if (!linkage.has_value()) ADD_FAILURE() << linkage.error().detail;
  return std::move(*linkage);
}

double f1(const Linkage& linkage, const Table& table) {
  return cluster_accuracy(linkage.clusters.of_row, table.columns()[*table.column_named("person")].ids).f1();
}

TEST(Link, FindsTwinsWithoutLabels) {
  const Table table = people(900);
  const Linkage linkage = linked(table, config_of_people());
  EXPECT_GT(f1(linkage, table), 0.93);
  EXPECT_EQ(linkage.report.rules.size(), 1u);  // small: all pairs
}

TEST(Link, LearnsFewRulesThatCoverMostForFewPairs) {
  const Table table = people(6000);
  const Linkage linkage = linked(table, config_of_people());
  EXPECT_TRUE(linkage.report.learnt);
  EXPECT_GE(linkage.report.coverage, 0.95);
  EXPECT_LE(linkage.report.compared, 25u * table.rows() + kPairsFree);
  EXPECT_LT(linkage.report.compared, table.rows() * (table.rows() - 1) / 20);
  EXPECT_GT(f1(linkage, table), 0.85);
}

TEST(Link, OneThreadAndTwoWriteTheSameBytes) {
  const Table table = people(6000);
  const LinkConfig config = config_of_people();
  const Linkage one = linked(table, config, {}, kOne), two = linked(table, config, {}, kTwo);
  EXPECT_EQ(clusters_csv(one, table), clusters_csv(two, table));
  EXPECT_EQ(model_json(one), model_json(two));
  EXPECT_EQ(pairs_text(one, table, PairFormat::kJsonLines, Detail::kWaterfall, kOne),
            pairs_text(two, table, PairFormat::kJsonLines, Detail::kWaterfall, kTwo));
  EXPECT_EQ(one.pairs, two.pairs);
}

TEST(Link, TheWaterfallAddsUpToTheWeight) {
  const Table table = people(900);
  const Linkage linkage = linked(table, config_of_people());
  ASSERT_FALSE(linkage.pairs.empty());
  for (const ScoredPair& pair : linkage.pairs) {
    double sum = linkage.start();
    for (const Step& step : linkage.explain(pair.a, pair.b)) sum += step.bits + step.rare_bits;
    EXPECT_NEAR(sum, pair.bits, 1e-3);
  }
}

TEST(Link, RareValuesWeighMoreThanCommonOnes) {
  Table table({"surname", "given", "born"});
  constexpr Row kRows = 120;
  for (Row i = 0; i < kRows; ++i) {
    const std::string rare = std::string(3, static_cast<char>('a' + i / 2 % 26)) + std::to_string(i / 2);
    table.add_row({i % 4 == 0 ? "ivanov" : rare, "g" + std::to_string(i % 20), std::to_string(1950 + i % 40)});
  }
  const Linkage linkage = linked(table, config_of_people());
  const auto surname_bits = [&](Row a, Row b) {
    const Step step = linkage.explain(a, b)[0];
    EXPECT_EQ(step.level, kLevelEqual);
    return step.bits + step.rare_bits;
  };
  EXPECT_GT(surname_bits(2, 3), surname_bits(0, 4) + 3);
}

TEST(Link, KeysProveWhateverTheRestSays) {
  Table table({"uid", "surname"});
  table.add_row({"A-1", "ivanov"});
  table.add_row({"a-1", "petrov"});
  table.add_row({"", "sidorov"});
  table.add_row({"", "kuznetsov"});
  const LinkConfig config{.keys = {{"uid"}}, .fields = {{.name = "surname"}}};
  const Linkage linkage = linked(table, config);
  EXPECT_EQ(linkage.clusters.of_row[0], linkage.clusters.of_row[1]);
  EXPECT_NE(linkage.clusters.of_row[2], linkage.clusters.of_row[3]);  // two unknowns are not equal
  EXPECT_EQ(linkage.clusters.all[0].probability, 1);
  const Linkage only_keys = linked(table, {.keys = {{"uid"}}});
  EXPECT_EQ(only_keys.clusters.all.size(), 3u);
}

TEST(Link, TheStrongestTieOfAGroupComesFirstAlsoBetweenItsFirstAndItsLast) {
  Table table = people(900);
  const auto first = static_cast<Row>(table.rows());
  for (const char* surname : {"qwertyu", "qwertzu", "qwertyu"}) table.add_row({surname, "asdfghj", "1971-03-14", "x"});
  // The one between is like both, but known not to be the first: it must not take the last away from it.
  const Linkage linkage = linked(table, config_of_people(), {{first, first + 1, Verdict::kDifferent}});
  const auto& group = linkage.clusters.of_row;
  EXPECT_EQ(group[first], group[first + 2]);
  EXPECT_NE(group[first], group[first + 1]);
}

TEST(Link, DecisionsBindAndTeach) {
  const Table table = people(900);
  const LinkConfig config = config_of_people();
  const Linkage before = linked(table, config);
  const auto linked_pair = std::ranges::find_if(before.pairs, [&](const ScoredPair& pair) {
    return before.clusters.of_row[pair.a] == before.clusters.of_row[pair.b];
  });
  ASSERT_NE(linked_pair, before.pairs.end());
  Row stranger = 0;
  while (before.clusters.of_row[stranger] == before.clusters.of_row[linked_pair->a]) ++stranger;
  const Linkage after =
      linked(table, config,
             {{linked_pair->a, linked_pair->b, Verdict::kDifferent}, {linked_pair->a, stranger, Verdict::kSame}});
  EXPECT_NE(after.clusters.of_row[linked_pair->a], after.clusters.of_row[linked_pair->b]);
  EXPECT_EQ(after.clusters.of_row[linked_pair->a], after.clusters.of_row[stranger]);
  // A reviewer who keeps saying no to what the model believes makes it more careful.
  std::vector<Decision> noes;
  for (const ScoredPair& pair : before.pairs)
    if (noes.size() < 60) noes.push_back({pair.a, pair.b, Verdict::kDifferent});
  const Linkage careful = linked(table, config, noes);
  EXPECT_LT(careful.model.shift + 10 * (careful.model.scale - 1), -1);
}

TEST(Link, AFewDecisionsMoveOnlyThePairsThatTheyAreAbout) {
  Table four({"surname", "given", "born"});
  four.add_row({"абрамов", "пётр", "1970-01-02"});
  four.add_row({"воронин", "семён", "1981-11-20"});
  four.add_row({"гущин", "олег", "1992-06-15"});
  four.add_row({"дёмин", "юрий", "1965-09-30"});
  for (const auto& decisions :
       {std::vector<Decision>{{0, 3, Verdict::kSame}}, {{0, 3, Verdict::kSame}, {1, 2, Verdict::kDifferent}}}) {
    const Linkage linkage = linked(four, config_of_people(), decisions);
    EXPECT_EQ(linkage.clusters.all.size(), 3u);
    EXPECT_EQ(linkage.clusters.of_row[0], linkage.clusters.of_row[3]);
  }
  // Twenty people twice among forty namesakes: what is found stays found, whoever is decided upon.
  Table forty({"surname", "given", "born"});
  for (int i = 0; i < 20; ++i)
    for (int twice = 0; twice < 2; ++twice)
      forty.add_row({i % 2 == 0 ? "иванов" : "иванова", std::string(4, static_cast<char>('a' + i)),
                     std::to_string(1950 + 2 * i) + "-03-1" + std::to_string(i % 10)});
  const Linkage before = linked(forty, config_of_people());
  ASSERT_EQ(before.clusters.all.size(), 20u);
  const std::vector<Decision> five{{0, 5, Verdict::kSame},
                                   {2, 9, Verdict::kSame},
                                   {4, 13, Verdict::kDifferent},
                                   {6, 7, Verdict::kDifferent},
                                   {8, 31, Verdict::kSame}};
  for (const std::size_t count : {1u, 2u, 5u}) {
    const Linkage after = linked(forty, config_of_people(), {five.begin(), five.begin() + count});
    EXPECT_EQ(model_json(after), model_json(before)) << count;
    for (Row row = 14; row < 30; row += 2) EXPECT_EQ(after.clusters.of_row[row], after.clusters.of_row[row + 1]) << row;
    EXPECT_EQ(after.clusters.of_row[0], after.clusters.of_row[5]);
  }
}

TEST(Link, AnIdThatTwoRecordsHaveIsRefused) {
  Table table({"id", "surname", "given", "born"});
  table.add_row({"p1", "ivanov", "ivan", "1980"});
  table.add_row({"p2", "petrov", "petr", "1981"});
  table.add_row({"p1", "sidorov", "oleg", "1982"});
  LinkConfig config = config_of_people();
  config.id = "id";
  const auto linkage = link(table, config, {}, kOne);
  ASSERT_FALSE(linkage.has_value());
  EXPECT_EQ(linkage.error().code, Code::kConflict);
  EXPECT_TRUE(linkage.error().detail.starts_with("Records 1 and 3 have the same id 'p1' in column 'id'."));
}

TEST(Link, AChainIsCutWhereItsEndsContradict) {
  // a-b and b-c look alike, because b says little; a and c differ in everything else.
  Table table = people(600);
  const Row a = static_cast<Row>(table.rows());
  table.add_row({"zhdanovich", "aleksandr", "1961-05-11", "x"});
  table.add_row({"zhdanovich", "", "", "y"});
  table.add_row({"zhdanovich", "viktor", "1987-09-18", "z"});
  const Linkage linkage = linked(table, config_of_people());
  EXPECT_NE(linkage.clusters.of_row[a], linkage.clusters.of_row[a + 2]);
}

TEST(Link, TwoSourcesAreComparedOnlyWithEachOther) {
  Table table = people(300);
  Column source{"source", {}, {}};
  for (Row row = 0; row < table.rows(); ++row) source.ids.push_back(source.values.intern(row % 2 == 0 ? "one" : "two"));
  table.add_column(std::move(source));
  LinkConfig config = config_of_people();
  config.differ_in = "source";
  const Linkage linkage = linked(table, config);
  for (const ScoredPair& pair : linkage.pairs) EXPECT_NE(pair.a % 2, pair.b % 2);
}

// ---- what breaks other programs ----

TEST(Link, NothingOneAndAllEqual) {
  const LinkConfig config = config_of_people();
  Table empty({"surname", "given", "born"});
  EXPECT_EQ(linked(empty, config).clusters.all.size(), 0u);
  Table one = empty;
  one.add_row({"ivanov", "ivan", "1980"});
  EXPECT_EQ(linked(one, config).clusters.all.size(), 1u);
  Table equal = empty;
  for (int i = 0; i < 500; ++i) equal.add_row({"ivanov", "ivan", "1980-01-01"});
  const Linkage linkage = linked(equal, config);
  EXPECT_EQ(linkage.clusters.all.size(), 500u);  // no evidence is not evidence
  EXPECT_TRUE(linkage.report.no_evidence);
  Table missing = empty;
  for (int i = 0; i < 500; ++i) missing.add_row({"", "Информация скрыта", "00.00.0000"});
  EXPECT_EQ(linked(missing, config).clusters.all.size(), 500u);
}

TEST(Link, AHundredThousandEqualKeysAreCappedAndReported) {
  Table table({"surname", "given", "born"});
  for (int i = 0; i < 100'000; ++i)
    table.add_row({"ivanov", "g" + std::to_string(i % 50'000), std::to_string(1950 + i % 40)});
  LinkConfig config = config_of_people();
  config.blocking.rules = {{{.field = 0}}};
  const Linkage linkage = linked(table, config);
  EXPECT_LE(linkage.report.compared, 100'000u * config.blocking.window);
  ASSERT_FALSE(linkage.report.notes.empty());
  EXPECT_EQ(linkage.report.notes[0],
            "Rule 'surname': 1 block had more than 1000 records (the largest 100000); in them each record was compared "
            "with its 12 nearest only.");
}

TEST(Link, AMissingColumnIsNamed) {
  Table table({"surname"});
  table.add_row({"x"});
  const auto linkage = link(table, config_of_people(), {}, kOne);
  ASSERT_FALSE(linkage.has_value());
  EXPECT_EQ(linkage.error().detail, "The table has no column 'given'.");
}

// ---- stations ----

TEST(Em, RecoversTheParametersThatMadeThePatterns) {
  // Patterns drawn from a known m, u and share; the estimate must come back to them.
  Table table({"a", "b", "c", "d"});
  for (int i = 0; i < 100; ++i)
    table.add_row({std::to_string(i), std::to_string(i), std::to_string(i), std::to_string(i)});
  LinkConfig config;
  for (const char* name : {"a", "b", "c", "d"})
    config.fields.push_back({.name = name, .kind = Kind::kNumber, .levels = {{Likeness::kWithin, 0}}});
  const Prepared prepared = *Prepared::make(table, config, kOne);
  const double m[] = {0.95, 0.9, 0.85, 0.8}, u[] = {0.02, 0.05, 0.1, 0.15}, share = 0.3, pairs = 1e6;
  Evidence evidence;
  evidence.all_pairs = pairs;
  evidence.sources.resize(1);
  for (unsigned bits = 0; bits < 16; ++bits) {
    double p_m = 1, p_u = 1;
    Pattern pattern = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const bool equal = (bits >> i & 1) != 0;
      p_m *= equal ? m[i] : 1 - m[i];
      p_u *= equal ? u[i] : 1 - u[i];
      pattern |= with_level(i, equal ? kLevelEqual : level_different(prepared.fields()[i]));
    }
    evidence.sources[0].patterns.push_back({pattern, pairs * (share * p_m + (1 - share) * p_u)});
    evidence.random.push_back({pattern, pairs * p_u});
  }
  std::ranges::sort(evidence.sources[0].patterns, {}, &PatternCount::pattern);
  std::ranges::sort(evidence.random, {}, &PatternCount::pattern);
  evidence.sources[0].fresh = evidence.sources[0].patterns;
  const Model model = estimate(prepared, evidence);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(model.fields[i].m[kLevelEqual], m[i], 0.01);
    EXPECT_NEAR(model.fields[i].u[kLevelEqual], u[i], 0.01);
  }
  EXPECT_NEAR(model.prior, share, 0.02);
}

TEST(Levels, AreFoundFromLikestToLeast) {
  Table table({"surname", "given", "born"});
  table.add_row({"Иванов", "Юлия", "05.03.1985"});
  table.add_row({"Ивонов", "Ю.", "03.05.1985"});
  table.add_row({"Ivanov", "Yuliya", "05.03.1986"});
  table.add_row({"Юлия", "Иванов", "20.11.1985"});
  LinkConfig config = config_of_people();
  config.fields[0].swapped_with = "given";
  const Prepared prepared = *Prepared::make(table, config, kOne);
  Comparer comparer{prepared};
  const auto name = [&](Row a, Row b, std::size_t field) {
    return level_name(prepared.fields()[field], level_in(comparer.pattern(a, b), field));
  };
  EXPECT_EQ(name(0, 1, 0), "edits 1");
  EXPECT_EQ(name(0, 1, 1), "initial");
  EXPECT_EQ(name(0, 1, 2), "day-swapped");
  EXPECT_EQ(name(0, 2, 0), "latin");
  EXPECT_EQ(name(0, 2, 1), "latin");
  EXPECT_EQ(name(0, 2, 2), "edits 1");
  EXPECT_EQ(name(0, 3, 0), "swapped");
  EXPECT_EQ(name(0, 3, 1), "swapped");
  EXPECT_EQ(name(0, 3, 2), "year");
  EXPECT_EQ(name(1, 3, 0), "different");
  for (Row a = 0; a < 4; ++a)
    for (Row b = 0; b < 4; ++b) EXPECT_EQ(comparer.pattern(a, b), comparer.pattern(b, a));
}

TEST(Blocking, VisitsEachPairOfEachBlockOnceAndSaysWhatWasMetBefore) {
  Table table({"surname", "given"});
  for (int i = 0; i < 60; ++i)
    table.add_row({"s" + std::to_string(i % 6), i % 10 == 0 ? "" : "g" + std::to_string(i % 4)});
  const LinkConfig config{.fields = {{.name = "surname"}, {.name = "given"}}};
  const Prepared prepared = *Prepared::make(table, config, kOne);
  const Blocking blocking = Blocking::make(prepared, config, {{{.field = 0}}, {{.field = 1}}}, kTwo);
  std::set<std::pair<Row, Row>> fresh;
  for (const WalkTask& task : blocking.tasks())
    blocking.walk(task, [&](Row a, Row b) {
      EXPECT_TRUE(task.rule == 0 ? a % 6 == b % 6 : a % 4 == b % 4);
      if (!blocking.met_before(task.rule, a, b)) {
        EXPECT_TRUE(fresh.emplace(std::min(a, b), std::max(a, b)).second);
      }
    });
  std::size_t expected = 0;
  for (int a = 0; a < 60; ++a)
    for (int b = a + 1; b < 60; ++b) expected += a % 6 == b % 6 || (a % 4 == b % 4 && a % 10 != 0 && b % 10 != 0);
  EXPECT_EQ(fresh.size(), expected);
}

TEST(Decisions, CanBeUndoneAndBeOpen) {
  Table table({"id"});
  table.add_row({"a"});
  table.add_row({"b"});
  table.add_row({"c"});
  const auto list = read_decisions(
      "left,right,decision,at\na,b,same,1\nb,a,undone,2\na,b,different,3\na,c,unsure,4\nb,c,same,5\nb,c,undone,6\n",
      table, "id", kOne);
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->decisions.size(), 1u);
  EXPECT_EQ(list->decisions.front().verdict, Verdict::kDifferent);
  EXPECT_EQ(list->unknown, 0u);
}

TEST(Decisions, AreReadAndContradictionsRefused) {
  Table table({"id"});
  for (const char* id : {"a", "b", "c"}) table.add_row({id});
  const auto list = read_decisions("left,right,decision\na,b,same\nb,a,same\nc,gone,different\n", table, "id", kOne);
  ASSERT_TRUE(list.has_value()) << list.error().detail;
  EXPECT_EQ(list->decisions.size(), 1u);
  EXPECT_EQ(list->unknown, 1u);
  EXPECT_EQ(read_decisions("left,right,decision\na,b,maybe\n", table, "id", kOne).error().code, Code::kMalformed);
  EXPECT_EQ(read_decisions("left,right,decision\na,b,same\nb,a,different\n", table, "id", kOne).error().code,
            Code::kConflict);
}

TEST(Accuracy, CountsPairs) {
  const std::vector<ValueId> truth{0, 0, 0, 1, 1, 2};
  const std::vector<std::uint32_t> clusters{0, 0, 1, 1, 1, 2};
  const Accuracy accuracy = cluster_accuracy(clusters, truth);
  EXPECT_EQ(accuracy.right, 2u);
  EXPECT_EQ(accuracy.wrong, 2u);
  EXPECT_EQ(accuracy.missed, 2u);
  EXPECT_DOUBLE_EQ(accuracy.f1(), 0.5);
  const std::vector<ScoredPair> pairs{{0, 1, 5}, {0, 2, 4}, {2, 3, 3}, {3, 4, 2}};
  EXPECT_EQ(pair_accuracy(pairs, 3, truth).wrong, 1u);
  const auto best = best_pair_accuracy(pairs, truth);
  EXPECT_EQ(best.bits, 2);
  EXPECT_EQ(best.accuracy.right, 3u);
}

}  // namespace
}  // namespace waymark::linkage
