#include "courts/review/figures.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace waymark::courts {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWhere = "courts/review/figures";
constexpr std::array<std::string_view, 5> kKinds{"svg", "png", "html", "csv", "json"};

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

}  // namespace

Result<std::vector<Figure>> Figures::list() const {
  std::error_code error;
  std::vector<Figure> figures;
  fs::recursive_directory_iterator walk(folder_, error);
  if (error) return fail(Code::kNotFound, kWhere, "The folder of the tally is not there.");
  for (; walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (error) return fail(Code::kStorage, kWhere);
    const fs::directory_entry& entry = *walk;
    const bool link = entry.is_symlink(error);
    if (entry.is_directory(error) && (link || is_hidden(entry.path()) || walk.depth() >= kFigureDepthMax))
      walk.disable_recursion_pending();
    if (link || !entry.is_regular_file(error) || is_hidden(entry.path())) continue;
    const std::string ending = entry.path().extension().string();
    const auto kind =
        std::ranges::find(kKinds, ending.empty() ? std::string_view() : std::string_view(ending).substr(1));
    const auto size = entry.file_size(error);
    if (kind == kKinds.end() || error || size > kFigureBytesMax) continue;
    if (figures.size() >= kFiguresMax) return fail(Code::kTooLarge, kWhere, "The folder holds more than 1,000 files.");
    figures.push_back({entry.path().lexically_relative(folder_).generic_string(), std::string(*kind), size});
  }
  std::ranges::sort(figures, {}, &Figure::name);
  return figures;
}

Result<Bytes> Figures::read(std::string_view name) const {
  LET(const auto figures, list());
  const auto figure = std::ranges::find(figures, name, &Figure::name);
  if (figure == figures.end()) return fail(Code::kNotFound, kWhere);
  std::ifstream stream(folder_ / figure->name, std::ios::binary);
  std::string text(figure->bytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.good()) return fail(Code::kStorage, kWhere);
  return Bytes(text.begin(), text.end());
}

}  // namespace waymark::courts
