#include "relay/replies.h"

#include <algorithm>
#include <string>

namespace waymark::relay {
namespace {

/// One statement for all ids: one for each would take the locks of the file and let them go 48 times.
std::string_view find_all() {
  static const std::string kSql = [] {
    std::string sql = "SELECT seq FROM reply WHERE id IN (?";
    for (std::size_t i = 1; i < kPollIds; ++i) sql += ", ?";
    return sql + ") AND +expires_day >= ? ORDER BY seq";  // by the ids, never by the day
  }();
  return kSql;
}

/// Row numbers of the replies under the asked ids, oldest first, each once.
Result<std::vector<std::int64_t>> find_numbers(store::Connection& db, std::uint32_t today,
                                               const PollQuestion& question) {
  std::vector<store::Value> values(question.ids.begin(), question.ids.end());
  values.emplace_back(today);
  LET(store::Rows rows, db.query_list(find_all(), values));
  std::vector<std::int64_t> found;
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return found;
    found.push_back(rows.integer(0));
  }
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

Result<FoundReplies> find_replies(store::Connection& db, std::uint32_t today, const PollQuestion& question) {
  LET(const std::vector<std::int64_t> numbers, find_numbers(db, today, question));
  FoundReplies found{.total = static_cast<std::uint16_t>(numbers.size()), .returned = {}};
  const std::size_t first = std::min<std::size_t>(question.skip, numbers.size());
  const std::size_t returned = std::min(numbers.size() - first, kPollReplies);
  for (std::size_t i = first; i < first + returned; ++i) {
    LET(store::Rows rows, db.query("SELECT id, blob, sum FROM reply WHERE seq = ?", numbers[i]));
    LET(const bool there, rows.next());
    if (!there) continue;  // deleted this very moment
    if (!std::ranges::equal(rows.blob(2), crypto::sha256(rows.blob(1)))) return store::damage();
    FoundReplies::Reply reply{.id = {}, .blob = to_bytes(rows.blob(1))};
    std::ranges::copy(rows.blob(0).first(reply.id.size()), reply.id.begin());
    found.returned.push_back(std::move(reply));
  }
  return found;
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
