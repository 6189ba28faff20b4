// SqliteStore: what a relay of one machine keeps, in one file: one thread that writes, as many puts as wait in one
// durable commit, and a reader beside it.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>

#include "relay/refusal.h"
#include "relay/store.h"
#include "store/group_writer.h"
#include "store/reader.h"

namespace waymark::relay {

class SqliteStore final : public Store {
 public:
  /// Opens or makes relay.db in `folder`, brings it to the newest schema and reads all of it.
  /// @param pages_max  of the file; 0 = no limit. For tests of a full disk
  /// @return the store, or Exit::kStorage and what to do
  static OrRefusal<std::unique_ptr<Store>> open(const std::filesystem::path& folder, const Quotas& quotas,
                                                std::int64_t pages_max = 0);

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
  Result<std::uint64_t> documents_version() override { return documents_version_.load(); }
  Result<std::uint64_t> keep(std::uint64_t version, DocumentKind kind, std::uint32_t serial,
                             ByteView document) override;
  Result<void> expire(std::uint32_t today) override;
  Result<void> check_whole() override;
  void try_to_write(Done<void> done) override;

 private:
  SqliteStore(const std::filesystem::path& folder, const Quotas& quotas, std::unique_ptr<store::Connection> connection,
              std::unique_ptr<store::Reader> reader);
  Quotas quotas_now() const;
  /// Queues a job; if there is no place for it, that is the answer.
  template <class Work, class Outcome>
  void submit(Work work, Done<Outcome> done, store::Undo undo);

  const Quotas quotas_;
  const std::function<std::uint64_t()> free_disk_bytes_;
  std::mutex keep_mutex_;                             ///< from looking at the version to the next one
  std::atomic<std::uint64_t> documents_version_ = 1;  ///< no other process publishes into this file
  std::unique_ptr<store::Reader> reader_;
  store::GroupWriter writer_;  ///< last: its jobs use the others
};

}  // namespace waymark::relay
