#include "estimate/selection.h"

#include <gtest/gtest.h>

#include "estimate/bootstrap.h"
#include "estimate/bounds.h"
#include "estimate/existence.h"
#include "estimate/simulation.h"
#include "estimate/test_tables.h"

namespace waymark::estimate {
namespace {

// Point estimates printed by SparseMSE's estimatepopulation; its tables give them to these digits.
TEST(Stepwise, AsSparseMse) {
  EXPECT_NEAR(stepwise(published("SparseMSE_UKdat"))->fit.population, 11417.99, 0.005);
  EXPECT_NEAR(stepwise(published("SparseMSE_UKdat_5"))->fit.population, 11312.99, 0.005);
  EXPECT_NEAR(stepwise(published("SparseMSE_Western"))->fit.population, 2483.384, 0.0005);
  EXPECT_NEAR(stepwise(published("SparseMSE_NewOrl_5"))->fit.population, 1034.151, 0.0005);
}

// 65,535 patterns of which 400 are not empty; the first list sends people to the second.
TEST(Stepwise, SixteenLists) {
  Population population{.name = "sixteen", .size = 3000, .classes = {{1, std::vector<double>(kListsMax, 0.06)}}};
  population.sends_from = 0, population.sends_to = 1, population.sends = 0.5;
  const auto table = draw_table(population, 1, 1);
  ASSERT_TRUE(check_table(table).has_value());
  EXPECT_EQ(standing_of(table, Model({0b11}, Heterogeneity::kDarroch)), Standing::kGood);
  const auto selected = stepwise(table);
  ASSERT_TRUE(selected.has_value());
  EXPECT_TRUE(selected->model.has(0b11));
  EXPECT_NEAR(selected->fit.population, 3000, 300);
  EXPECT_EQ(selected->passed.back().population, selected->fit.population);
}

TEST(AllSubsets, AboveSixListsTheFamilyIsTheWayOfStepwise) {
  Population population{.name = "seven", .size = 2000, .classes = {{1, std::vector<double>(7, 0.12)}}};
  population.sends_from = 0, population.sends_to = 1, population.sends = 0.5;
  const auto table = draw_table(population, 1, 2);
  const auto family = family_of(table, 1);
  ASSERT_TRUE(family.has_value());
  EXPECT_EQ(family->models.size(), stepwise(table)->passed.size());
  EXPECT_EQ(best_of(*family, Criterion::kAic).population, stepwise(table)->fit.population);
}

TEST(AllSubsets, Uk5AsRcapture) {
  const auto subsets = all_subsets(published("SparseMSE_UKdat_5"), 2);
  ASSERT_TRUE(subsets.has_value());
  EXPECT_EQ(subsets->tried, 1024U);
  const auto& by_aic = best_of(*subsets, Criterion::kAic);
  EXPECT_EQ(Model::of_pairs(5, by_aic.pairs).name(5), "[12,13,15,24,25,35,45]");
  EXPECT_NEAR(by_aic.population, 11174.83, 0.005);
  EXPECT_NEAR(by_aic.aic, 125.1188, 0.00005);
}

TEST(AllSubsets, TheSameOnOneThreadAndTwo) {
  const auto table = published("SparseMSE_NewOrl_5");
  const auto one = all_subsets(table, 1);
  const auto two = all_subsets(table, 2);
  ASSERT_EQ(one->models.size(), two->models.size());
  for (std::size_t i = 0; i < one->models.size(); ++i) {
    ASSERT_EQ(one->models[i].pairs, two->models[i].pairs);
    ASSERT_EQ(one->models[i].population, two->models[i].population);
  }
}

TEST(Averaged, LiesBetweenTheModels) {
  const auto table = published("Rcapture_HIV");
  const auto subsets = all_subsets(table, 1);
  const auto averaged = average(*subsets, Criterion::kBic, table.observed(), 0.95);
  EXPECT_GT(averaged.interval.high, averaged.population);
  EXPECT_LT(averaged.interval.low, averaged.population);
  EXPECT_GT(averaged.weight_of_best, 1.0 / static_cast<double>(subsets->models.size()));
  EXPECT_GE(averaged.models_within_two, 1);
}

// SparseMSE prints one sample of 1,000 replicates. Over 60 seeds the lower limits of UK5 run from 8,366 to 9,604, the
// upper ones from 14,107 to 16,280: the tolerances are those spreads.
void expect_interval(const char* name, double low, double high, double spread_low, double spread_high) {
  const auto bca = bca_interval(published(name), stepwise_population, {.seed = 2026, .threads = 2});
  EXPECT_NEAR(bca.low, low, spread_low) << name;
  EXPECT_NEAR(bca.high, high, spread_high) << name;
}

TEST(Bca, AsSparseMseWithinMonteCarloError) {
  expect_interval("SparseMSE_UKdat", 9267, 14307, 800, 1200);
  expect_interval("SparseMSE_UKdat_5", 8785, 14701, 820, 1600);
  expect_interval("SparseMSE_Western", 1293, 3672, 250, 300);
}

TEST(Bca, TheSameOnOneThreadAndTwo) {
  const auto table = published("SparseMSE_NewOrl_5");
  const auto one = bca_interval(table, stepwise_population, {.replicates = 60, .seed = 7, .threads = 1});
  const auto two = bca_interval(table, stepwise_population, {.replicates = 60, .seed = 7, .threads = 2});
  EXPECT_EQ(one.low, two.low);
  EXPECT_EQ(one.high, two.high);
  EXPECT_EQ(one.acceleration, two.acceleration);
}

TEST(Bca, QuantilesAsRsTypeEight) {
  const std::vector<double> sorted{1, 2, 3, 4, 10};
  EXPECT_NEAR(quantile_of_sorted(sorted, 0.5), 3, 1e-12);
  EXPECT_NEAR(quantile_of_sorted(sorted, 0.25), 1 + 2.0 / 3, 1e-12);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.001), 1);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.999), 10);
}

TEST(Bounds, ChapmansExample) {
  // 200 on the first list, 150 on the second, 50 on both.
  const OverlapTable table({"a", "b", "c"}, {0, 150, 100, 50, 10, 0, 0, 0});
  const auto bound = lincoln_petersen(table, 0, 1, 0.95);
  EXPECT_NEAR(bound.population, 201.0 * 151 / 51 - 1, 1e-9);
  EXPECT_LT(bound.interval.low, bound.population);
  EXPECT_GT(bound.interval.low, 300);
}

TEST(Bounds, ChaoIsExactUnderIndependenceAndBelowTheTruthOtherwise) {
  // Expected counts of 10,000 people, three independent lists of .1, .2, .3.
  const OverlapTable independent({"a", "b", "c"}, {0, 560, 1260, 140, 2160, 240, 540, 60});
  EXPECT_NEAR(chao_lower_bound(independent, 0.95)->population, 10000, 1e-6);
  // Half of 20,000 people are never seen: the bound stays at what the other half shows.
  EXPECT_LT(chao_lower_bound(independent, 0.95)->low, 10000);
}

}  // namespace
}  // namespace waymark::estimate
