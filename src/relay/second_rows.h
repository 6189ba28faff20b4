// Rows of second places, in SQLite: copies that another relay handed on, what our own second relay has not got yet and
// its word for what it has, deletions that it is owed, and the key under which this relay gives its own word.
// @source docs/spec/relay.md "Two places"
#pragma once

#include "crypto/sign.h"
#include "relay/envelopes.h"

namespace waymark::relay {

/// Stores a copy with its sender's word; what is held already stays as it is. @error kRateLimited, kFull
Result<void> put_copy(store::Connection& db, const Quotas& quotas, std::uint32_t day, const RowId& id,
                      const envelope::Envelope& envelope, const crypto::Signature& word, const Admission& admission);
/// A sender has put here what came as a copy before: it is handed on as any other.
Result<void> take_over_copy(store::Connection& db, const RowId& id);

/// @error what store::is_damage() knows when a row is not what was put
Result<std::vector<DueCopy>> due_copies(store::Connection& db, std::uint32_t oldest_day, std::int64_t after,
                                        std::size_t limit);
Result<std::uint32_t> count_due_copies(store::Connection& db, std::uint32_t oldest_day);
Result<void> keep_receipts(store::Connection& db, std::span<const KeptReceipt> receipts);
Result<std::vector<std::optional<crypto::Signature>>> find_receipts(store::Connection& db, std::span<const RowId> ids);

/// Of replies that are about to be deleted, those whose token fits.
Result<void> owe_erasures(store::Connection& db, std::span<const Deletion> deletions);
Result<std::vector<DueErasure>> due_erasures(store::Connection& db, std::uint32_t today, std::size_t limit);
Result<void> forget_erasures(store::Connection& db, std::span<const RowId> ids);
/// Those of replies past their last day. @return how many
Result<std::int64_t> expire_erasures(store::Connection& db, std::uint32_t today);

Result<crypto::SigningSeed> own_seed(store::Connection& db, const crypto::SigningSeed& fresh);

}  // namespace waymark::relay
