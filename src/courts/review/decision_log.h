// DecisionLog: the file of decisions that `link --decisions` reads, as it grows while people review.
//
// Lines are only added: taking something back is a line, too (`undone`). A line is on the disk before set() returns, so
// that a killed program or a pulled plug loses nothing that was confirmed; an unfinished last line is removed at the
// next start. One program at a time has the file: a second one is refused. What others write into it meanwhile is read.
// @source docs/spec/courts-review.md, Decisions     Thread rule: one thread at a time (Review has the lock).
#pragma once

#include <sys/types.h>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace waymark::courts {

enum class Verdict : std::uint8_t { kNone, kSame, kDifferent, kUnsure };

/// "same", "different", "unsure"; "undone" for kNone, as the file says it.
std::string_view word_of(Verdict verdict);
/// @error kMalformed for any other word
Result<Verdict> verdict_of(std::string_view word);

/// Two records in one order: a decision does not depend on it.
using RecordPair = std::pair<std::string, std::string>;
RecordPair pair_of(std::string_view left, std::string_view right);

/// Error::where of everything that is about the file of decisions.
inline constexpr std::string_view kDecisionsWhere = "courts/review/decisions";
inline constexpr std::size_t kDecisionBytesMax = 256UL << 20U;  ///< of the whole file
inline constexpr std::size_t kRecordIdBytesMax = 1'024;

class DecisionLog {
 public:
  /// Opens the file, or makes it with its header line.
  /// @error kUnavailable  another program has it     @error kStorage  it cannot be opened or written
  /// @error kMalformed, kNotFound, kTooLarge, kConflict  it is not a file of decisions; `detail` is a whole sentence
  static Result<std::unique_ptr<DecisionLog>> open(const std::filesystem::path& path, const Clock& clock);
  ~DecisionLog();
  DecisionLog(const DecisionLog&) = delete;
  DecisionLog& operator=(const DecisionLog&) = delete;

  [[nodiscard]] Verdict verdict(const RecordPair& pair) const;
  /// Counts every change, our own and others'.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  /// Whether an unfinished last line was removed when the file was opened.
  [[nodiscard]] bool was_mended() const { return mended_; }

  /// Reads the file again if somebody else has changed it. @error kNotFound when it is gone; as open()
  Result<void> refresh();
  /// Decides a pair that stood at `was`. Durable when it returns.
  /// @error kConflict  it stands at something else now     @error kFull  the disk is full; nothing is written
  /// @error kInvalid   an id that is empty or too long     @error as refresh()
  Result<void> set(const RecordPair& pair, Verdict was, Verdict now);

 private:
  struct Stamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t changed_ns = 0;
    bool operator==(const Stamp&) const = default;
  };
  DecisionLog(std::filesystem::path path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}
  Result<void> load(int flags);
  Result<void> read(const std::string& text);
  Result<void> mend(std::string& text);
  Result<void> append(std::string_view lines);
  [[nodiscard]] std::string line(const RecordPair& pair, std::string_view decision) const;
  [[nodiscard]] Stamp stamp() const;

  const std::filesystem::path path_;
  const Clock& clock_;
  int file_ = -1;
  Stamp seen_;
  char separator_ = ',';
  std::vector<std::string> columns_;
  std::map<RecordPair, Verdict> verdicts_;
  std::uint64_t revision_ = 0;
  bool mended_ = false;
};

}  // namespace waymark::courts
