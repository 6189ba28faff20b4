#include "estimate/existence.h"

#include <gtest/gtest.h>

#include "estimate/test_tables.h"

namespace waymark::estimate {
namespace {

// The three cases of SparseMSE's checkident example.
TEST(Existence, ArtificialThree) {
  const auto table = published("SparseMSE_Artificial_3");
  EXPECT_EQ(standing_of(table, Model::of_pairs(3, 0b111)), Standing::kNotIdentifiable);
  EXPECT_EQ(standing_of(table, Model({0b011})), Standing::kInfinite);
  EXPECT_EQ(standing_of(table, Model({0b101, 0b110})), Standing::kGood);
}

TEST(Existence, TheCacheAgreesWithOneProgrammeAModel) {
  for (const char* name : {"SparseMSE_Western", "SparseMSE_NewOrl_5", "SparseMSE_UKdat_5"}) {
    const auto table = published(name);
    StandingCache cache(table);
    for (PairSet pairs = 0; pairs < 1024; ++pairs)
      ASSERT_EQ(cache.of_pairs(pairs) == Standing::kGood,
                standing_of(table, Model::of_pairs(5, pairs)) == Standing::kGood)
          << name << ' ' << pairs;
  }
}

TEST(Existence, OneProgrammeSettlesAllModelsOfATableWithoutZeros) {
  std::vector<std::int64_t> counts(32, 3);
  counts[0] = 0;
  const OverlapTable table({"A", "B", "C", "D", "E"}, counts);
  StandingCache cache(table);
  for (PairSet pairs = 0; pairs < 1024; ++pairs) EXPECT_EQ(cache.of_pairs(pairs), Standing::kGood) << pairs;
  EXPECT_EQ(cache.solved(), 1U) << "the model with every pair holds all others";
}

TEST(Existence, CountsDoNotMatterOnlyZeros) {
  auto counts = published("SparseMSE_Artificial_3").counts();
  for (auto& count : counts) count *= 1'000'000;
  const OverlapTable large({"A", "B", "C"}, counts);
  EXPECT_EQ(standing_of(large, Model({0b011})), Standing::kInfinite);
  EXPECT_EQ(standing_of(large, Model({0b101, 0b110})), Standing::kGood);
}

}  // namespace
}  // namespace waymark::estimate
