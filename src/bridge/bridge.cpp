#include "bridge/bridge.h"

#include <algorithm>

#include "bridge/letter.h"
#include "bridge/limits.h"

namespace waymark::bridge {
namespace {

/// The day in front of a sealed text is a hint; the relay takes today's at any rate.
std::uint32_t day_to_put(const envelope::Pasted& pasted, std::uint32_t today) {
  const std::uint32_t day = pasted.day.value_or(today);
  return day + kDaysBack >= today && day <= today ? day : today;
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  stored += other.stored;
  others += other.others;
  broken += other.broken;
  removed += other.removed;
  too_late += other.too_late;
  relay_refused += other.relay_refused;
  mailbox_failed += other.mailbox_failed;
  answered += other.answered;
  again += other.again;
  stale += other.stale;
  foreign += other.foreign;
  unanswerable += other.unanswerable;
  mail_refused += other.mail_refused;
  given_up += other.given_up;
  unsure += other.unsure;
  mail_later += other.mail_later;
  return *this;
}

Bridge::Bridge(Mailbox& mailbox, RelayDoor& relay, const Clock& clock, std::size_t letters_an_hour,
               Answering* answering)
    : mailbox_(mailbox), relay_(relay), clock_(clock), letters_an_hour_(letters_an_hour), answering_(answering) {}

Counts Bridge::round() {
  Counts counts;
  const auto listing = mailbox_.list();
  mailbox_error_ = listing ? std::nullopt : std::optional{listing.error().code};
  if (!listing) {
    ++counts.mailbox_failed;
    return counts;
  }
  relay_away_ = false;
  day_agreed_ = false;
  forget_what_is_gone(*listing);
  const std::vector<std::uint32_t> turns = order(*listing);  // without what is done, also after its removal
  remove(std::vector<std::uint32_t>(done_.begin(), done_.end()), counts);
  for (const std::uint32_t uid : turns) {
    if (relay_away_ || mailbox_error_ || !take_from_quota()) break;
    handle(uid, counts);
  }
  remove_old(*listing, counts);
  return counts;
}

/// Numbers of another validity are other letters: what was learnt of them is void.
void Bridge::forget_what_is_gone(const Listing& listing) {
  const auto is_there = [&](std::uint32_t uid) {
    return std::ranges::binary_search(listing.letters, uid, {}, &LetterAtHand::uid);
  };
  for (std::set<std::uint32_t>* known : {&others_, &done_, &troubled_}) {
    if (listing.validity != validity_) known->clear();
    std::erase_if(*known, [&](std::uint32_t uid) { return !is_there(uid); });
  }
  if (answering_ != nullptr)
    answering_->forget([&](std::uint32_t uid) { return listing.validity == validity_ && is_there(uid); });
  validity_ = listing.validity;
  marked_.clear();
  for (const LetterAtHand& letter : listing.letters)
    if (letter.answered) marked_.insert(letter.uid);
}

/// The oldest and the newest in turn: whoever fills the mailbox delays what lies at one end at most. What made trouble
/// before comes last.
std::vector<std::uint32_t> Bridge::order(const Listing& listing) const {
  std::vector<std::uint32_t> fresh;
  std::vector<std::uint32_t> last;
  for (const LetterAtHand& letter : listing.letters) {
    if (others_.contains(letter.uid) || done_.contains(letter.uid)) continue;
    if (answering_ != nullptr && answering_->waits(letter.uid)) continue;
    (troubled_.contains(letter.uid) ? last : fresh).push_back(letter.uid);
  }
  std::vector<std::uint32_t> turns;
  for (std::size_t i = 0; i < fresh.size(); ++i)
    turns.push_back(i % 2 == 0 ? fresh[i / 2] : fresh[fresh.size() - 1 - i / 2]);
  turns.insert(turns.end(), last.begin(), last.end());
  return turns;
}

bool Bridge::take_from_quota() {
  const std::int64_t hour = std::chrono::floor<std::chrono::hours>(clock_.now()).time_since_epoch().count();
  if (hour != hour_) fetched_ = 0;
  hour_ = hour;
  return fetched_++ < letters_an_hour_;
}

void Bridge::handle(std::uint32_t uid, Counts& counts) {
  if (troubled_.size() < kTroubledMax) troubled_.insert(uid);  // until it went well
  const auto bytes = mailbox_.fetch(uid);
  if (!bytes) {
    ++counts.mailbox_failed;
    // A connection that broke is worth another look in the next round, not a flood of tries in this one.
    if (bytes.error().code == Code::kUnavailable) mailbox_error_ = bytes.error().code;
    return;
  }
  const Letter letter = read_letter(text_of(*bytes));
  if (letter.sealed.empty()) {
    ++(letter.refused == Code::kNotFound ? counts.others : counts.broken);
    troubled_.erase(uid);
    others_.insert(uid);
    return;
  }
  take(uid, letter, text_of(*bytes), counts);
}

/// Messages first, then the question: whoever sends both in one letter asks for what came before.
void Bridge::take(std::uint32_t uid, const Letter& letter, std::string_view text, Counts& counts) {
  std::optional<Result<envelope::PollLetter>> poll;
  for (const envelope::Pasted& pasted : letter.sealed) {
    auto opened = answering_ != nullptr ? answering_->open(pasted.envelope.view()) : std::nullopt;
    if (!opened && !store(pasted, counts)) return;
    if (opened && !poll) poll = std::move(opened);
  }
  if (poll && !answer(uid, *poll, text, counts)) return;
  if (letter.refused) ++counts.broken;
  troubled_.erase(uid);
  done_.insert(uid);
  remove({uid}, counts);
}

bool Bridge::answer(std::uint32_t uid, const Result<envelope::PollLetter>& poll, std::string_view text,
                    Counts& counts) {
  const auto outcome =
      answering_->answer({.uid = uid, .marked = marked_.contains(uid), .poll = poll, .letter = text}, counts);
  if (outcome == Answering::Outcome::kRelayAway) relay_away_ = true;
  if (outcome == Answering::Outcome::kMailboxAway) {
    ++counts.mailbox_failed;
    mailbox_error_ = Code::kUnavailable;
  }
  if (answering_->waits(uid)) troubled_.erase(uid);
  return outcome == Answering::Outcome::kDone;
}

bool Bridge::store(const envelope::Pasted& pasted, Counts& counts) {
  const std::uint32_t today = unix_day(clock_.now());
  const std::uint32_t day = day_to_put(pasted, today);
  Put put = relay_.put(day, pasted.envelope.view());
  const bool again = put == Put::kWrongDay && day != today;
  if (again) put = relay_.put(today, pasted.envelope.view());
  if (put != Put::kLater && (again || day == today)) day_agreed_ = put != Put::kWrongDay;
  ++(put == Put::kStored ? counts.stored : counts.relay_refused);
  if (put != Put::kStored) relay_away_ = put == Put::kLater;
  return put == Put::kStored;
}

void Bridge::remove(const std::vector<std::uint32_t>& uids, Counts& counts) {
  if (uids.empty()) return;
  if (!mailbox_.remove(uids)) {
    ++counts.mailbox_failed;
    return;
  }
  for (const std::uint32_t uid : uids) {
    done_.erase(uid);
    others_.erase(uid);
    troubled_.erase(uid);
  }
}

/// A letter of ours only by a day that the relay has just agreed with: by a clock that is ahead one that came a minute
/// ago is a week old.
void Bridge::remove_old(const Listing& listing, Counts& counts) {
  if (mailbox_error_) return;
  std::vector<std::uint32_t> old;
  std::size_t others = others_.size();
  for (const LetterAtHand& letter : listing.letters) {
    const auto age = clock_.now() - letter.arrived;
    if (others_.contains(letter.uid) && (age > kOthersKept || others > kOthersMax)) {
      old.push_back(letter.uid);
      --others;
      ++counts.removed;
    } else if (day_agreed_ && troubled_.contains(letter.uid) && age > kOursKept) {
      old.push_back(letter.uid);
      ++counts.too_late;
    }
  }
  remove(old, counts);
}

}  // namespace waymark::bridge
