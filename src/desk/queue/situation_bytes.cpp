#include "desk/queue/situation_bytes.h"

#include <array>

#include "text/utf8.h"

namespace waymark::desk {
namespace {

constexpr std::size_t kAttributesMax = 8;
constexpr std::size_t kWordBytesMax = 256;         // as in the JSON
constexpr std::uint64_t kTimeMax = 7'258'118'400;  // 2200-01-01, as in the JSON
constexpr std::uint32_t kUnreadMax = 1'000'000;
constexpr std::uint32_t kCardVersionMax = 999'999;

/// Which of the moments and others that may be missing are there.
enum Has : std::uint16_t {
  kOldestUnread = 1,
  kOwner = 2,
  kFirstReply = 4,
  kLastReply = 8,
  kLastMessage = 16,
  kWakes = 32,
  kAttended = 64,
  kOverride = 128,
  kOverrideTo = 256,
  kHasAll = 511
};

/// What a thing that is due has besides.
constexpr std::uint8_t kDueOpens = 1;
constexpr std::uint8_t kDueRepeats = 2;

std::unexpected<Error> malformed() { return fail(Code::kMalformed, "desk/situation"); }

// Writing -----------------------------------------------------------------------------------------------------------

template <class Enum>
void put_code(ByteWriter& out, Enum value) {
  out.u8(static_cast<std::uint8_t>(value));
}
void put(ByteWriter& out, std::string_view word) { out.u16(static_cast<std::uint16_t>(word.size())).put(word); }
void put(ByteWriter& out, TimePoint time) { out.u64(static_cast<std::uint64_t>(time.time_since_epoch().count())); }
void put(ByteWriter& out, const std::optional<TimePoint>& time) {
  if (time.has_value()) put(out, *time);
}

void put(ByteWriter& out, const Fact& fact) {
  put(out, std::string_view(fact.key));
  put(out, std::string_view(fact.value));
  out.u8(static_cast<std::uint8_t>(fact.attributes.size()));
  for (const auto& [key, value] : fact.attributes) {
    put(out, std::string_view(key));
    put(out, std::string_view(value));
  }
  put_code(out, fact.precision);
  put_code(out, fact.said_by);
  put(out, std::string_view(fact.author));
  put(out, fact.said_at);
  put_code(out, fact.verification);
  out.u8(fact.superseded ? 1 : 0);
}

void put(ByteWriter& out, const Due& due) {
  put(out, std::string_view(due.kind));
  put(out, due.at);
  out.u8(static_cast<std::uint8_t>((due.opens.has_value() ? kDueOpens : 0) | (due.every_days > 0 ? kDueRepeats : 0)));
  put(out, due.opens);
  put_code(out, due.precision);
  put(out, std::string_view(due.owner));
  if (due.every_days > 0) out.u8(static_cast<std::uint8_t>(due.every_days)).u8(static_cast<std::uint8_t>(due.times));
}

std::uint16_t what_is_there(const Situation& situation) {
  const auto bit = [](bool there, Has has) { return there ? static_cast<unsigned>(has) : 0U; };
  const auto& moved = situation.override_;
  return static_cast<std::uint16_t>(
      bit(situation.oldest_unread_at.has_value(), kOldestUnread) | bit(situation.owner.has_value(), kOwner) |
      bit(situation.first_reply_at.has_value(), kFirstReply) | bit(situation.last_reply_at.has_value(), kLastReply) |
      bit(situation.last_message_at.has_value(), kLastMessage) | bit(situation.wakes_at.has_value(), kWakes) |
      bit(situation.attended_at.has_value(), kAttended) | bit(moved.has_value(), kOverride) |
      bit(moved.has_value() && moved->to.has_value(), kOverrideTo));
}

// Reading -----------------------------------------------------------------------------------------------------------

/// @param last  the greatest value of the enum; numbers begin at `first`
template <class Enum>
Result<Enum> read_code(ByteReader& in, Enum last, Enum first = Enum{}) {
  LET(const std::uint8_t code, in.u8());
  if (code > static_cast<std::uint8_t>(last) || code < static_cast<std::uint8_t>(first)) return malformed();
  return static_cast<Enum>(code);
}
Result<bool> read_flag(ByteReader& in) {
  LET(const std::uint8_t flag, in.u8());
  if (flag > 1) return malformed();
  return flag == 1;
}
/// Borrowed from the bytes.
Result<std::string_view> view_word(ByteReader& in, bool may_be_empty = false) {
  LET(const std::uint16_t size, in.u16());
  if (size > kWordBytesMax || (size == 0 && !may_be_empty)) return malformed();
  LET(const ByteView word, in.take(size));
  if (!text::is_utf8(text_of(word))) return malformed();
  return text_of(word);
}
Result<std::string> read_word(ByteReader& in, bool may_be_empty = false) {
  LET(const std::string_view word, view_word(in, may_be_empty));
  return std::string(word);
}
Result<TimePoint> read_time(ByteReader& in) {
  LET(const std::uint64_t seconds, in.u64());
  if (seconds > kTimeMax) return malformed();
  return TimePoint{Seconds{static_cast<std::int64_t>(seconds)}};
}
Result<std::optional<TimePoint>> read_time_if(bool there, ByteReader& in) {
  if (!there) return std::optional<TimePoint>{};
  LET(const TimePoint time, read_time(in));
  return std::optional(time);
}
Result<std::uint32_t> read_number(ByteReader& in, std::uint32_t max) {
  LET(const std::uint32_t number, in.u32());
  if (number > max) return malformed();
  return number;
}

/// 1…max
Result<int> read_small(ByteReader& in, int max) {
  LET(const std::uint8_t number, in.u8());
  if (number == 0 || number > max) return malformed();
  return static_cast<int>(number);
}

using AttributeViews = std::array<std::pair<std::string_view, std::string_view>, kAttributesMax>;

/// A fact as it lies in the bytes.
struct FactBytes {
  FactView view;
  Precision precision = Precision::kExact;
  Speaker said_by = Speaker::kRequester;
  std::string_view author;
  TimePoint said_at;
  Verification verification = Verification::kUnverified;
};

/// Borrows from the bytes, and its attributes from `attributes`.
Result<FactBytes> read_fact_bytes(ByteReader& in, AttributeViews& attributes) {
  FactBytes fact;
  LET(fact.view.key, view_word(in));
  LET(fact.view.value, view_word(in));
  LET(const std::uint8_t count, in.u8());
  if (count > kAttributesMax) return malformed();
  for (std::uint8_t at = 0; at < count; ++at) {
    LET(attributes.at(at).first, view_word(in));
    LET(attributes.at(at).second, view_word(in));
  }
  fact.view.attributes = std::span(attributes).first(count);
  LET(fact.precision, read_code(in, Precision::kUnknown));
  LET(fact.said_by, read_code(in, Speaker::kStaff));
  LET(fact.author, view_word(in, /*may_be_empty=*/true));
  LET(fact.said_at, read_time(in));
  LET(fact.verification, read_code(in, Verification::kContradicted));
  LET(fact.view.superseded, read_flag(in));
  return fact;
}

Result<Fact> read_fact(ByteReader& in) {
  AttributeViews attributes;
  LET(const FactBytes bytes, read_fact_bytes(in, attributes));
  Fact fact{.key = std::string(bytes.view.key),
            .value = std::string(bytes.view.value),
            .precision = bytes.precision,
            .said_by = bytes.said_by,
            .author = std::string(bytes.author),
            .said_at = bytes.said_at,
            .verification = bytes.verification,
            .superseded = bytes.view.superseded};
  for (const auto& [key, value] : bytes.view.attributes)
    fact.attributes.emplace_hint(fact.attributes.end(), key, value);
  return fact;
}

Result<std::uint16_t> read_fact_count(ByteReader& in) {
  LET(const std::uint16_t count, in.u16());
  if (count > kSituationFactsMax) return fail(Code::kTooLarge, "desk/situation");
  return count;
}

Result<Due> read_due(ByteReader& in) {
  Due due;
  LET(due.kind, read_word(in));
  if (due_rule(due.kind) == nullptr) return malformed();
  LET(due.at, read_time(in));
  LET(const std::uint8_t has, in.u8());
  if (has > (kDueOpens | kDueRepeats)) return malformed();
  LET(due.opens, read_time_if((has & kDueOpens) != 0, in));
  LET(due.precision, read_code(in, Precision::kUnknown));
  LET(due.owner, read_word(in, /*may_be_empty=*/true));
  if ((has & kDueRepeats) == 0) return due;
  LET(due.every_days, read_small(in, 7));
  LET(due.times, read_small(in, kWindowTimesMax));
  return due;
}

Result<ToldCard> read_told(ByteReader& in) {
  ToldCard card;
  LET(card.id, read_word(in));
  LET(const std::uint32_t version, read_number(in, kCardVersionMax));
  LET(const std::uint32_t before, read_number(in, kCardVersionMax));
  card.version = static_cast<int>(version);
  card.before = static_cast<int>(before);
  return card;
}

Result<CourtSeen> read_seen(ByteReader& in) {
  CourtSeen seen;
  LET(seen.at, read_time(in));
  LET(const std::uint8_t step, in.u8());
  if (step < 1 || step > kCourtStepMax) return malformed();
  seen.step = step;
  LET(seen.by, read_word(in));
  return seen;
}

/// A count u16 and as many of them.
template <class One>
Result<std::vector<One>> read_all(ByteReader& in, std::size_t max, Result<One> (*read)(ByteReader&)) {
  LET(const std::uint16_t count, in.u16());
  if (count > max) return fail(Code::kTooLarge, "desk/situation");
  std::vector<One> all;
  all.reserve(count);
  for (std::uint16_t left = count; left > 0; --left) {
    LET(One one, read(in));
    all.push_back(std::move(one));
  }
  return all;
}

Result<void> read_what_may_be_missing(ByteReader& in, std::uint16_t has, Situation& situation) {
  LET(situation.oldest_unread_at, read_time_if((has & kOldestUnread) != 0, in));
  if ((has & kOwner) != 0) {
    LET(situation.owner, read_word(in));
  }
  LET(situation.first_reply_at, read_time_if((has & kFirstReply) != 0, in));
  LET(situation.last_reply_at, read_time_if((has & kLastReply) != 0, in));
  LET(situation.last_message_at, read_time_if((has & kLastMessage) != 0, in));
  LET(situation.wakes_at, read_time_if((has & kWakes) != 0, in));
  LET(situation.attended_at, read_time_if((has & kAttended) != 0, in));
  if ((has & kOverride) == 0) return {};
  LET(const Override::Direction direction, read_code(in, Override::Direction::kLowered));
  LET(const TimePoint at, read_time(in));
  LET(const std::optional<TimePoint> to, read_time_if((has & kOverrideTo) != 0, in));
  situation.override_ = Override{direction, at, to};
  return {};
}

Result<Situation> read_head(ByteReader& in) {
  Situation situation;
  LET(const std::uint16_t has, in.u16());
  if (has > kHasAll || ((has & kOverrideTo) != 0 && (has & kOverride) == 0)) return malformed();
  LET(situation.received_at, read_time(in));
  LET(situation.unread, read_number(in, kUnreadMax));
  LET(situation.language, read_code(in, Language::kEnglish, Language::kRussian));
  LET(situation.stage, read_code(in, Stage::kAnonymised));
  LET(situation.side, read_code(in, Side::kReopened));
  LET(situation.junk, read_code(in, Junk::kDuplicate));
  TRY(read_what_may_be_missing(in, has, situation));
  return situation;
}

/// What stands behind the facts.
Result<void> read_rest(ByteReader& in, Situation& situation) {
  LET(situation.dues, read_all<Due>(in, kDuesMax, read_due));
  LET(situation.told, read_all<ToldCard>(in, kToldCardsMax, read_told));
  LET(situation.court_seen, read_all<CourtSeen>(in, kCourtSeenMax, read_seen));
  if (in.remaining() > 0) return malformed();
  return {};
}

}  // namespace

Bytes to_bytes(const Situation& situation) {
  ByteWriter out(512);
  out.u16(what_is_there(situation));
  put(out, situation.received_at);
  out.u32(situation.unread);
  put_code(out, situation.language);
  put_code(out, situation.stage);
  put_code(out, situation.side);
  put_code(out, situation.junk);
  put(out, situation.oldest_unread_at);
  if (situation.owner.has_value()) put(out, std::string_view(*situation.owner));
  for (const auto& time : {situation.first_reply_at, situation.last_reply_at, situation.last_message_at,
                           situation.wakes_at, situation.attended_at})
    put(out, time);
  if (situation.override_.has_value()) {
    put_code(out, situation.override_->direction);
    put(out, situation.override_->at);
    put(out, situation.override_->to);
  }
  out.u16(static_cast<std::uint16_t>(situation.facts.size()));
  for (const Fact& fact : situation.facts) put(out, fact);
  out.u16(static_cast<std::uint16_t>(situation.dues.size()));
  for (const Due& due : situation.dues) put(out, due);
  out.u16(static_cast<std::uint16_t>(situation.told.size()));
  for (const ToldCard& card : situation.told) {
    put(out, std::string_view(card.id));
    out.u32(static_cast<std::uint32_t>(card.version)).u32(static_cast<std::uint32_t>(card.before));
  }
  out.u16(static_cast<std::uint16_t>(situation.court_seen.size()));
  for (const CourtSeen& one : situation.court_seen) {
    put(out, one.at);
    out.u8(static_cast<std::uint8_t>(one.step));
    put(out, std::string_view(one.by));
  }
  return out.finish();
}

Result<Situation> situation_from_bytes(ByteView bytes) {
  if (bytes.size() > kSituationBytesMax) return fail(Code::kTooLarge, "desk/situation");
  ByteReader in(bytes);
  LET(Situation situation, read_head(in));
  LET(situation.facts, read_all<Fact>(in, kSituationFactsMax, read_fact));
  TRY(read_rest(in, situation));
  return situation;
}

Result<Situation> check_situation(ByteView bytes) {
  if (bytes.size() > kSituationBytesMax) return fail(Code::kTooLarge, "desk/situation");
  ByteReader in(bytes);
  LET(Situation head, read_head(in));
  LET(const std::uint16_t facts, read_fact_count(in));
  AttributeViews attributes;
  for (std::uint16_t left = facts; left > 0; --left) TRY(read_fact_bytes(in, attributes));
  TRY(read_rest(in, head));
  return head;
}

Result<Situation> head_from_bytes(ByteView bytes) {
  ByteReader in(bytes);
  return read_head(in);
}

Result<bool> any_fact_in(ByteView bytes, const std::function<bool(const FactView&)>& wanted) {
  ByteReader in(bytes);
  TRY(read_head(in));
  LET(const std::uint16_t count, read_fact_count(in));
  AttributeViews attributes;
  for (std::uint16_t left = count; left > 0; --left) {
    LET(const FactBytes fact, read_fact_bytes(in, attributes));
    if (wanted(fact.view)) return true;
  }
  return false;
}

}  // namespace waymark::desk
