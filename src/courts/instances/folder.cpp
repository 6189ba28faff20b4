// The folder of a result: written whole or not at all, and read back.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <fstream>
#include <map>

#include "courts/instances/instances.h"
#include "linkage/csv.h"

namespace waymark::courts {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWhere = "courts/instances/folder";
constexpr std::string_view kSummary = "summary.json";

Result<void> write_new(const fs::path& file, std::string_view text) {
  std::ofstream stream{file, std::ios::binary | std::ios::trunc};
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.flush()) return fail(Code::kStorage, kWhere, file.filename().string() + " could not be written.");
  return {};
}

/// One CSV with a few columns as texts.
class Rows {
 public:
  static Result<Rows> read(const fs::path& file, const std::vector<std::string>& columns) {
    LET(linkage::Table table, linkage::read_csv_file(file.string(), {.columns = columns}, linkage::Workers{1}));
    return Rows{std::move(table)};
  }
  [[nodiscard]] std::size_t size() const { return table_.rows(); }
  [[nodiscard]] std::string_view text(std::size_t row, std::string_view column) const {
    return table_.cell(static_cast<linkage::Row>(row), *table_.column_named(column));
  }
  template <class Number>
  [[nodiscard]] Result<Number> number(std::size_t row, std::string_view column) const {
    const std::string_view said = text(row, column);
    Number value{};
    const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), value);
    if (error != std::errc{} || end != said.data() + said.size())
      return fail(Code::kMalformed, kWhere, fmt::format("Line {}: '{}' is no number.", row + 2, column));
    return value;
  }

 private:
  explicit Rows(linkage::Table table) : table_(std::move(table)) {}
  linkage::Table table_;
};

template <class Enum>
Result<Enum> named(std::string_view name, int count, std::size_t row) {
  for (int i = 0; i < count; ++i) {
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  }
  return fail(Code::kMalformed, kWhere, fmt::format("Line {} has a word that no writer of ours writes.", row + 2));
}

std::uint8_t evidence_of(std::string_view text) {
  for (unsigned bits = 0; bits < 32; ++bits) {
    if (text_of_evidence(static_cast<std::uint8_t>(bits)) == text) return static_cast<std::uint8_t>(bits);
  }
  return 0;
}

Result<Instance> read_instance(const Rows& rows, std::size_t row, const std::map<std::string_view, std::int64_t>& ids) {
  constexpr int kStages = static_cast<int>(Stage::kCivil) + 1;
  Instance one;
  LET(one.case_id, rows.number<std::int64_t>(row, "case_id"));
  LET(one.group, rows.number<std::uint32_t>(row, "group"));
  LET(one.probability, rows.number<double>(row, "probability"));
  LET(one.relation, named<Relation>(rows.text(row, "relation"), kRelations, row));
  LET(one.stage, named<Stage>(rows.text(row, "stage"), kStages, row));
  one.evidence = evidence_of(rows.text(row, "evidence"));
  const auto root = ids.find(rows.text(row, "root")), parent = ids.find(rows.text(row, "parent"));
  if (root == ids.end()) return fail(Code::kMalformed, kWhere, fmt::format("Line {} has an unknown root.", row + 2));
  one.root = root->second;
  one.parent = parent == ids.end() ? 0 : parent->second;
  return one;
}

Result<End> read_end(const Rows& rows, std::size_t row, const std::map<std::string_view, std::int64_t>& ids) {
  End one;
  LET(one.case_id, rows.number<std::int64_t>(row, "case_id"));
  LET(one.index, rows.number<std::int32_t>(row, "index"));
  LET(one.person, rows.number<std::uint32_t>(row, "person"));
  LET(one.person_size, rows.number<std::uint32_t>(row, "size"));
  LET(one.probability, rows.number<double>(row, "probability"));
  LET(one.outcome, named<Outcome>(rows.text(row, "outcome"), kOutcomes, row));
  LET(one.final_outcome, named<Outcome>(rows.text(row, "final_outcome"), kOutcomes, row));
  const auto final_case = ids.find(rows.text(row, "final_case"));
  if (final_case == ids.end())
    return fail(Code::kMalformed, kWhere, fmt::format("Line {} has an unknown case.", row + 2));
  one.final_case = final_case->second;
  return one;
}

}  // namespace

Result<void> write_linked(const LinkFiles& files, const fs::path& folder) {
  const std::array<std::pair<std::string_view, const std::string*>, 4> all = {{{"instances.csv", &files.instances},
                                                                               {"persons.csv", &files.persons},
                                                                               {"review.csv", &files.review},
                                                                               {kSummary, &files.summary}}};
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) return fail(Code::kStorage, kWhere, "The folder could not be made.");
  for (const auto& [name, text] : all) TRY(write_new(folder / (std::string{name} + ".part"), *text));
  fs::remove(folder / kSummary, error);  // from here until the last rename the folder is no result
  for (const auto& [name, text] : all) {
    fs::rename(folder / (std::string{name} + ".part"), folder / name, error);
    if (error) return fail(Code::kStorage, kWhere, std::string{name} + " could not be written.");
  }
  return {};
}

Result<Linked> read_linked(const fs::path& folder, ArchiveReader& reader) {
  std::error_code error;
  if (!fs::exists(folder / kSummary, error))
    return fail(Code::kNotFound, kWhere, "There is no whole result of `waymark-courts link` in this folder.");
  LET(const Rows cases, Rows::read(folder / "instances.csv", {"case_id", "case", "group", "root", "relation", "parent",
                                                              "evidence", "probability", "stage"}));
  std::map<std::string_view, std::int64_t> ids;
  Linked linked;
  for (std::size_t row = 0; row < cases.size(); ++row) {
    LET(const auto id, cases.number<std::int64_t>(row, "case_id"));
    ids[cases.text(row, "case")] = id;
    const auto file = reader.case_file(id);
    if (!file || file->key != cases.text(row, "case"))
      return fail(Code::kConflict, kWhere, "The links are of another archive; run `waymark-courts link` again.");
  }
  for (std::size_t row = 0; row < cases.size(); ++row) {
    LET(const Instance one, read_instance(cases, row, ids));
    linked.cases.push_back(one);
  }
  LET(const Rows ends, Rows::read(folder / "persons.csv", {"person", "size", "probability", "case_id", "index",
                                                           "outcome", "final_outcome", "final_case"}));
  for (std::size_t row = 0; row < ends.size(); ++row) {
    LET(const End one, read_end(ends, row, ids));
    linked.ends.push_back(one);
    linked.persons = std::max(linked.persons, one.person);
  }
  return linked;
}

}  // namespace waymark::courts
