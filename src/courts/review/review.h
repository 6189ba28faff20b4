// Review: the pairs of one folder and the decisions about them, for any number of screens at once.
//
// A screen names the pair by its records and says what it believed the pair's decision was, so that two screens never
// overwrite each other unseen. Each screen takes back its own decisions, newest first, also after a reload of the page.
// Thread rule: safe from any thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "courts/review/decision_log.h"
#include "courts/review/pairs.h"

namespace waymark::courts {

inline constexpr std::size_t kUndoStepsMax = 10'000;  ///< that a screen can go back

struct ReviewState {
  std::string file;              ///< name of the file of pairs, without its folder
  std::uint64_t generation = 0;  ///< counts how often the pairs were read
  std::uint64_t revision = 0;    ///< changes with every decision
  bool changed = false;          ///< the file of pairs on the disk is another one than the one shown
  std::string verdicts;          ///< one letter a pair: '.' none, 's' same, 'd' different, 'u' unsure
  std::size_t undo_steps = 0;    ///< how many this screen can take back
};

/// What taking back has done.
struct Undone {
  RecordPair pair;
  Verdict before;                    ///< what the pair stands at now
  std::optional<std::size_t> place;  ///< of the pair in the list, if it is still there
};

class Review {
 public:
  /// @error as read_pairs, DecisionLog::open
  static Result<std::unique_ptr<Review>> open(const std::filesystem::path& folder,
                                              const std::filesystem::path& decisions, const Clock& clock);

  /// @param screen  number of the session that asks   @error as DecisionLog::refresh
  Result<ReviewState> state(std::size_t screen);
  /// @error kNotFound
  Result<ReviewPair> pair(std::size_t index);
  /// Durable when it returns. @error kNotFound if the records are no pair of the list; as DecisionLog::set
  Result<void> decide(std::size_t screen, const RecordPair& pair, Verdict was, Verdict now);
  /// Takes back the newest decision of this screen. When somebody else has changed the pair since, it is left alone
  /// and forgotten. @error kNotFound if there is none; kConflict as said; as DecisionLog::set
  Result<Undone> undo(std::size_t screen);
  /// Reads the pairs again. @error as read_pairs; the old ones stay
  Result<void> reload();
  [[nodiscard]] bool was_mended() const { return log_->was_mended(); }

 private:
  struct Step {
    RecordPair pair;
    Verdict before, after;
  };
  explicit Review(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<void> read();
  [[nodiscard]] std::string stamp() const;

  const std::filesystem::path folder_;
  std::mutex mutex_;
  std::unique_ptr<DecisionLog> log_;
  std::filesystem::path file_;
  std::string seen_;  ///< stamp of the file of pairs when it was read
  std::vector<ReviewPair> pairs_;
  std::map<RecordPair, std::size_t> places_;
  std::uint64_t generation_ = 0;
  std::map<std::size_t, std::vector<Step>> steps_;
};

}  // namespace waymark::courts
