#include "programs/waymark/site_file.h"

#include <fstream>
#include <sstream>

#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

constexpr std::size_t kSiteBytesMax = 65'536;

OrStop<std::string> read_site_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (!in || !(content << in.rdbuf()) || content.view().size() > kSiteBytesMax)
    return std::unexpected(Stop{Exit::kUsage, say("file.read-plain", {{"file", path.string()}})});
  return std::move(content).str();
}

}  // namespace

OrStop<void> put_into_site(const std::filesystem::path& path, const std::string& member,
                           const nlohmann::ordered_json& value) {
  const auto text = read_site_file(path);
  if (!text) return std::unexpected(text.error());
  auto site = nlohmann::ordered_json::parse(*text, nullptr, false);
  if (!site.is_object()) return std::unexpected(Stop{Exit::kUsage, say("site.not-object", {{"file", path.string()}})});
  site[member] = value;
  const std::filesystem::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  if (!(out << site.dump(2) << '\n').flush())
    return std::unexpected(Stop{Exit::kStorage, say("file.write-plain", {{"file", fresh.string()}})});
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) return std::unexpected(Stop{Exit::kStorage, say("file.write-plain", {{"file", path.string()}})});
  return {};
}

}  // namespace waymark::program
