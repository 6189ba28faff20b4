// DraftStore: unsent texts of staff, sealed under the key of their case and gone with it. Every function works inside
// the caller's transaction. @source docs/spec/desk-store.md "Drafts"
#pragma once

#include <string>
#include <vector>

#include "desk/casefile/views.h"
#include "desk/keyring/case_key.h"
#include "store/connection.h"

namespace waymark::desk {

struct Draft {
  RecordId id;
  std::string by;  ///< alias; inside the sealed value
  DraftKind kind = DraftKind::kReply;
  std::string text;
  std::uint32_t version = 1;
};

/// All drafts of a case, whoever wrote them. @error kAuthentication, kMalformed for a damaged row
Result<std::vector<Draft>> read_drafts(store::Connection& store, const CaseKey& key);
/// Writes a new draft or a new version of one.
Result<void> write_draft(store::Connection& store, const CaseKey& key, const Draft& draft, crypto::Random& random);
/// Whether there was one.
Result<bool> drop_draft_of(store::Connection& store, const CaseKey& key, std::string_view alias, DraftKind kind);
/// Seals the drafts of a case again under the next version of its key.
Result<void> reseal_drafts(store::Connection& store, const CaseKey& old_key, const CaseKey& key,
                           crypto::Random& random);
/// Cases in which anybody has a draft.
Result<std::vector<CaseId>> cases_with_drafts(store::Connection& store);

}  // namespace waymark::desk
