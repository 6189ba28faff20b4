// Store: all that a relay keeps, as a list of promises. Two keep them: SqliteStore (one file, one machine) and
// PostgresStore (a cluster, several relays). tests/relay/store_contract.h is what any store must pass.
//
// "Stored" is said after the bytes are durable, never before, and repeating a call is harmless. Which day is accepted,
// whether the roster is in date and who may ask is the listeners' business; quotas are the store's, because only it
// knows what is held. No address, no agent and no time finer than the day comes in here.
//
// Errors of every call: kFull (a quota or the disk), kUnavailable (come back later: too much waits, or the database
// is out of reach), kStorage for the rest. Every call from any thread.
// @source docs/spec/relay.md
#pragma once

#include <functional>

#include "crypto/sign.h"
#include "relay/kept.h"

namespace waymark::relay {

/// Whether what is deleted here is to be deleted at a second relay too.
enum class SecondPlace { kNone, kThere };

class Store {
 public:
  /// Called exactly once, on a thread of the store: quick, and waiting for nothing of the store.
  template <class T>
  using Done = std::function<void(const Result<T>&)>;

  Store() = default;
  /// Finishes what was accepted and answers it.
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Envelopes, kept until the desk has filed them, however long that takes.

  /// Keeps an envelope; the same again changes nothing. What is held already is answered so whatever `admission` says.
  /// @param id row_id_of(day, envelope) @error kRateLimited: work is asked and no good token came with it
  virtual void put(std::uint32_t day, const RowId& id, envelope::Envelope envelope, Admission admission,
                   Done<HalfOutcome> done) = 0;
  /// Keeps a half, or stores the envelope that it makes with the other one. Of halves alone kHalvesKept are kept, and
  /// of those that a token brought in only the last row's.
  virtual void put_half(std::uint32_t day, Half half, Admission admission, Done<HalfOutcome> done) = 0;
  /// What is here of an envelope, behind all that came before the question.
  virtual void find_half(const RowId& id, Done<HalfOutcome> done) = 0;
  /// Keeps an envelope that another relay hands on with its word for it. It is handed on no further, unless its sender
  /// puts it here too.
  virtual void put_copy(std::uint32_t day, const RowId& id, envelope::Envelope envelope, const crypto::Signature& word,
                        Admission admission, Done<HalfOutcome> done) = 0;
  /// The answer of pull: count u16 ‖ count x (id ‖ day u32 ‖ blob), oldest first. @param limit 1…kPullMax
  virtual Result<Bytes> pull(std::size_t limit) = 0;
  /// Lets go of what the desk has filed, and of its halves. @return how many envelopes were there
  virtual Result<std::uint16_t> acknowledge(std::span<const RowId> ids) = 0;
  virtual Result<EnvelopeCounts> count_envelopes() = 0;

  // Second places (relay/forwarder.h).

  /// What came from senders, of days from `oldest_day` on, without the second relay's word; by number, behind `after`.
  virtual Result<std::vector<DueCopy>> due_copies(std::uint32_t oldest_day, std::int64_t after, std::size_t limit) = 0;
  virtual Result<std::uint32_t> count_due_copies(std::uint32_t oldest_day) = 0;
  /// Durable when it returns. What is not held any more is passed over.
  virtual Result<void> keep_receipts(std::span<const KeptReceipt> receipts) = 0;
  /// The other relay's word for each, nothing where there is none.
  virtual Result<std::vector<std::optional<crypto::Signature>>> receipts(std::span<const RowId> ids) = 0;
  /// Deletions for the second relay, none of a reply past its last day.
  virtual Result<std::vector<DueErasure>> due_erasures(std::uint32_t today, std::size_t limit) = 0;
  virtual Result<void> forget_erasures(std::span<const RowId> ids) = 0;
  /// The seed of this store's own key: `fresh` the first time, then always the same.
  virtual Result<crypto::SigningSeed> own_seed(const crypto::SigningSeed& fresh) = 0;

  // Replies, kept until their owner deletes them or their last day is over.

  /// One outcome a reply, each by itself: one that does not fit undoes no other.
  virtual Result<std::vector<PushOutcome>> push(std::uint32_t today, std::span<const PushedReply> replies) = 0;
  /// Oldest first; none past its last day.
  virtual Result<FoundReplies> poll(std::uint32_t today, const PollQuestion& question) = 0;
  /// Deletes those whose token fits; durable when it returns, together with what is owed to the second relay.
  virtual Result<void> remove(std::span<const Deletion> deletions, SecondPlace second) = 0;
  virtual Result<std::uint32_t> count_replies() = 0;

  // Tokens (docs/spec/work.md): hashes alone. One that was spent stays as spent until its pool goes.

  virtual Result<TokenPool> newest_tokens() = 0;
  /// Adds to a pool; durable when it returns. Only the kTokenPools newest are kept, each of at most kTokensInPool.
  /// @return how many of that pool are here, spent ones too; 0 when it is older than all that are kept
  virtual Result<std::uint16_t> keep_tokens(std::uint32_t pool, std::span<const work::TokenHash> hashes) = 0;

  // Documents, kept as they came; relay/documents.h checks them.

  virtual Result<KeptDocuments> documents() = 0;
  /// Of what is kept now: another one after a document came, through whichever relay.
  virtual Result<std::uint64_t> documents_version() = 0;
  /// Keeps a document: a roster beside those before it, day keys and cards instead of theirs.
  /// @param version  of the documents it was checked against @return the version with it
  /// @error kConflict: they are not the newest any more, or a roster with that serial is there
  virtual Result<std::uint64_t> keep(std::uint64_t version, DocumentKind kind, std::uint32_t serial,
                                     ByteView document) = 0;

  // Chores.

  /// Lets go of replies past their last day and of halves of days that are not accepted any more.
  virtual Result<void> expire(std::uint32_t today) = 0;
  /// Reads all that is kept. @error what store::is_damage() knows, when something is not what was put
  virtual Result<void> check_whole() { return {}; }
  /// Writes something that stands for nothing, to tell whether writing works.
  virtual void try_to_write(Done<void> done) = 0;
};

}  // namespace waymark::relay
