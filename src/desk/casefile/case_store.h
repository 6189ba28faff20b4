// CaseStore: the rows of one case in the database: key shares, records, inbox. Every function works inside the caller's
// transaction. @source docs/spec/desk-store.md
#pragma once

#include <optional>
#include <vector>

#include "desk/casefile/case_state.h"
#include "desk/casefile/event.h"
#include "desk/keyring/case_key.h"
#include "desk/keyring/key_ring.h"
#include "store/connection.h"

namespace waymark::desk {

/// The filing key of a batch, stored for leads and recovery.
struct StoredFilingKey {
  FilingKeyId id;
  FilingKey key;
};

/// Who may open a case from now on: nobody alone (the whole first line), or one person.
struct CaseAccess {
  std::optional<crypto::XWingPublicKey> owner = {};
  /// Without an owner: what leads and recovery get their share under, instead of an age file for this case.
  const StoredFilingKey* filing_key = nullptr;
};

/// Writes the shares of a case's key: a new row or a new version of it.
/// @param first_line  for the first line's share while nobody owns the case
Result<void> put_case_key(store::Connection& store, const CaseKey& key, const CaseAccess& access,
                          const CompartmentKey& first_line, crypto::Random& random);
/// Made when the first new case of a batch needs it.
Result<StoredFilingKey> make_filing_key(store::Connection& store, crypto::Random& random);
/// Filing keys that no case needs any more.
Result<void> drop_unused_filing_keys(store::Connection& store);

/// Opens the case's key with whatever this person holds.
/// @error kNotFound for a case that is not there, kDenied when no share is theirs
Result<CaseKey> open_case_key(store::Connection& store, const KeyRing& keys, const CaseId& id);
/// The version of the case's key. @error kNotFound
Result<std::uint32_t> case_key_version(store::Connection& store, const CaseId& id);

/// Adds one event as a sealed record.
Result<RecordId> append_event(store::Connection& store, const CaseKey& key, const Event& event, crypto::Random& random);

struct StoredEvent {
  RecordId id;
  Event event;
};
/// All events of a case in their order. @error kAuthentication, kMalformed for a damaged record
Result<std::vector<StoredEvent>> read_events(store::Connection& store, const CaseKey& key);
/// A case as its events have made it. @error as read_events
Result<CaseState> fold_case(store::Connection& store, const CaseKey& key, const IsDanger& is_danger);

/// Seals all records of a case again under the next version of its key, writes the new shares, and returns the key.
Result<CaseKey> rotate_case_key(store::Connection& store, const CaseKey& old_key, const CaseAccess& access,
                                const CompartmentKey& first_line, crypto::Random& random);

/// Keeps an event for whoever can open the case later. @error kNotFound without an inbox
Result<void> put_in_inbox(store::Connection& store, const CaseId& id, const Event& event, crypto::Random& random);
/// Turns what waits in the inbox into records; how many there were. @param lead  opens what came while the case was
/// stale; what needs it waits when there is none
Result<unsigned> drain_inbox(store::Connection& store, const CaseKey& key, const KeyRing* lead, crypto::Random& random);
/// Cases with something in their inbox.
Result<std::vector<CaseId>> cases_with_inbox(store::Connection& store);

/// Marks a case whose key somebody holds who must not any more, until somebody who can opens it and gives it a new one.
/// What arrives until then is sealed to the leads, not to the case's own inbox.
Result<void> mark_stale(store::Connection& store, const CaseId& id);
Result<void> unmark_stale(store::Connection& store, const CaseId& id);
Result<std::vector<CaseId>> stale_cases(store::Connection& store);

/// Deletes everything of a case but its agenda row.
Result<void> shred_case_rows(store::Connection& store, const CaseId& id);

}  // namespace waymark::desk
