#include "relay/replies.h"

#include <algorithm>

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/replies";

/// Row numbers of the replies under the asked ids, oldest first.
Result<std::vector<std::int64_t>> find_replies(store::Connection& db, std::uint32_t today,
                                               const PollQuestion& question) {
  std::vector<std::int64_t> found;
  for (const RowId& id : question.ids) {
    LET(store::Rows rows, db.query("SELECT seq FROM reply WHERE id = ? AND expires_day >= ?", id, today));
    LET(const bool there, rows.next());
    if (there) found.push_back(rows.integer(0));
  }
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());  // an id may be asked twice
  return found;
}

}  // namespace

Result<PushOutcome> push_reply(store::Connection& db, const Quotas& quotas, std::uint32_t today,
                               const PushedReply& reply) {
  {
    LET(store::Rows rows, db.query("SELECT token_hash, blob FROM reply WHERE id = ?", reply.id));
    LET(const bool there, rows.next());
    if (there) {
      const bool same =
          std::ranges::equal(rows.blob(0), reply.token_hash) && std::ranges::equal(rows.blob(1), reply.blob.view());
      return same ? PushOutcome::kSameIsThere : PushOutcome::kAnotherIsThere;
    }
  }
  LET(const std::uint32_t kept, count_replies(db));
  if (kept >= quotas.replies) return PushOutcome::kFull;
  TRY(db.execute("INSERT INTO reply(id, token_hash, expires_day, sum, blob) VALUES(?, ?, ?, ?, ?)", reply.id,
                 reply.token_hash, today + reply.keep_days, crypto::sha256(reply.blob.view()), reply.blob.view()));
  return PushOutcome::kStored;
}

Result<bool> replies_are_whole(store::Connection& db) {
  LET(store::Rows rows, db.query("SELECT sum, blob FROM reply"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return true;
    if (!std::ranges::equal(rows.blob(0), crypto::sha256(rows.blob(1)))) return false;
  }
}

Result<PollQuestion> parse_poll(ByteView body) {
  if (body.size() != kPollBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{body};
  PollQuestion question;
  LET(question.skip, reader.u16());
  for (RowId& id : question.ids) {
    LET(id, reader.array<kRowIdBytes>());
  }
  return question;
}

Result<Bytes> poll_replies(store::Connection& db, std::uint32_t today, const PollQuestion& question,
                           const FillRandom& fill) {
  LET(const std::vector<std::int64_t> found, find_replies(db, today, question));
  const std::size_t first = std::min<std::size_t>(question.skip, found.size());
  const std::size_t returned = std::min(found.size() - first, kPollReplies);
  ByteWriter answer{kPollAnswerBytes};
  answer.u16(static_cast<std::uint16_t>(found.size())).u16(static_cast<std::uint16_t>(returned));
  for (std::size_t i = first; i < first + returned; ++i) {
    LET(store::Rows rows, db.query("SELECT id, blob FROM reply WHERE seq = ?", found[i]));
    TRY(rows.next());
    answer.put(rows.blob(0)).put(rows.blob(1));
  }
  const std::size_t filled = answer.size();
  Bytes bytes = answer.pad_to(kPollAnswerBytes).finish();
  fill(std::span{bytes}.subspan(filled));
  return bytes;
}

Result<std::vector<Deletion>> parse_deletions(ByteView body) {
  if (body.size() != kDeleteBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{body};
  std::vector<Deletion> deletions(kDeletes);
  for (Deletion& deletion : deletions) {
    LET(deletion.id, reader.array<kRowIdBytes>());
    LET(const ByteView token, reader.take(kTokenBytes));
    deletion.token_hash = crypto::sha256(token);
  }
  return deletions;
}

Result<std::int64_t> delete_replies(store::Connection& db, std::span<const Deletion> deletions) {
  std::int64_t deleted = 0;
  for (const Deletion& deletion : deletions) {
    LET(const std::int64_t changed,
        db.execute("DELETE FROM reply WHERE id = ? AND token_hash = ?", deletion.id, deletion.token_hash));
    deleted += changed;
  }
  return deleted;
}

Result<std::int64_t> expire_replies(store::Connection& db, std::uint32_t today) {
  return db.execute("DELETE FROM reply WHERE expires_day < ?", today);
}

Result<std::uint32_t> count_replies(store::Connection& db) {
  LET(const std::int64_t count, db.number("SELECT count(*) FROM reply"));
  return static_cast<std::uint32_t>(count);
}

}  // namespace waymark::relay
