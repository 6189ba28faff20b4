#include "programs/waymark/page_check.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "programs/waymark/line_check.h"
#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

constexpr std::size_t kHexDigits = 64;
constexpr std::size_t kPagesMax = 1'000;
constexpr std::string_view kPacked = ".gz";
constexpr std::string_view kIndex = "index.html";

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_path(std::string_view path) {
  return !path.empty() && !path.starts_with('/') && path.find("..") == std::string_view::npos &&
         std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7f && c != '?' && c != '#'; });
}

/// The path under which a browser asks for a file.
std::string asked_path(std::string_view file) {
  if (file == kIndex || file.ends_with("/" + std::string{kIndex})) file.remove_suffix(kIndex.size());
  return "/" + std::string{file};
}

bool is_published(const PageHashes& hashes, const std::string& file, ByteView body) {
  const std::string hash = to_hex(crypto::sha256(body));
  const auto packed = hashes.find(file + std::string{kPacked});
  return hashes.at(file) == hash || (packed != hashes.end() && packed->second == hash);
}

std::string judge(const PageHashes& hashes, const std::string& file, const http::Probe& answer) {
  if (answer.came != http::Came::kWhole) return how_it_ended(answer);
  if (answer.status != 200) return say("lines.status", {{"status", std::int64_t{answer.status}}});
  return is_published(hashes, file, answer.body) ? std::string{} : say("page.other");
}

}  // namespace

OrStop<PageHashes> read_page_hashes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const auto refuse = [&](std::size_t line) {
    return std::unexpected(
        Stop{Exit::kUsage, say("page.bad-list", {{"file", file.string()}, {"line", std::to_string(line)}})});
  };
  PageHashes hashes;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    // 64 digits, two spaces, the path
    const bool whole = line.size() > kHexDigits + 2 && line.compare(kHexDigits, 2, "  ") == 0;
    if (!whole || !is_hex(std::string_view{line}.substr(0, kHexDigits)) || number > kPagesMax) return refuse(number);
    const std::string path = line.substr(kHexDigits + 2);
    if (!is_path(path) || !hashes.emplace(path, line.substr(0, kHexDigits)).second) return refuse(number);
  }
  if (hashes.empty()) return refuse(0);
  return hashes;
}

std::vector<PageFinding> look_at_pages(const std::string& address, const PageHashes& hashes,
                                       const http::ProbeOptions& options) {
  std::string base = address;
  while (base.ends_with('/')) base.pop_back();
  std::vector<PageFinding> findings;
  for (const auto& [file, hash] : hashes) {
    if (file.ends_with(kPacked)) continue;
    PageFinding finding{.what = base + asked_path(file), .problem = {}};
    for (int attempt = 1; attempt <= kLineTries; ++attempt) {
      const http::Probe answer = http::probe(finding.what, std::nullopt, options);
      finding.problem = judge(hashes, file, answer);
      if (answer.came == http::Came::kWhole) break;
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace waymark::program
