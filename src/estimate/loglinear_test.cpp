#include "estimate/loglinear.h"

#include <gtest/gtest.h>

#include "estimate/test_tables.h"

namespace waymark::estimate {
namespace {

Model pairs(std::initializer_list<int> two_digits) {
  std::vector<Pattern> terms;
  for (const int pair : two_digits) terms.push_back(Pattern{1} << (pair / 10 - 1) | Pattern{1} << (pair % 10 - 1));
  return Model(std::move(terms));
}

// Digits printed by Rcapture's closedpMS.t and closedp.t.
TEST(Loglinear, Uk5AsRcapture) {
  const auto table = published("SparseMSE_UKdat_5");
  const auto fit = try_fit(table, pairs({12, 13, 24, 25, 35, 45}));
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->population, 11312.99, 0.005);
  EXPECT_NEAR(fit->deviance, 16.35138, 0.000005);
  EXPECT_NEAR(fit->aic, 127.5986, 0.00005);
  EXPECT_NEAR(fit->bic, 198.6047, 0.00005);
}

TEST(Loglinear, Uk5BestAicHoldsAPairThatSharesNobody) {
  const auto table = published("SparseMSE_UKdat_5");
  const auto fit = try_fit(table, pairs({12, 13, 15, 24, 25, 35, 45}));
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->population, 11174.83, 0.005);
  EXPECT_NEAR(fit->aic, 125.1188, 0.00005);
}

TEST(Loglinear, HivAsRcapture) {
  const auto table = published("Rcapture_HIV");
  const auto fit = try_fit(table, pairs({12}));
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->population, 12318.47, 0.005);
  EXPECT_NEAR(fit->aic, 86.65, 0.005);
  EXPECT_NEAR(try_fit(table, {})->population, 11124.58, 0.005);
}

TEST(Loglinear, KosovoIndependenceAsRcapture) {
  EXPECT_NEAR(try_fit(published("LCMCR_kosovo_aggregate"), {})->population, 7394.587, 0.0005);
}

TEST(Loglinear, TheMeansReproduceTheMargins) {
  const auto table = published("Rcapture_HIV");
  const auto fit = fit_loglinear(table, pairs({12, 34}));
  double on_first_two = 0;
  for (Pattern cell = 1; cell < 16; ++cell)
    if ((cell & 3U) == 3U) on_first_two += fit.means[cell];
  EXPECT_NEAR(on_first_two, static_cast<double>(table.on_all(3)), 1e-6);
}

TEST(Loglinear, TheProfileIntervalHoldsItsMode) {
  const auto table = published("Rcapture_HIV");
  const auto profile = profile_interval(table, pairs({12}), 0.95);
  ASSERT_TRUE(profile.high.has_value());
  EXPECT_LT(profile.low, profile.mode);
  EXPECT_GT(*profile.high, profile.mode);
  // Multinomial and Poisson maxima differ by less than one person here (Sandland and Cormack 1984).
  EXPECT_NEAR(profile.mode, 12318.47, 15);
}

}  // namespace
}  // namespace waymark::estimate
