#include "relay/kept.h"

#include <algorithm>

namespace waymark::relay {

Rooms rooms_within(const Quotas& quotas, std::int64_t of_day, std::int64_t in_all) {
  const auto fits = [&](std::int64_t day_max, std::int64_t all_max) {
    if (of_day >= day_max || in_all >= all_max) return false;
    return in_all < all_max - quotas.reserve || of_day < quotas.reserve;
  };
  return {.plain = fits(without_token(quotas, quotas.per_day), without_token(quotas, quotas.in_all)),
          .by_token = fits(quotas.per_day, quotas.in_all)};
}

Result<Way> way_in(const Admission& admission, const Rooms& rooms, bool token_is_good) {
  if (admission.plain == Entry::kOpen && rooms.plain) return Way::kPlain;
  const bool good = admission.token && token_is_good;
  if (good && admission.by_token == Entry::kOpen && rooms.by_token) return Way::kToken;
  // Also where only places for tokens are left: who has one shows it when work is asked.
  return fail(!good && admission.plain == Entry::kWork ? Code::kRateLimited : Code::kFull, "relay/entry");
}

void arrived(const Admission& admission, Way way) {
  if (admission.arrival) *admission.arrival = {.stored = true, .by_token = way == Way::kToken};
}

Result<Half> parse_half(ByteView body) {
  if (body.size() != kHalfPutBytes) return fail(Code::kWrongSize, "relay/halves");
  ByteReader reader{body};
  Half half;
  LET(half.id, reader.array<kRowIdBytes>());
  LET(const std::uint8_t which, reader.u8());
  if (which > 1) return fail(Code::kMalformed, "relay/halves");
  half.second = which == 1;
  half.bytes = to_bytes(body.subspan(kRowIdBytes + 1));
  return half;
}

Result<RowId> parse_half_question(ByteView body) {
  if (body.size() != kHalfAskBytes) return fail(Code::kWrongSize, "relay/halves");
  ByteReader reader{body};
  LET(const RowId id, reader.array<kRowIdBytes>());
  LET(const std::uint8_t ask, reader.u8());
  if (ask != kHalfAsk) return fail(Code::kMalformed, "relay/halves");
  return id;
}

std::optional<envelope::Envelope> join_halves(std::uint32_t day, const Half& half, ByteView other) {
  Bytes whole = half.second ? to_bytes(other) : half.bytes;
  const ByteView rest = half.second ? ByteView{half.bytes} : other;
  whole.insert(whole.end(), rest.begin(), rest.end());
  if (row_id_of(day, whole) != half.id) return std::nullopt;
  auto envelope = envelope::Envelope::from_bytes(std::move(whole));
  if (!envelope) return std::nullopt;
  return std::move(*envelope);
}

Result<PollQuestion> parse_poll(ByteView body) {
  if (body.size() != kPollBytes) return fail(Code::kWrongSize, "relay/replies");
  ByteReader reader{body};
  PollQuestion question;
  LET(question.skip, reader.u16());
  for (RowId& id : question.ids) {
    LET(id, reader.array<kRowIdBytes>());
  }
  return question;
}

Bytes poll_answer(const FoundReplies& found, const FillRandom& fill) {
  ByteWriter answer{kPollAnswerBytes};
  answer.u16(found.total).u16(static_cast<std::uint16_t>(found.returned.size()));
  for (const FoundReplies::Reply& reply : found.returned) answer.put(reply.id).put(reply.blob);
  const std::size_t filled = answer.size();
  Bytes bytes = answer.pad_to(kPollAnswerBytes).finish();
  fill(std::span{bytes}.subspan(filled));
  return bytes;
}

Result<std::vector<Deletion>> parse_deletions(ByteView body) {
  if (body.size() != kDeleteBytes) return fail(Code::kWrongSize, "relay/replies");
  ByteReader reader{body};
  std::vector<Deletion> deletions(kDeletes);
  for (Deletion& deletion : deletions) {
    LET(deletion.id, reader.array<kRowIdBytes>());
    LET(deletion.token, reader.array<kTokenBytes>());
    deletion.token_hash = crypto::sha256(deletion.token);
  }
  return deletions;
}

}  // namespace waymark::relay
