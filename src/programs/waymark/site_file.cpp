#include "programs/waymark/site_file.h"

#include <fstream>
#include <sstream>

namespace waymark::program {
namespace {

constexpr std::size_t kSiteBytesMax = 65'536;

OrStop<std::string> read_site_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (!in || !(content << in.rdbuf()) || content.view().size() > kSiteBytesMax)
    return std::unexpected(Stop{Exit::kUsage, "Could not read " + path.string() + "."});
  return std::move(content).str();
}

}  // namespace

OrStop<void> put_into_site(const std::filesystem::path& path, const std::string& member,
                           const nlohmann::ordered_json& value) {
  const auto text = read_site_file(path);
  if (!text) return std::unexpected(text.error());
  auto site = nlohmann::ordered_json::parse(*text, nullptr, false);
  if (!site.is_object()) return std::unexpected(Stop{Exit::kUsage, path.string() + " is no site file (JSON object)."});
  site[member] = value;
  const std::filesystem::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  if (!(out << site.dump(2) << '\n').flush())
    return std::unexpected(Stop{Exit::kStorage, "Could not write " + fresh.string() + "."});
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, "Could not write " + path.string() + "."});
  return {};
}

}  // namespace waymark::program
