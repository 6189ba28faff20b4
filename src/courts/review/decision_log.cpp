#include "courts/review/decision_log.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "courts/review/whole_lines.h"
#include "linkage/csv.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = kDecisionsWhere;
constexpr std::string_view kHeader = "left,right,decision,at\n";
constexpr std::array<std::pair<std::string_view, Verdict>, 4> kWords{{{"same", Verdict::kSame},
                                                                      {"different", Verdict::kDifferent},
                                                                      {"unsure", Verdict::kUnsure},
                                                                      {"undone", Verdict::kNone}}};

std::unexpected<Error> storage_failure(int number) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return full ? fail(Code::kFull, kWhere, "The disk is full; nothing was written.")
              : fail(Code::kStorage, kWhere, fmt::format("The file cannot be read or written (errno {}).", number));
}

Result<std::string> whole_file(int file) {
  struct stat about{};
  if (::fstat(file, &about) != 0) return storage_failure(errno);
  if (!S_ISREG(about.st_mode)) return fail(Code::kStorage, kWhere, "It is not a file.");
  if (static_cast<std::size_t>(about.st_size) > kDecisionBytesMax)
    return fail(Code::kTooLarge, kWhere, "The file of decisions is larger than 256 MiB.");
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::pread(file, text.data() + have, text.size() - have, static_cast<off_t>(have));
    if (got < 0 && errno != EINTR) return storage_failure(errno);
    if (got == 0) break;
    if (got > 0) have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

/// Quotes what needs it (RFC 4180).
std::string csv_field(std::string_view value) {
  if (value.find_first_of(",;\"\n\r\t") == std::string_view::npos) return std::string(value);
  std::string text = "\"";
  for (const char letter : value) text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return text + '"';
}

/// A new file's name must survive a power cut as well as its bytes.
void keep_name(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

}  // namespace

std::string_view word_of(Verdict verdict) {
  return std::find_if(kWords.begin(), kWords.end(), [&](const auto& word) { return word.second == verdict; })->first;
}

Result<Verdict> verdict_of(std::string_view word) {
  for (const auto& [known, verdict] : kWords)
    if (known == word) return verdict;
  return fail(Code::kMalformed, kWhere, "A decision is none of 'same', 'different', 'unsure', 'undone'.");
}

RecordPair pair_of(std::string_view left, std::string_view right) {
  const auto [first, second] = std::minmax(left, right);
  return {std::string(first), std::string(second)};
}

Result<std::unique_ptr<DecisionLog>> DecisionLog::open(const std::filesystem::path& path, const Clock& clock) {
  std::unique_ptr<DecisionLog> log(new DecisionLog(path, clock));
  const auto loaded = log->load(O_CREAT);
  if (!loaded.has_value()) return fail(loaded.error().code, kWhere, loaded.error().detail);
  return log;
}

DecisionLog::~DecisionLog() {
  if (file_ >= 0) ::close(file_);
}

Result<void> DecisionLog::load(int flags) {
  if (file_ >= 0) ::close(file_);
  seen_ = {};
  constexpr mode_t kOwnerOnly = 0600;
  file_ = ::open(path_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK | flags, kOwnerOnly);
  if (file_ < 0 && errno == ENOENT && flags == 0)
    return fail(Code::kNotFound, kWhere, "The file of decisions is gone.");
  if (file_ < 0) return storage_failure(errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    ::close(std::exchange(file_, -1));
    return fail(Code::kUnavailable, kWhere, "Another review has this file of decisions open.");
  }
  LET(std::string text, whole_file(file_));
  if (text.empty()) {
    TRY(append(kHeader));
    keep_name(path_);
    text = kHeader;
  }
  TRY(mend(text));
  TRY(read(text));
  seen_ = stamp();
  ++revision_;
  return {};
}

Result<void> DecisionLog::mend(std::string& text) {
  const std::size_t whole = whole_lines_bytes(text);
  if (whole == text.size()) return {};
  // A last line of a person's own file may lack its line end; one of ours that is cut off was never confirmed.
  if (read(text).has_value()) {
    TRY(append("\n"));
    text += '\n';
    return {};
  }
  if (::ftruncate(file_, static_cast<off_t>(whole)) != 0) return storage_failure(errno);
  text.resize(whole);
  mended_ = true;
  return {};
}

Result<void> DecisionLog::read(const std::string& text) {
  LET(const linkage::Table table, linkage::read_csv(text, {}, linkage::Workers{1}));
  std::array<std::size_t, 3> places{};
  for (std::size_t i = 0; i < places.size(); ++i) {
    constexpr std::array<std::string_view, 3> kNames{"left", "right", "decision"};
    const auto place = table.column_named(kNames.at(i));
    if (!place) return fail(Code::kNotFound, kWhere, "The file has no columns left, right and decision.");
    places.at(i) = *place;
  }
  std::map<RecordPair, Verdict> verdicts;
  for (linkage::Row row = 0; row < table.rows(); ++row) {
    LET(const Verdict verdict, verdict_of(table.cell(row, places[2])));
    Verdict& known = verdicts[pair_of(table.cell(row, places[0]), table.cell(row, places[1]))];
    const bool was_open = known == Verdict::kNone || known == Verdict::kUnsure;
    if (!was_open && (verdict == Verdict::kSame || verdict == Verdict::kDifferent) && verdict != known)
      return fail(Code::kConflict, kWhere,
                  fmt::format("Decision {} contradicts an earlier one about the same pair.", row + 1));
    if (was_open || verdict == Verdict::kNone) known = verdict;
  }
  verdicts_ = std::move(verdicts);
  columns_.clear();
  for (const auto& column : table.columns()) columns_.push_back(column.name);
  const std::string_view header = std::string_view(text).substr(0, text.find('\n'));
  const std::size_t first = header.find_first_of(",;\t");
  if (first != std::string_view::npos) separator_ = header[first];
  return {};
}

Verdict DecisionLog::verdict(const RecordPair& pair) const {
  const auto found = verdicts_.find(pair);
  return found == verdicts_.end() ? Verdict::kNone : found->second;
}

DecisionLog::Stamp DecisionLog::stamp() const {
  struct stat about{};
  if (::stat(path_.c_str(), &about) != 0) return {};
  constexpr std::int64_t kNsPerS = 1'000'000'000;
  return {about.st_dev, about.st_ino, about.st_size, about.st_mtim.tv_sec * kNsPerS + about.st_mtim.tv_nsec};
}

Result<void> DecisionLog::refresh() {
  if (file_ >= 0 && stamp() == seen_) return {};
  return load(0);
}

std::string DecisionLog::line(const RecordPair& pair, std::string_view decision) const {
  std::string text;
  for (const std::string& column : columns_) {
    if (&column != &columns_.front()) text += separator_;
    if (column == "left") text += csv_field(pair.first);
    if (column == "right") text += csv_field(pair.second);
    if (column == "decision") text += decision;
    if (column == "at") text += fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", clock_.now());
  }
  return text + '\n';
}

Result<void> DecisionLog::set(const RecordPair& pair, Verdict was, Verdict now) {
  for (const std::string& id : {pair.first, pair.second})
    if (id.empty() || id.size() > kRecordIdBytesMax) return fail(Code::kInvalid, kWhere);
  TRY(refresh());
  if (verdict(pair) != was) return fail(Code::kConflict, kWhere, "The pair has been decided meanwhile.");
  if (was == now) return {};
  std::string lines;
  if (was != Verdict::kNone) lines += line(pair, word_of(Verdict::kNone));
  if (now != Verdict::kNone) lines += line(pair, word_of(now));
  TRY(append(lines));
  verdicts_[pair] = now;
  seen_ = stamp();
  ++revision_;
  return {};
}

Result<void> DecisionLog::append(std::string_view lines) {
  struct stat before{};
  if (::fstat(file_, &before) != 0) return storage_failure(errno);
  const ssize_t written = ::write(file_, lines.data(), lines.size());
  int why = written < 0 ? errno : 0;
  const bool whole = written == static_cast<ssize_t>(lines.size());
  if (whole && ::fdatasync(file_) == 0) return {};
  if (whole) why = errno;
  // Half a line, or one that may not be on the disk: as if it had never been. load() mends what this cannot.
  if (::ftruncate(file_, before.st_size) != 0) seen_ = {};
  return storage_failure(why == 0 ? ENOSPC : why);
}

}  // namespace waymark::courts
