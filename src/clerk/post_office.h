// PostOffice: everything the clerk does with keys: derive them, seal a message and put it, fetch replies, delete.
// Slow (PBKDF2, the network): runs on a slow lane (slow_lane.h), never on a thread that others wait for.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "clerk/hour_quota.h"
#include "clerk/limits.h"
#include "clerk/organisation.h"
#include "clerk/remembered.h"
#include "clerk/visit.h"
#include "mailbox/mailbox.h"

namespace waymark::clerk {

/// kStale, kAhead: the list of day keys is too old for this machine's date, or from its future; nothing was sealed.
/// kMany: more write than this clerk works for within an hour, or the relay asks for more than it does.
enum class SendOutcome { kStored, kUnreachable, kBusy, kFull, kMany, kExpired, kStale, kAhead, kNotSealed, kStrange };

struct PostLimits {
  std::int64_t per_hour = kPutsAnHour;
  std::chrono::milliseconds work_time = kWorkTime;  ///< for one letter, the wait for others' work included
};

/// What goes into a message besides who sends it.
struct Content {
  envelope::Kind kind = envelope::Kind::kMessage;
  Language language = Language::kEnglish;
  std::string text = {};
  std::string contact_words = {};
  std::optional<envelope::PackName> pack = {};
  std::vector<envelope::Answer> answers = {};
};

/// How many bytes of text fit beside the answers and contact words of `content`.
std::size_t room_of(const Content& content);

struct ShownReply {
  mailbox::Place place;
  Language language;
  std::uint32_t sealed_day;
  std::uint32_t arrived;
  std::uint32_t last_arrived_day;
  std::string body;
  std::vector<envelope::Token> tokens = {};
};

struct Inbox {
  std::vector<ShownReply> replies;  ///< the newest first
  std::size_t not_ours = 0;         ///< what came under our ids and did not open or was not signed
};

class PostOffice {
 public:
  /// References outlive it.
  PostOffice(const crypto::InstanceId& instance, RelayLink& relay, Organisation& organisation, const Clock& clock,
             crypto::Random& random, const PostLimits& limits = {});
  /// Whoever works for a visitor stops.
  void stop() { stopping_ = true; }

  /// Derives the keys of the visit's phrase, once. CHECKs that there is a phrase or keys.
  void ensure_keys(Visit& visit) const;
  /// Seals and puts; a message id that was stored in the last minutes is not put again.
  /// Everything is marked Assurance::kClerk.
  /// Notes in the visit what the relay calls it.
  SendOutcome send(Visit& visit, const Content& content);
  /// Of what this visit stored last; kUnknown when it stored nothing.
  Places places(const Visit& visit);
  /// Notes in the visit the tokens that its replies carry.
  /// @error kUnavailable when the relay or the organisation's keys are not there
  Result<Inbox> replies(Visit& visit);
  /// @error kUnavailable
  Result<void> remove(const Visit& visit, mailbox::Place place);
  Result<void> remove_all(const Visit& visit);

 private:
  SendOutcome seal_and_put(Visit& visit, const Content& content);
  /// Puts; shows the visit's tokens and then work, if the relay asks for it.
  PutAnswer put(Visit& visit, std::uint32_t day, ByteView envelope);
  PutAnswer work_and_put(std::uint32_t day, ByteView envelope, work::Demand demand);

  const crypto::InstanceId instance_;
  RelayLink& relay_;
  Organisation& organisation_;
  const Clock& clock_;
  crypto::Random& random_;
  const PostLimits limits_;
  Remembered stored_;
  HourQuota hour_;
  std::timed_mutex at_work_;  ///< one works at a time
  std::atomic<bool> stopping_ = false;
};

}  // namespace waymark::clerk
