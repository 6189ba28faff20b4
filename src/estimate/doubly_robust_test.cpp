#include "estimate/doubly_robust.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/test_long.h"
#include "estimate/random.h"

namespace waymark::estimate {
namespace {

const std::vector<std::string> kCovariates{"age", "place"};

Reason reason_of(std::string_view text) { return read_people(text, kCovariates).error().reason; }

TEST(People, AreReadWithWhatIsKnownOfThem) {
  std::string text = "courts,press,age,place\n";
  for (int i = 0; i < 60; ++i)
    text += std::string(i % 3 == 0 ? "1,1," : "0,1,") + std::to_string(20 + i) + (i % 2 == 0 ? ",north\n" : ",south\n");
  const auto people = read_people(text, kCovariates);
  ASSERT_TRUE(people.has_value());
  EXPECT_EQ(people->first, "courts");
  EXPECT_EQ(people->features, (std::vector<std::string>{"age", "age^2", "place=south"}));
  double mean = 0;
  for (const auto& person : people->people) mean += person.features[0];
  EXPECT_NEAR(mean, 0, 1e-9);
}

TEST(People, EachBadRowHasItsReason) {
  EXPECT_EQ(reason_of(""), Reason::kEmpty);
  EXPECT_EQ(reason_of("A,B,age\n1,1,20\n"), Reason::kNotATable) << "no column place";
  EXPECT_EQ(reason_of("A,B,C,age,place\n1,1,0,20,x\n"), Reason::kNotTwoLists);
  EXPECT_EQ(reason_of("A,B,age,place\n1,2,20,x\n"), Reason::kNotPresence);
  EXPECT_EQ(reason_of("A,B,age,place\n0,0,20,x\n"), Reason::kNobodyPattern);
  EXPECT_EQ(reason_of("A,B,age,place\n1,1,,x\n"), Reason::kNoValue);
  EXPECT_EQ(reason_of("A,B,age,place\n1,1,20\n"), Reason::kNotATable);
}

// One "N/A" among ages made words of all of them, without a word, and another interval.
TEST(People, AColumnIsAllNumbersOrAllWords) {
  for (const std::string none : {"N/A", "nan", "NULL", "-", "?", "#N/A"})
    EXPECT_EQ(reason_of("A,B,age,place\n1,1,20,x\n1,0," + none + ",x\n"), Reason::kNoValue) << none;
  for (const std::string other : {"about 20", "inf", "\"18,5\"", "\"1 000\"", "20.01.1990"})
    EXPECT_EQ(reason_of("A,B,age,place\n1,1,20,x\n1,0," + other + ",x\n"), Reason::kMixedValues) << other;
  EXPECT_EQ(reason_of("A,B,age,place\n1,1,\"18,5\",x\n"), Reason::kMixedValues) << "a comma for the fraction";
  EXPECT_EQ(reason_of("A,B,age,place\n1,1,18-25,x\n1,0,60+,y\n"), Reason::kSaysNothing) << "words, of few people";
}

std::string table_of(int people, const std::function<std::string(int)>& value) {
  std::string text = "A,B,x\n";
  for (int i = 0; i < people; ++i) text += std::string(i % 3 == 0 ? "1,1," : "0,1,") + value(i) + "\n";
  return text;
}

// A day of birth, a name, one age for all: nothing was adjusted for, and the report said "people who are alike in
// born".
TEST(People, ACovariateThatSaysNothingIsRefused) {
  const std::vector<std::string> x{"x"};
  const auto reason = [&](const std::function<std::string(int)>& value) {
    return read_people(table_of(400, value), x).error().reason;
  };
  EXPECT_EQ(reason([](int i) { return "19" + std::to_string(10 + i % 90) + "-01-0" + std::to_string(1 + i % 9); }),
            Reason::kSaysNothing);
  EXPECT_EQ(reason([](int i) { return "name " + std::to_string(i); }), Reason::kSaysNothing);
  EXPECT_EQ(reason([](int) { return "22"; }), Reason::kSaysNothing);
  EXPECT_EQ(reason([](int i) { return i % 10 == 0 ? std::string("north") : "place " + std::to_string(i); }),
            Reason::kSaysNothing)
      << "most are rare";
}

// Codes of six regions were a number with its square: 2,370 to 2,603 of 3,000 people.
TEST(People, AFewNumbersThatManyShareAreGroups) {
  const std::vector<std::string> x{"x"};
  const auto codes = read_people(table_of(400, [](int i) { return std::to_string(i % 6); }), x);
  EXPECT_EQ(codes->features.size(), 5U);
  EXPECT_EQ(codes->entered[0].groups, 6U);
  const auto ages = read_people(table_of(400, [](int i) { return std::to_string(20 + i % 40); }), x);
  EXPECT_EQ(ages->features, (std::vector<std::string>{"x", "x^2"}));
  EXPECT_EQ(ages->entered[0].low, 20);
  EXPECT_EQ(ages->entered[0].high, 59);
}

People drawn(std::int64_t size, std::uint64_t sample, bool known) {
  Random random(7, sample);
  People people{.first = "A", .second = "B", .features = {}, .people = {}};
  if (known) people.features = {"x", "group"};
  for (std::int64_t i = 0; i < size; ++i) {
    const double x = random.normal();
    const double group = random.uniform() < 0.4 ? 1 : 0;
    const double a = 1 / (1 + std::exp(0.8 - 1.0 * x - 1.0 * group));
    const double b = 1 / (1 + std::exp(1.0 - 0.8 * x - 1.2 * group));
    Person person{.on_first = random.uniform() < a, .on_second = random.uniform() < b, .features = {}};
    if (known) person.features = {x, group};
    if (person.on_first || person.on_second) people.people.push_back(std::move(person));
  }
  return people;
}

TEST(DoublyRobust, WithoutCovariatesItIsLincolnPetersen) {
  const auto people = drawn(3000, 1, false);
  const auto result = doubly_robust(people, {.folds = 1, .replicates = 2});
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(result->population / result->without_covariates, 1, 1e-6);
  EXPECT_NEAR(result->plug_in / result->without_covariates, 1, 1e-6);
}

// Words alone, fitted to everybody: Lincoln-Petersen in each group, added up (Sekar and Deming 1949), but for the
// ridge.
TEST(DoublyRobust, WithOneGroupItIsSekarAndDeming) {
  auto people = drawn(20'000, 2, true);
  people.features = {"group"};
  std::array<double, 2> on_first{}, on_second{}, both{};
  for (auto& person : people.people) {
    person.features = {person.features[1]};
    const std::size_t group = person.features[0] > 0 ? 1 : 0;
    on_first[group] += person.on_first;
    on_second[group] += person.on_second;
    both[group] += person.on_first && person.on_second;
  }
  const double expected = on_first[0] * on_second[0] / both[0] + on_first[1] * on_second[1] / both[1];
  EXPECT_NEAR(doubly_robust(people, {.folds = 1, .replicates = 2})->population / expected, 1, 1e-3);
}

TEST(DoublyRobust, TheSameSeedTheSameNumber) {
  const auto people = drawn(2000, 3, true);
  const auto one = doubly_robust(people, {.seed = 4, .replicates = 10, .threads = 1});
  const auto two = doubly_robust(people, {.seed = 4, .replicates = 10, .threads = 2});
  EXPECT_EQ(one->population, two->population);
  EXPECT_EQ(one->interval.low, two->interval.low);
  EXPECT_EQ(one->interval.high, two->interval.high);
}

TEST(DoublyRobust, LittleOverlapIsRefused) {
  People people{.first = "A", .second = "B", .features = {}, .people = std::vector<Person>(50, {true, false, {}})};
  EXPECT_EQ(doubly_robust(people, {}).error().reason, Reason::kNoOverlap);
  for (std::size_t i = 0; i < 6; ++i) people.people[i].on_second = true;
  EXPECT_EQ(doubly_robust(people, {}).error().reason, Reason::kLittleOverlap);
}

// "Between 301 and 301 people, about 300" was said of two equal lists.
TEST(DoublyRobust, AListWithinTheOtherIsRefused) {
  People people{.first = "A", .second = "B", .features = {}, .people = std::vector<Person>(300, {true, true, {}})};
  EXPECT_EQ(doubly_robust(people, {}).error().reason, Reason::kOneOfTwoWithin);
  for (std::size_t i = 0; i < 90; ++i) people.people[i].on_first = false;
  EXPECT_EQ(doubly_robust(people, {}).error().first, "A");
  for (std::size_t i = 0; i < 90; ++i) std::swap(people.people[i].on_first, people.people[i].on_second);
  EXPECT_EQ(doubly_robust(people, {}).error().first, "B");
}

// Covariates drive both lists: two lists alone are far too low, and with what is known of people they are right.
TEST(DoublyRobust, HoldsTheTruthWhereTwoListsAloneDoNot) {
  const int samples = is_long_run() ? 500 : 20;
  int held = 0;
  double error = 0;
  double error_without = 0;
  for (int sample = 0; sample < samples; ++sample) {
    const auto result = doubly_robust(drawn(2000, 100 + static_cast<std::uint64_t>(sample), true),
                                      {.replicates = is_long_run() ? 100 : 30, .threads = 2});
    ASSERT_TRUE(result.has_value());
    held += result->interval.low <= 2000 && 2000 <= result->interval.high;
    error += std::log(result->population / 2000) / samples;
    error_without += std::log(result->without_covariates / 2000) / samples;
  }
  std::printf("doubly robust: %d of %d hold, bias %+.3f, two lists alone %+.3f\n", held, samples, error, error_without);
  EXPECT_GE(held, samples * 17 / 20);
  EXPECT_LE(std::abs(error), is_long_run() ? 0.03 : 0.08);  // three standard errors of the mean of 20
  EXPECT_LE(error_without, -0.1);
}

}  // namespace
}  // namespace waymark::estimate
