// The shipped defaults on published labelled tables. The floors are what a change must not lose; the figures of the
// day are in docs/measurements.md, printed by this test.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>

#include "linkage/accuracy.h"
#include "linkage/csv.h"
#include "linkage/link.h"

namespace waymark::linkage {
namespace {

struct Set {
  const char* file;
  const char* config;
  const char* truth;
  double pairs_f1, clusters_f1;  ///< at the shipped threshold, at least
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif
/// Larger tables take minutes under a sanitizer and walk through no other code.
constexpr std::size_t kSanitizedRowsMax = 1'000;

std::string whole(const std::string& name) {
  std::ifstream file(std::string{WAYMARK_SOURCE_DIR "/tests/data/linkage/"} + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "rec-223-dup-0" is record 223; other ids are whole.
std::vector<ValueId> truth_of(const Table& table, const char* column) {
  StringPool entities;
  std::vector<ValueId> truth;
  for (Row row = 0; row < table.rows(); ++row) {
    std::string_view text = table.cell(row, *table.column_named(column));
    if (text.starts_with("rec-")) text = text.substr(4, text.find('-', 4) - 4);
    truth.push_back(entities.intern(text));
  }
  return truth;
}

std::string line(const char* what, const Accuracy& accuracy) {
  return fmt::format("  {:<20} precision {:.4f}  recall {:.4f}  F1 {:.4f}\n", what, accuracy.precision().value_or(NAN),
                     accuracy.recall().value_or(NAN), accuracy.f1());
}

class Accurate : public testing::TestWithParam<Set> {};

TEST_P(Accurate, AtTheShippedThreshold) {
  const Set& set = GetParam();
  const Workers workers{2};
  auto config = parse_config(whole(set.config));
  ASSERT_TRUE(config.has_value()) << config.error().detail;
  const auto table = read_csv(whole(set.file), {}, workers);
  ASSERT_TRUE(table.has_value()) << table.error().detail;
  if (kSanitized && table->rows() > kSanitizedRowsMax) GTEST_SKIP() << "too slow under a sanitizer";
  config->truth = set.truth;  // only keeps pairs below the review threshold too
  const auto linkage = link(*table, *config, {}, workers);
  ASSERT_TRUE(linkage.has_value()) << linkage.error().detail;
  const auto truth = truth_of(*table, set.truth);
  const Accuracy shipped = pair_accuracy(linkage->pairs, 0, truth);  // 0 bits: probability 0.5
  const Accuracy clusters = cluster_accuracy(linkage->clusters.of_row, truth);
  const BestAccuracy best = best_pair_accuracy(linkage->pairs, truth);
  std::cout << set.file << ", " << linkage->report.compared << " pairs compared, " << linkage->report.rules.size()
            << " rules\n"
            << line("pairs, shipped 0.5", shipped)
            << line(fmt::format("pairs, best {:.3f}", probability_of(best.bits)).c_str(), best.accuracy)
            << line("clusters", clusters);
  EXPECT_GE(shipped.f1(), set.pairs_f1);
  EXPECT_GE(clusters.f1(), set.clusters_f1);
}

INSTANTIATE_TEST_SUITE_P(Published, Accurate,
                         testing::Values(Set{"febrl_dataset1.csv", "febrl.toml", "rec_id", 0.998, 0.998},
                                         Set{"febrl_dataset2.csv", "febrl.toml", "rec_id", 0.998, 0.998},
                                         Set{"febrl_dataset3.csv", "febrl.toml", "rec_id", 0.9971, 0.9971},
                                         Set{"RLdata500.csv", "rldata.toml", "ent_id", 0.95, 0.95},
                                         Set{"RLdata10000.csv", "rldata.toml", "ent_id", 0.957, 0.957},
                                         Set{"splink_fake_1000.csv", "fake_1000.toml", "cluster", 0.92, 0.96}),
                         [](const auto& param) {
                           const std::string file = param.param.file;
                           return file.substr(0, file.find('.'));
                         });

}  // namespace
}  // namespace waymark::linkage
