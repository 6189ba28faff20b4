#include "courts/review/pairs.h"

#include <fstream>

namespace waymark::courts {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWhere = "courts/review/pairs";
constexpr const char* kTable = "review.csv";
constexpr const char* kLines = "pairs.jsonl";

}  // namespace

Result<fs::path> pair_file_of(const fs::path& folder) {
  std::error_code error;
  for (const char* name : {kTable, kLines})
    if (fs::is_regular_file(folder / name, error)) return folder / name;
  if (fs::exists(folder / "pairs.csv", error))
    return fail(Code::kNotFound, kWhere, "The pairs are without their fields: link again with --pairs json --explain.");
  return fail(Code::kNotFound, kWhere,
              "There is neither review.csv nor pairs.jsonl in it: it is not a result of `waymark-courts link`.");
}

Result<std::vector<ReviewPair>> read_pairs(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) return fail(Code::kStorage, kWhere, "The file of pairs cannot be read.");
  if (size > kPairFileBytesMax) return fail(Code::kTooLarge, kWhere, "The file of pairs is larger than 512 MiB.");
  std::ifstream stream(file, std::ios::binary);
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream.good()) return fail(Code::kStorage, kWhere, "The file of pairs cannot be read.");
  return file.extension() == ".jsonl" ? pairs_of_json_lines(text) : pairs_of_csv(text);
}

}  // namespace waymark::courts
