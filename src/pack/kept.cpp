#include "pack/kept.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <sstream>

#include "pack/override.h"

namespace waymark::pack {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCopies = 2;
constexpr std::size_t kFilesMax = 2'000;
constexpr std::string_view kUnfinished = ".unfinished";

using Files = std::map<fs::path, std::string>;  // by their name within the folder

/// The JSON files of the folder and of the folders in it; nothing if one cannot be read or there are too many.
std::optional<Files> json_files(const fs::path& folder) {
  Files files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, fs::directory_options::follow_directory_symlink, error), end;
       !error && at != end; at.increment(error)) {
    if (at.depth() > 1) at.disable_recursion_pending();
    if (at->path().extension() != ".json" || !at->is_regular_file(error)) continue;
    std::ifstream file(at->path(), std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file || files.size() == kFilesMax) return std::nullopt;
    files[at->path().lexically_relative(folder)] = std::move(content).str();
  }
  if (error) return std::nullopt;
  return files;
}

/// Numbers of the copies below `kept`, newest first.
std::vector<unsigned> copies(const fs::path& kept) {
  std::vector<unsigned> numbers;
  std::error_code error;
  for (fs::directory_iterator at(kept, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    unsigned number = 0;
    const auto [rest, bad] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (bad == std::errc{} && rest == name.data() + name.size()) numbers.push_back(number);
  }
  std::ranges::sort(numbers, std::greater{});
  return numbers;
}

fs::path place_of(const fs::path& kept, unsigned number, const fs::path& name) {
  return kept / std::to_string(number) / name;
}

bool write_all(const fs::path& folder, const Files& files) {
  std::error_code error;
  for (const auto& [name, content] : files) {
    fs::create_directories((folder / name).parent_path(), error);
    std::ofstream file(folder / name, std::ios::binary);
    file << content;
    file.close();
    if (error || !file) return false;
  }
  return true;
}

/// Whole or not at all: written beside, then renamed. What was there before the last two goes.
void keep(const fs::path& folder, const fs::path& kept) {
  const auto files = json_files(folder);
  if (!files.has_value()) return;
  const std::vector<unsigned> before = copies(kept);
  if (!before.empty() && json_files(place_of(kept, before.front(), folder.filename())) == files) return;
  std::error_code error;
  const fs::path unfinished = kept / kUnfinished;
  fs::remove_all(unfinished, error);
  if (!write_all(unfinished / folder.filename(), *files)) return;
  fs::rename(unfinished, kept / std::to_string(before.empty() ? 1 : before.front() + 1), error);
  if (error) return;
  for (std::size_t i = kCopies - 1; i < before.size(); ++i) fs::remove_all(kept / std::to_string(before[i]), error);
}

std::optional<WholePack> newest_sound_copy(const fs::path& kept, const fs::path& name, TimePoint today) {
  for (const unsigned number : copies(kept))
    if (auto whole = read_whole(place_of(kept, number, name), today)) return *std::move(whole);
  return std::nullopt;
}

}  // namespace

std::expected<WholePack, PackRefusal> read_whole(const fs::path& folder, TimePoint today) {
  const auto refused = [](const Error& error) { return std::unexpected(PackRefusal{"", describe(error)}); };
  auto checked = read_and_check(folder, today);
  if (!checked.has_value()) return refused(checked.error());
  if (!acceptable(checked->findings)) {
    const Finding& first = checked->findings.front();
    const std::string line = first.line.empty() ? "" : first.line + ": ";
    return std::unexpected(PackRefusal{line + first.place, first.about});
  }
  auto cards = read_cards(folder);
  if (!cards.has_value()) return refused(cards.error());
  auto ready = read_ready(folder);
  if (!ready.has_value()) return refused(ready.error());
  return WholePack{std::move(checked->pack), *std::move(cards), *std::move(ready)};
}

std::expected<PackInUse, PackRefusal> pack_in_use(const fs::path& folder, const fs::path& kept, TimePoint today) {
  auto whole = read_whole(folder, today);
  if (whole.has_value()) {
    keep(folder, kept);
    return PackInUse{*std::move(whole), std::nullopt};
  }
  auto copy = newest_sound_copy(kept, folder.filename(), today);
  if (!copy.has_value()) return std::unexpected(std::move(whole.error()));
  return PackInUse{*std::move(copy), std::move(whole.error())};
}

}  // namespace waymark::pack
