// PostgresStore: what a relay keeps in a PostgreSQL cluster. Several relays may share one database: each answers what
// any of them has stored. @source docs/spec/relay.md "In PostgreSQL"
#pragma once

#include "relay/postgres/session.h"
#include "relay/postgres/writer.h"
#include "relay/refusal.h"

namespace waymark::relay {

class PostgresStore final : public Store {
 public:
  /// Reaches the database, makes its tables if it is empty, and checks that it is ours.
  /// @return the store, or a sentence that says what to do
  static OrRefusal<std::unique_ptr<Store>> open(const PostgresPlace& place, const Quotas& quotas, const Log& log);

  void put(std::uint32_t day, const RowId& id, envelope::Envelope envelope, Admission admission,
           Done<HalfOutcome> done) override;
  void put_half(std::uint32_t day, Half half, Admission admission, Done<HalfOutcome> done) override;
  void find_half(const RowId& id, Done<HalfOutcome> done) override;
  void put_copy(std::uint32_t day, const RowId& id, envelope::Envelope envelope, const crypto::Signature& word,
                Admission admission, Done<HalfOutcome> done) override;
  Result<Bytes> pull(std::size_t limit) override;
  Result<std::uint16_t> acknowledge(std::span<const RowId> ids) override;
  Result<EnvelopeCounts> count_envelopes() override;
  Result<std::vector<DueCopy>> due_copies(std::uint32_t oldest_day, std::int64_t after, std::size_t limit) override;
  Result<std::uint32_t> count_due_copies(std::uint32_t oldest_day) override;
  Result<void> keep_receipts(std::span<const KeptReceipt> receipts) override;
  Result<std::vector<std::optional<crypto::Signature>>> receipts(std::span<const RowId> ids) override;
  Result<std::vector<DueErasure>> due_erasures(std::uint32_t today, std::size_t limit) override;
  Result<void> forget_erasures(std::span<const RowId> ids) override;
  Result<crypto::SigningSeed> own_seed(const crypto::SigningSeed& fresh) override;
  Result<std::vector<PushOutcome>> push(std::uint32_t today, std::span<const PushedReply> replies) override;
  Result<FoundReplies> poll(std::uint32_t today, const PollQuestion& question) override;
  Result<void> remove(std::span<const Deletion> deletions, SecondPlace second) override;
  Result<std::uint32_t> count_replies() override;
  Result<TokenPool> newest_tokens() override;
  Result<std::uint16_t> keep_tokens(std::uint32_t pool, std::span<const work::TokenHash> hashes) override;
  Result<KeptDocuments> documents() override;
  Result<std::uint64_t> documents_version() override;
  Result<std::uint64_t> keep(std::uint64_t version, DocumentKind kind, std::uint32_t serial,
                             ByteView document) override;
  Result<void> expire(std::uint32_t today) override;
  void try_to_write(Done<void> done) override;

 private:
  PostgresStore(const PostgresPlace& place, const Quotas& quotas, const Log& log);
  Result<std::vector<PushOutcome>> push_through(store::PgConnection& db, std::uint32_t today,
                                                std::span<const PushedReply> replies);

  const PostgresPlace place_;
  const Quotas quotas_;
  PgSessions sessions_;
  PutWriter writer_;
};

}  // namespace waymark::relay
