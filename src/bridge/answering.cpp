#include "bridge/answering.h"

#include <algorithm>
#include <cctype>

#include "bridge/answer_letter.h"
#include "bridge/limits.h"
#include "bridge/return_address.h"
#include "envelope/age_seal.h"
#include "envelope/armor.h"

namespace waymark::bridge {
namespace {

bool same_mail(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// Text that held an address.
void wipe_text(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

/// The relay's answer, sealed to the requester's own key.
Result<Bytes> sealed_answer(const envelope::PollLetter& poll, ByteView relay_said, crypto::Random& random) {
  const SecretBytes plaintext = envelope::write_poll_answer(poll, relay_said);
  return envelope::age_seal({&poll.reply_key, 1}, plaintext.view(), random);
}

}  // namespace

Answering::Outcome Answering::answer(const Question& question, Counts& counts) {
  if (!question.poll) return refuse(question.uid, question.poll.error().code, counts);
  if (question.marked && !waiting_.contains(question.uid)) return done(question.uid, counts.unsure);
  auto to = return_address(question.letter);
  const bool own = to && std::ranges::any_of(parts_.own_mails, [&](const auto& mail) { return same_mail(mail, *to); });
  if (!to || own) return done(question.uid, counts.unanswerable);
  if (!take_from_quota()) {
    const auto known = waiting_.find(question.uid);
    return wait(question.uid, next_hour(), known == waiting_.end() ? 0 : known->second.tries);
  }
  const auto relay_said = parts_.relay.poll(question.poll->poll);
  if (!relay_said) return Outcome::kRelayAway;
  const auto answer = sealed_answer(*question.poll, *relay_said, parts_.random);
  if (!answer) return done(question.uid, counts.foreign);  // no key that anybody could have
  const Outcome outcome = send(question, *to, *answer, counts);
  wipe_text(*to);
  return outcome;
}

Answering::Outcome Answering::refuse(std::uint32_t uid, Code code, Counts& counts) {
  switch (code) {
    case Code::kReplayed: return done(uid, counts.again);
    case Code::kWrongDay: return done(uid, counts.stale);
    case Code::kFull: return wait(uid, next_hour(), 0);
    default: return done(uid, counts.foreign);
  }
}

Answering::Outcome Answering::send(const Question& question, const std::string& to, ByteView answer, Counts& counts) {
  std::string letter = answer_letter(parts_.from, to, envelope::to_armor(answer), parts_.clock.now(), parts_.random);
  if (!parts_.mailbox.mark_answered(question.uid, true)) return Outcome::kMailboxAway;
  const Sent sent = parts_.postman.send(to, letter);
  wipe_text(letter);
  if (sent == Sent::kLater) return put_off(question.uid, counts);
  if (sent == Sent::kRefused) return done(question.uid, counts.mail_refused);
  parts_.box.answered(*question.poll);
  return done(question.uid, sent == Sent::kTaken ? counts.answered : counts.unsure);
}

Answering::Outcome Answering::put_off(std::uint32_t uid, Counts& counts) {
  ++counts.mail_later;
  const std::size_t tries = waiting_[uid].tries;
  if (tries >= kAnswerWaits.size()) return done(uid, counts.given_up);
  // A mark that stays although it should go is harmless as long as this process knows that the letter waits.
  const bool unmarked = parts_.mailbox.mark_answered(uid, false).has_value();
  wait(uid, parts_.clock.now() + kAnswerWaits.at(tries), tries + 1);
  return unmarked ? Outcome::kWaits : Outcome::kMailboxAway;
}

Answering::Outcome Answering::wait(std::uint32_t uid, TimePoint next, std::size_t tries) {
  if (waiting_.contains(uid) || waiting_.size() < kWaitingMax) waiting_[uid] = {.tries = tries, .next = next};
  return Outcome::kWaits;
}

Answering::Outcome Answering::done(std::uint32_t uid, std::uint64_t& count) {
  ++count;
  waiting_.erase(uid);
  return Outcome::kDone;
}

bool Answering::waits(std::uint32_t uid) const {
  const auto known = waiting_.find(uid);
  if (known == waiting_.end()) return false;
  // Further off than any wait is: the clock was set back since.
  const TimePoint now = parts_.clock.now();
  return known->second.next > now && known->second.next <= now + kLongestWait;
}

bool Answering::take_from_quota() {
  const std::int64_t hour = std::chrono::floor<std::chrono::hours>(parts_.clock.now()).time_since_epoch().count();
  if (hour != hour_) asked_ = 0;
  hour_ = hour;
  if (asked_ >= parts_.polls_an_hour) return false;
  ++asked_;
  return true;
}

TimePoint Answering::next_hour() const {
  return std::chrono::floor<std::chrono::hours>(parts_.clock.now()) + std::chrono::hours{1};
}

}  // namespace waymark::bridge
