#include "figures/accounting.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace waymark::figures {
namespace {

using Json = nlohmann::json;

/// Reference values: tests/data/figures/README.md says from where.
class Accounting : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(WAYMARK_SOURCE_DIR "/tests/data/figures/dp_vectors.json");
    vectors_ = Json::parse(file);
  }
  static void expect_near(double value, double wanted) {
    EXPECT_NEAR(value, wanted, std::max(1e-9 * std::abs(wanted), 1e-300));
  }
  Json vectors_;
};

TEST_F(Accounting, EpsilonDeltaAndRhoAreThoseOfTheReference) {
  for (const Json& row : vectors_["cdp_eps"]) expect_near(zcdp_epsilon(row[0], row[1]), row[2]);
  for (const Json& row : vectors_["cdp_delta"]) expect_near(zcdp_delta(row[0], row[1]), row[2]);
  for (const Json& row : vectors_["cdp_rho"]) expect_near(zcdp_rho(row[0], row[1]), row[2]);
}

TEST_F(Accounting, TheGaussiansDeltaIsThatOfTheReference) {
  for (const Json& row : vectors_["dg_delta"]) {
    const double wanted = row[2];
    // The difference of two tails: what a double can say of it is relative to the first.
    EXPECT_NEAR(gaussian_delta(row[0], row[1]), wanted, 1e-9 * wanted + 1e-15) << row.dump();
  }
}

TEST_F(Accounting, LaplaceAndItsRadiusAreThoseOfTheReference) {
  for (const Json& row : vectors_["dlaplace"]) {
    const double scale = row["scale"];
    expect_near(laplace_variance(scale), row["var"]);
    for (int x = 0; x <= 5; ++x)
      expect_near(laplace_probability(scale, x), row["pmf0..5"][static_cast<std::size_t>(x)]);
    const Json& within = row["P(|X|<=k) k=0..10"];
    const std::int64_t radius = laplace_radius(scale, 0.5);
    ASSERT_LT(radius, 11);
    EXPECT_GE(within[static_cast<std::size_t>(radius)].get<double>(), 0.5);
    if (radius > 0) {
      EXPECT_LT(within[static_cast<std::size_t>(radius - 1)].get<double>(), 0.5);
    }
  }
}

TEST_F(Accounting, TheGaussiansVarianceIsThatOfTheReference) {
  for (const Json& row : vectors_["dgauss_var"]) expect_near(gaussian_variance(row[0]), row[2]);
}

TEST_F(Accounting, WhatNobodySpentCostsNothing) {
  EXPECT_EQ(zcdp_delta(0, 1), 0);
  EXPECT_EQ(zcdp_epsilon(0, 1e-6), 0);
  EXPECT_GT(zcdp_rho(1, 1e-6), 0);
  EXPECT_EQ(gaussian_rho(50, 1), 0.01);
  EXPECT_EQ(gaussian_rho(50, 2), 0.04);
}

}  // namespace
}  // namespace waymark::figures
