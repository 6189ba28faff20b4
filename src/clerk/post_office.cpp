#include "clerk/post_office.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/check.h"
#include "clerk/limits.h"
#include "crypto/xwing_open.h"
#include "envelope/frame_row.h"
#include "envelope/open.h"
#include "envelope/seal.h"
#include "work/pass.h"

namespace waymark::clerk {
namespace {

SendOutcome outcome_of(PutAnswer answer) {
  switch (answer) {
    case PutAnswer::kStored: return SendOutcome::kStored;
    case PutAnswer::kFull: return SendOutcome::kFull;
    case PutAnswer::kWork: return SendOutcome::kMany;
    case PutAnswer::kExpired: return SendOutcome::kExpired;
    case PutAnswer::kBusy: return SendOutcome::kBusy;
    case PutAnswer::kUnreachable: return SendOutcome::kUnreachable;
    case PutAnswer::kWrongDay:
    case PutAnswer::kStrange: break;
  }
  return SendOutcome::kStrange;
}

/// Why there are no keys of the organisation.
SendOutcome without_keys(const Error& error) {
  switch (error.code) {
    case Code::kExpired: return SendOutcome::kExpired;
    case Code::kWrongDay: return SendOutcome::kAhead;
    case Code::kUnavailable:
    case Code::kNotFound: return SendOutcome::kUnreachable;
    default: return SendOutcome::kNotSealed;
  }
}

std::optional<SecretBytes> secret_text(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{SecretBytes::copy_of(view_of(text))};
}

envelope::Message message_of(const Visit& visit, const Content& content, const crypto::InstanceId& instance,
                             std::uint32_t day) {
  const bool erase = content.kind == envelope::Kind::kErase;
  return {.kind = content.kind,
          .assurance = envelope::Assurance::kClerk,
          .language = content.language,
          .instance = instance,
          .day = day,
          .id = visit.message_id,
          .reply_key = crypto::xwing_public_key(visit.keys->reply_seed),
          .mailbox_secret = visit.keys->mailbox_secret.duplicate(),
          .text = erase ? std::nullopt : secret_text(content.text),
          .pack = erase ? std::nullopt : content.pack,
          .answers = erase ? std::vector<envelope::Answer>{} : content.answers,
          .contact = erase ? std::nullopt : secret_text(content.contact_words)};
}

Bytes poll_request(const std::array<mailbox::PolledPlace, mailbox::kPolledIds>& places, std::size_t skip) {
  ByteWriter request;
  request.u16(static_cast<std::uint16_t>(skip));
  for (const auto& polled : places) request.put(polled.id);
  return request.finish();
}

void put_token(ByteWriter& request, const crypto::MailboxSecret& secret, mailbox::Place place) {
  request.put(mailbox::mailbox_id(secret, place)).put(mailbox::delete_token(secret, place).view());
}

/// Adds one blob to the inbox, opened, or counted as not ours.
void take_in(Inbox& inbox, const Visit& visit, const Keys& keys, const crypto::XWingPublicKey& own,
             mailbox::Place place, ByteView blob) {
  const envelope::ReplyExpectation expected{.instance = keys.roster.instance,
                                            .requester = own,
                                            .week = place.week,
                                            .slot = place.slot,
                                            .keys = keys.roster.roster.reply_keys};
  const auto reply = envelope::open_reply(visit.keys->reply_seed, blob, expected);
  if (!reply) {
    ++inbox.not_ours;
    return;
  }
  inbox.replies.push_back({place, reply->language, reply->sealed_day, reply->arrived, reply->last_arrived_day,
                           to_string(reply->body.view()), reply->tokens});
}

/// Those of the newest replies that this visit has not shown yet.
void note_tokens(Visit& visit, const Inbox& inbox) {
  visit.tokens.clear();
  for (const ShownReply& reply : inbox.replies) {
    for (const envelope::Token& token : reply.tokens) {
      const bool shown = std::ranges::find(visit.tokens_shown, token) != visit.tokens_shown.end();
      if (!shown && visit.tokens.size() < kTokensOfAVisit) visit.tokens.push_back(token);
    }
  }
}

Bytes with_pass(ByteView envelope, const work::Pass& pass) {
  return ByteWriter{envelope.size() + work::kPassBytes}.put(envelope).put(work::write_pass(pass)).finish();
}

}  // namespace

std::size_t room_of(const Content& content) {
  return envelope::text_room({.instance = {},
                              .reply_key = {},
                              .mailbox_secret = crypto::MailboxSecret{Secret<32>{}},
                              .pack = content.pack,
                              .answers = content.answers,
                              .contact = secret_text(content.contact_words)});
}

PostOffice::PostOffice(const crypto::InstanceId& instance, RelayLink& relay, Organisation& organisation,
                       const Clock& clock, crypto::Random& random, const PostLimits& limits)
    : instance_(instance),
      relay_(relay),
      organisation_(organisation),
      clock_(clock),
      random_(random),
      limits_(limits),
      stored_(clock),
      hour_(limits.per_hour, clock) {}

void PostOffice::ensure_keys(Visit& visit) const {
  if (visit.keys) return;
  CHECK(visit.phrase.has_value());
  visit.keys.emplace(mailbox::derive_keys(*visit.phrase, instance_));
}

SendOutcome PostOffice::send(Visit& visit, const Content& content) {
  CHECK(visit.keys.has_value());
  if (stored_.has(visit.message_id)) return SendOutcome::kStored;
  if (!hour_.has_room(!visit.tokens.empty())) return SendOutcome::kMany;
  const SendOutcome outcome = seal_and_put(visit, content);
  if (outcome != SendOutcome::kStored) return outcome;
  stored_.add(visit.message_id);
  hour_.add();
  return outcome;
}

// Each token once: one that was refused is spent, or of a week that is gone.
PutAnswer PostOffice::put(Visit& visit, std::uint32_t day, ByteView envelope) {
  PutResult result = relay_.put(day, envelope);
  while (result.answer == PutAnswer::kWork && !visit.tokens.empty()) {
    const work::Token token = visit.tokens.back();
    visit.tokens.pop_back();
    if (visit.tokens_shown.size() == kTokensShownMax) visit.tokens_shown.erase(visit.tokens_shown.begin());
    visit.tokens_shown.push_back(token);
    result = relay_.put(day, with_pass(envelope, token));
  }
  return result.answer == PutAnswer::kWork ? work_and_put(day, envelope, result.demand) : result.answer;
}

PutAnswer PostOffice::work_and_put(std::uint32_t day, ByteView envelope, work::Demand demand) {
  const auto until = std::chrono::steady_clock::now() + limits_.work_time;
  const std::unique_lock alone{at_work_, until};
  if (!alone.owns_lock()) return PutAnswer::kWork;
  const auto go_on = [&] { return !stopping_ && std::chrono::steady_clock::now() < until; };
  for (int tries = 0; tries < kWorkTries && demand.level <= work::kMostLevel; ++tries) {
    const work::Task task{
        .instance = instance_, .row = envelope::row_id_of(day, envelope), .challenge = demand.challenge};
    const auto nonce = work::solve(task, demand.level, random_, go_on);
    if (!nonce) break;
    const PutResult result =
        relay_.put(day, with_pass(envelope, work::DoneWork{.epoch = demand.epoch, .nonce = *nonce}));
    if (result.answer != PutAnswer::kWork) return result.answer;
    demand = result.demand;
  }
  return PutAnswer::kWork;
}

SendOutcome PostOffice::seal_and_put(Visit& visit, const Content& content) {
  std::vector<std::uint32_t> wrong_days;
  for (std::size_t attempt = 0; attempt < roster::kWholeDayKeysMax; ++attempt) {
    organisation_.refresh_if_old();
    const auto keys = organisation_.current();
    if (!keys) return without_keys(keys.error());
    const auto fresh = roster::keys_to_seal((*keys)->day_keys, unix_day(clock_.now()));
    if (!fresh) return fresh.error().code == Code::kExpired ? SendOutcome::kStale : SendOutcome::kAhead;
    const auto day_key = std::ranges::find_if(
        *fresh, [&](const roster::DayKey& key) { return std::ranges::find(wrong_days, key.day) == wrong_days.end(); });
    if (day_key == fresh->end()) break;
    const auto sealed =
        envelope::seal_message(message_of(visit, content, instance_, day_key->day), day_key->key, random_);
    if (!sealed) return SendOutcome::kNotSealed;
    const PutAnswer answer = put(visit, day_key->day, sealed->view());
    if (answer == PutAnswer::kStored)
      visit.stored = StoredAs{day_key->day, envelope::row_id_of(day_key->day, sealed->view())};
    if (answer != PutAnswer::kWrongDay) return outcome_of(answer);
    // The day is over for the relay, or has not begun: fetch, and seal to another of the days that are near, under the
    // same message id.
    wrong_days.push_back(day_key->day);
    (void)organisation_.refresh();
  }
  return SendOutcome::kStrange;
}

Places PostOffice::places(const Visit& visit) {
  return visit.stored ? relay_.places(visit.stored->day, visit.stored->row) : Places::kUnknown;
}

Result<Inbox> PostOffice::replies(Visit& visit) {
  CHECK(visit.keys.has_value());
  organisation_.refresh_if_old();
  LET(const KeysPtr keys, organisation_.current());
  const auto places = mailbox::polled_places(visit.keys->mailbox_secret, unix_day(clock_.now()));
  const auto own = crypto::xwing_public_key(visit.keys->reply_seed);
  Inbox inbox;
  std::set<mailbox::MailboxId> seen;
  // One answer holds one reply: one after the other.
  for (std::size_t skip = 0; skip < places.size();) {
    LET(const Bytes answer, relay_.poll(poll_request(places, skip)));
    ByteReader in{answer};
    LET(const std::uint16_t total, in.u16());
    LET(const std::uint16_t returned, in.u16());
    if (returned > 1) return fail(Code::kMalformed, "clerk/post_office");
    if (returned == 0) break;
    LET(const auto id, in.array<mailbox::kMailboxIdBytes>());
    LET(const ByteView blob, in.take(envelope::kEnvelopeBytes));
    const auto found = std::ranges::find(places, id, &mailbox::PolledPlace::id);
    if (found == places.end())
      ++inbox.not_ours;
    else if (seen.insert(id).second)  // a relay that gives the same one again and again shows nothing twice
      take_in(inbox, visit, *keys, own, found->place, blob);
    if (++skip >= total) break;
  }
  std::ranges::stable_sort(inbox.replies, [](const ShownReply& a, const ShownReply& b) {
    return std::tie(b.sealed_day, b.place.week, b.place.slot) < std::tie(a.sealed_day, a.place.week, a.place.slot);
  });
  note_tokens(visit, inbox);
  return inbox;
}

Result<void> PostOffice::remove(const Visit& visit, mailbox::Place place) {
  CHECK(visit.keys.has_value());
  ByteWriter request;
  put_token(request, visit.keys->mailbox_secret, place);
  // As long as one that deletes everything: the rest is random.
  Bytes body = request.finish();
  const std::size_t used = body.size();
  body.resize(mailbox::kPolledIds * used);
  random_.fill(std::span{body}.subspan(used));
  return relay_.remove(body);
}

Result<void> PostOffice::remove_all(const Visit& visit) {
  CHECK(visit.keys.has_value());
  ByteWriter request;
  for (const auto& polled : mailbox::polled_places(visit.keys->mailbox_secret, unix_day(clock_.now()))) {
    put_token(request, visit.keys->mailbox_secret, polled.place);
  }
  return relay_.remove(request.view());
}

}  // namespace waymark::clerk
