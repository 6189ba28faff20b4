#include "bridge/seeds.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/encoding.h"
#include "base/wiping.h"
#include "bridge/limits.h"
#include "crypto/xwing_open.h"

namespace waymark::bridge {
namespace {

constexpr std::string_view kWhere = "bridge/seeds";
constexpr std::size_t kFileBytesMax = 16'384;

Result<DaySeed> read_line(std::string_view line) {
  const std::size_t blank = line.find(' ');
  std::uint32_t day = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + std::min(blank, line.size()), day);
  if (blank == std::string_view::npos || error != std::errc{} || end != line.data() + blank)
    return fail(Code::kMalformed, kWhere, "day");
  auto bytes = array_from_base64<crypto::kKeyBytes>(line.substr(blank + 1), Padding::kRequired);
  if (!bytes) return fail(Code::kMalformed, kWhere, "seed");
  Secret<crypto::kKeyBytes> secret;
  std::ranges::copy(*bytes, secret.writable().begin());
  wipe(*bytes);
  return DaySeed{day, crypto::XWingSeed{std::move(secret)}};
}

bool write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// The name of a file is on the disk when its folder is.
bool sync_folder(const std::filesystem::path& file) {
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = opened >= 0 && ::fsync(opened) == 0;
  if (opened >= 0) ::close(opened);
  return synced;
}

}  // namespace

Result<std::vector<DaySeed>> read_seeds(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return fail(Code::kNotFound, kWhere);
  SecretBytes buffer{kFileBytesMax + 1};
  in.read(reinterpret_cast<char*>(buffer.writable().data()), static_cast<std::streamsize>(buffer.size()));
  const auto count = static_cast<std::size_t>(in.gcount());
  if (in.bad()) return fail(Code::kStorage, kWhere);
  if (count > kFileBytesMax) return fail(Code::kTooLarge, kWhere);
  std::string_view rest = text_of(buffer.view().first(count));
  std::vector<DaySeed> seeds;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return fail(Code::kMalformed, kWhere, "last line");
    LET(DaySeed seed, read_line(rest.substr(0, end)));
    if (!seeds.empty() && seed.day <= seeds.back().day) return fail(Code::kMalformed, kWhere, "order of days");
    seeds.push_back(std::move(seed));
    rest.remove_prefix(end + 1);
  }
  return seeds;
}

Result<void> write_seeds(const std::filesystem::path& file, const std::vector<DaySeed>& seeds) {
  WipingBytes text;
  const auto add = [&text](std::string_view part) { text.insert(text.end(), part.begin(), part.end()); };
  for (const DaySeed& seed : seeds) {
    std::string letters = to_base64(seed.seed.secret().view(), Padding::kRequired);
    add(std::to_string(seed.day) + " ");
    add(letters);
    add("\n");
    wipe({reinterpret_cast<std::uint8_t*>(letters.data()), letters.size()});
  }
  const std::string fresh = file.string() + ".new";
  const int made = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) return fail(Code::kStorage, kWhere, "open");
  const bool whole = ::fchmod(made, 0600) == 0 && write_all(made, text) && ::fsync(made) == 0;
  ::close(made);
  if (!whole || ::rename(fresh.c_str(), file.c_str()) != 0 || !sync_folder(file)) {
    ::unlink(fresh.c_str());
    return fail(Code::kStorage, kWhere, "write");
  }
  return {};
}

void forget_old(std::vector<DaySeed>& seeds, std::uint32_t today) {
  std::erase_if(seeds, [today](const DaySeed& seed) { return seed.day + kPollDaysBack < today; });
}

void make_ahead(std::vector<DaySeed>& seeds, std::uint32_t today, crypto::Random& random) {
  for (std::uint32_t day = today; day < today + kSeedDays; ++day)
    if (std::ranges::find(seeds, day, &DaySeed::day) == seeds.end())
      seeds.push_back({day, crypto::XWingSeed::generate(random)});
  std::ranges::sort(seeds, {}, &DaySeed::day);
}

std::string public_keys_json(const std::vector<std::string>& mails, const std::vector<DaySeed>& seeds,
                             std::uint32_t today) {
  std::string json = "{\"mails\":[";
  for (const std::string& mail : mails) json += (json.ends_with('[') ? "\"" : ",\"") + mail + "\"";
  json += "],\"keys\":[";
  for (const DaySeed& seed : seeds) {
    if (seed.day < today) continue;
    json += std::string{json.ends_with('[') ? "" : ","} + "{\"day\":" + std::to_string(seed.day) + ",\"key\":\"" +
            to_base64(crypto::xwing_public_key(seed.seed).bytes, Padding::kRequired) + "\"}";
  }
  return json + "]}\n";
}

}  // namespace waymark::bridge
