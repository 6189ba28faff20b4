// Mailbox, relay and mail server in memory, which fail when they are told to. Test code only.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "bridge/mailbox.h"
#include "bridge/postman.h"
#include "bridge/relay_door.h"
#include "envelope/poll_letter.h"

namespace waymark::bridge::testing {

/// A mailbox in memory that fails when it is told to.
class MailboxInMemory final : public Mailbox {
 public:
  explicit MailboxInMemory(const Clock& clock) : clock_(clock) {}
  void arrive(std::string bytes) { letters_[next_++] = {std::move(bytes), clock_.now()}; }
  Result<Listing> list() override {
    if (fail_list_) return fail(*fail_list_, "test");
    Listing listing{.validity = validity_, .letters = {}};
    for (const auto& [uid, letter] : letters_) listing.letters.push_back({uid, letter.second, marked_.contains(uid)});
    return listing;
  }
  Result<WipingBytes> fetch(std::uint32_t uid) override {
    fetched_.push_back(uid);
    if (uid == hangs_) return fail(Code::kUnavailable, "test");
    return to_wiping(view_of(letters_.at(uid).first));
  }
  Result<void> mark_answered(std::uint32_t uid, bool answered) override {
    if (fail_mark_) return fail(Code::kUnavailable, "test");
    if (answered)
      marked_.insert(uid);
    else
      marked_.erase(uid);
    return {};
  }
  Result<void> remove(const std::vector<std::uint32_t>& uids) override {
    if (fail_remove_) return fail(Code::kUnavailable, "test");
    for (const std::uint32_t uid : uids) letters_.erase(uid);
    return {};
  }
  /// The server numbers everything anew.
  void renumber() {
    ++validity_;
    std::map<std::uint32_t, std::pair<std::string, TimePoint>> all;
    next_ = 1;
    for (auto& [uid, letter] : letters_) all[next_++] = std::move(letter);
    letters_ = std::move(all);
  }

  std::map<std::uint32_t, std::pair<std::string, TimePoint>> letters_;
  std::vector<std::uint32_t> fetched_;
  std::optional<Code> fail_list_;
  std::set<std::uint32_t> marked_;
  bool fail_remove_ = false;
  bool fail_mark_ = false;
  std::uint32_t hangs_ = 0;

 private:
  const Clock& clock_;
  std::uint32_t next_ = 1;
  std::uint32_t validity_ = 1;
};

class RelayInMemory final : public RelayDoor {
 public:
  std::optional<WipingBytes> poll(ByteView poll) override {
    if (away_from_polls_) return std::nullopt;
    polled_.push_back(to_bytes(poll));
    return WipingBytes(envelope::kPollAnswerBytes, 7);
  }
  Put put(std::uint32_t day, ByteView envelope) override {
    if (says_ != Put::kStored) return says_;
    if (day == refused_day_) return Put::kWrongDay;
    stored_.emplace_back(day, to_bytes(envelope));
    return Put::kStored;
  }
  std::vector<std::pair<std::uint32_t, Bytes>> stored_;
  std::vector<Bytes> polled_;
  bool away_from_polls_ = false;
  Put says_ = Put::kStored;
  std::uint32_t refused_day_ = 0;
};

class PostmanInMemory final : public Postman {
 public:
  Sent send(const std::string& to, std::string_view letter) override {
    tried_.emplace_back(to, letter);
    if (during_) during_();
    if (says_ == Sent::kTaken || says_ == Sent::kUnsure) sent_.emplace_back(to, letter);
    return says_;
  }
  std::vector<std::pair<std::string, std::string>> tried_, sent_;
  Sent says_ = Sent::kTaken;
  std::function<void()> during_;
};

}  // namespace waymark::bridge::testing
