// The pairs that somebody should look at: `review.csv` of linked court records (docs/spec/courts-review.md), or
// `pairs.jsonl` of `waymark-courts link FILE --pairs json --explain` (docs/linkage.md). Both become one list of texts.
//
// The file is ours, but a person may bring one from anywhere: every size is limited, and nothing of a value is in an
// error. Thread rule: values.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::courts {

inline constexpr std::size_t kPairFileBytesMax = 512UL << 20U;
inline constexpr std::size_t kPairsMax = 200'000;          ///< that one list may hold
inline constexpr std::size_t kPairLineBytesMax = 1 << 20;  ///< of pairs.jsonl
inline constexpr std::size_t kPairFieldsMax = 64;          ///< on each side
/// Pairs of a table that are this certain, either way, are left out; review.csv was chosen by who wrote it.
inline constexpr double kSureProbability = 0.98;

/// One field of both records, as text.
struct SideBySide {
  std::string name, left, right;
};
/// What one compared field says: above 0 bits for one person, below for two.
struct Evidence {
  std::string name, level;
  double bits = 0;
};
struct ReviewPair {
  std::string left, right;  ///< ids of the records
  double probability = 0;
  double bits = 0;
  double start = 0;      ///< bits before any field is looked at; with the evidence it adds up to `bits`
  std::string why = {};  ///< likeness, contradiction, uid; for a table the rule that brought the pair
  std::vector<SideBySide> fields = {};
  std::vector<Evidence> evidence = {};
};

/// In the file's order. @error kMalformed, kNotFound, kTooLarge with a whole sentence in `detail`
Result<std::vector<ReviewPair>> pairs_of_csv(std::string_view text);
/// The most uncertain first; without pairs that a key has proved. @error as pairs_of_csv
Result<std::vector<ReviewPair>> pairs_of_json_lines(std::string_view text);

/// The file of pairs of a folder: review.csv, else pairs.jsonl. @error kNotFound with a sentence that says what to do
Result<std::filesystem::path> pair_file_of(const std::filesystem::path& folder);
/// @error kStorage if it cannot be read; as above
Result<std::vector<ReviewPair>> read_pairs(const std::filesystem::path& file);

}  // namespace waymark::courts
