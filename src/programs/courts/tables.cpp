#include "programs/courts/tables.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "estimate/report/report.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

OrStop<std::vector<estimate::Stratum>> read_linked(const TableFiles& from, const TableDesk& desk) {
  std::vector<estimate::NamedList> lists;
  for (const auto& path : from.files) {
    auto text = contents_of(path);
    if (!text) return std::unexpected(text.error());
    lists.push_back({fs::path(path).stem().string(), std::move(*text)});
  }
  auto table = estimate::read_lists(lists, from.id);
  if (!table) {
    const auto of = std::ranges::find(lists, table.error().list, &estimate::NamedList::name);
    return desk.refuse(table.error(),
                       of == lists.end() ? "" : from.files[static_cast<std::size_t>(of - lists.begin())]);
  }
  return std::vector<estimate::Stratum>{{"", std::move(*table)}};
}

}  // namespace

std::unexpected<Stop> TableDesk::refuse(const estimate::Refusal& refusal, const std::string& file) const {
  return std::unexpected(
      Stop{Exit::kUsage, (file.empty() ? "" : file + ": ") + sentence_of(catalogue_, language_, refusal)});
}

OrStop<std::string> contents_of(const std::string& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return std::unexpected(Stop{Exit::kStorage, path + ": the file cannot be read."});
  if (size > estimate::kFileBytesMax)
    return std::unexpected(Stop{Exit::kUsage, path + ": the file is larger than 64 MiB; no table of overlaps is."});
  return std::string(std::istreambuf_iterator<char>(file), {});
}

OrStop<std::vector<estimate::Stratum>> read_strata(const TableFiles& from, const TableDesk& desk) {
  if (!from.id.empty()) return read_linked(from, desk);
  if (from.files.size() != 1)
    return std::unexpected(
        Stop{Exit::kUsage, "several files are several lists: name the column that identifies a person with --id."});
  auto text = contents_of(from.files.front());
  if (!text) return std::unexpected(text.error());
  auto strata = estimate::read_table(*text, from.read);
  if (!strata) return desk.refuse(strata.error());
  return std::move(*strata);
}

OrStop<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, folder.string() + ": the folder cannot be made."});
  return {};
}

OrStop<void> write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) return std::unexpected(Stop{Exit::kStorage, path.string() + ": the file cannot be written."});
  return {};
}

}  // namespace waymark::program
