// Heterogeneity in the log-linear family: against closed forms where the model is saturated, and against R's glm
// (4.2.2, epsilon 1e-14) with the columns of Rcapture's closedp.t, k^2 / 2, -log(3.5 + k) + log(3.5) and 2^k - 1.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "estimate/existence.h"
#include "estimate/selection.h"
#include "estimate/test_tables.h"

namespace waymark::estimate {
namespace {

constexpr auto kDarroch = Heterogeneity::kDarroch;
constexpr auto kGamma = Heterogeneity::kGamma;
constexpr auto kPoisson = Heterogeneity::kPoisson;

// 100, 010, 110, 001, 101, 011, 111: everybody is likelier to be on a second list than on a first.
OverlapTable three_lists() { return {{"A", "B", "C"}, {0, 60, 49, 34, 247, 112, 142, 112}}; }

TEST(Heterogeneity, DarrochIsTheSumOfAllPairs) {
  for (int k = 0; k <= 10; ++k) EXPECT_EQ(effect_of(kDarroch, k), k * (k - 1) / 2);
  EXPECT_EQ(effect_of(kPoisson, 0), 0);
  EXPECT_EQ(effect_of(kPoisson, 1), 0);
  EXPECT_EQ(effect_of(kPoisson, 5), 26);
  EXPECT_EQ(standing_of(three_lists(), Model::of_pairs(3, 0b111, kDarroch)), Standing::kNotIdentifiable);
}

// [12,13] + Darroch holds [12,13,23] under other names: seven parameters, seven cells.
TEST(Heterogeneity, DarrochSaturatedHasTheClosedFormOfAllPairs) {
  const auto table = three_lists();
  const auto n = [&](Pattern cell) { return static_cast<double>(table.count(cell)); };
  const auto fit = try_fit(table, Model::of_pairs(3, 0b011, kDarroch));
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->unseen, n(7) * n(1) * n(2) * n(4) / (n(3) * n(5) * n(6)), 1e-6);
  EXPECT_NEAR(fit->heterogeneity, std::log(n(6) * fit->unseen / (n(2) * n(4))), 1e-9);
  EXPECT_NEAR(fit->deviance, 0, 1e-9);
}

// [12,13] + Poisson: the pair 23 and the three together have one coefficient g, so that with m the fitted counts
// log(m111 m100 m010 m001 / (m110 m101 m011)) = u + g and g = log m011 + u - log m010 - log m001.
TEST(Heterogeneity, PoissonSaturatedHasAClosedForm) {
  const auto table = three_lists();
  const auto n = [&](Pattern cell) { return static_cast<double>(table.count(cell)); };
  const auto fit = try_fit(table, Model::of_pairs(3, 0b011, kPoisson));
  ASSERT_TRUE(fit.has_value());
  const double together = n(7) * n(1) * n(2) * n(4) / (n(3) * n(5) * n(6));
  EXPECT_NEAR(fit->unseen, std::sqrt(together * n(2) * n(4) / n(6)), 1e-6);
  EXPECT_NEAR(fit->heterogeneity, std::log(together / fit->unseen), 1e-9);
}

struct Printed {
  const char* table;
  Heterogeneity heterogeneity;
  PairSet pairs;
  double population, deviance, aic, coefficient;
};

TEST(Heterogeneity, AsRsGlm) {
  constexpr std::array kPrinted{
      Printed{"Rcapture_hare", kPoisson, 0, 81.07928141, 48.1365134, 146.32693, 0.087574648},
      Printed{"Rcapture_hare", kDarroch, 0, 90.46410151, 50.7057623, 148.896179, 0.44498909},
      Printed{"Rcapture_hare", kGamma, 0, 101.5538677, 51.956338, 150.146755, 16.230733},
      Printed{"Rcapture_lesbian", kGamma, 0, 10259.62949, 98.3616439, 202.714263, 26.070318},
      Printed{"Rcapture_HIV", kGamma, 0b1, 30277.84337, 5.48054711, 86.5164056, 18.850482},
      Printed{"Rcapture_lesbian", kPoisson, 0, 4942.221986, 101.295527, 205.648147, 0.30388893},
      Printed{"Rcapture_lesbian", kDarroch, 0, 6963.739849, 98.1343903, 202.48701, 0.80853046},
      Printed{"Rcapture_lesbian", kDarroch, 0b111, 7030.660747, 7.24025818, 117.592878, 0.84010144},
      Printed{"Rcapture_HIV", kDarroch, 0, 21327.46047, 10.4260755, 89.461934, 0.68919788},
      Printed{"LCMCR_kosovo_aggregate", kPoisson, 0b001, 9259.895616, 138.515649, 253.939654, 0.27389233},
  };
  for (const auto& printed : kPrinted) {
    const auto table = published(printed.table);
    const auto fit = try_fit(table, Model::of_pairs(table.lists(), printed.pairs, printed.heterogeneity));
    ASSERT_TRUE(fit.has_value()) << printed.table;
    EXPECT_NEAR(fit->population / printed.population, 1, 1e-8) << printed.table;
    EXPECT_NEAR(fit->deviance, printed.deviance, 1e-6) << printed.table;
    EXPECT_NEAR(fit->aic, printed.aic, 1e-6) << printed.table;
    EXPECT_NEAR(fit->heterogeneity / printed.coefficient, 1, 1e-6) << printed.table;
  }
}

TEST(Heterogeneity, ItsNameStandsBehindTheModel) {
  EXPECT_EQ(Model({0b011}, kDarroch).name(3), "[12,3] + Darroch");
  EXPECT_EQ(Model({}, kPoisson).with(0b101).name(3), "[13,2] + Poisson");
}

// People avoid a second list: no mixture has a coefficient below zero.
TEST(Heterogeneity, BelowZeroThereIsNone) {
  const OverlapTable table({"A", "B", "C"}, {0, 100, 100, 20, 100, 20, 20, 1});
  EXPECT_EQ(standing_of(table, Model({}, kDarroch)), Standing::kGood);
  EXPECT_LT(fit_loglinear(table, Model({}, kDarroch)).heterogeneity, 0);
  EXPECT_FALSE(try_fit(table, Model({}, kDarroch)).has_value());
  const auto all = all_subsets(table, 1, kDarroch);
  if (all) {
    for (const auto& model : all->models) EXPECT_NE(model.pairs, 0U);
  }
}

// With three lists the term fits the number of people on one, two and three lists exactly: nobody on three takes its
// coefficient to minus infinity. z = 0 on 111 follows from the three sums by hand, so no z is positive there.
TEST(Heterogeneity, ExistenceIsAskedOfItToo) {
  const OverlapTable none({"A", "B", "C"}, {0, 10, 10, 5, 10, 5, 5, 0});
  const OverlapTable some({"A", "B", "C"}, {0, 10, 10, 5, 10, 5, 5, 4});
  EXPECT_EQ(standing_of(none, {}), Standing::kGood);
  for (const auto heterogeneity : kHeterogeneities) {
    EXPECT_EQ(standing_of(none, Model({}, heterogeneity)), Standing::kInfinite);
    EXPECT_EQ(standing_of(some, Model({}, heterogeneity)), Standing::kGood);
  }
}

TEST(Heterogeneity, TheCacheAgreesWithOneProgrammeAModel) {
  for (const char* name : {"SparseMSE_Western", "SparseMSE_NewOrl_5"})
    for (const auto heterogeneity : kHeterogeneities) {
      const auto table = published(name);
      StandingCache cache(table, heterogeneity);
      for (PairSet pairs = 0; pairs < 1024; ++pairs)
        ASSERT_EQ(cache.of_pairs(pairs) == Standing::kGood,
                  standing_of(table, Model::of_pairs(5, pairs, heterogeneity)) == Standing::kGood)
            << name << ' ' << pairs;
    }
}

}  // namespace
}  // namespace waymark::estimate
