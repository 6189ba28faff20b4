#include "courts/review/review.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "courts/review";

char letter_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSame: return 's';
    case Verdict::kDifferent: return 'd';
    case Verdict::kUnsure: return 'u';
    case Verdict::kNone: break;
  }
  return '.';
}

}  // namespace

Result<std::unique_ptr<Review>> Review::open(const std::filesystem::path& folder,
                                             const std::filesystem::path& decisions, const Clock& clock) {
  std::unique_ptr<Review> review(new Review(folder));
  TRY(review->read());
  LET(review->log_, DecisionLog::open(decisions, clock));
  return review;
}

std::string Review::stamp() const {
  struct stat about{};
  if (::stat(file_.c_str(), &about) != 0) return "gone";
  return fmt::format("{} {} {} {} {}", about.st_dev, about.st_ino, about.st_size, about.st_mtim.tv_sec,
                     about.st_mtim.tv_nsec);
}

Result<void> Review::read() {
  LET(auto file, pair_file_of(folder_));
  std::swap(file_, file);
  const std::string seen = stamp();
  auto pairs = read_pairs(file_);
  if (!pairs.has_value()) {
    std::swap(file_, file);
    return std::unexpected(pairs.error());
  }
  pairs_ = *std::move(pairs);
  places_.clear();
  for (std::size_t i = 0; i < pairs_.size(); ++i) places_.emplace(pair_of(pairs_[i].left, pairs_[i].right), i);
  seen_ = seen;
  ++generation_;
  return {};
}

Result<void> Review::reload() {
  const std::lock_guard lock(mutex_);
  return read();
}

Result<ReviewState> Review::state(std::size_t screen) {
  const std::lock_guard lock(mutex_);
  TRY(log_->refresh());
  ReviewState state{.file = file_.filename().string(),
                    .generation = generation_,
                    .revision = log_->revision(),
                    .changed = stamp() != seen_,
                    .verdicts = {},
                    .undo_steps = steps_[screen].size()};
  state.verdicts.reserve(pairs_.size());
  for (const ReviewPair& pair : pairs_) state.verdicts += letter_of(log_->verdict(pair_of(pair.left, pair.right)));
  return state;
}

Result<ReviewPair> Review::pair(std::size_t index) {
  const std::lock_guard lock(mutex_);
  if (index >= pairs_.size()) return fail(Code::kNotFound, kWhere);
  return pairs_[index];
}

Result<void> Review::decide(std::size_t screen, const RecordPair& pair, Verdict was, Verdict now) {
  const std::lock_guard lock(mutex_);
  if (!places_.contains(pair)) return fail(Code::kNotFound, kWhere);
  TRY(log_->set(pair, was, now));
  if (was == now) return {};
  auto& steps = steps_[screen];
  if (steps.size() >= kUndoStepsMax) steps.erase(steps.begin());
  steps.push_back({pair, was, now});
  return {};
}

Result<Undone> Review::undo(std::size_t screen) {
  const std::lock_guard lock(mutex_);
  auto& steps = steps_[screen];
  if (steps.empty()) return fail(Code::kNotFound, kWhere);
  const Step step = steps.back();
  const auto done = log_->set(step.pair, step.after, step.before);
  if (done.has_value() || done.error().code == Code::kConflict) steps.pop_back();
  TRY(done);
  const auto place = places_.find(step.pair);
  return Undone{step.pair, step.before, place == places_.end() ? std::nullopt : std::optional(place->second)};
}

}  // namespace waymark::courts
